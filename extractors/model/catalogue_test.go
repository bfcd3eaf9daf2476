package model_test

import (
	"testing"
	"time"

	"docpipe/extractors/model"
)

func TestCatalogueFindsModels(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for asked, want := range map[string]string{
		"mistral-small-4":                             "mistral-small-2603",
		"gpt-4.1-mini-2025-04-14":                     "gpt-4.1-mini",
		"gpt-6-luna-2026-09-22":                       "gpt-6-luna",
		"claude-haiku-4-5-20251001":                   "claude-haiku-4-5",
		"eu.anthropic.claude-haiku-4-5-20251001-v1:0": "claude-haiku-4-5",
		"qwen2.5vl:7b":                                "qwen2.5vl",
	} {
		row, found := c.Find(asked)
		if !found || row.Name() != want {
			t.Errorf("Find(%q) = %q, %v, want %q", asked, row.Name(), found, want)
		}
	}
	if row, found := c.Find("gpt-4"); found {
		t.Errorf("Find(gpt-4) = %q, want nothing: a name is not a prefix", row.Name())
	}
}

func TestCatalogueFillsWhatIsOpen(t *testing.T) {
	t.Parallel()
	row, _ := catalogue(t).Find("mistral-small-4")
	got := row.Fill(model.Target{Name: "small", Context: 32768, MaxOutput: 4096, Price: model.Price{Input: 50_000, Output: 150_000}})
	if got.Context != 32768 || got.MaxOutput != 4096 || got.Price.Input != 50_000 {
		t.Errorf("Fill changed the deployment's own settings: %+v", got)
	}
	if got.Provider != "mistral_ai" || got.Images.LongEdge != 1540 || got.JSON[0] != model.JSONSchema {
		t.Errorf("Fill left open what the row knows: %+v", got)
	}
}

func TestCatalogueKnowsWhatRetires(t *testing.T) {
	t.Parallel()
	row, _ := catalogue(t).Find("gpt-4.1-mini")
	for day, want := range map[string]bool{"2026-11-22": false, "2027-01-14": false, "2027-01-15": true} {
		now, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := row.Retired(now); got != want {
			t.Errorf("Retired(%s) = %v, want %v", day, got, want)
		}
	}
}

func TestPriceCountsMicroDollars(t *testing.T) {
	t.Parallel()
	row, _ := catalogue(t).Find("gpt-6-luna")
	price, err := row.Price.Price()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		input, output int
		want          int64
	}{
		{1_000_000 / 4, 0, 25_000},          // 0.10 USD a million
		{0, 1_000_000, 500_000},             // 0.50 USD a million
		{1, 0, 1},                           // rounded up
		{300_000, 100_000, 60_000 + 75_000}, // the whole request costs more when it is long
	} {
		if got := price.Cost(c.input, c.output); int64(got) != c.want {
			t.Errorf("Cost(%d, %d) = %d micro-dollars, want %d", c.input, c.output, got, c.want)
		}
	}
}

func catalogue(t *testing.T) *model.Catalogue {
	t.Helper()
	c, err := model.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
