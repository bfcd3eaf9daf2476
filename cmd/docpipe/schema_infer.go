package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

func schemaInfer(g *globals) *cobra.Command {
	o := newDeskOptions()
	var out string
	cmd := &cobra.Command{
		Use:   "infer SAMPLE…",
		Short: "Derive a JSON Schema from sample documents",
		Long: `Has a model name the fields of documents like the samples, keeps those whose value
stands on a page, and writes a JSON Schema (draft 7). A field that all samples
have is required. Read it before you use it: names and types are a proposal.

` + deskExits,
		Example: "  docpipe schema infer a.pdf b.pdf --out order.json --model mistral\n  docpipe extract orders/ --schema order.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("name at least one sample")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if folder, err := os.Stat(filepath.Dir(out)); out != "" && (err != nil || !folder.IsDir()) {
				return usagef("--out %s: there is no folder %s", out, filepath.Dir(out))
			}
			return withDesk(cmd, g, o, args, func(ctx context.Context, d *desk) error {
				raw, err := d.app.models.tasks.InferSchema(ctx, d.documents)
				if err != nil {
					return err
				}
				write := func(w io.Writer) error { _, err := w.Write(append(raw, '\n')); return err }
				if out == "" {
					return write(cmd.OutOrStdout())
				}
				return replaceFile(out, write)
			})
		},
	}
	o.flags(cmd)
	cmd.Flags().StringVarP(&out, "out", "o", "", "`file` for the schema (default: stdout)")
	return cmd
}
