package local

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

func TestDebug(t *testing.T) {
	path := os.Getenv("DBG")
	if path == "" {
		t.Skip()
	}
	var d *pipeline.Document
	if strings.HasSuffix(path, ".tsv") {
		d = loadTSV(t, path)
	} else {
		d = loadPDF(t, path)
	}
	reg, _ := schemas.NewRegistry()
	s, err := reg.Resolve(os.Getenv("DBGS"))
	if err != nil {
		t.Fatal(err)
	}
	r := newReading(d, newPlan(s))
	for _, p := range d.Pages {
		r.addPage(p)
	}
	cl := r.claims()
	fmt.Println(r.languages, r.style)
	for _, f := range strings.Split(os.Getenv("DBGF"), ",") {
		for i := range r.plan.fields {
			if r.plan.fields[i].node.Pointer != f {
				continue
			}
			fmt.Println("FIELD", f, r.plan.fields[i].kind)
			for n, s := range r.sheets {
				for _, h := range r.hits[n] {
					if h.field == i {
						fmt.Printf("  hit p%d %q zone %q %.2f skip=%v\n", n+1, s.text(h.span), s.text(h.zone), h.weight, r.skip[n][s.rowOf[h.span.from]])
					}
				}
			}
			for _, o := range r.options[i] {
				fmt.Printf("  opt %q %.2f %s\n", o.value, o.strength, o.proven)
			}
		}
	}
	for _, c := range cl {
		fmt.Printf("%s = %v  %.2f %s %s\n", c.Pointer, c.Value, c.Confidence, c.Reason, c.State)
	}
	if os.Getenv("DBGR") != "" {
		for _, s := range r.sheets {
			for _, row := range s.rows {
				for i := row.from; i < row.to; {
					fmt.Printf("[%s] ", s.text(s.segs[s.segOf[i]]))
					i = s.segs[s.segOf[i]].to
				}
				fmt.Println()
			}
		}
	}
}
