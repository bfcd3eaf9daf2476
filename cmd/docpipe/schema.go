package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"docpipe/schemas"
)

func schemaCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "schema",
		Short:   "List, show and check document schemas",
		Example: "  docpipe schema list\n  docpipe schema show invoice\n  docpipe schema check my.schema.json",
	}
	cmd.AddCommand(
		schemaInfer(g),
		&cobra.Command{
			Use: "list", Short: "List the schemas by id, with their number of fields", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error { return listSchemas(cmd.OutOrStdout()) },
		},
		&cobra.Command{
			Use: "show ID|FILE", Short: "Print a schema", Args: oneArgument("schema, by its id or file"),
			RunE: func(cmd *cobra.Command, args []string) error {
				s, err := resolveSchema(args[0])
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), strings.TrimSpace(string(s.Raw)))
				return err
			},
		},
		&cobra.Command{
			Use: "check FILE", Short: "Say whether docpipe can use a schema; exit with 2 when not", Args: oneArgument("schema, by its id or file"),
			RunE: func(cmd *cobra.Command, args []string) error { return checkSchema(cmd.OutOrStdout(), args[0]) },
		},
	)
	return cmd
}

func resolveSchema(name string) (*schemas.Schema, error) {
	registry, err := schemas.NewRegistry()
	if err != nil {
		return nil, err
	}
	return registry.Resolve(name)
}

// schemaIDs lists the ids of the shipped schemas, for a shell that completes.
func schemaIDs() []string {
	registry, err := schemas.NewRegistry()
	if err != nil {
		return nil
	}
	var ids []string
	for _, s := range registry.List() {
		ids = append(ids, s.ID)
	}
	return ids
}

func listSchemas(w io.Writer) error {
	registry, err := schemas.NewRegistry()
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tFIELDS\tTITLE")
	for _, s := range registry.List() {
		fmt.Fprintf(t, "%s\t%d\t%s\n", s.ID, len(s.Leaves()), s.Title)
	}
	return t.Flush()
}

// checkSchema prints the fields that a reader will look for.
func checkSchema(w io.Writer, name string) error {
	s, err := resolveSchema(name)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s can be used: %d fields\n", s.ID, len(s.Leaves()))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, n := range s.Leaves() {
		required := ""
		if n.Required {
			required = "required"
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\n", n.Pointer, strings.TrimSpace(strings.Join(n.Types, "|")+" "+n.Format), required)
	}
	return t.Flush()
}
