package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"docpipe/pipeline"
)

// export writes all results of the ledger in the format of --format; JSON Lines are written
// while the batch runs.
func (w *workspace) export(ctx context.Context, to io.Writer) error {
	switch w.options.format {
	case "json":
		return w.exportJSON(ctx, to)
	case "csv":
		t, err := w.table(ctx)
		if err != nil {
			return err
		}
		return t.writeCSV(to)
	case "xlsx":
		t, err := w.table(ctx)
		if err != nil {
			return err
		}
		return t.writeXLSX(to)
	}
	return nil
}

func (w *workspace) exportJSON(ctx context.Context, to io.Writer) error {
	lead := "[\n"
	err := w.eachResult(ctx, func(raw []byte) error {
		_, err := fmt.Fprintf(to, "%s%s", lead, raw)
		lead = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	if lead == "[\n" {
		_, err = io.WriteString(to, "[]\n")
		return err
	}
	_, err = io.WriteString(to, "\n]\n")
	return err
}

// A table has a line for each document and a column for each value, lists as numbered
// columns ("lines.1.net").
type table struct {
	columns []string
	rows    []map[string]string
}

// lead are the columns that every table begins with.
var lead = []string{"source", "id", "status", "doctype", "schema", "confidence", "verdict", "pages", "reasons"}

func (w *workspace) table(ctx context.Context) (*table, error) {
	t := &table{columns: slices.Clone(lead)}
	seen := map[string]bool{}
	err := w.eachResult(ctx, func(raw []byte) error {
		var r pipeline.Result
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		row := leadRow(&r)
		flatten("", r.Data, func(path, value string) {
			row[path] = value
			if !seen[path] {
				seen[path] = true
				t.columns = append(t.columns, path)
			}
		})
		t.rows = append(t.rows, row)
		return nil
	})
	slices.SortFunc(t.columns[len(lead):], comparePaths)
	return t, err
}

// comparePaths orders dotted paths by their parts, numbers by their value: lines.2 stands
// before lines.10.
func comparePaths(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(a, b string) int {
		n, errN := strconv.Atoi(a)
		m, errM := strconv.Atoi(b)
		if errN == nil && errM == nil {
			return n - m
		}
		return strings.Compare(a, b)
	})
}

func leadRow(r *pipeline.Result) map[string]string {
	var codes []string
	for _, reason := range r.Reasons {
		codes = append(codes, reason.Code)
	}
	row := map[string]string{
		"source": r.Document.Source, "id": r.Document.ID, "status": string(r.Status),
		"doctype": r.DocType, "schema": r.Schema, "verdict": string(r.Checks.Verdict),
		"pages": fmt.Sprint(r.Document.PageCount), "reasons": strings.Join(slices.Compact(codes), " "),
	}
	if r.Confidence != nil {
		row["confidence"] = fmt.Sprint(*r.Confidence)
	}
	return row
}

// flatten calls put for each leaf with its dotted path; list places count from 1.
func flatten(path string, value any, put func(path, value string)) {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			flatten(strings.TrimPrefix(path+"."+key, "."), v[key], put)
		}
	case []any:
		for i, item := range v {
			flatten(fmt.Sprintf("%s.%d", path, i+1), item, put)
		}
	case nil:
	default:
		put(path, fmt.Sprint(v))
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (t *table) writeCSV(to io.Writer) error {
	w := csv.NewWriter(to)
	if err := w.Write(t.columns); err != nil {
		return err
	}
	for _, row := range t.rows {
		if err := w.Write(t.cells(row)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// cells lays a row out in the order of the columns. A value that a spreadsheet would take
// for a formula gets a quote in front: documents are strangers' data.
func (t *table) cells(row map[string]string) []string {
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		cells[i] = inert(row[c])
	}
	return cells
}

func inert(value string) string {
	if value == "" || !strings.ContainsRune("=+-@\t\r", rune(value[0])) || isNumber(value) {
		return value
	}
	return "'" + value
}

func isNumber(value string) bool {
	var n json.Number
	return json.Unmarshal([]byte(value), &n) == nil
}

func (t *table) writeXLSX(to io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	if err := setRow(w, 1, t.columns); err != nil {
		return err
	}
	for i, row := range t.rows {
		if err := setRow(w, i+2, t.cells(row)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Write(to)
}

func setRow(w *excelize.StreamWriter, row int, cells []string) error {
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c
	}
	at, err := excelize.CoordinatesToCellName(1, row)
	if err != nil {
		return err
	}
	return w.SetRow(at, values)
}
