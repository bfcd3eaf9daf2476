package einvoice

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"docpipe/pipeline"
)

// Bounds of one XML file. The largest real invoices, of some ten thousand lines, stay below.
const (
	maxBytes    = 20 << 20
	maxDepth    = 64
	maxElements = 1 << 19
)

// vocabularies begin the namespaces whose elements are read.
var vocabularies = []string{
	"urn:un:unece:uncefact:data:", "urn:ferd:", "urn:oasis:names:specification:ubl:schema:xsd:",
}

// parse reads an e-invoice. It returns nil for XML of any other kind, as soon as the root tells.
// Its error wraps pipeline.ErrDamaged, pipeline.ErrTooLarge, or is the context's.
func parse(ctx context.Context, b []byte) (*invoice, error) {
	if len(b) > maxBytes {
		return nil, fmt.Errorf("XML of %d bytes, the limit is %d: %w", len(b), maxBytes, pipeline.ErrTooLarge)
	}
	b, err := asUTF8(b)
	if err != nil {
		return nil, err
	}
	p := parser{from: xml.NewDecoder(bytes.NewReader(b))}
	p.from.CharsetReader = charset
	for {
		t, err := p.from.Token()
		switch {
		case errors.Is(err, io.EOF) && p.top != nil:
			return &invoice{root: p.top, syntax: p.syntax}, nil
		case err != nil:
			return nil, fmt.Errorf("the XML is not well-formed: %w: %w", err, pipeline.ErrDamaged)
		}
		if err := p.take(ctx, t); errors.Is(err, errOther) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// errOther ends the parsing of XML that is no e-invoice.
var errOther = errors.New("no e-invoice")

// A parser builds the tree of one file.
type parser struct {
	from   *xml.Decoder
	syntax *syntax
	top    *element
	open   []opened // from the root down; an element is nil inside foreign ones
	count  int
}

// opened is an element whose end has not come, and its name before it was renamed.
type opened struct {
	*element
	written string
}

func (p *parser) take(ctx context.Context, t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return p.start(ctx, t)
	case xml.EndElement:
		p.open = p.open[:len(p.open)-1]
	case xml.CharData:
		p.chars(t)
	case xml.Directive:
		return fmt.Errorf("the XML declares a document type, which e-invoices must not: %w", pipeline.ErrDamaged)
	}
	return nil
}

func (p *parser) start(ctx context.Context, t xml.StartElement) error {
	p.count++
	switch {
	case p.count%4096 == 0 && ctx.Err() != nil:
		return ctx.Err()
	case p.count > maxElements:
		return fmt.Errorf("the XML has more than %d elements: %w", maxElements, pipeline.ErrTooLarge)
	case len(p.open) == maxDepth:
		return fmt.Errorf("the XML nests deeper than %d elements: %w", maxDepth, pipeline.ErrDamaged)
	case len(p.open) > 0:
		p.child(t)
		return nil
	case p.top != nil:
		return fmt.Errorf("the XML has a second root %q: %w", t.Name.Local, pipeline.ErrDamaged)
	}
	if p.syntax = syntaxOf(t.Name); p.syntax == nil {
		return errOther
	}
	p.top = newElement(t.Name.Local, t.Attr)
	p.open = append(p.open, opened{p.top, t.Name.Local})
	return nil
}

// child hangs an element into the tree, unless it or one around it is foreign.
func (p *parser) child(t xml.StartElement) {
	parent, name := p.open[len(p.open)-1], t.Name.Local
	if parent.element == nil || !known(t.Name.Space) {
		p.open = append(p.open, opened{nil, name})
		return
	}
	e := newElement(p.syntax.rename(parent.written, name), t.Attr)
	parent.children = append(parent.children, e)
	p.open = append(p.open, opened{e, name})
}

// chars keeps text, and drops the indentation between children.
func (p *parser) chars(b xml.CharData) {
	if len(p.open) == 0 {
		return
	}
	e := p.open[len(p.open)-1].element
	if e == nil || len(e.chars) == 0 && len(bytes.TrimSpace(b)) == 0 {
		return
	}
	e.chars = append(e.chars, b...)
}

func newElement(name string, attrs []xml.Attr) *element {
	e := &element{name: name}
	for _, a := range attrs {
		if a.Name.Space != "" || a.Name.Local == "xmlns" {
			continue
		}
		if e.attrs == nil {
			e.attrs = map[string]string{}
		}
		e.attrs[a.Name.Local] = a.Value
	}
	return e
}

func known(namespace string) bool {
	for _, v := range vocabularies {
		if strings.HasPrefix(namespace, v) {
			return true
		}
	}
	return false
}
