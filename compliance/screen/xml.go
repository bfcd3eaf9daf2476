package screen

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// An xmlList is a list that comes as XML, known by its root.
type xmlList struct {
	list     string
	elements []string // each is one entry
	day      []string // the attribute of the root with the day of the list
	entry    func(*xml.Decoder, xml.StartElement) (Entry, error)
}

var xmlLists = map[string]xmlList{
	"export":            {"eu", []string{"sanctionEntity"}, []string{"generationDate"}, readEU},
	"CONSOLIDATED_LIST": {"un", []string{"INDIVIDUAL", "ENTITY"}, []string{"dateGenerated"}, readUN},
	"sdnList":           {"us-ofac", []string{"sdnEntry"}, nil, readSDN},
	"Designations":      {"uk", []string{"Designation"}, nil, readUK},
}

// readXML reads entry by entry, so that memory does not depend on the size of the file's text.
func readXML(from io.Reader, to *roll) error {
	d := xml.NewDecoder(from)
	var kind xmlList
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the list: %w: %w", err, pipeline.ErrInvalid)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case kind.entry == nil:
			if kind, ok = xmlLists[start.Name.Local]; !ok {
				return fmt.Errorf("the root %q is of none of the lists of the EU, UN, OFAC or UK: %w", start.Name.Local, pipeline.ErrInvalid)
			}
			to.list, to.day = kind.list, dayOf(start, kind.day)
		case slices.Contains(kind.elements, start.Name.Local):
			e, err := kind.entry(d, start)
			if err != nil {
				return fmt.Errorf("reading an entry of the list: %w: %w", err, pipeline.ErrInvalid)
			}
			to.take(e)
		}
	}
}

func dayOf(root xml.StartElement, names []string) string {
	for _, a := range root.Attr {
		if slices.Contains(names, a.Name.Local) {
			day, _, _ := strings.Cut(a.Value, "T")
			return day
		}
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
