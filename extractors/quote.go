package extractors

import (
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// How well a model's value is proven by the page.
type standing int

const (
	unproven  standing = iota
	elsewhere          // the value is on the page, the quote is not, or does not hold it
	loose              // quote and value are there once letters that recognition mixes up are equal
	quoted             // the quote is there and holds the value
)

// proveModel looks for a model's value where the model says that it stands, and keeps how well
// it stands there.
func (g *grounder) proveModel(n *schemas.Node, c *Claim, value any) bool {
	p, at, s := g.proveRow(n, c, value)
	if s == unproven {
		p, at, s = g.proveQuoted(n, c, value)
	}
	if s == quoted && !speaks(n, value, p.quote(at[0], at[1]+1)) {
		s = elsewhere
	}
	if s == unproven {
		return false
	}
	c.Evidence = []pipeline.Evidence{p.cite(at[0], at[1])}
	c.proof = &modelProof{standing: s, legible: p.legible(at), ambiguous: twoDates(n, p, at)}
	if labelled(n) {
		c.proof.names = g.names(p, at, printed(value))
	}
	return true
}

// proveRow looks within the boxes of the lines that a row was read from.
func (g *grounder) proveRow(n *schemas.Node, c *Claim, value any) (*pageText, [2]int, standing) {
	proof := proofOf(n, c, value)
	for _, e := range c.Evidence {
		p := g.page(e.Page)
		if p == nil || e.Box == nil {
			continue
		}
		for _, order := range p.orders() {
			inside := order.inside(*e.Box)
			if byQuote(n, value) {
				if places := inside.findAll(e.Quote); len(places) > 0 {
					return inside, places[0], quoted
				}
				continue
			}
			if from, to, ok := proof(inside, 0, len(inside.words)); ok {
				return inside, [2]int{from, to}, quoted
			}
			if looseProof(n, value) == nil {
				continue
			}
			if from, to, ok := inside.scattered(printed(value)); ok {
				return inside, [2]int{from, to}, quoted
			}
		}
	}
	return nil, [2]int{}, unproven
}

// proveQuoted finds what a model quotes, on the page that it names first, and the value in it.
// A value that stands only somewhere else counts less.
func (g *grounder) proveQuoted(n *schemas.Node, c *Claim, value any) (*pageText, [2]int, standing) {
	proof, near := proofOf(n, c, value), looseProof(n, value)
	if byQuote(n, value) {
		proof = func(_ *pageText, from, to int) (int, int, bool) { return from, to - 1, to > from }
	}
	page := 0
	for _, e := range c.Evidence {
		page = e.Page
		for _, p := range g.from(e.Page) {
			if order, at, s := p.holds(e.Quote, proof, near); s != unproven {
				return order, at, s
			}
		}
	}
	bare := *c
	bare.Evidence = nil // now the value itself is looked for
	proof = proofOf(n, &bare, value)
	for _, p := range g.from(page) {
		for _, order := range p.orders() {
			if from, to, ok := proof(order, 0, len(order.words)); ok {
				return order, [2]int{from, to}, elsewhere
			}
		}
	}
	return nil, [2]int{}, unproven
}

// byQuote reports whether print seldom shows the value itself: its quote is all the proof there is.
func byQuote(n *schemas.Node, value any) bool {
	_, isBool := value.(bool)
	return isBool || coded(n) || len(n.Enum) > 0
}

// holds looks for a quote in both orders of the page's words, and for the value within it.
func (p *pageText) holds(quote string, exact, near proof) (*pageText, [2]int, standing) {
	if strings.TrimSpace(quote) == "" {
		return nil, [2]int{}, unproven
	}
	for _, order := range p.orders() {
		for _, at := range order.findAll(quote) {
			if from, to, ok := exact(order.part(at), 0, at[1]-at[0]+1); ok {
				return order, [2]int{at[0] + from, at[0] + to}, quoted
			}
		}
	}
	if near == nil {
		return nil, [2]int{}, unproven
	}
	for _, order := range p.orders() {
		mixed := order.mixed()
		first, last, ok := mixed.find(mixUp(Fold(quote)))
		if !ok {
			continue
		}
		if from, to, ok := near(mixed.part([2]int{first, last}), 0, last-first+1); ok {
			return order, [2]int{first + from, first + to}, loose
		}
	}
	return nil, [2]int{}, unproven
}

// orders are the page's words in the order of the file, and across.
func (p *pageText) orders() []*pageText {
	if p.across == nil {
		p.across, p.rows = &pageText{number: p.number}, Across(p.page)
		for _, row := range p.rows {
			for _, w := range row {
				p.across.words = append(p.across.words, w.Word)
			}
		}
	}
	return []*pageText{p, p.across}
}

// part is words at[0] to at[1] as a page of their own.
func (p *pageText) part(at [2]int) *pageText {
	return &pageText{number: p.number, words: p.words[at[0] : at[1]+1]}
}

// mostPlaces is how many places of one quote are looked at.
const mostPlaces = 64

// findAll returns the first and last word of every place where a quote stands.
func (p *pageText) findAll(quote string) [][2]int {
	var all [][2]int
	folded := Fold(quote)
	if folded == "" {
		if first, last, ok := findQuote(p, quote); ok {
			all = append(all, [2]int{first, last})
		}
		return all
	}
	p.fold()
	for from := 0; len(all) < mostPlaces; {
		first, last, at, ok := p.findFrom(folded, from)
		if !ok {
			break
		}
		all, from = append(all, p.widened(first, last, quote)), at+1
	}
	return all
}

// widened takes in the signs around a place that the quote names too: the € of "12,00 €".
func (p *pageText) widened(first, last int, quote string) [2]int {
	sign := func(i int) bool {
		return i >= 0 && i < len(p.words) && p.words[i].Text != "" && Fold(p.words[i].Text) == "" && strings.Contains(quote, p.words[i].Text)
	}
	for sign(first - 1) {
		first--
	}
	for sign(last + 1) {
		last++
	}
	return [2]int{first, last}
}

// mixed is the page with letters made equal that recognition mixes up, where its words were
// recognised. A text layer is what it says.
func (p *pageText) mixed() *pageText {
	m := &pageText{number: p.number, words: make([]pipeline.Word, len(p.words))}
	for i, w := range p.words {
		if w.Source == pipeline.SourceOCR {
			w.Text = mixUp(Fold(w.Text))
		}
		m.words[i] = w
	}
	return m
}

// confusions are letters that recognition takes for digits, and for each other. No two digits
// become equal.
var confusions = strings.NewReplacer("o", "0", "q", "0", "d", "0", "i", "1", "l", "1", "j", "1", "s", "5", "b", "8", "z", "2", "g", "9", "rn", "m", "vv", "w")

func mixUp(folded string) string { return confusions.Replace(folded) }

// looseProof looks for a text among mixed-up words. Amounts and dates have no such proof.
func looseProof(n *schemas.Node, value any) proof {
	text, isText := value.(string)
	if !isText || isPlainDecimal(text) || isISODate(text) || n.Format == "date" {
		return nil
	}
	if len(n.Enum) > 0 || coded(n) {
		return nil
	}
	want := mixUp(Fold(text))
	return func(p *pageText, _, _ int) (int, int, bool) { return p.find(want) }
}
