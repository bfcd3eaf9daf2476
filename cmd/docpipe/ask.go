package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func askCommand(g *globals) *cobra.Command {
	o := newDeskOptions()
	var language string
	cmd := &cobra.Command{
		Use:   "ask FILE QUESTION",
		Short: "Ask a model about a document; the answer cites the page",
		Long: `Answers a question about a document. Each answer stands on quotes that were
found on its pages; what the document does not say is said to be so.

` + deskExits,
		Example: `  docpipe ask lease.pdf 'When does the lease end?' --model mistral
  docpipe ask lease.pdf 'Who pays for repairs?' --language de --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("name one file and one question in quotes; there are %s", counted(len(args), "argument"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(checkQuestion(args[1]), checkLocale("--language", language)); err != nil {
				return usageError{err}
			}
			return withDesk(cmd, g, o, args[:1], func(ctx context.Context, d *desk) error {
				a, err := d.app.models.tasks.Ask(ctx, d.documents[0], args[1], nil, language)
				if err != nil {
					return err
				}
				return showAnswer(cmd.OutOrStdout(), a, o.asJSON)
			})
		},
	}
	o.answerFlags(cmd)
	languageFlag(cmd, &language)
	return cmd
}

// maxQuestion is the longest question in characters, as the service takes it.
const maxQuestion = 4000

// checkQuestion refuses what would be paid for and cannot be answered.
func checkQuestion(q string) error {
	switch n := utf8.RuneCountInString(q); {
	case strings.TrimSpace(q) == "":
		return errors.New("the question is empty: write one in quotes")
	case n > maxQuestion:
		return fmt.Errorf("the question has %d characters: write at most %d", n, maxQuestion)
	}
	return nil
}

func languageFlag(cmd *cobra.Command, to *string) {
	cmd.Flags().StringVar(to, "language", "", "`tag` of the language to answer in, such as de (default: the document's)")
}

// showAnswer prints the answer with the places that prove it.
func showAnswer(w io.Writer, a pipeline.GroundedAnswer, asJSON bool) error {
	if asJSON {
		if err := writeJSON(w, a); err != nil {
			return err
		}
	} else if !a.Found {
		fmt.Fprintln(w, "The document does not say it.")
	} else {
		fmt.Fprintln(w, a.Answer)
		for _, e := range a.Citations {
			fmt.Fprintln(w, citation(e))
		}
	}
	if !a.Found {
		return exitError(exitIncomplete)
	}
	return nil
}

func citation(e pipeline.Evidence) string { return fmt.Sprintf("  page %d: %q", e.Page, e.Quote) }

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
