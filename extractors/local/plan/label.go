package plan

import (
	"regexp"
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/schemas"
)

// A phrase is one way in which a field is labelled in print.
type phrase struct {
	field  int     // index into the reader's plan
	weight float64 // 0..1: how well the phrase names the field
	in     string  // languages in which it is printed, separated by spaces; "" for any
	lost   bool    // it is a label without one of its letters
}

// speaks reports whether a phrase may be meant in a document of these languages. A short word
// of another language is likelier a word of this one: the French "De" is "DE" before a German
// postcode.
func (p *phrase) speaks(languages []string, letters int) bool {
	if p.in == "" || len(languages) == 0 && letters > 4 {
		return true
	}
	for _, l := range languages {
		if strings.Contains(p.in, l) {
			return true
		}
	}
	return letters > 5
}

// Phrases maps folded labels, without spaces, to the fields that they name. The zero value is
// empty.
type Phrases struct {
	of      map[string][]phrase
	lost    lostSet
	starts  *Prefixes
	longest int // bytes of its longest label
}

// put sets what a label names.
func (p *Phrases) put(key string, named []phrase) {
	if p.of == nil {
		p.of, p.starts = map[string][]phrase{}, &Prefixes{}
	}
	p.of[key] = named
	p.starts.Mark(key)
	p.longest = max(p.longest, len(key))
}

// weights of where a label comes from.
const (
	weightLabel = 1.0  // the schema says it is printed so
	weightTitle = 0.9  // what the schema calls it
	WeightName  = 0.8  // what the property is called
	weightPart  = 0.55 // the title without its number or date word
)

// generic words say what sort of value follows; prints differ in them and often leave them out.
var generic = map[string][]string{
	"number":    {"no", "nr", "num", "number", "id", "n"},
	"no":        {"no", "nr", "num", "number", "n"},
	"nr":        {"no", "nr", "num", "number", "n"},
	"num":       {"no", "nr", "num", "number"},
	"id":        {"id", "no", "number"},
	"ref":       {"ref", "reference", "no", "number"},
	"code":      {"code"},
	"date":      {"date", "dates", "on"},
	"dt":        {"date", "dates", "on"},
	"amount":    {"amount", "total"},
	"amt":       {"amount", "total"},
	"qty":       {"quantity", "qty"},
	"addr":      {"address"},
	"tel":       {"tel", "telephone", "phone"},
	"phone":     {"phone", "telephone", "tel"},
	"telephone": {"phone", "telephone", "tel"},
	"pct":       {"percent", "percentage", "rate"},
	"name":      {"name"},
	"total":     {"total", "amount"},
}

// addLabels enters what the schema says of how n is labelled.
func (p *Phrases) addLabels(index int, n *schemas.Node) {
	for language, labels := range n.LabelsBy {
		for _, label := range labels {
			p.addIn(index, Folded(label), weightLabel, language)
		}
	}
}

// addField enters every label of a field.
func (p *Phrases) addField(index int, n *schemas.Node, parent *schemas.Node) {
	p.addLabels(index, n)
	p.addWithVariants(index, Folded(n.Title), weightTitle)
	name := NameWords(n)
	if !namesAnySum(n, parent) {
		p.addWithVariants(index, name, WeightName)
	}
	if len(n.Labels) == 0 {
		p.addDescription(index, n)
		p.addOther(index, n, parent)
		p.addNative(index, NameWords(n))
		p.addQuestion(index, n)
	}
	if parent != nil && parent.Name != "" {
		group := NameWords(parent)
		p.add(index, append(slices.Clone(group), name...), WeightName)
		if singular := strings.TrimSuffix(group[len(group)-1], "s"); singular != group[len(group)-1] {
			p.add(index, append(slices.Clone(name), singular), WeightName)
		}
	}
}

// namesAnySum reports whether a property's name alone, "amount" of a group, names every sum in print,
// and the schema says better what this one is called.
func namesAnySum(n, parent *schemas.Node) bool {
	return len(n.Labels) > 0 && parent != nil && parent.Name != "" && (n.Name == "amount" || n.Name == "total")
}

// weightAsked is for what a question asks, without how the name of its field begins.
const weightAsked = 0.66

// asking begins names of truths before what a form asks.
var asking = layout.WordSet("is has are was to of by for with")

// addQuestion enters what a form asks for a truth: "Accident?" for is_accident and related_to_accident.
func (p *Phrases) addQuestion(index int, n *schemas.Node) {
	name := NameWords(n)
	for i := len(name) - 1; i > 0 && kindOf(n) == Bool; i-- {
		if asking[name[i-1]] {
			p.add(index, name[i:], weightAsked)
			return
		}
	}
}

// addOther enters what the lexicon knows of the title and the name of a field that has no labels.
func (p *Phrases) addOther(index int, n, parent *schemas.Node) {
	var group []string
	if parent != nil {
		group = singular(NameWords(parent))
	}
	names := [][]string{Folded(n.Title), NameWords(n)}
	if isNameOf(n) {
		names = append(names, []string{"name"})
	}
	for i, name := range names {
		if len(name) > 0 && (i == 0 || !slices.Equal(name, names[0])) {
			p.addWords(index, name, group)
		}
	}
}

// singular takes the plural off the last word of a name, where it has one.
func singular(name []string) []string {
	last := len(name) - 1
	one := strings.TrimSuffix(name[last], "s")
	if len(one) < 3 || words().find([]string{name[last]}) != nil && words().find([]string{one}) == nil {
		return name
	}
	return append(slices.Clone(name[:last]), one)
}

// weightDescription is for words of the description: what a schema without labels tells.
const weightDescription = 0.6

// addDescription enters the things that a description names, with and without the generic word
// of the field: "Number of the contract, order or estimate" gives "order no" and "order".
func (p *Phrases) addDescription(index int, n *schemas.Node) {
	for _, label := range saidToBe(n.Description) {
		p.addWithVariants(index, label, weightSaid)
	}
	words := append(Folded(n.Title), NameWords(n)...)
	kinds := []string(nil)
	for _, w := range words {
		if variants, ok := generic[w]; ok && kinds == nil {
			kinds = variants
		}
	}
	weight := weightDescription
	money := kindOf(n) == Amount
	for _, w := range append(words, Folded(strings.ReplaceAll(n.Description, "-", " "))...) {
		if len(w) < 4 || generic[w] != nil || plainWords[w] || money && !moneyWords[w] {
			continue
		}
		p.add(index, []string{w}, weight-0.05)
		for _, k := range kinds {
			p.add(index, []string{w, k}, weight)
		}
		weight = max(weight-0.04, 0.4) // what is named first is meant most
	}
}

// weightSaid is for a description that is nothing but another name, or has one in brackets or quotes.
const weightSaid = 0.79

// longestSaid is how many words such a name has at most.
const longestSaid = 4

// quoted finds what a description sets in brackets or quotes.
var quoted = regexp.MustCompile(`[("'«„“‘]([^()"'«»„“”‘’]{2,40})[)"'»“”’]`)

// saidToBe returns other names that a description gives: "heures supplémentaires", "Name of the
// employee (employé)", "labelled 'Total à payer'".
func saidToBe(description string) [][]string {
	var all [][]string
	whole := description
	for _, m := range quoted.FindAllStringSubmatchIndex(description, -1) {
		all = append(all, Folded(description[m[2]:m[3]]))
		whole = description[:min(m[0], len(whole))]
	}
	all = append(all, Folded(whole))
	return slices.DeleteFunc(all, func(words []string) bool {
		return len(words) == 0 || len(words) > longestSaid || !slices.ContainsFunc(words, func(w string) bool { return len(w) >= 4 && !plainWords[w] })
	})
}

// plainWords stand in descriptions without naming anything that print would label.
var plainWords = layout.WordSet(`this that these with from into which whose what when where belongs document name names printed whole
	first last days format value values field text string example such other than each every must should page used also only
	code kind type list more less start end begin beginning until dollars euros total amount number date part parts long
	short there their they have been being were will would full entire exact`)

// addWithVariants enters a phrase, with other words for its generic last one, and without it.
func (p *Phrases) addWithVariants(index int, words []string, weight float64) {
	p.add(index, words, weight)
	if len(words) == 0 {
		return
	}
	last := len(words) - 1
	variants, ok := generic[words[last]]
	if !ok {
		return
	}
	for _, v := range variants {
		p.add(index, append(slices.Clone(words[:last]), v), weight*0.95)
	}
	if last > 0 {
		p.add(index, words[:last], weightPart)
	}
}

func (p *Phrases) add(index int, words []string, weight float64) {
	p.addIn(index, words, weight, "")
}

// addIn enters a phrase of one language, "" for any.
func (p *Phrases) addIn(index int, words []string, weight float64, language string) {
	key := strings.Join(words, "")
	if len(key) < 2 {
		return
	}
	for i := range p.of[key] {
		known := &p.of[key][i]
		if known.field != index {
			continue
		}
		known.weight = max(known.weight, weight)
		if known.in != "" && language != "" {
			known.in += " " + language
		} else {
			known.in = ""
		}
		return
	}
	p.put(key, append(p.of[key], phrase{field: index, weight: weight, in: language}))
}
