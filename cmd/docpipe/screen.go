package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"docpipe/compliance"
	"docpipe/compliance/screen"
)

func screenCommand(g *globals) *cobra.Command {
	q, lists, asJSON := compliance.ScreenQuery{}, []string{}, false
	cmd := &cobra.Command{
		Use:   "screen NAME",
		Short: "Look a name up on sanctions lists",
		Long: `Looks a name up on the lists of the setting screening.lists, or of --list: the consolidated
lists of the EU (CSV, XML), the UN (XML), OFAC (SDN.CSV with ALT.CSV, XML) and the UK (CSV, XML)
as they are published, or a CSV file of your own with a column name. With screening.service it
asks that service.

A hit says that a name is like another one. Whether it is the same person, people decide: by
the date of birth (--birth), the place, the number of a register.

Exit codes:
  0  nobody on the lists is like the name
  1  somebody is
  2  usage, a list that cannot be read, or none at all: nobody looked`,
		Example: `  docpipe screen 'Harbour Supplies Ltd' --list sdn.csv --list alt.csv
  docpipe screen 'Anna Kowalska' --birth 1980-02-01 --json`,
		Args: oneArgument("name, in quotes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, known := screen.ParseBirth(q.Birth); q.Birth != "" && !known {
				return usagef("--birth %q is no date: write 1980 or 1980-02-01", q.Birth)
			}
			c, err := g.config()
			if err != nil {
				return err
			}
			if len(lists) > 0 {
				c.Screening.Lists, c.Screening.Service = lists, ""
			}
			screener, err := openScreener(c)
			if err != nil {
				return err
			}
			q.Name = args[0]
			found, err := screener.Screen(cmd.Context(), q)
			if err != nil {
				return err
			}
			return showScreened(cmd.OutOrStdout(), found, asJSON)
		},
	}
	cmd.Flags().StringVar(&q.Birth, "birth", "", "`date` of birth, YYYY or YYYY-MM-DD")
	cmd.Flags().StringArrayVar(&lists, "list", nil, "`file` of a list in place of those that are configured; may be given again")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func showScreened(w io.Writer, found compliance.Screened, asJSON bool) error {
	if found.Unanswered != "" {
		return usagef("nobody looked: %s", found.Unanswered)
	}
	if found.Hits == nil {
		found.Hits = []compliance.ScreenHit{}
	}
	show := tellScreened
	if asJSON {
		show = func(w io.Writer, found compliance.Screened) error {
			return json.NewEncoder(w).Encode(map[string]any{"hits": found.Hits, "lists": found.Lists})
		}
	}
	if err := show(w, found); err != nil || len(found.Hits) == 0 {
		return err
	}
	return exitError(exitFailed)
}

func tellScreened(w io.Writer, found compliance.Screened) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(found.Hits) > 0 {
		fmt.Fprintln(t, "LIKENESS\tLIST\tENTRY\tKIND\tNAME\tMAIN NAME\tPROGRAMME\tBIRTH")
	}
	for _, h := range found.Hits {
		fmt.Fprintf(t, "%.3f\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", h.Likeness, h.List, h.Entry, h.Kind, h.Name, h.Main, h.Programme, h.Birth)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "searched: %s\n", joinWords(found.Lists))
	return err
}
