package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/schemas"
)

// A liar is a model that knows the truth about a document, and tells it for nine fields of ten.
type liar struct {
	t      *testing.T
	doc    *labelledInvoice
	others []*labelledInvoice
	rng    *rand.Rand
	said   map[string]saying // by pointer
	nets   []saying          // of the rows
}

// A saying is one value of an answer.
type saying struct {
	value, quote string
	page         int
	kind         string // money | date | text
	lie          string // which one, "" for the truth
}

// known maps fields to their truth.
var known = []struct{ pointer, truth, kind string }{
	{"/number", "invoice_number", "text"}, {"/issue_date", "issue_date", "date"}, {"/due_date", "due_date", "date"},
	{"/supply_date", "delivery_date", "date"}, {"/seller/name", "seller_name", "text"}, {"/seller/vat_id", "seller_vat_id", "text"},
	{"/seller/tax_id", "seller_tax_number", "text"}, {"/buyer/name", "buyer_name", "text"}, {"/totals/net", "net_total", "money"},
	{"/totals/vat", "tax_total", "money"}, {"/totals/gross", "gross_total", "money"}, {"/totals/due", "amount_due", "money"},
	{"/payment/iban", "iban", "text"},
}

func newLiar(t *testing.T, d *labelledInvoice, all []*labelledInvoice, rng *rand.Rand) *liar {
	return &liar{t: t, doc: d, others: all, rng: rng, said: map[string]saying{}}
}

// Ask implements [model.Asker].
func (l *liar) Ask(ctx context.Context, c model.Call) (model.Answer, error) {
	r, err := c.Compose(ctx, model.Mode{Target: model.Target{Name: "liar", Context: 1 << 20, MaxOutput: 1 << 16}, JSON: model.JSONSchema})
	if err != nil {
		return model.Answer{}, err
	}
	asked, err := schemas.Parse("asked", r.Output.Schema)
	if err != nil {
		return model.Answer{}, err
	}
	answer := l.truth(asked.Root, newPrint(r))
	l.plant(answer, newPrint(r))
	for pointer, s := range answer {
		l.said[pointer] = s
	}
	root := tree(answer)
	if asked.Root.Property("lines") != nil {
		root["lines"] = l.rows(newPrint(r))
	}
	raw, err := json.Marshal(root)
	if err != nil {
		return model.Answer{}, err
	}
	value, err := schemas.Decode(raw)
	if err != nil {
		return model.Answer{}, err
	}
	if wrong := c.Check(value); len(wrong) > 0 {
		l.t.Errorf("answer %s: %v", raw, wrong)
	}
	return model.Answer{Text: string(raw), Value: value, Target: "liar", Model: "liar"}, nil
}

// truth is what an honest model says of the fields that are asked for.
func (l *liar) truth(asked *schemas.Node, p *print) map[string]saying {
	answer := map[string]saying{}
	for _, k := range known {
		n := nodeOf(asked, strings.Split(k.pointer[1:], "/")...)
		truth, there := l.doc.Truth[k.truth]
		if n == nil || !there || truth == nil || !slices.Contains(l.doc.Visible, k.truth) {
			continue
		}
		value := plainTruth(truth)
		if s, ok := p.find(k.kind, value, n.Description); ok {
			answer[k.pointer] = s
		}
	}
	return answer
}

// rows are the lines of goods that are printed, each where its amount and a word of its
// description stand.
func (l *liar) rows(p *print) []any {
	rows := []any{}
	goods, _ := l.doc.Truth["lines"].([]any)
	used := map[string]bool{}
	for _, g := range goods {
		line, _ := g.(map[string]any)
		net, isAmount := line["net_amount"].(float64)
		words := strings.Fields(fmt.Sprint(line["description"]))
		if !isAmount || len(words) == 0 {
			continue
		}
		for _, c := range p.cells {
			value := strconv.FormatFloat(net, 'f', 2, 64)
			if used[c.at] || !c.holds("money", value) || !p.nearby(c, words[0]) {
				continue
			}
			used[c.at] = true
			rows = append(rows, map[string]any{"at": c.at, "net": l.net(value, rows)})
			break
		}
	}
	return rows
}

// net is a row's amount: in one of ten rows with a digit changed, or that of the row before it.
func (l *liar) net(value string, before []any) string {
	s := saying{value: value, kind: "money"}
	if l.rng.Float64() < 0.1 {
		answer := map[string]saying{"net": s}
		l.change(answer, "net")
		s = answer["net"]
		if last := len(before) - 1; last >= 0 && l.rng.IntN(2) == 0 {
			if other := before[last].(map[string]any)["net"].(string); other != value {
				s.value = other
			}
		}
	}
	l.nets = append(l.nets, s)
	return s.value
}

// nearby reports whether a word stands in a cell's own line or in the next one.
func (p *print) nearby(c shownCell, word string) bool {
	return slices.ContainsFunc(p.cells, func(o shownCell) bool {
		return o.page == c.page && (o.line == c.line || o.line == c.line+1 || o.line == c.line-1) && strings.Contains(extractors.Fold(o.text), extractors.Fold(word))
	})
}

func plainTruth(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
	return fmt.Sprint(v)
}

// plant makes a tenth of an answer wrong.
func (l *liar) plant(answer map[string]saying, p *print) {
	for _, k := range known {
		s, there := answer[k.pointer]
		if !there || s.lie != "" || l.rng.Float64() >= 0.1 {
			continue
		}
		switch l.rng.IntN(3) {
		case 0:
			l.change(answer, k.pointer)
		case 1:
			l.swap(answer, k.pointer)
		default:
			l.borrow(answer, k.pointer, k.truth, p)
		}
	}
}

// change alters a digit, or a letter where there is none, in the value and, every other time, in
// its quote.
func (l *liar) change(answer map[string]saying, pointer string) {
	s := answer[pointer]
	var places []int
	for i := range len(s.value) {
		if c := s.value[i]; c >= '0' && c <= '9' && (s.kind != "date" || i > 7) {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		places = append(places, l.rng.IntN(max(len(s.value)-1, 1)))
	}
	i := places[l.rng.IntN(len(places))]
	b := []byte(s.value)
	if b[i] >= '0' && b[i] <= '9' {
		b[i] = '0' + (b[i]-'0'+byte(1+l.rng.IntN(8)))%10
	} else {
		b[i] = 'k'
	}
	if l.rng.IntN(2) == 0 {
		s.quote = strings.ReplaceAll(s.quote, s.value, string(b))
	}
	s.value, s.lie = string(b), "changed"
	answer[pointer] = s
}

// swap exchanges two fields of one kind, with their quotes.
func (l *liar) swap(answer map[string]saying, pointer string) {
	s := answer[pointer]
	for _, i := range l.rng.Perm(len(known)) {
		other := known[i].pointer
		o, there := answer[other]
		if other == pointer || !there || o.kind != s.kind || o.lie != "" || o.value == s.value {
			continue
		}
		s.lie, o.lie = "swapped with "+other, "swapped with "+pointer
		answer[pointer], answer[other] = o, s
		return
	}
}

// borrow gives the value of another page, or of another document.
func (l *liar) borrow(answer map[string]saying, pointer, truth string, p *print) {
	s := answer[pointer]
	if o, ok := p.other(s, l.rng); ok {
		o.lie = "from another page"
		answer[pointer] = o
		return
	}
	for _, i := range l.rng.Perm(len(l.others)) {
		v, there := l.others[i].Truth[truth]
		if value := plainTruth(v); there && v != nil && value != s.value {
			answer[pointer] = saying{value: value, quote: strings.ReplaceAll(s.quote, s.value, value), page: s.page, kind: s.kind, lie: "from another document"}
			return
		}
	}
}

// tree nests sayings as the answer's schema wants them.
func tree(answer map[string]saying) map[string]any {
	root := map[string]any{}
	for pointer, s := range answer {
		at := root
		names := strings.Split(pointer[1:], "/")
		for _, name := range names[:len(names)-1] {
			group, ok := at[name].(map[string]any)
			if !ok {
				group = map[string]any{}
				at[name] = group
			}
			at = group
		}
		at[names[len(names)-1]] = map[string]any{"v": s.value, "q": s.quote, "p": s.page}
	}
	return root
}

// A print is what a request shows: cells of numbered lines.
type print struct{ cells []shownCell }

type shownCell struct {
	page  int
	line  int
	at    string
	text  string
	label string // the cell before it, where it holds no digit
}

var (
	numberedLine = regexp.MustCompile(`^(\d+):(\d+)\|\s*(.*)$`)
	wideGap      = regexp.MustCompile(`\s{2,}`)
)

func newPrint(r model.Request) *print {
	p := &print{}
	for _, part := range r.Turns[0].Parts {
		for line := range strings.Lines(part.Text) {
			m := numberedLine.FindStringSubmatch(strings.TrimSpace(line))
			if m == nil {
				continue
			}
			page, _ := strconv.Atoi(m[1])
			number, _ := strconv.Atoi(m[2])
			before := ""
			for _, cell := range wideGap.Split(m[3], -1) {
				c := shownCell{page: page, line: number, at: m[1] + ":" + m[2], text: cell}
				if !strings.ContainsAny(before, "0123456789") {
					c.label = before
				}
				p.cells, before = append(p.cells, c), cell
			}
		}
	}
	return p
}

// find is where an honest model reads a value: where the field's own words stand beside it, else
// the first place.
func (p *print) find(kind, value, about string) (saying, bool) {
	best, score := saying{}, -1
	_, labels, _ := strings.Cut(about, "printed as ")
	for _, c := range p.cells {
		if !c.holds(kind, value) {
			continue
		}
		quote, n := strings.TrimSpace(c.label+" "+c.text), 0
		for label := range strings.SplitSeq(strings.Split(labels, ";")[0], ", ") {
			if f := extractors.Fold(label); f != "" && strings.Contains(extractors.Fold(quote), f) {
				n = max(n, len(f))
			}
		}
		if n > score {
			best, score = saying{value: value, quote: quote, page: c.page, kind: kind}, n
		}
	}
	return best, score >= 0
}

func (c *shownCell) holds(kind, value string) bool {
	words := strings.Fields(c.text)
	switch kind {
	case "date":
		return slices.ContainsFunc(extractors.ScanDates(words, extractors.OrderUnknown), func(s extractors.DateSpan) bool { return s.Readings[0] == value })
	case "money":
		want := extractors.ReadAmount(value, '.')[0].Ticks
		return slices.ContainsFunc(append(words, c.text), func(w string) bool {
			return slices.ContainsFunc(extractors.ReadAmount(w, 0), func(a extractors.Amount) bool { return a.Ticks == want && a.Scale > 0 })
		})
	}
	return strings.Contains(extractors.Fold(c.text), extractors.Fold(value))
}

// other finds a value of the same kind on another page.
func (p *print) other(s saying, rng *rand.Rand) (saying, bool) {
	for _, i := range rng.Perm(len(p.cells)) {
		c := p.cells[i]
		if c.page == s.page {
			continue
		}
		words := strings.Fields(c.text)
		switch s.kind {
		case "date":
			if spans := extractors.ScanDates(words, extractors.OrderUnknown); len(spans) > 0 && spans[0].Readings[0] != s.value {
				return saying{value: spans[0].Readings[0], quote: c.text, page: c.page, kind: s.kind}, true
			}
		case "money":
			for _, w := range words {
				if all := extractors.ReadAmount(w, 0); len(all) > 0 && all[0].Scale == 2 && all[0].Text != s.value {
					return saying{value: all[0].Text, quote: c.text, page: c.page, kind: s.kind}, true
				}
			}
		default:
			if len(words) > 1 && len(words) < 6 && extractors.Fold(c.text) != extractors.Fold(s.value) {
				return saying{value: c.text, quote: c.text, page: c.page, kind: s.kind}, true
			}
		}
	}
	return saying{}, false
}

// textAt returns the text of the value at a pointer without lists.
func textAt(data map[string]any, pointer string) (string, bool) {
	var v any = data
	for name := range strings.SplitSeq(pointer[1:], "/") {
		group, ok := v.(map[string]any)
		if !ok {
			return "", false
		}
		v = group[name]
	}
	s, ok := v.(string)
	return s, ok
}
