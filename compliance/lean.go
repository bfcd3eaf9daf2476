package compliance

import (
	"bytes"
	"errors"
	"sync"

	"gopkg.in/yaml.v3"
)

// lean opens a shipped pack without its examples. They are most of its text, no document is
// checked with them, and the tests load every shipped pack whole.
func (l Library) lean(file string, raw []byte) (*Pack, error) {
	p, err := l.open(file, raw, withoutExamples(raw), loosely)
	if err != nil {
		return nil, err
	}
	p.examples = sync.OnceValue(func() error {
		whole, err := l.open(file, raw, raw, strictly)
		if err != nil {
			return err
		}
		for i, r := range p.Rules {
			r.Tests = whole.Rules[i].Tests
		}
		p.bases = whole.bases
		return nil
	})
	return p, nil
}

// Examples returns the examples of one of the pack's rules. Those of a shipped pack are read
// when somebody first asks.
func (p *Pack) Examples(r *Rule) ([]Example, error) {
	if p.examples != nil {
		if err := p.examples(); err != nil {
			return nil, err
		}
	}
	return r.Tests, nil
}

// withoutExamples empties the lines of the keys tests and bases, so that the others keep their
// numbers.
func withoutExamples(raw []byte) []byte {
	var b bytes.Buffer
	inside := -1 // how far the key of the examples is indented
	for line := range bytes.Lines(raw) {
		text := bytes.TrimLeft(line, " ")
		depth := len(line) - len(text)
		text = bytes.TrimSpace(text)
		if inside >= 0 && len(text) > 0 && depth <= inside {
			inside = -1
		}
		if inside < 0 && (bytes.Equal(text, []byte("tests:")) || depth == 0 && bytes.Equal(text, []byte("bases:"))) {
			inside = depth
		}
		if inside >= 0 {
			line = []byte("\n")
		}
		b.Write(line)
	}
	return b.Bytes()
}

// loosely reads what the tests have read strictly.
func loosely(raw []byte, v any) (*yaml.Node, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	if len(tree.Content) == 0 {
		return nil, errors.New("there is no pack in it")
	}
	return &tree, tree.Decode(v)
}
