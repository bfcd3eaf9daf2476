package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"docpipe/pipeline"
)

// showSample prints one document in at most 80 columns: its outcome, then its most telling
// fields, then what the rules found.
func showSample(w io.Writer, name string, r *pipeline.Result, took time.Duration) {
	fmt.Fprintf(w, "%-22s %-15s %-13s %6s\n", name, r.DocType, strings.ReplaceAll(string(r.Status), "_", " "), took.Round(10*time.Millisecond))
	if r.Error != nil {
		fmt.Fprintf(w, "  %s\n\n", clip(strings.ReplaceAll(plain(r.Error.Detail), "\n", " "), 76))
		return
	}
	for _, path := range tellingFields(r) {
		f := r.Fields[path]
		fmt.Fprintf(w, "  %-22s %-32s %s\n", clip(path[1:], 22), clip(valueAt(r.Data, path), 32), proof(f))
	}
	for _, f := range r.Findings {
		if f.Verdict == pipeline.Fail {
			fmt.Fprintf(w, "  ! %-8s %s\n", f.Severity, clip(f.Message, 66))
		}
	}
	for _, p := range r.Parts {
		fmt.Fprintf(w, "  %-22s %-15s %s\n", "pages "+pageList(p.Pages), p.DocType, strings.ReplaceAll(string(p.Status), "_", " "))
	}
	showReasons(w, r)
	fmt.Fprintln(w)
}

// pageList is [1 2 3 5] as 1-3, 5.
func pageList(pages []int) string {
	var runs []string
	for i := 0; i < len(pages); {
		from := i
		for i++; i < len(pages) && pages[i] == pages[i-1]+1; i++ {
		}
		run := strconv.Itoa(pages[from])
		if i-from > 1 {
			run += "-" + strconv.Itoa(pages[i-1])
		}
		runs = append(runs, run)
	}
	return strings.Join(runs, ", ")
}

const demoReasons = 3

// showReasons says why a person should look at the result, the least sure field first.
func showReasons(w io.Writer, r *pipeline.Result) {
	all := slices.Clone(r.Reasons)
	slices.SortStableFunc(all, func(a, b pipeline.Reason) int { return cmp.Compare(sureness(r, a), sureness(r, b)) })
	for _, reason := range all[:min(len(all), demoReasons)] {
		fmt.Fprintf(w, "  ? %s\n", clip(why(reason), 76))
	}
	if more := len(all) - demoReasons; more > 0 {
		fmt.Fprintf(w, "    and %s\n", counted(more, "more reason"))
	}
}

// sureness of the field that a reason is about, 0 for one about a page or the document.
func sureness(r *pipeline.Result, reason pipeline.Reason) float64 {
	if f, ok := r.Fields[reason.Path]; ok && f.Confidence != nil {
		return *f.Confidence
	}
	return 0
}

func why(r pipeline.Reason) string {
	text := r.Detail
	if text == "" {
		text = r.Code
	}
	if r.Path != "" {
		text = r.Path[1:] + ": " + text
	}
	return strings.ReplaceAll(plain(text), "\n", " ")
}

const demoFields = 6

// telling are the words in field names that a person looks for first.
var telling = []string{"number", "seller/name", "surname", "name", "issue_date", "date", "gross", "total", "balance"}

// tellingFields picks one found field for each telling word, then others as they come.
func tellingFields(r *pipeline.Result) []string {
	var picked []string
	pick := func(word string, most int) {
		for _, path := range sortedFields(r) {
			if most > 0 && len(picked) < demoFields && strings.Contains(path, word) && strings.Count(path, "/") < 3 && !slices.Contains(picked, path) {
				picked, most = append(picked, path), most-1
			}
		}
	}
	for _, word := range telling {
		pick(word, 1)
	}
	pick("", demoFields)
	return picked
}

func sortedFields(r *pipeline.Result) []string {
	found := map[string]any{}
	for path, f := range r.Fields {
		if f.State == pipeline.FieldFound {
			found[path] = nil
		}
	}
	return sortedKeys(found)
}

// proof says where a value stands and how sure it is.
func proof(f pipeline.Field) string {
	where := ""
	if len(f.Evidence) > 0 && f.Evidence[0].Page > 0 {
		where = fmt.Sprintf("p%d", f.Evidence[0].Page)
	}
	if f.Confidence == nil {
		return where
	}
	return fmt.Sprintf("%s %.2f", where, *f.Confidence)
}

// valueAt follows a JSON pointer of plain keys.
func valueAt(data map[string]any, pointer string) string {
	var at any = data
	for _, key := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		m, ok := at.(map[string]any)
		if !ok {
			return ""
		}
		at = m[key]
	}
	switch v := at.(type) {
	case string:
		return v
	case nil:
		return ""
	}
	b, _ := json.Marshal(at)
	return string(b)
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
