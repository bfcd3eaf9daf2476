package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/extractors/model"
)

func modelsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "models",
		Short: "Show and try the models that may be asked",
		Long: `A document is sent to a model only when models.targets is configured, --model is
given, or LLMAPI_API_KEY and LLMAPI_BASE_URL are set. Variables of other
providers make a target available for --model, and send nothing by themselves.`,
		Example: `  docpipe models list
  docpipe extract invoice.pdf --model mistral`,
	}
	cmd.AddCommand(modelsList(g), modelsCheck(g))
	return cmd
}

func modelsList(g *globals) *cobra.Command {
	var asJSON, known bool
	cmd := &cobra.Command{
		Use: "list", Short: "List targets, what they can do and what they cost", Args: cobra.NoArgs,
		Long: `Lists the targets that are configured, those that the environment makes
available, and with --known all models of the catalogue. Prices are US dollars
per million tokens of input and output.

Exit codes:
  0  listed
  2  the configuration has mistakes`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := g.config()
			if err != nil {
				return err
			}
			catalogue, err := model.LoadCatalogue()
			if err != nil {
				return err
			}
			rows := listTargets(c.Models, os.Environ(), catalogue)
			if known {
				rows = append(rows, knownModels(catalogue)...)
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(rows)
			}
			return showTargets(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&known, "known", false, "also list the models of the catalogue")
	return cmd
}

// A listedTarget is a target as models list shows it.
type listedTarget struct {
	Name      string `json:"target"`
	Model     string `json:"model"`
	Wire      string `json:"wire,omitempty"`
	State     string `json:"state"` // used | available | incomplete | known
	Note      string `json:"note,omitempty"`
	Images    bool   `json:"images"`
	JSON      string `json:"json"`
	Context   int    `json:"context"`
	MaxOutput int    `json:"max_output"`
	Input     string `json:"input_usd"`
	Output    string `json:"output_usd"`
	Retires   string `json:"retires,omitempty"`
	Source    string `json:"source,omitempty"`
	Date      string `json:"date,omitempty"`
}

func listTargets(m modelsConfig, environ []string, catalogue *model.Catalogue) []listedTarget {
	var rows []listedTarget
	used := map[string]bool{}
	chosen, err := chooseTargets(m, environ, nil)
	for _, t := range chosen {
		used[t.Name] = true
		rows = append(rows, listed(t, "used", "", catalogue))
	}
	for _, o := range environmentOffers(environ) {
		switch {
		case used[o.Name]:
		case o.missing != "":
			rows = append(rows, listed(o.targetConfig, "incomplete", "set "+o.missing, catalogue))
		case err == nil:
			rows = append(rows, listed(o.targetConfig, "available", "use it with --model "+o.Name, catalogue))
		}
	}
	return rows
}

func listed(t targetConfig, state, note string, catalogue *model.Catalogue) listedTarget {
	target, row := t.target(catalogue)
	l := listedTarget{
		Name: t.Name, Model: t.Model, Wire: t.Wire, State: state, Note: note,
		Images: target.Images.MaxImages > 0, Context: target.Context, MaxOutput: target.MaxOutput,
		Input: dollars(target.Price.Input), Output: dollars(target.Price.Output),
		Retires: row.Retires, Source: row.Source, Date: row.Date,
	}
	if t.priced(catalogue) != nil {
		l.Input, l.Output, l.Note = "?", "?", "its price is not known, write price under models.targets"
	}
	if len(target.JSON) > 0 {
		l.JSON = string(target.JSON[0])
	}
	return l
}

func knownModels(catalogue *model.Catalogue) []listedTarget {
	var rows []listedTarget
	for _, r := range catalogue.Rows() {
		price, _ := r.Price.Price() // checked when the catalogue was read
		rows = append(rows, listedTarget{
			Name: "-", Model: r.Name(), State: "known", Images: r.TakesImages(), JSON: string(r.JSON[0]),
			Context: r.Context, MaxOutput: r.MaxOutput, Input: dollars(price.Input), Output: dollars(price.Output),
			Retires: r.Retires, Source: r.Source, Date: r.Date,
		})
	}
	return rows
}

// dollars writes millionths of a dollar with at least two decimals.
func dollars(micros int64) string {
	text, _ := money(micros).MarshalText()
	whole, part := string(text), ""
	for i, r := range whole {
		if r == '.' {
			whole, part = whole[:i], whole[i+1:]
			break
		}
	}
	for len(part) < 2 {
		part += "0"
	}
	return whole + "." + part
}

func showTargets(w io.Writer, rows []listedTarget) error {
	if len(rows) == 0 {
		_, err := fmt.Fprint(w, "No target: documents are read on this machine alone.\n"+
			"Configure models.targets, or set a provider's variable such as MISTRAL_API_KEY\nand use it with --model mistral.\n")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "TARGET\tMODEL\tREADS\tJSON\tCONTEXT\tUSD/M\tSTATE")
	for _, r := range rows {
		reads := "text"
		if r.Images {
			reads = "image"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%dk\t%s/%s\t%s\n", r.Name, r.Model, reads, r.JSON, r.Context/1000, r.Input, r.Output, r.State)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return showTargetNotes(w, rows)
}

// showTargetNotes says below the table what somebody must do or know.
func showTargetNotes(w io.Writer, rows []listedTarget) error {
	today := time.Now().UTC().Format(time.DateOnly)
	for _, r := range rows {
		var err error
		switch {
		case r.Retires != "" && r.Retires < today:
			_, err = fmt.Fprintf(w, "%s was turned off after %s: name another model\n", r.Model, r.Retires)
		case r.Retires != "":
			_, err = fmt.Fprintf(w, "%s answers until %s\n", r.Model, r.Retires)
		}
		if r.Note != "" && err == nil {
			_, err = fmt.Fprintf(w, "%s: %s\n", r.Name, r.Note)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
