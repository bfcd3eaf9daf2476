package main

import (
	"fmt"
	"io"
	"strings"

	"docpipe/extractors/eval"
)

// printSet prints the figures of one set in 80 columns.
func printSet(w io.Writer, s *eval.SetRun) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s in %.1f s:\n%s\n", s.Name, counted(s.Score.Documents, "document"), counted(s.Pages, "page"), s.Seconds, speed(s))
	if s.Failed > 0 {
		fmt.Fprintf(&b, "%s could not be read, and all fields count as empty\n", counted(s.Failed, "document"))
	}
	printFields(&b, s.Score.Fields)
	for _, l := range s.Score.Lists {
		printCounts(&b, l.Pointer, "rows", l.Rows, ", cells right "+percent(l.CellsOK))
	}
	fmt.Fprintf(&b, "micro %.3f, macro %.3f, all fields right in %d of %d; filled though absent %d of %d\n",
		s.Score.Micro, s.Score.Macro, s.Score.AllRight, s.Score.Documents, s.Score.Filled, s.Score.Absent)
	printRanking(&b, s.Score.Ranking)
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// speed is pages a second by the clock and by the work of one core, and what models cost.
func speed(s *eval.SetRun) string {
	text := fmt.Sprintf("%.1f pages/s, %.1f a core", rate(s.Pages, s.Seconds), rate(s.Pages, s.CPU))
	if s.Reread < s.Pages {
		text += fmt.Sprintf(", %d prepared", s.Reread)
	}
	if s.Cost > 0 {
		text += ", " + dollars(int64(s.Cost)) + " USD"
	}
	return text
}

func rate(pages int, seconds float64) float64 {
	if seconds <= 0 {
		return 0
	}
	return float64(pages) / seconds
}

// nameWidth leaves room for the figures of a field in a terminal's width.
const nameWidth = helpWidth - 56

func printFields(w io.Writer, fields []eval.FieldScore) {
	fmt.Fprintf(w, "%-*s%5s%8s%8s%6s%7s%7s%8s%7s\n", nameWidth, "field", "n", "exact", "right", "ANLS", "wrong", "empty", "filled", "macro")
	for _, f := range fields {
		name, filled, stated := f.Pointer, "-", max(1, f.Stated)
		if len(name) >= nameWidth {
			fmt.Fprintln(w, name)
			name = ""
		}
		if f.Absent > 0 {
			filled = fmt.Sprintf("%d/%d", f.Filled, f.Absent)
		}
		fmt.Fprintf(w, "%-*s%5d%8s%8s%6.2f%7d%7d%8s%7.2f\n", nameWidth, name, f.Stated, percent(part(f.Exact, stated)), percent(part(f.Right, stated)),
			f.ANLS, f.Wrong, f.Empty, filled, f.Macro)
	}
	for _, f := range fields {
		if f.Items != nil {
			printCounts(w, f.Pointer, "items", *f.Items, "")
		}
	}
}

// printCounts prints how a list went.
func printCounts(w io.Writer, pointer, what string, n eval.Counts, more string) {
	fmt.Fprintf(w, "%s: %d of %d %s, %d given:\n  precision %s, recall %s, F1 %.3f%s\n",
		pointer, n.Right, n.Want, what, n.Got, percent(n.Precision()), percent(n.Recall()), n.F1(), more)
}

func percent(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

func printRanking(w io.Writer, r eval.Ranking) {
	fmt.Fprintf(w, "confidence of %d values, %d right: AUROC %.3f; 99 %% right above %.3f:\n%s of the values (%s to %s), %s of all stated fields\n",
		r.Values, r.Right, r.AUROC, r.Above, percent(r.Coverage), percent(r.Interval[0]), percent(r.Interval[1]), percent(r.Fields))
}

// printPooled prints the figures over all sets.
func printPooled(w io.Writer, run *eval.Run) error {
	if len(run.Sets) < 2 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "all %d sets: filled though absent %d of %d\n", len(run.Sets), run.Filled, run.Absent)
	printRanking(&b, run.Pooled)
	_, err := io.WriteString(w, b.String())
	return err
}
