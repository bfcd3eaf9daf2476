package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSaidToBe_other_names_in_descriptions(t *testing.T) {
	t.Parallel()
	for description, want := range map[string][][]string{
		"heures supplémentaires":                             {{"heures", "supplementaires"}},
		"Name of the employee (employé)":                     {{"employe"}, {"name", "of", "the", "employee"}},
		"What is due, labelled 'Total à payer' on the paper": {{"total", "a", "payer"}, {"what", "is", "due", "labelled"}},
		"First day of the flight or contract period":         {},
		"date": {},
		"Number of the contract, order or estimate it is for": {},
	} {
		if diff := cmp.Diff(want, saidToBe(description)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", description, diff)
		}
	}
}
