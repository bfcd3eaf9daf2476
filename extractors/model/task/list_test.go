package task

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/pipeline"
)

const listSchema = `{"properties":{"lines":{"type":"array","items":{"properties":{"id":{"type":"string"},"text":{"type":"string"},
	"quantity":{"type":"string","format":"decimal"},"net":{"type":"string","format":"decimal"}}}}}}`

const listRows = 3200

// listed is a document of one long list, 40 rows a page, some of which wrap, with headings and
// carried sums on every page. With numbers, the rows number themselves.
func listed(rows int, numbered, total bool) *pipeline.Document {
	var pages []*pipeline.Page
	var lines []string
	sum := 0
	flush := func(last bool) {
		if last && total {
			lines = append(lines, fmt.Sprintf(" | Total | | %d.%02d", sum/100, sum%100))
		}
		pages = append(pages, page(len(pages)+1, append([]string{"Statement of goods", "Id | Article | Quantity | Net"}, lines...)...))
		lines = nil
	}
	for i := 1; i <= rows; i++ {
		cents := 100 + i*37%9000
		sum += cents
		id := fmt.Sprint(i)
		if !numbered {
			id = fmt.Sprintf("K%04dX", i*7919%10000)
		}
		lines = append(lines, fmt.Sprintf("%s | Article %d | %d | %d.%02d", id, i, i%9+1, cents/100, cents%100))
		if i%10 == 0 {
			lines = append(lines, fmt.Sprintf("in a box of %d", i))
		}
		if i%40 == 0 && i < rows {
			lines = append(lines, fmt.Sprintf("Carried forward | %d.%02d", sum/100, sum%100))
			flush(false)
		}
	}
	flush(true)
	return document(pages...)
}

var printedRow = regexp.MustCompile(`^(\d+:\d+)\|\s*(\S+)\s+(Article \d+)\s+(\d+)\s+(\d+\.\d\d)$`)

// clerk reads the rows that it is shown, and leaves out those that drop wants left out.
func clerk(drop func(at, id string) bool) *scripted {
	return newScripted(func(r model.Request) (string, error) {
		var rows []map[string]any
		for line := range strings.Lines(shown(r)) {
			m := printedRow.FindStringSubmatch(strings.TrimSpace(line))
			if m == nil || drop(m[1], m[2]) {
				continue
			}
			rows = append(rows, map[string]any{"at": m[1], "id": m[2], "text": m[3], "quantity": m[4], "net": m[5]})
		}
		b, err := json.Marshal(map[string]any{"lines": rows})
		return string(b), err
	})
}

func readList(t *testing.T, d *pipeline.Document, asker *scripted) (rows []any, r *pipeline.Result) {
	t.Helper()
	d.Settings.Strategy = extractors.StrategyModel
	if _, err := stage(t, d, parse(t, listSchema), New(DefaultConfig(), asker, nil)); err != nil {
		t.Fatal(err)
	}
	rows, _ = d.Extraction.Data["lines"].([]any)
	return rows, pipeline.NewResult(d, 1, nil)
}

func TestLongList(t *testing.T) {
	t.Parallel()
	nothing := func(string, string) bool { return false }
	once := map[string]bool{}
	tests := []struct {
		name            string
		rows            int
		numbered, total bool
		drop            func(at, id string) bool
		want            int // rows; 0 is fewer than all
		status          pipeline.Status
	}{
		{"all rows are read", listRows, true, true, nothing, listRows, pipeline.Completed},
		{"all rows are read, and nothing sums them up", 800, false, false, nothing, 800, pipeline.Completed},
		{"rows that are dropped at first are asked about again", 800, true, true, func(at, _ string) bool {
			first := strings.HasSuffix(at, ":7") && !once[at]
			once[at] = true
			return first
		}, 800, pipeline.Completed},
		{"rows that stay away make it partial", listRows, false, true, func(at, _ string) bool { return strings.HasSuffix(at, ":7") }, 0, pipeline.Partial},
		{"a page that stays away makes it partial", 800, false, false, func(at, _ string) bool { return strings.HasPrefix(at, "13:") }, 760, pipeline.Partial},
		{"the end that stays away makes it partial", 800, false, false, func(at, _ string) bool { return strings.HasPrefix(at, "20:") }, 760, pipeline.Partial},
		{"one row that stays away makes it partial", 800, false, false, func(at, _ string) bool { return at == "15:20" }, 799, pipeline.Partial},
		{"a table that nobody reads is partial", 800, false, false, func(string, string) bool { return true }, 0, pipeline.Partial},
		{"a short list that lacks a row is partial", 12, false, false, func(at, _ string) bool { return at == "1:6" }, 11, pipeline.Partial},
		{"a short list that is whole is not", 12, false, true, nothing, 12, pipeline.Completed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asker := clerk(tt.drop)
			asker.serial = true
			rows, r := readList(t, listed(tt.rows, tt.numbered, tt.total), asker)
			if tt.want > 0 && len(rows) != tt.want || tt.want == 0 && len(rows) >= tt.rows {
				t.Errorf("%d rows, want %d", len(rows), tt.want)
			}
			if r.Status != tt.status {
				t.Errorf("status = %s, want %s; reasons %.300v", r.Status, tt.status, r.Reasons)
			}
			if len(rows) == tt.rows {
				inOrder(t, rows)
			}
		})
	}
}

// inOrder demands each article once, in order.
func inOrder(t *testing.T, rows []any) {
	t.Helper()
	for i, row := range rows {
		if got, want := row.(map[string]any)["text"], fmt.Sprintf("Article %d", i+1); got != want {
			t.Fatalf("row %d is %v, want %s", i, got, want)
		}
	}
}
