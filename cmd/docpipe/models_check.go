package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"docpipe/extractors/model"
)

func modelsCheck(g *globals) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "check [NAME…]", Short: "Try targets with a page made for it",
		Long: `Sends each target a page that is drawn for it, with a number nobody can know,
as an image where the target takes images and as text, and asks for two fields
as JSON. Says what the target can do, how long it took, what it cost, how JSON
had to be asked for, and whether the number was read. No document is sent.

Where neither settings nor the catalogue say whether a model reads images, it is
shown one, and the answer is kept in the user's cache folder for later runs;
input: image or text in its settings wins.

Without names it tries the targets that documents would be sent to. A name may
be NAME:MODEL.

Exit codes:
  0  all work
  1  one does not
  2  the configuration has mistakes, or there is no such target
  130, 143  interrupted`,
		Example: "  docpipe models check\n  docpipe models check mistral openai:gpt-4.1-mini",
		RunE: func(cmd *cobra.Command, names []string) error {
			c, err := g.config()
			if err != nil {
				return err
			}
			targets, err := checkable(g, c, names)
			if err != nil {
				return err
			}
			works := true
			var reports []targetReport
			for _, t := range targets {
				r, err := tryTarget(cmd.Context(), c, t)
				if err != nil {
					return err
				}
				works = works && r.Works
				reports = append(reports, r)
				if !asJSON {
					r.show(cmd.OutOrStdout())
				}
			}
			if asJSON {
				err = writeJSON(cmd.OutOrStdout(), reports)
			}
			if err == nil && !works {
				err = exitError(exitFailed)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// checkable are the targets to try, and all that is wrong with them before anything is sent.
func checkable(g *globals, c Config, names []string) ([]targetConfig, error) {
	targets, err := chooseTargets(c.Models, os.Environ(), names)
	if err != nil {
		return nil, err
	}
	if len(targets) == 0 {
		return nil, usagef("there is no target to try: name one, configure models.targets, or set LLMAPI_API_KEY and LLMAPI_BASE_URL. 'docpipe models list' shows what there is")
	}
	var errs []error
	for _, t := range targets {
		errs = append(errs, g.mayReach("models target "+t.Name, first(t.BaseURL, "https://"+t.Wire)))
	}
	return targets, errors.Join(errs...)
}

// A targetReport is what came of trying a target.
type targetReport struct {
	listedTarget
	Server string        `json:"server,omitempty"`
	Works  bool          `json:"works"`
	Error  string        `json:"error,omitempty"` // what to correct
	Trials []targetTrial `json:"trials"`
}

// A targetTrial is one page put to a target in one mode.
type targetTrial struct {
	Mode         string   `json:"mode"` // image | text
	JSON         string   `json:"json,omitempty"`
	RefusedJSON  []string `json:"refused_json,omitempty"`
	Requests     int      `json:"requests"`
	LatencyMS    int64    `json:"latency_ms"` // of the answer
	InputTokens  int      `json:"input_tokens"`
	OutputTokens int      `json:"output_tokens"`
	Cost         string   `json:"cost_usd"`
	Number       bool     `json:"number_read"`
	Amount       bool     `json:"amount_read"`
	Error        string   `json:"error,omitempty"`
}

func (r *targetReport) show(w io.Writer) {
	state := "works"
	if !r.Works {
		state = "does not work"
	}
	fmt.Fprintf(w, "%s: %s %s\n", r.Name, first(strings.TrimSuffix(r.Model+" at "+r.Server, " at "), "-"), state)
	reads := "text"
	if r.Images {
		reads = "images and text"
	}
	fmt.Fprintf(w, "  takes %s, %d tokens of context, answers up to %d, costs %s/%s USD per million tokens\n", reads, r.Context, r.MaxOutput, r.Input, r.Output)
	for _, t := range r.Trials {
		t.show(w)
	}
	if r.Error != "" {
		fmt.Fprintf(w, "  %s\n", r.Error)
	}
	_ = showTargetNotes(w, []listedTarget{r.listedTarget}) // a terminal that is gone needs no error
}

func (t targetTrial) show(w io.Writer) {
	if t.Error != "" {
		fmt.Fprintf(w, "  %-5s  %s\n", t.Mode, t.Error)
		return
	}
	fmt.Fprintf(w, "  %-5s  %s  %d in and %d out tokens  %s USD  JSON by %s  %s\n", t.Mode,
		(time.Duration(t.LatencyMS) * time.Millisecond).String(), t.InputTokens, t.OutputTokens, t.Cost, t.JSON, t.readings())
	if len(t.RefusedJSON) > 0 {
		fmt.Fprintf(w, "         JSON by %s is refused: json: %s in its settings saves a request\n", joinWords(t.RefusedJSON), t.JSON)
	}
}

func (t targetTrial) readings() string {
	switch {
	case t.Number && t.Amount:
		return "number and amount read"
	case t.Number:
		return "number read, amount not"
	case t.Amount:
		return "amount read, number not"
	}
	return "neither number nor amount read"
}

// reportOf begins a report with what is known before anything is sent.
func reportOf(t targetConfig, catalogue *model.Catalogue) targetReport {
	return targetReport{listedTarget: listed(t, "tried", "", catalogue), Server: t.server(), Trials: []targetTrial{}}
}
