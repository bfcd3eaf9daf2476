package clause

import (
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Words of a sentence that gives a party the name by which the contract calls it, folded.
var (
	definingWords = layout.WordSet(`hereinafter hereafter hierna ciapres nachfolgend nachstehend folgenden adelante sucesivo seguito innanzi
		doravante dalej zwany zwana zwanym zwanej`)
	livingWords = layout.WordSet(`residing resident living domiciled demeurant domicilie domiciliee wohnhaft domicilio domiciliado domiciliada
		residente wonende zamieszkaly zamieszkala zam located ansassig gevestigd siege sede sitz siedziba residencia`)
	atWords        = layout.WordSet("at in te a au en zu w przy social registered office kantoorhoudende aan la el")
	honorificWords = layout.WordSet(`mr mrs ms miss herr herrn frau monsieur madame mademoiselle m mme mlle don dona senor senora sr sra signor
		signora sig dhr mevr heer mevrouw de pan pani panem senhor senhora`)
	articleWords = layout.WordSet(`the le la l les der die das den el il lo de het o as als referred to called denommee denomme denommes designe
		designee bezeichnet genannt gelijk genoemd denominado denominada denominato denominata y and und et e`)
)

// definedStrength is of a party that the contract itself gives the name of the field.
const definedStrength = 0.82

// termWords is how far behind the defining word the name given may begin.
const termWords = 5

// AddDefined reads parties that a contract gives a name, where a field or group of the schema is called
// so: "Ada Lovelace, residing at 3 Mill Lane, hereinafter "the Lender"".
func AddDefined(r *evidence.Reading) {
	if r.Plan.Stated {
		return
	}
	for n, s := range r.Sheets {
		groups := r.Plan.Headings.FindHits(s, r.Languages)
		from := 0
		for i := range s.Tokens {
			if !definingWords[s.Tokens[i].Fold] {
				continue
			}
			words := s.ClauseAt(i)
			d := definition{r: r, n: n, words: words, at: position(words, i)}
			if d.at < from-words[0] {
				continue
			}
			d.from = max(0, position(words, from))
			for _, h := range groups {
				if d.gives(h) {
					d.addGroup(r.Plan.Scopes[h.Field])
				}
			}
			for _, h := range r.Hits[n] {
				if f := &r.Plan.Fields[h.Field]; d.gives(h) && h.Said >= plan.WeightComposed && f.Group == "" && (f.Kind == plan.Text || f.Kind == plan.Name) {
					d.addName(h.Field)
				}
			}
			from = d.behind(i)
		}
	}
}

// position is where in a sentence a token stands, -1 for nowhere.
func position(words layout.Sentence, i int) int {
	for k, w := range words {
		if w == i {
			return k
		}
	}
	return -1
}

// A definition is a sentence that gives a party a name.
type definition struct {
	r        *evidence.Reading
	n        int // sheet
	words    layout.Sentence
	from, at int // position of the first word about the party, and of the word that defines
}

// gives reports whether a label is the name that the sentence gives: behind the defining word, with
// nothing but articles between.
func (d *definition) gives(h plan.Hit) bool {
	s, k := d.r.Sheets[d.n], position(d.words, h.Span.From)
	if k <= d.at || k > d.at+termWords {
		return false
	}
	for j := d.at + 1; j < k; j++ {
		if t := &s.Tokens[d.words[j]]; t.Fold != "" && !articleWords[t.Fold] && !definingWords[t.Fold] {
			return false
		}
	}
	return true
}

// behind is the word with which the next party may begin: behind the name that is given here.
func (d *definition) behind(defining int) int {
	s := d.r.Sheets[d.n]
	for k := d.at + 1; k+1 < min(len(d.words), d.at+1+termWords); k++ {
		if t := s.Tokens[d.words[k]].Text; layout.Ends(t, ',') || layout.Ends(t, ';') || strings.Contains(t, ")") {
			return d.words[k+1]
		}
	}
	return defining + 1
}

// addGroup gives the name and the address to the fields of a group.
func (d *definition) addGroup(group string) {
	for i := range d.r.Plan.Fields {
		f := &d.r.Plan.Fields[i]
		switch {
		case f.Group != group:
		case f.Kind == plan.Address:
			d.add(i, d.address())
		case f.Kind == plan.Name || f.IsName():
			d.add(i, d.name())
		}
	}
}

func (d *definition) addName(i int) { d.add(i, d.name()) }

func (d *definition) add(i int, words layout.Sentence) {
	if len(words) == 0 {
		return
	}
	s := d.r.Sheets[d.n]
	o := phrased(s, d.n, words, definedStrength)
	o.Value = strings.Trim(o.Value, " ,;:(")
	d.r.Options[i] = evidence.Gather(d.r.Options[i], o)
	evidence.SortOptions(d.r.Options[i])
}

// longestParty is how many words a party's name has at most.
const longestParty = 8

// name is the first words of the sentence, behind what numbers or joins the parties, up to a comma.
func (d *definition) name() layout.Sentence {
	s, k := d.r.Sheets[d.n], d.from
	for j := k; j < d.at; j++ {
		if betweenWords[s.Tokens[d.words[j]].Fold] {
			k = j + 1
		}
	}
	for k < d.at {
		t := &s.Tokens[d.words[k]]
		if t.Letter && layout.HasCapital(t.Text) && !honorificWords[t.Fold] && !articleWords[t.Fold] {
			break
		}
		k++
	}
	for to := k; to < min(d.at, k+longestParty); to++ {
		t := &s.Tokens[d.words[to]]
		if livingWords[t.Fold] || strings.HasPrefix(t.Text, "(") {
			return d.words[k:to]
		}
		if layout.Ends(t.Text, ',') {
			return d.words[k : to+1]
		}
	}
	return nil
}

// address is what stands behind a word for living or having an office somewhere; a place alone is none.
func (d *definition) address() layout.Sentence {
	s := d.r.Sheets[d.n]
	for k := d.from; k < d.at; k++ {
		if !livingWords[s.Tokens[d.words[k]].Fold] {
			continue
		}
		from := k + 1
		for from < d.at && atWords[s.Tokens[d.words[from]].Fold] {
			from++
		}
		numbers, to := 0, from
		for ; to < d.at; to++ {
			t := &s.Tokens[d.words[to]]
			if t.Digit {
				numbers++
			}
			if strings.HasPrefix(t.Text, "(") || numbers > 1 && layout.Ends(t.Text, ',') {
				break
			}
		}
		if numbers > 0 {
			return d.words[from:min(to+1, d.at)]
		}
	}
	return nil
}
