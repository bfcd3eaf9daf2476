package screen

import (
	"encoding/xml"
	"strings"
)

// readUN reads an INDIVIDUAL or an ENTITY of the Security Council's consolidated list.
func readUN(d *xml.Decoder, start xml.StartElement) (Entry, error) {
	type alias struct {
		Quality string `xml:"QUALITY"`
		Name    string `xml:"ALIAS_NAME"`
	}
	var s struct {
		DataID    string  `xml:"DATAID"`
		Reference string  `xml:"REFERENCE_NUMBER"`
		First     string  `xml:"FIRST_NAME"`
		Second    string  `xml:"SECOND_NAME"`
		Third     string  `xml:"THIRD_NAME"`
		Fourth    string  `xml:"FOURTH_NAME"`
		Original  string  `xml:"NAME_ORIGINAL_SCRIPT"`
		List      string  `xml:"UN_LIST_TYPE"`
		Persons   []alias `xml:"INDIVIDUAL_ALIAS"`
		Entities  []alias `xml:"ENTITY_ALIAS"`
		Births    []struct {
			Date string `xml:"DATE"`
			Year string `xml:"YEAR"`
			From string `xml:"FROM_YEAR"`
			To   string `xml:"TO_YEAR"`
			Type string `xml:"TYPE_OF_DATE"`
		} `xml:"INDIVIDUAL_DATE_OF_BIRTH"`
	}
	if err := d.DecodeElement(&s, &start); err != nil {
		return Entry{}, err
	}
	e := Entry{ID: joined(s.Reference), Kind: Entity, Programme: joined(s.List)}
	if e.ID == "" {
		e.ID = joined(s.DataID)
	}
	if start.Name.Local == "INDIVIDUAL" {
		e.Kind = Person
	}
	e.name(joined(s.First, s.Second, s.Third, s.Fourth), false)
	e.name(joined(s.Original), false)
	for _, a := range append(s.Persons, s.Entities...) {
		e.name(joined(a.Name), strings.HasPrefix(strings.ToLower(a.Quality), "low"))
	}
	for _, b := range s.Births {
		about := ""
		if strings.HasPrefix(b.Type, "APPROX") {
			about = "circa "
		}
		e.born(about + firstOf(b.Date, b.Year, joined(b.From, b.To)))
	}
	return e, nil
}
