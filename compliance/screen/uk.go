package screen

import (
	"encoding/xml"
	"strings"
)

// readUK reads a Designation of the UK Sanctions List.
func readUK(d *xml.Decoder, start xml.StartElement) (Entry, error) {
	var s struct {
		ID     string `xml:"UniqueID"`
		Regime string `xml:"RegimeName"`
		Kind   string `xml:"IndividualEntityShip"`
		Names  []struct {
			Name1    string `xml:"Name1"`
			Name2    string `xml:"Name2"`
			Name3    string `xml:"Name3"`
			Name4    string `xml:"Name4"`
			Name5    string `xml:"Name5"`
			Name6    string `xml:"Name6"`
			Strength string `xml:"AliasStrength"`
		} `xml:"Names>Name"`
		Others []string `xml:"NonLatinNames>NonLatinName>NameNonLatinScript"`
		Births []string `xml:"IndividualDetails>Individual>DOBs>DOB"`
	}
	if err := d.DecodeElement(&s, &start); err != nil {
		return Entry{}, err
	}
	e := Entry{ID: joined(s.ID), Kind: kindOf(s.Kind), Programme: joined(s.Regime)}
	for _, n := range s.Names {
		e.name(joined(n.Name1, n.Name2, n.Name3, n.Name4, n.Name5, n.Name6), strings.HasPrefix(strings.ToLower(n.Strength), "low"))
	}
	for _, n := range s.Others {
		e.name(joined(n), false)
	}
	for _, b := range s.Births {
		e.born(b)
	}
	return e, nil
}

// ukRow reads a row of the UK Sanctions List or of the former OFSI list: name 6 is the family
// name, or the whole name of who has one only.
func ukRow(r row) Entry {
	e := Entry{
		ID: r.get("Unique ID", "Group ID"), Kind: kindOf(r.get("Designation Type", "Individual/Entity/Ship", "Group Type")),
		Programme: r.get("Regime Name", "Regime"),
	}
	weak := strings.HasPrefix(strings.ToLower(r.get("Alias strength", "Alias Quality")), "low")
	e.name(joined(r.get("Name 1"), r.get("Name 2"), r.get("Name 3"), r.get("Name 4"), r.get("Name 5"), r.get("Name 6")), weak)
	e.name(r.get("Name non-latin script"), weak)
	e.born(r.get("D.O.B", "DOB"))
	return e
}
