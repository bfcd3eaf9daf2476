package schemas

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

const maxPattern = 4096 // bytes of one regular expression

func amount(k kind, v any) error {
	n, ok := v.(json.Number)
	if !ok {
		return errors.New("must be a number")
	}
	if k == aPositive {
		if f, err := n.Float64(); err != nil || f <= 0 {
			return errors.New("must be a number above 0")
		}
		return nil
	}
	if i, err := n.Int64(); err != nil || i < 0 || i > 1<<31-1 {
		return errors.New("must be a whole number from 0 to 2147483647, without exponent")
	}
	return nil
}

func nameList(v any) error {
	list, ok := v.([]any)
	if !ok {
		return errors.New("must be a list of property names")
	}
	seen := map[string]bool{}
	for _, e := range list {
		name, ok := e.(string)
		if !ok || seen[name] {
			return errors.New("must be a list of property names, each once")
		}
		seen[name] = true
	}
	return nil
}

func typeList(v any) error {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	seen := map[string]bool{}
	for _, e := range list {
		t, _ := e.(string)
		if !jsonTypes[t] || seen[t] {
			return errors.New("must be one or several of null, boolean, object, array, number, integer, string, each once")
		}
		seen[t] = true
	}
	if len(list) == 0 {
		return errors.New("must name at least one type")
	}
	return nil
}

// pattern accepts RE2, the language of the validator.
func pattern(v any) error {
	text, ok := v.(string)
	if !ok {
		return errors.New("must be a string")
	}
	if len(text) > maxPattern {
		return fmt.Errorf("a pattern of %d bytes, the limit is %d", len(text), maxPattern)
	}
	_, err := regexp.Compile(text)
	switch {
	case err == nil:
		return nil
	case strings.Contains(text, "(?=") || strings.Contains(text, "(?!") || strings.Contains(text, "(?<"):
		return fmt.Errorf("the pattern looks ahead or behind, which RE2 cannot: state it with anyOf, allOf and not (%w)", err)
	}
	return fmt.Errorf("the pattern is not RE2: %w", err)
}

func must[T any](v any, what string) error {
	if _, ok := v.(T); !ok {
		return errors.New("must be " + what)
	}
	return nil
}
