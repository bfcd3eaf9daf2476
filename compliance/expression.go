package compliance

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// An expression is a text of CEL with the line of the pack's file on which it begins.
type expression struct {
	text  string
	line  int
	block bool // written below its key
}

func (e *expression) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: an expression is text", n.Line)
	}
	e.text, e.line = n.Value, n.Line
	e.block = n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	return nil
}

func (e expression) given() bool { return e.text != "" }

// at gives the line of the file for a line of the expression, from 1.
func (e expression) at(line int) int {
	if e.block {
		return e.line + line
	}
	return e.line + line - 1
}

// A LoadError says what is wrong with a pack and where. It wraps ErrInvalid.
type LoadError struct {
	File   string
	Line   int // 0 when the whole file is meant
	Rule   string
	Reason string
}

func (e *LoadError) Error() string {
	where := e.File
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	if e.Rule != "" {
		return fmt.Sprintf("%s: rule %s: %s", where, e.Rule, e.Reason)
	}
	return fmt.Sprintf("%s: %s", where, e.Reason)
}

func (e *LoadError) Unwrap() error { return pipeline.ErrInvalid }
