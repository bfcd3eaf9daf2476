package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"docpipe/extractors/eval"
)

// writeRun writes all figures, and every field of every document, as JSON.
func writeRun(path string, run *eval.Run) error {
	return replaceFile(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(run)
	})
}

// printChanges prints which fields and documents differ from an earlier run.
func printChanges(w io.Writer, baseline string, changes []eval.Change) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\nagainst %s:\n", baseline)
	same := 0
	for _, c := range changes {
		if len(c.Better)+len(c.Worse) == 0 && c.Before == c.Now {
			same++
			continue
		}
		fmt.Fprintf(&b, "%-32s %.3f -> %.3f  %+.3f\n", c.Set+":"+c.Pointer, c.Before, c.Now, c.Now-c.Before)
		printIDs(&b, "  newly right", c.Better)
		printIDs(&b, "  newly wrong", c.Worse)
	}
	fmt.Fprintf(&b, "%s as before\n", counted(same, "field"))
	_, err := io.WriteString(w, b.String())
	return err
}

func printIDs(w io.Writer, what string, ids []string) {
	if len(ids) == 0 {
		return
	}
	for _, line := range strings.Split(wrap(fmt.Sprintf("%s (%d): %s", strings.TrimSpace(what), len(ids), strings.Join(ids, " "))), "\n") {
		fmt.Fprintf(w, "  %s\n", line)
	}
}
