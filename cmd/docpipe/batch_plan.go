package main

import (
	"context"
	"fmt"
	"io"
)

// plan is --dry-run.
func (o *batchOptions) plan(ctx context.Context, g *globals, c Config, inputs []input, stdout io.Writer) error {
	if len(o.models.targets) == 0 {
		return printPlan(stdout, inputs)
	}
	return estimateRun(ctx, g, c, o, inputs, stdout)
}

func printPlan(w io.Writer, inputs []input) error {
	for _, in := range inputs {
		more := ""
		if n := len(in.Paths); n > 1 {
			more = fmt.Sprintf(" (%d files)", n)
		}
		if _, err := fmt.Fprintf(w, "%s%s\n", in.Source, more); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s would be read on this machine; no money would be spent\n", counted(len(inputs), "document"))
	return err
}
