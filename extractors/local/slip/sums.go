package slip

import (
	"regexp"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A sumKind says what an amount in the lower part of a slip is.
type sumKind int

const (
	sumNone     sumKind = iota
	sumTotal            // what is to pay
	sumBefore           // the total before its tax
	sumSub              // the goods, with or without tax
	sumTax              // a tax
	sumRounding         // what rounding to coins adds
	sumDiscount         // what is taken off
	sumGiven            // what the customer gave
	sumChange           // what was given back
	sumSummary          // a line of the table of taxes: an amount and its tax
)

// A slipSum is a line of a slip that says what its amount is.
type slipSum struct {
	row    int
	kind   sumKind
	amount evidence.Option
	pair   evidence.Option // the tax in a line of the table of taxes
	round  bool            // a total after rounding
}

// Words of the lines below the goods, folded. What misses one letter of a long word counts too.
var (
	totalWords = layout.WordSet(`total totals totale totaal totaux gesamt summe suma razem nett gesamtbetrag gesamtsumme endbetrag zahlbetrag zahlen
		payer pagar betalen zaplaty importe payable grandtotal nettotal totalsales amountdue balancedue`)
	subWords      = layout.WordSet("subtotal subttl subttotal zwischensumme soustotal subtotale subtotaal podsuma")
	sumTaxWords   = layout.WordSet("gst vat tax taxes sst mwst ust tva iva btw ptu hst pst qst igst cgst sgst svc service servicecharge")
	roundingWords = layout.WordSet("rounding round rounded rnd rundung arrondi afronding redondeo arrotondamento zaokraglenie")
	discountWords = layout.WordSet("discount disc saving savings saved rebate voucher coupon rabatt remise descuento sconto korting desconto rabat")
	countWords    = layout.WordSet("qty quantity item items points pcs count point balance menge anzahl articles artikel litre litres")
	cardWords     = layout.WordSet("visa master mastercard amex debit credit card karte carte tarjeta carta karta eftpos maestro girocard nets tng ewallet qr")
	cashWords     = layout.WordSet("accepted paid payment tender")
)

// slipSums reads the lines from the first sum on.
func slipSums(r *evidence.Reading) []slipSum {
	s := r.Sheets[0]
	printed := r.AmountsByWorth()
	var sums []slipSum
	summary := false
	for n, row := range s.Rows {
		amount, ok := sumAmount(r, n, printed)
		switch {
		case !ok && len(sums) > 0 && opensSummary(s, row): // above the first sum it heads the goods
			summary = true
			continue
		case !ok:
			continue
		}
		next := slipSum{row: n, amount: amount}
		next.kind, next.round = sumKindOf(s, labelOf(r, n, amount.Span))
		if summary && next.kind != sumGiven && next.kind != sumChange && (next.kind != sumTotal || twoAmounts(r, row)) {
			next.kind = sumNone
			if first, ok := amountBefore(r, row, amount.Span.From); ok {
				next.kind, next.amount, next.pair = sumSummary, first, amount
			}
		}
		if next.kind != sumNone {
			sums = append(sums, next)
		}
	}
	return sums
}

// labelOf returns the words before an amount. An amount alone in its row belongs to the row above,
// where that has none.
func labelOf(r *evidence.Reading, row int, amount layout.Span) layout.Span {
	s := r.Sheets[0]
	label := layout.Span{From: s.Rows[row].From, To: s.Rows[row].To - 1}
	if s.RowOf[amount.From] == row {
		label.To = amount.From
	}
	for i := label.From; i < label.To; i++ {
		if s.Tokens[i].Letter && len(s.Tokens[i].Fold) > 3 {
			return label
		}
	}
	if row > 0 && !r.IsPriced(s.Rows[row-1]) {
		label.From = s.Rows[row-1].From
	}
	return label
}

// opensSummary recognises the heading of the table of taxes.
func opensSummary(s *layout.Sheet, row layout.Span) bool {
	tax, amount := false, false
	for i := row.From; i < row.To; i++ {
		t := &s.Tokens[i]
		if nearlyIn(t.Fold, summaryWords) {
			return true
		}
		tax = tax || strings.HasPrefix(t.Fold, "tax") || strings.HasPrefix(t.Fold, "gst")
		amount = amount || strings.HasPrefix(t.Fold, "amount") || strings.HasPrefix(t.Fold, "amt")
	}
	return tax && amount
}

var summaryWords = layout.WordSet("summary zusammenfassung recapitulatif riepilogo resumen resumo")

// sumKindOf says what the words before an amount call it.
func sumKindOf(s *layout.Sheet, label layout.Span) (kind sumKind, rounded bool) {
	said := func(words map[string]bool) bool {
		for i := label.From; i < label.To; i++ {
			if nearlyIn(s.Tokens[i].Fold, words) {
				return true
			}
		}
		return false
	}
	text := s.Fold(label)
	total := said(totalWords) || strings.Contains(text, "netamt") || strings.Contains(text, "amountdue") || strings.Contains(text, "balancedue") || strings.Contains(text, "netamount")
	included := said(evidence.With) || strings.Contains(text, "incl") || strings.Contains(text, "ttc")
	excluded := said(evidence.Without) || strings.Contains(text, "excl") || strings.Contains(text, "before")
	switch {
	case said(changeWords):
		return sumChange, false
	case said(cashWords) || said(givenWords) || said(cardWords):
		return sumGiven, false
	case said(subWords) || strings.Contains(text, "subt"):
		return sumSub, false
	case said(roundingWords):
		if total && !included {
			return sumTotal, true
		}
		return sumRounding, false
	case said(discountWords) && !strings.Contains(text, "after"):
		return sumDiscount, false
	case total && said(countWords):
		return sumNone, false
	case (total || strings.Contains(text, "amount")) && included:
		return sumTotal, false
	case strings.Contains(text, "taxable"):
		return sumBefore, false
	case total && excluded && !strings.HasPrefix(text, "net"):
		return sumBefore, false
	case said(sumTaxWords):
		return sumTax, false
	case total:
		return sumTotal, false
	}
	return sumNone, false
}

// nearlyIn reports whether a word is one of the words, or differs from one of at least five
// letters in one letter, as recognition misreads it.
func nearlyIn(fold string, words map[string]bool) bool {
	if words[fold] {
		return true
	}
	if len(fold) < 5 {
		return false
	}
	for w := range words {
		if layout.Nearly(fold, w) {
			return true
		}
	}
	return false
}

// sumAmount reads the amount at the end of a row, also where recognition lost or misread a sign of
// it: "88 17", "RH152. 00", "3045" where 30.45 is printed as well.
func sumAmount(r *evidence.Reading, row int, printed map[extractors.Ticks]evidence.Option) (evidence.Option, bool) {
	s := r.Sheets[0]
	if c, ok := r.LastAmount(s.Rows[row]); ok {
		return evidence.PrintedOption(0, c), true
	}
	at := s.TrimMarks(s.Rows[row])
	if at.From == at.To || !s.Tokens[at.To-1].OCR {
		return evidence.Option{}, false
	}
	for n := 2; n > 0; n-- {
		if at.To-n < at.From {
			continue
		}
		sp := layout.Span{From: at.To - n, To: at.To}
		if n == 2 && s.Tokens[sp.To-1].X0-s.Tokens[sp.From].X1 > gapOfDecimals*s.Line {
			continue
		}
		if o, ok := misreadAmount(s, sp); ok {
			return o, true
		}
	}
	digits := s.Tokens[at.To-1].Text
	if !layout.IsNumber(strings.Trim(digits, `"'“`)) || len(digits) < 3 {
		return evidence.Option{}, false
	}
	o, ok := printed[extractors.Ticks(layout.Atoi(strings.Trim(digits, `"'“`)))*extractors.TicksPerOne/100]
	return o, ok
}

// moneyLike is a number with two decimals behind at most a short word, with letters that
// recognition takes for digits, and with a gap or a mark in place of the decimal sign.
var moneyLike = regexp.MustCompile(`^([A-Za-z]{0,2}?)([0-9OolISBZ]{1,5})(?:[.,] ?| )([0-9OolISBZ]{2})$`)

// gapOfDecimals is the gap that may stand in place of a decimal sign, in lines: tills print every
// letter as wide as the widest.
const gapOfDecimals = 1.8

// misreadAmount reads what is no number as printed. At least half of it must be digits.
func misreadAmount(s *layout.Sheet, sp layout.Span) (evidence.Option, bool) {
	text := strings.Trim(s.Text(sp), ` "'“*:;`)
	parts := moneyLike.FindStringSubmatch(text)
	if parts == nil || 2*layout.CountDigits(parts[2]+parts[3]) < len(parts[2]+parts[3]) {
		return evidence.Option{}, false
	}
	read := extractors.ReadAmount(evidence.DigitsFor.Replace(parts[2]+"."+parts[3]), '.')
	if len(read) == 0 {
		return evidence.Option{}, false
	}
	return evidence.Option{Value: read[0].Text, Amount: read[0], Span: sp, Places: 1, Misread: "amounts of slips have two decimals"}, true
}

// amountBefore returns the last amount with decimals of a row before a token.
func amountBefore(r *evidence.Reading, row layout.Span, before int) (evidence.Option, bool) {
	var last evidence.Option
	for _, c := range r.Found[0][plan.Amount] {
		if c.Span.From >= row.From && c.Span.To <= before && c.Amount.Scale == 2 {
			last = evidence.PrintedOption(0, c)
		}
	}
	return last, last.Value != ""
}

func twoAmounts(r *evidence.Reading, row layout.Span) bool {
	_, ok := amountBefore(r, row, row.To-1)
	return ok
}
