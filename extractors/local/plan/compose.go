package plan

import (
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
)

// Weights of labels that the lexicon gives.
const (
	weightWord     = 0.78 // another way to say the whole name
	WeightComposed = 0.69 // put together of the parts of the name
	weightOwner    = 0.66 // whom a name names: "Tenant" for the tenant's name
)

// unitSuffixes end names with the unit of a value: "gross_weight_kg". Print has it elsewhere.
var unitSuffixes = layout.WordSet(`kg g mg t lb lbs oz km m cm mm mi ft m2 m3 sqm sqft ha l ml kw kwh hp ps ccm cm3 eur usd gbp chf pln
	pct percent days hours minutes years months`)

// linking words stand inside names without meaning anything by themselves.
var linking = layout.WordSet("of the for and in at on by")

// addWords enters how the eight languages say a name: as a whole, or put together of its parts
// as each language does it. parent is the name of the group around the field.
func (p *Phrases) addWords(index int, name, parent []string) {
	if n := len(name); n > 1 && unitSuffixes[name[n-1]] {
		name = name[:n-1]
		p.addWithVariants(index, name, WeightName)
	}
	p.addOrders(index, name)
	p.compose(index, name, []string{"name"})
	p.add(index, append([]string{"total"}, name...), WeightComposed)
	p.add(index, append(slices.Clone(name), "amount"), weightWord)
	found := words().find(name)
	for _, c := range found {
		p.addConcept(index, c, weightWord)
	}
	if len(found) == 0 {
		p.addParts(index, name)
	}
	if len(parent) == 0 {
		return
	}
	p.compose(index, parent, name)
	if isName(name) {
		for _, c := range words().find(parent) {
			p.addConcept(index, c, weightOwner)
		}
	}
}

// Weights of labels that a total has besides its name.
const (
	weightTotal = 0.58 // "Total" and nothing else
	weightGrand = 0.66 // "Grand total"
)

// addTotal enters what nearly all papers call the sum of all they charge.
func (p *Phrases) addTotal(index int) {
	for _, c := range words().find([]string{"total", "amount"}) {
		p.addConcept(index, c, weightGrand)
	}
	for paper := range strings.FieldsSeq("invoice estimate quote quotation order bill contract") {
		p.add(index, []string{paper, "total"}, weightGrand)
	}
	for _, word := range []string{"total", "totals"} {
		for _, c := range words().find([]string{word}) {
			p.addConcept(index, c, weightTotal)
		}
		p.add(index, []string{word}, weightTotal)
	}
}

// isName reports whether a property's name says only that it is a name.
func isName(name []string) bool {
	return slices.Contains([]string{"name", "fullname", "companyname", "displayname"}, strings.Join(name, ""))
}

func (p *Phrases) addConcept(index int, c *concept, weight float64) {
	for i, phrases := range c {
		for _, phrase := range phrases {
			p.addIn(index, phrase, weight, lexiconLanguages[i])
		}
	}
}

// addOrders enters the orders in which English puts a name: "date of loss" and "loss date",
// "reported on", "date reported" and "reported".
func (p *Phrases) addOrders(index int, name []string) {
	n := len(name)
	switch {
	case n >= 3 && name[1] == "of":
		p.addWithVariants(index, append(slices.Clone(name[2:]), name[0]), WeightName)
	case n == 2 && name[1] == "on":
		p.add(index, []string{"date", name[0]}, WeightName)
		p.add(index, name[:1], WeightComposed)
	case n >= 2 && generic[name[n-1]] != nil:
		for _, head := range append(generic[name[n-1]], name[n-1]) {
			p.add(index, append([]string{head, "of"}, name[:n-1]...), weightWord)
			p.add(index, append([]string{head, "of", "the"}, name[:n-1]...), weightWord)
		}
	case n == 2:
		p.add(index, []string{name[1], "of", name[0]}, weightWord) // "Type of cover"
		p.add(index, []string{name[1], "of", "the", name[0]}, weightWord)
	}
}

// addParts cuts a name that the lexicon does not have into two parts that it has.
func (p *Phrases) addParts(index int, name []string) {
	parts := slices.DeleteFunc(slices.Clone(name), func(w string) bool { return linking[w] })
	if len(parts) == len(name)-1 && len(name) >= 3 && name[1] == "of" { // what is named comes first
		parts = append(slices.Clone(name[2:]), name[0])
	}
	if len(parts) != len(name) {
		for _, c := range words().find(parts) {
			p.addConcept(index, c, weightWord)
		}
	}
	for cut := 1; cut < len(parts); cut++ {
		p.compose(index, parts[:cut], parts[cut:])
	}
}

// compose puts a part that tells which and a part that tells what together as each language
// does: "Schadensnummer", "Datum der Überweisung", "numéro de sinistre". Where the second part
// is only the sort of value, the first alone may stand in print.
func (p *Phrases) compose(index int, which, what []string) {
	if len(what) == 1 && slices.Contains(generic["number"], what[0]) {
		what = []string{"number"} // an id of an application is its number
	}
	whichever, whatever := words().find(which), words().find(what)
	for _, a := range whichever {
		for _, b := range whatever {
			for i, language := range lexiconLanguages {
				for _, x := range a[i] {
					for _, y := range b[i] {
						p.addJoined(index, x, y, language)
					}
				}
			}
		}
		if len(what) == 1 && generic[what[0]] != nil {
			p.addConcept(index, a, weightPart)
		}
	}
}

// joints stand between what and which, by language.
var joints = map[string][]string{
	"en": {"of", "ofthe"}, "de": {"der", "des", "vom", "von"}, "fr": {"de", "du", "dela", "des", "d", "del"},
	"es": {"de", "del", "dela"}, "it": {"di", "del", "della", "dell", ""}, "nl": {"van", "vande", "vanhet"}, "pt": {"de", "do", "da"}, "pl": {""},
}

// links stand inside the compounds of German and Dutch.
var links = map[string][]string{"en": {""}, "de": {"", "s", "n", "en", "es"}, "nl": {"", "s"}}

func (p *Phrases) addJoined(index int, which, what []string, language string) {
	first, last := strings.Join(which, ""), strings.Join(what, "")
	for _, joint := range joints[language] {
		p.addIn(index, []string{last, joint, first}, WeightComposed, language)
		if language == "de" && joint == "des" {
			p.addIn(index, []string{last, joint, first, "s"}, WeightComposed, language)
		}
	}
	for _, link := range links[language] {
		p.addIn(index, []string{first, link, last}, WeightComposed, language)
	}
}
