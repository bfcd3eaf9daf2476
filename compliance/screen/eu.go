package screen

import (
	"encoding/xml"
)

// readEU reads a sanctionEntity of the EU's consolidated list (schema fpi/fsd/export).
func readEU(d *xml.Decoder, start xml.StartElement) (Entry, error) {
	var s struct {
		Reference string `xml:"euReferenceNumber,attr"`
		LogicalID string `xml:"logicalId,attr"`
		Subject   struct {
			Code string `xml:"code,attr"`
		} `xml:"subjectType"`
		Regulations []struct {
			Programme string `xml:"programme,attr"`
		} `xml:"regulation"`
		Names []struct {
			Whole  string `xml:"wholeName,attr"`
			Strong string `xml:"strong,attr"`
		} `xml:"nameAlias"`
		Births []struct {
			Date  string `xml:"birthdate,attr"`
			Year  string `xml:"year,attr"`
			Circa string `xml:"circa,attr"`
		} `xml:"birthdate"`
	}
	if err := d.DecodeElement(&s, &start); err != nil {
		return Entry{}, err
	}
	e := Entry{ID: s.Reference, Kind: kindOf(s.Subject.Code)}
	if e.ID == "" {
		e.ID = s.LogicalID
	}
	for _, r := range s.Regulations {
		e.Programme = r.Programme
	}
	for _, n := range s.Names {
		e.name(joined(n.Whole), n.Strong == "false")
	}
	for _, b := range s.Births {
		switch {
		case b.Circa == "true":
			e.born("circa " + b.Year)
		case b.Date != "":
			e.born(b.Date)
		default:
			e.born(b.Year)
		}
	}
	return e, nil
}

// euRow reads a row of the EU's consolidated list (CSV 1.0 and 1.1): an entity has a row for
// each of its names, dates of birth and addresses.
func euRow(r row) Entry {
	e := Entry{
		ID: r.get("Entity_EU_ReferenceNumber", "Entity_LogicalId"), Kind: kindOf(r.get("Entity_SubjectType_ClassificationCode", "Entity_SubjectType")),
		Programme: r.get("Entity_Regulation_Programme"),
	}
	e.name(r.get("NameAlias_WholeName"), false)
	if len(e.Names) == 0 {
		e.name(joined(r.get("NameAlias_FirstName"), r.get("NameAlias_MiddleName"), r.get("NameAlias_LastName")), false)
	}
	e.born(r.get("BirthDate_BirthDate", "BirthDate_Year"))
	return e
}
