package plan

import (
	"testing"

	"docpipe/schemas"
)

// A paper's own date is that of the paper, and not of what the paper is about.
func TestFindOwnDates(t *testing.T) {
	t.Parallel()
	const dates = `,"type":"object","properties":{
		"hearing_date":{"type":"string","format":"date","title":"Date of the hearing"},
		"notice_date":{"type":"string","format":"date","title":"Date of the notice"}}}`
	for title, want := range map[string]string{
		"Notice of hearing":   "/notice_date",
		"Avis for a hearing":  "/notice_date",
		"Hearing":             "/hearing_date",
		"Hearing, the report": "/hearing_date",
	} {
		s, err := schemas.Parse("own.schema.json", []byte(`{"title":"`+title+`"`+dates))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range New(s).Fields {
			if f.Primary {
				got += f.Node.Pointer
			}
		}
		if got != want {
			t.Errorf("%s: the paper's own date is %q, want %q", title, got, want)
		}
	}
}
