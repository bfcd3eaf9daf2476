package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"docpipe/extractors/eval"
)

// A gate is one --min: a figure that must be reached.
type gate struct {
	set  string // empty: every set that has the field
	name string // pointer of a field or list, or the name of a figure
	min  float64
}

// figures are what gates may ask for besides fields.
var figures = map[string]func(s *eval.Score) float64{
	"all_right":  func(s *eval.Score) float64 { return part(s.AllRight, s.Documents) },
	"not_filled": func(s *eval.Score) float64 { return part(s.Absent-s.Filled, s.Absent) },
	"micro":      func(s *eval.Score) float64 { return s.Micro },
	"macro":      func(s *eval.Score) float64 { return s.Macro },
	"auroc":      func(s *eval.Score) float64 { return s.Ranking.AUROC },
	"coverage":   func(s *eval.Score) float64 { return s.Ranking.Coverage },
}

// part is a share that is whole where there is nothing to have a part of.
func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// parseGates reads all --min and returns all mistakes together.
func parseGates(words []string) ([]gate, error) {
	var all []gate
	var errs []error
	for _, word := range words {
		name, least, ok := strings.Cut(word, "=")
		v, err := strconv.ParseFloat(least, 64)
		if !ok || err != nil || v < 0 || v > 1 {
			errs = append(errs, fmt.Errorf("--min %q: write FIELD=SHARE with a share of 0 to 1, such as /total=0.86", word))
			continue
		}
		g := gate{name: name, min: v}
		if set, rest, named := strings.Cut(name, ":"); named {
			g.set, g.name = set, rest
		}
		if figures[g.name] == nil && !strings.HasPrefix(g.name, "/") {
			errs = append(errs, fmt.Errorf("--min %q: a field begins with a slash; other figures are all_right, not_filled, micro, macro, auroc and coverage", word))
		}
		all = append(all, g)
	}
	return all, errors.Join(errs...)
}

// missedGates says which gates are missed. A gate that no set can meet is a mistake.
func missedGates(run *eval.Run, gates []gate) (missed []string, err error) {
	for _, g := range gates {
		known := false
		for i := range run.Sets {
			s := &run.Sets[i]
			if g.set != "" && g.set != s.Name {
				continue
			}
			got, ok := g.figure(&s.Score)
			known = known || ok
			if ok && got < g.min-1e-9 {
				missed = append(missed, fmt.Sprintf("%s: %s is %.3f, want at least %.3f", s.Name, g.name, got, g.min))
			}
		}
		if !known {
			return nil, usagef("--min %s: no set has it: see the fields in eval.yaml, and the names of the sets", g.name)
		}
	}
	return missed, nil
}

func (g gate) figure(s *eval.Score) (float64, bool) {
	if f := figures[g.name]; f != nil {
		return f(s), true
	}
	for _, f := range s.Fields {
		if f.Pointer == g.name {
			return f.Score, f.Stated > 0
		}
	}
	for _, l := range s.Lists {
		if l.Pointer == g.name {
			return l.F1, true
		}
	}
	return 0, false
}
