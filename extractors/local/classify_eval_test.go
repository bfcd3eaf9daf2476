package local_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/localtest"
)

// TestEvalClassify tells how often the type of labelled documents is known: right, doubtful, or
// wrong although it goes to no review.
func TestEvalClassify(t *testing.T) {
	sure := extractors.DefaultConfig().SureDocType
	for _, set := range []string{"invoices", "templates", "nda", "adbuy"} {
		t.Run(set, func(t *testing.T) {
			dir, records := evalSet(t, set)
			told, wrong := map[string]int{}, 0
			for _, rec := range records {
				got, confidence, err := localtest.Reader().Classify(t.Context(), load(t, dir, rec))
				if err != nil {
					t.Fatal(err)
				}
				if confidence < sure {
					got += "?"
				} else if got != rec.DocType && !strings.Contains(alsoRight[set], got) {
					wrong++
					t.Logf("%s is surely %s (%.2f), want %s", rec.ID, got, confidence, rec.DocType)
				}
				told[got]++
			}
			t.Log(table(told))
			if wrong > len(records)/20 {
				t.Errorf("%d of %d are surely of a wrong type, want one in twenty", wrong, len(records))
			}
		})
	}
}

// alsoRight are types that some documents of a set really are, whatever the set calls them all:
// a sample of invoices holds credit notes, bookings of airtime are orders and contracts, and a hotel's
// bill that was paid is a receipt.
var alsoRight = map[string]string{"adbuy": "purchase_order contract", "invoices": "credit_note", "templates": "receipt"}

func table(told map[string]int) string {
	var rows []string
	for _, name := range slices.Sorted(maps.Keys(told)) {
		rows = append(rows, fmt.Sprintf("%s %d", name, told[name]))
	}
	return strings.Join(rows, ", ")
}
