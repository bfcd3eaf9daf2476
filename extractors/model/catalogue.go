package model

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

//go:embed models.yaml
var modelsYAML []byte

// A Catalogue is what is known of models, from models.yaml. It changes with releases; a
// deployment's own settings win over it.
type Catalogue struct{ rows []Row }

// A Row is what is known of one model. The file explains its fields.
type Row struct {
	Match       []string
	Provider    string
	Input       []string
	JSON        []JSONMode
	TokensParam string `yaml:"tokens_param"`
	Reasoning   string
	Context     int
	MaxOutput   int `yaml:"max_output"`
	Images      struct {
		Count    int
		LongEdge int `yaml:"long_edge"`
		Bytes    int
		Formula  string
	}
	Price   PriceRow
	Quality float64
	Retires string // YYYY-MM-DD, empty when nothing is announced
	By      string
	Source  string
	Date    string // YYYY-MM-DD
}

// A PriceRow is a price as people write it: US dollars per million tokens.
type PriceRow struct {
	Input, Output string
	Batch         float64
	Long          struct {
		Over          int
		Input, Output string
	}
}

// LoadCatalogue reads the embedded models.yaml. An error means that the file itself is broken.
func LoadCatalogue() (*Catalogue, error) {
	var file struct{ Models []Row }
	if err := yaml.Unmarshal(modelsYAML, &file); err != nil {
		return nil, fmt.Errorf("models.yaml: %w", err)
	}
	c := &Catalogue{file.Models}
	for _, r := range c.rows {
		if err := r.validate(); err != nil {
			return nil, fmt.Errorf("models.yaml: %s: %w", r.Name(), err)
		}
	}
	return c, nil
}

// Rows lists what is known, in the order of the file.
func (c *Catalogue) Rows() []Row { return c.rows }

// Find returns the row of a model. An exact name wins over a pattern.
func (c *Catalogue) Find(model string) (Row, bool) {
	for _, exact := range []bool{true, false} {
		for _, r := range c.rows {
			if r.matches(model, exact) {
				return r, true
			}
		}
	}
	return Row{}, false
}

// Name is how the model is called first.
func (r Row) Name() string {
	if len(r.Match) == 0 {
		return ""
	}
	return strings.Trim(r.Match[0], "*")
}

func (r Row) matches(model string, exact bool) bool {
	for _, m := range r.Match {
		prefix, open := strings.CutSuffix(m, "*")
		suffix, any := strings.CutPrefix(m, "*")
		switch {
		case m == model,
			!exact && open && strings.HasPrefix(model, prefix),
			!exact && any && strings.HasSuffix(model, suffix):
			return true
		}
	}
	return false
}

// TakesImages reports whether the model reads images.
func (r Row) TakesImages() bool { return r.Images.Count > 0 }

// Retired reports whether the provider has turned the model off by the day of now.
func (r Row) Retired(now time.Time) bool {
	return r.Retires != "" && now.UTC().Format(time.DateOnly) > r.Retires
}

// Fill returns t with everything that it leaves open set to what the row knows.
func (r Row) Fill(t Target) Target {
	if t.Images.MaxImages == 0 {
		t.Images = ImageRules{MaxImages: r.Images.Count, LongEdge: r.Images.LongEdge, MaxBytes: r.Images.Bytes, Formula: r.Images.Formula}
	}
	if len(t.JSON) == 0 {
		t.JSON = r.JSON
	}
	if t.Context == 0 {
		t.Context = r.Context
	}
	if t.MaxOutput == 0 {
		t.MaxOutput = r.MaxOutput
	}
	if t.Quality == 0 {
		t.Quality = r.Quality
	}
	if t.Provider == "" {
		t.Provider = r.Provider
	}
	if t.Price == (Price{}) {
		t.Price, _ = r.Price.Price() // checked when the file was read
	}
	return t
}

// Price turns dollars into the integers that are reckoned with.
func (p PriceRow) Price() (Price, error) {
	var out Price
	for _, f := range []struct {
		text string
		to   *int64
	}{{p.Input, &out.Input}, {p.Output, &out.Output}, {p.Long.Input, &out.Long.Input}, {p.Long.Output, &out.Long.Output}} {
		v, err := ParsePrice(f.text)
		if err != nil {
			return Price{}, err
		}
		*f.to = v
	}
	out.Batch, out.Long.Over = p.Batch, p.Long.Over
	return out, nil
}

// ParsePrice reads US dollars, such as "0.15", as millionths of a dollar. Empty is 0.
func ParsePrice(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v < 0 || v > 1e6 {
		return 0, fmt.Errorf("price %q: write US dollars such as 0.15", text)
	}
	return int64(math.Round(v * 1e6)), nil
}

func (r Row) validate() error {
	if _, err := r.Price.Price(); err != nil {
		return err
	}
	for _, day := range []string{r.Retires, r.Date} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return fmt.Errorf("%q is no date", day)
		}
	}
	if r.Name() == "" || r.Source == "" || r.Date == "" || r.Context <= 0 || r.MaxOutput <= 0 || len(r.JSON) == 0 {
		return fmt.Errorf("a name, source, date, context, max_output or json is missing")
	}
	return nil
}
