package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// books FOLDER [USD] demands that the results, report.json and docpipe usage of an --out folder
// agree to the micro-dollar, and that they do not exceed an amount.
func scriptBooks(ts *testscript.TestScript, _ bool, args []string) {
	var report batchReport
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(filepath.Join(args[0], "report.json"))), &report))
	read := resultsCost(ts, filepath.Join(args[0], "results.jsonl"))
	booked := usageCost(ts, filepath.Join(args[0], ".docpipe"))
	if booked != report.Cost || read+report.Probes != report.Cost || report.Probes == 0 {
		ts.Fatalf("micro-dollars: %d in docpipe usage, %d in report.json, %d in the results and %d for looking at targets", booked, report.Cost, read, report.Probes)
	}
	if len(args) > 1 {
		var most money
		ts.Check(most.UnmarshalText([]byte(args[1])))
		if booked > pipeline.Micros(most) {
			ts.Fatalf("%d micro-dollars were spent, %d were allowed", booked, most)
		}
	}
}

// resultsCost sums what results say, each of which must satisfy the contract and its own attempts.
func resultsCost(ts *testscript.TestScript, file string) (all pipeline.Micros) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "schemas", "result.v1.schema.json"))
	ts.Check(err)
	contract, err := schemas.Parse("", raw)
	ts.Check(err)
	for line := range strings.Lines(ts.ReadFile(file)) {
		data, err := schemas.Decode([]byte(line))
		ts.Check(err)
		wrong, err := contract.Validate(context.Background(), data)
		ts.Check(err)
		var r pipeline.Result
		ts.Check(json.Unmarshal([]byte(line), &r))
		u := r.Run.Usage
		var own pipeline.Usage
		for _, a := range u.Attempts {
			own.Add(a)
		}
		if own.Cost != u.Cost || own.PossiblyBilled != u.PossiblyBilled || own.ModelCalls != u.ModelCalls || len(wrong) > 0 {
			ts.Fatalf("%s: usage %+v, its attempts sum up to %+v; it violates the contract at %v", r.Document.Source, u, own, wrong)
		}
		all += u.Cost + u.PossiblyBilled
	}
	return all
}

func usageCost(ts *testscript.TestScript, data string) (all pipeline.Micros) {
	ts.Check(ts.Exec("docpipe", "usage", "--json", "--data", data))
	var rows []pipeline.UsageRow
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &rows))
	for _, r := range rows {
		all += r.Cost + r.PossiblyBilled
	}
	return all
}
