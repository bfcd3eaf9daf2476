package local

import (
	"strconv"
	"strings"

	"docpipe/extractors"
)

// A payList is a list of how a slip was paid: by what means, how much, with which card. It
// prints below the total, one line each.
type payList struct {
	list                 *list
	method, amount, card int // fields of a row, -1 where the schema has none
}

func newPayList(l *list) (payList, bool) {
	p := payList{list: l, method: -1, amount: -1, card: -1}
	for i := range l.fields {
		f := &l.fields[i]
		words := nameWords(f.node)
		switch {
		case f.kind == kindAmount && p.amount < 0:
			p.amount = i
		case has(words, "method", "means", "tender"):
			p.method = i
		case has(words, "card", "last4"):
			p.card = i
		}
	}
	return p, p.method >= 0 && p.amount >= 0
}

// A paid is one payment as it is printed. Options without a value are not printed.
type paid struct {
	method, amount, card option
}

// readPayments reads the lines from the total on that begin with a means of payment and end
// with an amount.
func (r *reading) readPayments(l *list) []extractors.Claim {
	p, ok := newPayList(l)
	if !ok || len(r.sheets) != 1 {
		return nil
	}
	s := r.sheets[0]
	hits := l.phrases.findHits(s, r.languages)
	var all []paid
	last := 0
	for row := r.totalRow(); row < len(s.rows); row++ {
		amount, ok := r.lastAmount(s.rows[row])
		if !ok || amount.amount.Ticks <= 0 {
			continue
		}
		if method, ok := r.methodIn(p, hits, span{s.rows[row].from, amount.span.from}); ok {
			all = append(all, paid{method: method, amount: printedOption(0, amount)})
			last = row
		}
	}
	if len(all) == 1 {
		all[0].card = r.cardIn(span{s.rows[last].from, s.rows[min(last+cardRows, len(s.rows)-1)].to})
	}
	return r.paidClaims(p, all)
}

// cardRows is how far below a payment the number of its card may stand, in rows.
const cardRows = 8

// totalRow is the row of the total, the first row where none was found.
func (r *reading) totalRow() int {
	gross := r.sumFields()[roleGross]
	if gross < 0 || len(r.options[gross]) == 0 {
		return 0
	}
	o := r.options[gross][0]
	return r.sheets[o.sheet].rowOf[o.span.from]
}

// methodIn reads the means of payment that the words before an amount name; the last of them
// says most: "Payment: Visa".
func (r *reading) methodIn(p payList, hits []hit, words span) (option, bool) {
	s := r.sheets[0]
	var best option
	for _, h := range hits {
		if h.field != p.method || h.weight < 0.5 || h.span.from < words.from || h.span.to > words.to {
			continue
		}
		best = option{value: strings.Trim(s.text(h.span), " :;,.*#"), span: h.span, strength: 0.85 * h.weight, places: 1}
	}
	return best, best.value != ""
}

// cardIn finds the last four digits of a card behind the marks that hide the others.
func (r *reading) cardIn(words span) option {
	s := r.sheets[0]
	for i := words.from; i < words.to; i++ {
		text := strings.Trim(s.tokens[i].text, ".,;:")
		if len(text) < 4 || !isNumber(text[len(text)-4:]) {
			continue
		}
		hidden := text[:len(text)-4]
		if hidden == "" && i > words.from {
			hidden = s.tokens[i-1].text
		}
		if isMask(hidden) {
			return option{value: text[len(text)-4:], span: span{i, i + 1}, strength: 0.9, places: 1, derived: len(text) > 4}
		}
	}
	return option{}
}

// isMask reports whether text is marks in place of digits, at most with some digits in front.
func isMask(text string) bool {
	marks := strings.TrimLeft(text, "0123456789- ")
	return len(marks) >= 2 && strings.Trim(marks, "*#xX•.-") == "" && strings.Trim(marks, ".-") != ""
}

// paidClaims states the payments. One that pays the total is proven by it.
func (r *reading) paidClaims(p payList, all []paid) []extractors.Claim {
	var claims []extractors.Claim
	gross := r.sumFields()[roleGross]
	for i, pay := range all {
		if gross >= 0 && len(r.options[gross]) > 0 && r.options[gross][0].amount.Ticks == pay.amount.amount.Ticks {
			pay.amount.proven = "it pays the total"
		}
		for _, cell := range []struct {
			field int
			option
		}{{p.method, pay.method}, {p.amount, pay.amount}, {p.card, pay.card}} {
			if cell.field < 0 || cell.value == "" {
				continue
			}
			c := r.claimOf(p.list.pointer()+"/"+strconv.Itoa(i)+"/"+p.list.fields[cell.field].node.Name, cell.option, nil)
			c.Reason = strings.TrimSuffix("in the line of its payment; "+cell.proven, "; ")
			claims = append(claims, c)
		}
	}
	return claims
}
