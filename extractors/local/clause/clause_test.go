package clause_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// Contracts say in sentences whose law governs them and from when they hold.
func TestClauses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		lines     []string
		law, date any
	}{
		{"the laws of a state", []string{"AGREEMENT", "This Agreement is made as of this 16th day of May, 2002 between the parties.",
			"Governing Law. It shall be governed by and construed in accordance with the", "laws of the State of New York, without regard to conflicts of laws."},
			"New York", "2002-05-16"},
		{"a law by name", []string{"AGREEMENT", "This Agreement is effective January 5, 2015 and governed by Delaware law."}, "Delaware", "2015-01-05"},
		{"in capitals", []string{"AGREEMENT", "GOVERNED BY THE LAWS OF ENGLAND AND WALES WITHOUT GIVING EFFECT TO CONFLICTS"}, "ENGLAND AND WALES", nil},
		{"no law governs", []string{"AGREEMENT", "Owner under the copyright laws of the United States of all works made."}, nil, nil},
		{"a date in passing", []string{"AGREEMENT", "The parties met on January 5, 2015 in the city of London."}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "contract", layouttest.Document(layouttest.Page(tt.lines...)))
			if v := got["/governing_law"].Value; v != tt.law {
				t.Errorf("governing law = %v, want %v", v, tt.law)
			}
			if v := got["/effective_date"].Value; v != tt.date {
				t.Errorf("effective date = %v, want %v", v, tt.date)
			}
		})
	}
}
