package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"docpipe/compliance/ident"
)

func identCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ident",
		Short: "Check account, tax, company and product numbers",
		Long: `Checks numbers that carry their own proof: form, check digits, and the parts that a
register knows. A valid number need not have been issued.`,
		Example: `  docpipe ident check iban 'DE89 3704 0044 0532 0130 00'
  docpipe ident kinds
  docpipe ident check --jsonl < numbers.jsonl`,
	}
	cmd.AddCommand(identCheckCommand(), identKindsCommand())
	return cmd
}

func identKindsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "kinds",
		Short: "List the kinds of numbers and the source of each algorithm",
		Long: `Lists name, other names, title and source of every kind.

Exit codes:
  0  always`,
		Example: "  docpipe ident kinds | grep VAT",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "KIND\tOTHER NAMES\tTITLE\tSOURCE")
			for _, k := range ident.Kinds() {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", k.Name, strings.Join(k.Aliases, ", "), k.Title, k.Source)
			}
			return w.Flush()
		},
	}
}

func identCheckCommand() *cobra.Command {
	lines := false
	cmd := &cobra.Command{
		Use:   "check KIND VALUE | check --jsonl",
		Short: "Check one number, or one on each line of standard input",
		Long: `Prints the number in its compact form, or what is wrong with it.

With --jsonl each line of standard input is an object with "check" (the kind) and
"input"; it comes out with "valid", "compact" and "reason" added. A line that cannot be
read is named on standard error and leaves no line behind; one of an unknown kind comes
out with "valid" null. The others are still checked.

Exit codes:
  0  the number is valid; with --jsonl: every line was checked, valid or not
  1  the number is not valid; with --jsonl: a line was not checked
  2  usage, or a kind that there is not
  130, 143  interrupted`,
		Example: `  docpipe ident check be.vat 'BE 0428.759.497'
  echo '{"check":"isin","input":"US0378331005"}' | docpipe ident check --jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case lines && len(args) > 0:
				return errors.New("--jsonl reads standard input: name no number")
			case !lines && len(args) != 2:
				return errors.New("name a kind and a number, or write --jsonl")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if lines {
				return identLines(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return identOne(cmd, args[0], args[1])
		},
	}
	cmd.Flags().BoolVar(&lines, "jsonl", false, "read a number from each line of standard input")
	return cmd
}

func identOne(cmd *cobra.Command, kind, value string) error {
	a, err := ident.Check(kind, value)
	if errors.Is(err, ident.ErrUnknownKind) {
		return usagef("%w%s; 'docpipe ident kinds' lists them", err, didYouMean(kind, identNames()))
	}
	if err != nil {
		return err
	}
	if !a.Valid {
		return fmt.Errorf("%s %s: %s", kind, value, a.Reason)
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), a.Compact)
	return err
}

func identNames() []string {
	var names []string
	for _, k := range ident.Kinds() {
		names = append(append(names, k.Name), k.Aliases...)
	}
	return names
}
