package slip

import (
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A payList is a list of how a slip was paid: by what means, how much, with which card. It
// prints below the total, one line each.
type payList struct {
	list                 *plan.List
	method, amount, card int // fields of a row, -1 where the schema has none
}

func newPayList(l *plan.List) (payList, bool) {
	p := payList{list: l, method: -1, amount: -1, card: -1}
	for i := range l.Fields {
		f := &l.Fields[i]
		words := plan.NameWords(f.Node)
		switch {
		case f.Kind == plan.Amount && p.amount < 0:
			p.amount = i
		case plan.Has(words, "method", "means", "tender"):
			p.method = i
		case plan.Has(words, "card", "last4"):
			p.card = i
		}
	}
	return p, p.method >= 0 && p.amount >= 0
}

// A paid is one payment as it is printed. Options without a value are not printed.
type paid struct {
	method, amount, card evidence.Option
}

// ReadPayments reads the lines from the total on that begin with a means of payment and end
// with an amount.
func ReadPayments(r *evidence.Reading, l *plan.List) []extractors.Claim {
	p, ok := newPayList(l)
	if !ok || len(r.Sheets) != 1 {
		return nil
	}
	s := r.Sheets[0]
	hits := l.Phrases.FindHits(s, r.Languages)
	var all []paid
	last := 0
	for row := totalRow(r); row < len(s.Rows); row++ {
		amount, ok := r.LastAmount(s.Rows[row])
		if !ok || amount.Amount.Ticks <= 0 {
			continue
		}
		if method, ok := methodIn(r, p, hits, layout.Span{From: s.Rows[row].From, To: amount.Span.From}); ok {
			all = append(all, paid{method: method, amount: evidence.PrintedOption(0, amount)})
			last = row
		}
	}
	if len(all) == 1 {
		all[0].card = cardIn(r, layout.Span{From: s.Rows[last].From, To: s.Rows[min(last+cardRows, len(s.Rows)-1)].To})
	}
	return paidClaims(r, p, all)
}

// cardRows is how far below a payment the number of its card may stand, in rows.
const cardRows = 8

// totalRow is the row of the total, the first row where none was found.
func totalRow(r *evidence.Reading) int {
	gross := r.SumFields()[plan.Gross]
	if gross < 0 || len(r.Options[gross]) == 0 {
		return 0
	}
	o := r.Options[gross][0]
	return r.Sheets[o.Sheet].RowOf[o.Span.From]
}

// methodIn reads the means of payment that the words before an amount name; the last of them
// says most: "Payment: Visa".
func methodIn(r *evidence.Reading, p payList, hits []plan.Hit, words layout.Span) (evidence.Option, bool) {
	s := r.Sheets[0]
	var best evidence.Option
	for _, h := range hits {
		if h.Field != p.method || h.Weight < 0.5 || h.Span.From < words.From || h.Span.To > words.To {
			continue
		}
		best = evidence.Option{Value: strings.Trim(s.Text(h.Span), " :;,.*#"), Span: h.Span, Strength: 0.85 * h.Weight, Places: 1}
	}
	return best, best.Value != ""
}

// cardIn finds the last four digits of a card behind the marks that hide the others.
func cardIn(r *evidence.Reading, words layout.Span) evidence.Option {
	s := r.Sheets[0]
	for i := words.From; i < words.To; i++ {
		text := strings.Trim(s.Tokens[i].Text, ".,;:")
		if len(text) < 4 || !layout.IsNumber(text[len(text)-4:]) {
			continue
		}
		hidden := text[:len(text)-4]
		if hidden == "" && i > words.From {
			hidden = s.Tokens[i-1].Text
		}
		if isMask(hidden) {
			return evidence.Option{Value: text[len(text)-4:], Span: layout.Span{From: i, To: i + 1}, Strength: 0.9, Places: 1, Derived: len(text) > 4}
		}
	}
	return evidence.Option{}
}

// isMask reports whether text is marks in place of digits, at most with some digits in front.
func isMask(text string) bool {
	marks := strings.TrimLeft(text, "0123456789- ")
	return len(marks) >= 2 && strings.Trim(marks, "*#xX•.-") == "" && strings.Trim(marks, ".-") != ""
}

// paidClaims states the payments. One that pays the total is proven by it.
func paidClaims(r *evidence.Reading, p payList, all []paid) []extractors.Claim {
	var claims []extractors.Claim
	gross := r.SumFields()[plan.Gross]
	for i, pay := range all {
		if gross >= 0 && len(r.Options[gross]) > 0 && r.Options[gross][0].Amount.Ticks == pay.amount.Amount.Ticks {
			pay.amount.Proven = "it pays the total"
		}
		for _, cell := range []struct {
			field int
			evidence.Option
		}{{p.method, pay.method}, {p.amount, pay.amount}, {p.card, pay.card}} {
			if cell.field < 0 || cell.Value == "" {
				continue
			}
			c := r.ClaimOf(p.list.Pointer()+"/"+strconv.Itoa(i)+"/"+p.list.Fields[cell.field].Node.Name, cell.Option, nil)
			c.Reason = strings.TrimSuffix("in the line of its payment; "+cell.Proven, "; ")
			claims = append(claims, c)
		}
	}
	return claims
}
