package audit

import "fmt"

// Kinds of faults: what was done to a chain, or to an export of it.
const (
	Edited    = "edited"    // an entry does not say any more what it said
	Deleted   = "deleted"   // entries between others are gone
	Moved     = "moved"     // an entry stands where another one was
	Inserted  = "inserted"  // an entry that was not there
	Truncated = "truncated" // the newest entries are gone
	Rewritten = "rewritten" // the chain holds together, and is not the one that the head is of
	Forged    = "forged"    // an entry was made by somebody without the installation's key

	FileEdited  = "file_edited"  // a file of an export is not what was exported
	FileMissing = "file_missing" // it is not in the export any more
	FileAdded   = "file_added"   // it was put into the export later
	Mismatch    = "mismatch"     // a record is not the one that the chain names
	Unreadable  = "unreadable"   // the export, or a part of it, is no such thing
)

// A Fault is one thing that is wrong.
type Fault struct {
	Kind   string `json:"kind"`
	N      int64  `json:"n,omitempty"`    // of the entry
	File   string `json:"file,omitempty"` // of an export
	Detail string `json:"detail"`         // for a person
}

// A Report is what a check found.
type Report struct {
	Tenant  string `json:"tenant"`
	First   int64  `json:"first"` // number of the first entry that was there
	Entries int    `json:"entries"`
	Files   int    `json:"files,omitempty"` // of an export that were checked
	Head    Head   `json:"head"`            // keep it elsewhere to prove completeness later

	// Complete tells that the head given to the check is in the chain. Without a head nobody can
	// tell whether the newest entries were cut off.
	Complete bool    `json:"complete"`
	Faults   []Fault `json:"faults"` // at most 100
}

// Sound reports whether nothing is wrong.
func (r Report) Sound() bool { return len(r.Faults) == 0 }

// maxFaults bounds a report: of a chain that was written anew every entry is at fault.
const maxFaults = 100

func (r *Report) fault(kind string, n int64, detail string, args ...any) {
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, Fault{Kind: kind, N: n, Detail: fmt.Sprintf(detail, args...)})
	}
}

func (r *Report) file(kind, name, detail string, args ...any) {
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, Fault{Kind: kind, File: name, Detail: fmt.Sprintf(detail, args...)})
	}
}

// Forge adds the numbers of entries that were made without the installation's key.
func (r *Report) Forge(numbers []int64) {
	for _, n := range numbers {
		r.fault(Forged, n, "entry %d was not written by this installation", n)
	}
}
