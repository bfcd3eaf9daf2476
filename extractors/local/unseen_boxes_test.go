package local_test

import (
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// An asked is a page that a schema of its own is read from, and what must come of it: "" for nothing.
type asked struct {
	properties string // of the schema
	lines      []string
	want       map[string]string // by pointer
}

func (a asked) check(t *testing.T, mend func(p *pipeline.Page)) {
	t.Helper()
	s, err := schemas.Parse("asked", []byte(`{"type":"object","properties":{`+a.properties+`}}`))
	if err != nil {
		t.Fatal(err)
	}
	p := layouttest.Page(a.lines...)
	if mend != nil {
		mend(p)
	}
	got := localtest.ByPointer(t, localtest.Reader(), layouttest.Document(p), s)
	for pointer, want := range a.want {
		if v := localtest.PrintedValue(got[pointer]); v != want {
			t.Errorf("%s = %q, want %q", pointer, v, want)
		}
	}
}

func text(names string) string {
	var all []string
	for name := range strings.FieldsSeq(names) {
		all = append(all, `"`+name+`":{"type":"string"}`)
	}
	return strings.Join(all, ",")
}

// Boxed forms print a caption over its value, in more ways than labels stand beside theirs.
func TestBoxes(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]asked{
		"a caption of two things": {text("vessel voyage"), []string{
			"OCEAN VESSEL / VOYAGE          PORT OF LOADING",
			"EVER GRANITE / 0417W           Felixstowe",
		}, map[string]string{"/vessel": "EVER GRANITE", "/voyage": "0417W"}},
		"a label of two things": {`"adults":{"type":"integer"},"children":{"type":"integer"},"date_of_birth":{"type":"string","format":"date"},"sex":{"type":"string","enum":["M","F"]}`, []string{
			"Adults/Children:       2 / 1",
			"Date of birth / Sex:   27.09.1968 / M",
		}, map[string]string{"/adults": "2", "/children": "1", "/date_of_birth": "1968-09-27", "/sex": "M"}},
		"two names of one thing": {text("policyholder"), []string{
			"Insured / Policyholder:   Brackley Joinery",
		}, map[string]string{"/policyholder": "Brackley Joinery"}},
		"a caption on two lines": {text("patient_account_number") + `,"total_charge":{"type":"number"},"amount_paid":{"type":"number"}`, []string{
			"PATIENT'S ACCOUNT       TOTAL          AMOUNT PAID",
			"NO.                     CHARGE         40.00",
			"BRO-20117               517.50",
		}, map[string]string{"/patient_account_number": "BRO-20117", "/total_charge": "517.50", "/amount_paid": "40.00"}},
		"a remark that goes on": {text("patient_name"), []string{
			"PATIENT'S NAME (Last Name, First Name,",
			"Initial)",
			"DELACROIX, MARIE",
		}, map[string]string{"/patient_name": "DELACROIX, MARIE"}},
		"a question with boxes": {`"related_to_accident":{"type":"boolean"},"related_to_employment":{"type":"boolean"}`, []string{
			"a. EMPLOYMENT? ☐ YES ☒ NO",
			"b. ACCIDENT? ☒ YES ☐ NO",
		}, map[string]string{"/related_to_employment": "false", "/related_to_accident": "true"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a.check(t, nil)
		})
	}
}

// The caption of the next box is no value, also where nothing is filled in there: its print is as small
// as that of all captions, or it is numbered as they are.
func TestEmptyBoxes(t *testing.T) {
	t.Parallel()
	small := asked{text("trade_name city"), []string{
		"Trade name              Former owners",
		"",
		"City                    Street",
		"Hereford                Ledbury Road",
		"Region                  Land",
		"Marches                 England",
	}, map[string]string{"/trade_name": "", "/city": "Hereford"}}
	t.Run("small print", func(t *testing.T) {
		t.Parallel()
		small.check(t, func(p *pipeline.Page) {
			for i := range p.Words {
				p.Words[i].Size = map[bool]float64{true: 7, false: 10}[p.Words[i].Line%2 == 0]
			}
		})
	})
	t.Run("numbers", func(t *testing.T) {
		t.Parallel()
		asked{text("other_insured_name"), []string{
			"9. OTHER INSURED'S NAME     10. IS THE CONDITION RELATED TO",
		}, map[string]string{"/other_insured_name": ""}}.check(t, nil)
	})
}

// Recognition tells boxes by no size of print: by the borders that it reads, and by captions in capitals.
func TestRecognisedBoxes(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]asked{
		"a border": {text("account_number"), []string{
			"ACCOUNT NUMBER | 27. ACCEPT",
			"BRO-20117      | Yes",
		}, map[string]string{"/account_number": "BRO-20117"}},
		"capitals": {`"consignee":{"type":"object","properties":{"name":{"type":"string"}}}`, []string{
			"CONSIGNEE (complete name and address)    FORWARDING AGENT",
			"Maple Ridge Home Imports Inc.            Tidewater Services",
		}, map[string]string{"/consignee/name": "Maple Ridge Home Imports Inc."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a.check(t, recognised)
		})
	}
}
