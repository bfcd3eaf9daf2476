package einvoice

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPath(t *testing.T) {
	t.Parallel()
	leaf := func(name, text string, attrs map[string]string) *element {
		return &element{name: name, chars: []byte(text), attrs: attrs}
	}
	account := func(children ...*element) *element { return &element{name: "Account", children: children} }
	root := &element{children: []*element{
		leaf("ID", " 7 ", nil),
		leaf("Tax", "1.00", map[string]string{"currencyID": "DKK"}),
		leaf("Tax", "2.00", map[string]string{"currencyID": "EUR"}),
		leaf("Tax", "3.00", nil),
		account(leaf("Kind", "cash", nil)),
		account(leaf("Kind", "bank", nil), leaf("ID", "A", nil), leaf("Own", "1", nil)),
		account(leaf("Kind", "Bank", nil), leaf("ID", "B", nil), leaf("Own", "false", nil)),
	}}
	tests := map[string][]string{
		"ID":                         {"7"},
		"Account/ID":                 {"A", "B"},
		"Account/*":                  {"cash", "bank", "A", "1", "Bank", "B", "false"},
		"Account[ID]/Kind":           {"bank", "Bank"},
		"Account[!ID]/Kind":          {"cash"},
		"Account[ID][1]/Kind":        {"bank"},
		"Account[1]/ID":              nil,
		"Account[Kind=bank]/ID":      {"A", "B"},
		"Account[Kind!=cash]/ID":     {"A", "B"},
		"Account[Own=true]/ID":       {"A"},
		"Account[Own=false]/ID":      {"B"},
		"Tax/@currencyID":            {"DKK", "EUR"},
		"Tax[@currencyID=$currency]": {"2.00"},
		"Tax[!@currencyID]":          {"3.00"},
		"Nothing | Account/ID | ID":  {"A", "B", "7"},
	}
	for text, want := range tests {
		var got []string
		for _, r := range at(text) {
			for _, m := range r.find(root, money{invoice: "EUR"}) {
				got = append(got, m.text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
