package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// told is what the chain of an export says must be in it.
type told struct {
	verdicts  map[string]Verdict // by document and version
	decisions map[string]string  // hash of a record to its finding
	documents map[string]string  // of a verdict, by its name; of a decision, by its hash
	rules     map[string]bool    // hashes of texts
	erased    map[string]bool    // documents
}

func version(document string, n int) string { return fmt.Sprintf("version %d of %s", n, document) }

// chain checks the entries and notes what they tell of.
func (c *bundleCheck) chain() {
	c.told = told{map[string]Verdict{}, map[string]string{}, map[string]string{}, map[string]bool{}, map[string]bool{}}
	checker := NewPieceChecker(c.manifest.Tenant, c.kept)
	c.lines(chainName, func(raw []byte) {
		var e Entry
		if err := json.Unmarshal(raw, &e); err != nil {
			c.report.file(Unreadable, chainName, "a line of %s is no entry", chainName)
			return
		}
		if again, err := json.Marshal(e); err != nil || !bytes.Equal(again, raw) {
			c.report.fault(Edited, e.N, "entry %d is not written as it was exported", e.N)
		}
		checker.Add(e)
		c.newest = e
		c.note(e)
	})
	chain := checker.Close(Head{})
	if first := c.manifest.First; first > 0 && chain.First != first {
		chain.fault(Deleted, first, "the chain begins with entry %d, the export began with entry %d", chain.First, first)
	}
	chain.Faults = append(c.report.Faults, chain.Faults...)
	c.report = chain
}

// note keeps what e tells of: only what is of the export's period must be there.
func (c *bundleCheck) note(e Entry) {
	if e.Action == Erased {
		c.told.erased[e.Object] = true
	}
	if !c.manifest.within(e) {
		return
	}
	switch e.Action {
	case Checked:
		var v Verdict
		if json.Unmarshal(e.Detail, &v) == nil {
			name := version(e.Object, v.Version)
			c.told.verdicts[name], c.told.documents[name] = v, e.Object
			for _, sum := range v.Rules {
				c.told.rules[sum] = true
			}
		}
	case Decided:
		var d Decision
		if json.Unmarshal(e.Detail, &d) == nil {
			c.told.decisions[d.Record], c.told.documents[d.Record] = e.Object, d.Document
		}
	}
}

// records holds verdicts, decisions and rules against the chain.
func (c *bundleCheck) records() {
	seen := map[string]bool{}
	c.lines(VerdictsName, func(raw []byte) { seen[c.verdict(raw)] = true })
	c.lines(DecisionsName, func(raw []byte) {
		sum := Sum(raw)
		seen[sum] = true
		if _, known := c.told.decisions[sum]; !known {
			c.report.file(Mismatch, DecisionsName, "a decision is not as the chain has it")
		}
	})
	c.missing(seen)
}

// verdict checks one line and returns which it is.
func (c *bundleCheck) verdict(raw []byte) string {
	var r VerdictRecord
	if err := json.Unmarshal(raw, &r); err != nil {
		c.report.file(Unreadable, VerdictsName, "a line of %s is no verdict", VerdictsName)
		return ""
	}
	name := version(r.Document, r.Version)
	v, known := c.told.verdicts[name]
	if !known || Sum(r.Checks) != v.Checks || Sum(r.Findings) != v.Findings {
		c.report.file(Mismatch, VerdictsName, "the verdict on %s is not as the chain has it", name)
	}
	return name
}

// missing looks for what the chain tells of and the export has not. Of erased documents there is
// nothing.
func (c *bundleCheck) missing(seen map[string]bool) {
	for _, name := range slices.Sorted(maps.Keys(c.told.verdicts)) {
		if !seen[name] && !c.told.erased[c.told.documents[name]] {
			c.report.file(FileMissing, VerdictsName, "the verdict on %s is missing", name)
		}
	}
	for _, sum := range slices.Sorted(maps.Keys(c.told.decisions)) {
		if !seen[sum] && !c.told.erased[c.told.documents[sum]] {
			c.report.file(FileMissing, DecisionsName, "a decision on %s is missing", c.told.decisions[sum])
		}
	}
	for _, sum := range slices.Sorted(maps.Keys(c.told.rules)) {
		f := c.files[RulesName(sum)]
		if f == nil {
			c.report.file(FileMissing, RulesName(sum), "the rules %s are missing", sum)
			continue
		}
		if got, err := sumOf(f, maxRecord); err != nil || got != sum {
			c.report.file(Mismatch, f.Name, "these are not the rules that the chain names")
		}
	}
}

// lines calls do with each line of a file of an export.
func (c *bundleCheck) lines(name string, do func(raw []byte)) {
	f := c.files[name]
	if f == nil {
		if name == chainName {
			c.report.file(FileMissing, name, "%s is missing", name)
		}
		return // the manifest tells of others
	}
	in, err := f.Open()
	if err != nil {
		c.report.file(Unreadable, name, "%s cannot be read: %v", name, err)
		return
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxRecord)
	for lines.Scan() {
		do(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		c.report.file(Unreadable, name, "%s cannot be read: %v", name, err)
	}
}
