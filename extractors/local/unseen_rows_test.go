package local_test

import (
	"testing"

	"docpipe/pipeline"
)

const results = `"results":{"type":"array","items":{"type":"object","properties":{"test":{"type":"string"},"value":{"type":"number"},"unit":{"type":"string"},"flag":{"type":"string"}}}}`

// A table with parts has headings inside: neither rows, nor the end of the table.
func TestRowsUnderHeadings(t *testing.T) {
	t.Parallel()
	asked{results, []string{
		"Test                    Result      Flag     Units",
		"LIPID PANEL",
		"Cholesterol, Total      231         H        mg/dL",
		"HDL Cholesterol         38          L        mg/dL",
		"METABOLIC",
		"Glucose                 97                   mg/dL",
	}, map[string]string{
		"/results/0/test": "Cholesterol, Total", "/results/0/value": "231", "/results/1/test": "HDL Cholesterol",
		"/results/2/test": "Glucose", "/results/2/unit": "mg/dL", "/results/3/test": "",
	}}.check(t, nil)
}

// Below a table stand what holds for all of it and the next fields, with colons of their own.
func TestFieldsBelowRows(t *testing.T) {
	t.Parallel()
	asked{`"notes":{"type":"array","items":{"type":"object","properties":{"matiere":{"type":"string"},"moyenne_eleve":{"type":"number"},"moyenne_classe":{"type":"number"}}}},
		"moyenne_generale":{"type":"number"},"retards":{"type":"integer"}`, []string{
		"Matière            Moyenne élève     Moyenne classe",
		"Français           14,50             12,80",
		"Mathématiques      11,25             12,10",
		"Physique           12,00             11,60",
		"Moyenne générale   13,75             13,01",
		"",
		"Absences : 3 demi-journées           Retards : 2",
	}, map[string]string{"/notes/2/matiere": "Physique", "/notes/3/matiere": "", "/moyenne_generale": "13.75", "/retards": "2"}}.check(t, nil)
}

// Recognised headings stand in the plural as printed ones do.
func TestRecognisedHeadings(t *testing.T) {
	t.Parallel()
	asked{`"charges":{"type":"array","items":{"type":"object","properties":{"date":{"type":"string","format":"date"},"description":{"type":"string"},"amount":{"type":"number"}}}}`, []string{
		"Date         Description         Charges",
		"18.08.2025   Room                219.00",
		"19.08.2025   Parking             45.00",
	}, map[string]string{"/charges/0/amount": "219.00", "/charges/1/description": "Parking"}}.check(t, recognised)
}

func recognised(p *pipeline.Page) {
	p.TextFrom = pipeline.TextFromOCR
	for i := range p.Words {
		p.Words[i].Source = pipeline.SourceOCR
	}
}

// A label that names one field in full is none of another that it names in part.
func TestLabelOfAnother(t *testing.T) {
	t.Parallel()
	asked{`"classe":{"type":"string","title":"Classe"},"rang":{"type":"integer","title":"Rang dans la classe"}`, []string{
		"Classe : 4e B",
		"Effectif : 27",
	}, map[string]string{"/classe": "4e B", "/rang": ""}}.check(t, nil)
}
