package compliance

import (
	"strings"
	"testing"
)

// rowsPack is a rule about each row with one example, whose rows and verdict the tests give.
const rowsPack = `pack: own
version: 1.0.0
applies_to: {doctype: [invoice]}
rules:
  - id: OWN-1
    title: Lines are not negative
    severity: low
    source: {standard: our policy, ref: "1"}
    for_each: doc.lines
    as: l
    when: l.net != 0.0
    assert: l.net > 0.0
    message: a negative line
    fix: Ask.
    tests:
      - {doc: {lines: [{net: "1"}]}, want: pass}
      - {doc: {lines: [{net: "-1"}]}, want: fail}
      - {doc: {lines: [{description: Rope}]}, want: cannot_tell}
      - {doc: {lines: [ROWS]}, want: WANT}
`

// A document passes an example when no row objects; one row is enough for a fail.
func TestExample_rows(t *testing.T) {
	t.Parallel()
	l := library(t)
	for _, c := range []struct {
		rows, want string
		holds      bool
	}{
		{`{net: "1"}, {net: "2"}`, "pass", true},
		{`{net: "1"}, {net: "0"}`, "pass", true},
		{`{net: "1"}, {net: "-2"}`, "pass", false},
		{`{net: "1"}, {description: Rope}`, "pass", false},
		{`{net: "1"}, {net: "-2"}`, "fail", true},
		{`{net: "0"}, {net: "0"}`, "not_applicable", true},
		{`{net: "0"}, {net: "1"}`, "not_applicable", false},
		{`{net: "1"}, {description: Rope}`, "cannot_tell", true},
		{`{net: "1"}, {net: "2"}`, "cannot_tell", false},
	} {
		text := strings.NewReplacer("ROWS", c.rows, "WANT", c.want).Replace(rowsPack)
		p, err := l.Load("own.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Test(""); (err == nil) != c.holds {
			t.Errorf("rows %s, want %s: %v, holds should be %t", c.rows, c.want, err, c.holds)
		}
	}
}
