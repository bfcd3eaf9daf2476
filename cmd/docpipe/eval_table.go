package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"docpipe/extractors/eval"
)

// printSet prints the figures of one set in 80 columns.
func printSet(w io.Writer, s *eval.SetRun) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s in %.1f s: %s\n", s.Name, counted(s.Score.Documents, "document"), counted(s.Pages, "page"), s.Seconds, speed(s))
	if s.Failed > 0 {
		fmt.Fprintf(&b, "%s could not be read, and all fields count as empty\n", counted(s.Failed, "document"))
	}
	printFields(&b, s.Score.Fields)
	for _, l := range s.Score.Lists {
		fmt.Fprintf(&b, "%s: %d of %d rows, %d given: precision %s, recall %s, F1 %.3f, cells right %s\n",
			l.Pointer, l.Rows.Right, l.Rows.Want, l.Rows.Got, percent(l.Precision), percent(l.Recall), l.F1, percent(l.CellsOK))
	}
	fmt.Fprintf(&b, "micro %.3f, macro %.3f; all fields right in %d of %d documents; filled though\nabsent %d of %d\n",
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

func printFields(w io.Writer, fields []eval.FieldScore) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "field\tn\texact\tright\tANLS\twrong\tempty\tfilled\tmacro\t\n")
	for _, f := range fields {
		name := fmt.Sprintf("%-18s", f.Pointer)
		filled := "-"
		if f.Absent > 0 {
			filled = fmt.Sprintf("%d/%d", f.Filled, f.Absent)
		}
		stated := max(1, f.Stated)
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%.2f\t%d\t%d\t%s\t%.2f\t\n", name, f.Stated, percent(float64(f.Exact)/float64(stated)),
			percent(float64(f.Right)/float64(stated)), f.ANLS, f.Wrong, f.Empty, filled, f.Macro)
	}
	t.Flush() // into memory
	for _, f := range fields {
		if n := f.Items; n != nil {
			fmt.Fprintf(w, "%s: %d of %d items, %d given: precision %s, recall %s, F1 %.3f\n",
				f.Pointer, n.Right, n.Want, n.Got, percent(n.Precision()), percent(n.Recall()), n.F1())
		}
	}
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
