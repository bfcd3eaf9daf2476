package screen

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"docpipe/pipeline"
)

// Widths of OFAC's files, which have no header: names (SDN.CSV, CONS_PRIM.CSV) and aliases
// (ALT.CSV, CONS_ALT.CSV).
const (
	sdnColumns = 12
	altColumns = 5
)

// readOFAC reads the rest of one of OFAC's CSV files; first is its first line.
func readOFAC(c *csv.Reader, to *roll, first []string) (err error) {
	to.list = "us-ofac"
	for cells := first; ; {
		switch len(cells) {
		case sdnColumns:
			to.take(sdnRow(cells))
		case altColumns:
			to.take(altRow(cells))
		case 1: // the last line is a control character
		default:
			line, _ := c.FieldPos(0)
			return fmt.Errorf("line %d: %d columns, OFAC's files have %d or %d: %w", line, len(cells), sdnColumns, altColumns, pipeline.ErrInvalid)
		}
		if cells, err = c.Read(); errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the list: %w: %w", err, pipeline.ErrInvalid)
		}
	}
}

var (
	birthRemark = regexp.MustCompile(`(?:alt\. )?DOB ([^;.]+)`)
	aliasRemark = regexp.MustCompile(`a\.k\.a\. '([^']+)'`)
)

// sdnRow reads number, name, type, programme and, from the remarks, dates of birth and weak
// aliases.
func sdnRow(cells []string) Entry {
	e := Entry{ID: ofac(cells[0]), Kind: kindOf(strings.TrimSpace(cells[2])), Programme: ofac(cells[3])}
	e.name(ofac(cells[1]), false)
	remarks := ofac(cells[11])
	for _, m := range birthRemark.FindAllStringSubmatch(remarks, -1) {
		e.born(m[1])
	}
	for _, m := range aliasRemark.FindAllStringSubmatch(remarks, -1) {
		e.name(m[1], true)
	}
	return e
}

func altRow(cells []string) Entry {
	e := Entry{ID: ofac(cells[0])}
	e.name(ofac(cells[3]), strings.Contains(strings.ToLower(cells[4]), "weak"))
	return e
}

// ofac reads a cell: nothing is written as "-0-".
func ofac(cell string) string {
	if cell = strings.TrimSpace(cell); cell == "-0-" {
		return ""
	}
	return cell
}

// sdnEntry is an entry of SDN.XML and CONSOLIDATED.XML.
type sdnEntry struct {
	UID      string   `xml:"uid"`
	First    string   `xml:"firstName"`
	Last     string   `xml:"lastName"`
	Type     string   `xml:"sdnType"`
	Programs []string `xml:"programList>program"`
	Aliases  []struct {
		Category string `xml:"category"`
		First    string `xml:"firstName"`
		Last     string `xml:"lastName"`
	} `xml:"akaList>aka"`
	Births []string `xml:"dateOfBirthList>dateOfBirthItem>dateOfBirth"`
}

func readSDN(d *xml.Decoder, start xml.StartElement) (Entry, error) {
	var s sdnEntry
	if err := d.DecodeElement(&s, &start); err != nil {
		return Entry{}, err
	}
	e := Entry{ID: s.UID, Kind: kindOf(s.Type), Programme: strings.Join(s.Programs, ", ")}
	e.name(joined(s.First, s.Last), false)
	for _, a := range s.Aliases {
		e.name(joined(a.First, a.Last), a.Category == "weak")
	}
	for _, b := range s.Births {
		e.born(b)
	}
	return e, nil
}
