package eval

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

// writeSet makes a set of an eval.yaml and records.
func writeSet(t *testing.T, yaml string, records ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "orders")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"eval.yaml": yaml, "truth.jsonl": strings.Join(records, "\n")} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const ordersYAML = `
schema: order.json
options: {readers_off: [einvoice]}
only_visible: true
fields:
  /total: {truth: sum, compare: money}
  /date:  {truth: day, compare: date}
rows:
  /lines: {truth: rows, match: {net: amount}, compare: {net: money, text: anls}}
`

func TestOpen(t *testing.T) {
	t.Parallel()
	dir := writeSet(t, ordersYAML, `{"id":"a","files":["a.pdf"],"truth":{"sum":5.10},"visible":["sum"]}`, `{"id":"b","files":["b-1.png","b-2.png"],"group":"g"}`)
	got, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := &Set{
		Name: "orders", Dir: dir, Schema: filepath.Join(dir, "order.json"), ReadersOff: []string{"einvoice"}, OnlyVisible: true,
		Fields: []Field{{"/total", "sum", "money"}, {"/date", "day", "date"}},
		Lists: []List{{Pointer: "/lines", Truth: "rows", Match: []Field{{"net", "amount", "money"}},
			Cells: []Field{{"net", "amount", "money"}, {"text", "text", "anls"}}}},
		Records: got.Records,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Open (-want +got):\n%s", diff)
	}
	if n := len(got.Records); n != 2 || got.Records[0].Group != "a" || got.Records[1].Group != "g" || len(got.Records[1].Files) != 2 {
		t.Errorf("records = %+v, want a in its own group, and b with two files in g", got.Records)
	}
}

// A set that cannot be scored says what to do about it.
func TestOpen_wrong(t *testing.T) {
	t.Parallel()
	const record = `{"id":"a","files":["a.pdf"],"truth":{}}`
	for name, c := range map[string]struct{ yaml, truth, want string }{
		"no eval.yaml":       {"", record, "has no eval.yaml"},
		"no truth":           {ordersYAML, "", "needs truth.jsonl"},
		"no yaml":            {"fields: [", record, "eval.yaml"},
		"no schema":          {"fields: {/a: {truth: a, compare: text}}", record, "schema is missing"},
		"no fields":          {"schema: invoice", record, "fields is empty"},
		"unknown comparison": {"schema: invoice\nfields: {/a: {truth: a, compare: fuzzy}}", record, `"fuzzy" is not known, write one of anls`},
		"no truth key":       {"schema: invoice\nfields: {/a: {compare: text}}", record, "/a: truth is missing"},
		"rows without match": {"schema: invoice\nrows: {/l: {truth: l}}", record, "truth and match are needed"},
		"id twice":           {ordersYAML, record + "\n" + record, `record 2: id "a" is empty or taken`},
		"no files":           {ordersYAML, `{"id":"a"}`, "files is empty"},
		"no JSON":            {ordersYAML, "truth", "record 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Open(writeSet(t, c.yaml, c.truth))
			if !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Open = %v, want an invalid set because of %q", err, c.want)
			}
		})
	}
}
