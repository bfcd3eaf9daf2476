package task

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/schemas"
)

const statementSchema = `{"properties":{"bank":{"type":"string"},"accounts":{"type":"array","items":{"properties":{
	"number":{"type":"string"},"transactions":{"type":"array","items":{"properties":{"text":{"type":"string"},"amount":{"type":"string","format":"decimal"}}}}}}}}}`

// A list inside a row goes on over windows that no longer show the row's own line.
func TestLongListInsideARow(t *testing.T) {
	t.Parallel()
	const entries = 300
	var pages []*pipeline.Page
	lines := []string{"Account 4711"}
	for i := 1; i <= entries; i++ {
		lines = append(lines, fmt.Sprintf("%d | Entry %d | %d.%02d", i, i, i%70+1, i%100))
		if i%50 == 0 {
			pages, lines = append(pages, page(len(pages)+1, lines...)), nil
		}
	}
	asker := newScripted(func(r model.Request) (string, error) {
		if !strings.Contains(string(r.Output.Schema), `"accounts"`) {
			return `{"bank":null}`, nil
		}
		account := map[string]any{"at": "1:1"}
		var rows []any
		for line := range strings.Lines(shown(r)) {
			f := strings.Fields(line)
			switch {
			case len(f) == 3 && f[1] == "Account" || strings.Contains(line, "Account 4711"):
				account["number"] = "4711"
			case len(f) == 5 && f[2] == "Entry":
				rows = append(rows, map[string]any{"at": strings.TrimSuffix(f[0], "|"), "text": f[2] + " " + f[3], "amount": f[4]})
			}
		}
		if account["number"] == nil && len(rows) > 0 {
			account["at"] = rows[0].(map[string]any)["at"]
		}
		account["transactions"] = rows
		b, err := json.Marshal(map[string]any{"accounts": []any{account}})
		return string(b), err
	})
	d := document(pages...)
	d.Settings.Strategy = extractors.StrategyModel
	e, err := stage(t, d, parse(t, statementSchema), New(DefaultConfig(), asker, nil))
	if err != nil {
		t.Fatal(err)
	}
	accounts, _ := e.Data["accounts"].([]any)
	if len(accounts) != 1 {
		t.Fatalf("%d accounts, want one; %d calls", len(accounts), len(asker.calls))
	}
	rows, _ := accounts[0].(map[string]any)["transactions"].([]any)
	for i, row := range rows {
		if got, want := row.(map[string]any)["text"], fmt.Sprintf("Entry %d", i+1); got != want {
			t.Fatalf("entry %d is %v, want %s", i, got, want)
		}
	}
	if len(rows) != entries || len(e.Reasons) > 0 {
		t.Errorf("%d entries, reasons %.300v; want %d and none", len(rows), e.Reasons, entries)
	}
}

// FuzzRead answers with whatever JSON: claims may be wrong, but never about nothing.
func FuzzRead(f *testing.F) {
	for _, s := range []string{orderAnswer, `{"lines":[{"at":"99:-1","net":"1"},{"at":7},null,[]],"tags":[{"v":"x","q":null},"y"]}`,
		`{"totals":{"net":{"v":true,"q":"Net","p":1e9}}}`, `{"lines":{"at":1}}`} {
		f.Add(s)
	}
	s, err := schemas.Parse("order", []byte(orderSchema))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		if _, err := schemas.Decode([]byte(answer)); err != nil {
			return
		}
		asker := newScripted(func(model.Request) (string, error) { return answer, nil })
		d := bolts()
		d.Settings.Strategy = extractors.StrategyModel
		e, err := stage(t, d, s, New(DefaultConfig(), asker, nil))
		if err != nil {
			t.Fatal(err)
		}
		for pointer, field := range e.Fields {
			if field.State == pipeline.FieldFound && (len(field.Evidence) == 0 || field.Evidence[0].Box == nil) {
				t.Errorf("%s is found without a place: %+v", pointer, field)
			}
		}
	})
}
