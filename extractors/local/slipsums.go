package local

import (
	"regexp"
	"strings"

	"docpipe/extractors"
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
	amount option
	pair   option // the tax in a line of the table of taxes
	round  bool   // a total after rounding
}

// Words of the lines below the goods, folded. What misses one letter of a long word counts too.
var (
	totalWords = wordSet(`total totals totale totaal totaux gesamt summe suma razem nett gesamtbetrag gesamtsumme endbetrag zahlbetrag zahlen
		payer pagar betalen zaplaty importe payable grandtotal nettotal totalsales amountdue balancedue`)
	subWords      = wordSet("subtotal subttl subttotal zwischensumme soustotal subtotale subtotaal podsuma")
	sumTaxWords   = wordSet("gst vat tax taxes sst mwst ust tva iva btw ptu hst pst qst igst cgst sgst svc service servicecharge")
	roundingWords = wordSet("rounding round rounded rnd rundung arrondi afronding redondeo arrotondamento zaokraglenie")
	discountWords = wordSet("discount disc saving savings saved rebate voucher coupon rabatt remise descuento sconto korting desconto rabat")
	countWords    = wordSet("qty quantity item items points pcs count point balance menge anzahl articles artikel litre litres")
	cardWords     = wordSet("visa master mastercard amex debit credit card karte carte tarjeta carta karta eftpos maestro girocard nets tng ewallet qr")
	cashWords     = wordSet("accepted paid payment tender")
)

// slipSums reads the lines from the first sum on.
func (r *reading) slipSums() []slipSum {
	s := r.sheets[0]
	printed := r.amountsByWorth()
	var sums []slipSum
	summary := false
	for n, row := range s.rows {
		amount, ok := r.sumAmount(n, printed)
		switch {
		case !ok && len(sums) > 0 && opensSummary(s, row): // above the first sum it heads the goods
			summary = true
			continue
		case !ok:
			continue
		}
		next := slipSum{row: n, amount: amount}
		next.kind, next.round = sumKindOf(s, r.labelOf(n, amount.span))
		if summary && next.kind != sumGiven && next.kind != sumChange && (next.kind != sumTotal || r.twoAmounts(row)) {
			next.kind = sumNone
			if first, ok := r.amountBefore(row, amount.span.from); ok {
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
func (r *reading) labelOf(row int, amount span) span {
	s := r.sheets[0]
	label := span{s.rows[row].from, s.rows[row].to - 1}
	if s.rowOf[amount.from] == row {
		label.to = amount.from
	}
	for i := label.from; i < label.to; i++ {
		if s.tokens[i].letter && len(s.tokens[i].fold) > 3 {
			return label
		}
	}
	if row > 0 && !r.isPriced(s.rows[row-1]) {
		label.from = s.rows[row-1].from
	}
	return label
}

// opensSummary recognises the heading of the table of taxes.
func opensSummary(s *sheet, row span) bool {
	tax, amount := false, false
	for i := row.from; i < row.to; i++ {
		t := &s.tokens[i]
		if nearlyIn(t.fold, summaryWords) {
			return true
		}
		tax = tax || strings.HasPrefix(t.fold, "tax") || strings.HasPrefix(t.fold, "gst")
		amount = amount || strings.HasPrefix(t.fold, "amount") || strings.HasPrefix(t.fold, "amt")
	}
	return tax && amount
}

var summaryWords = wordSet("summary zusammenfassung recapitulatif riepilogo resumen resumo")

// sumKindOf says what the words before an amount call it.
func sumKindOf(s *sheet, label span) (kind sumKind, rounded bool) {
	said := func(words map[string]bool) bool {
		for i := label.from; i < label.to; i++ {
			if nearlyIn(s.tokens[i].fold, words) {
				return true
			}
		}
		return false
	}
	text := s.fold(label)
	total := said(totalWords) || strings.Contains(text, "netamt") || strings.Contains(text, "amountdue") || strings.Contains(text, "balancedue") || strings.Contains(text, "netamount")
	included := said(with) || strings.Contains(text, "incl") || strings.Contains(text, "ttc")
	excluded := said(without) || strings.Contains(text, "excl") || strings.Contains(text, "before")
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
		if nearly(fold, w) {
			return true
		}
	}
	return false
}

// sumAmount reads the amount at the end of a row, also where recognition lost or misread a sign of
// it: "88 17", "RH152. 00", "3045" where 30.45 is printed as well.
func (r *reading) sumAmount(row int, printed map[extractors.Ticks]option) (option, bool) {
	s := r.sheets[0]
	if c, ok := r.lastAmount(s.rows[row]); ok {
		return printedOption(0, c), true
	}
	at := s.trimMarks(s.rows[row])
	if at.from == at.to || !s.tokens[at.to-1].ocr {
		return option{}, false
	}
	for n := 2; n > 0; n-- {
		if at.to-n < at.from {
			continue
		}
		sp := span{at.to - n, at.to}
		if n == 2 && s.tokens[sp.to-1].x0-s.tokens[sp.from].x1 > gapOfDecimals*s.line {
			continue
		}
		if o, ok := misreadAmount(s, sp); ok {
			return o, true
		}
	}
	digits := s.tokens[at.to-1].text
	if !isNumber(strings.Trim(digits, `"'“`)) || len(digits) < 3 {
		return option{}, false
	}
	o, ok := printed[extractors.Ticks(atoi(strings.Trim(digits, `"'“`)))*extractors.TicksPerOne/100]
	return o, ok
}

// moneyLike is a number with two decimals behind at most a short word, with letters that
// recognition takes for digits, and with a gap or a mark in place of the decimal sign.
var moneyLike = regexp.MustCompile(`^([A-Za-z]{0,2}?)([0-9OolISBZ]{1,5})(?:[.,] ?| )([0-9OolISBZ]{2})$`)

// gapOfDecimals is the gap that may stand in place of a decimal sign, in lines: tills print every
// letter as wide as the widest.
const gapOfDecimals = 1.8

// misreadAmount reads what is no number as printed. At least half of it must be digits.
func misreadAmount(s *sheet, sp span) (option, bool) {
	text := strings.Trim(s.text(sp), ` "'“*:;`)
	parts := moneyLike.FindStringSubmatch(text)
	if parts == nil || 2*countDigits(parts[2]+parts[3]) < len(parts[2]+parts[3]) {
		return option{}, false
	}
	read := extractors.ReadAmount(digitsFor.Replace(parts[2]+"."+parts[3]), '.')
	if len(read) == 0 {
		return option{}, false
	}
	return option{value: read[0].Text, amount: read[0], span: sp, places: 1, misread: "amounts of slips have two decimals"}, true
}

// digitsFor are the digits that recognition takes for letters.
var digitsFor = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", "S", "5", "B", "8", "Z", "2")

// amountBefore returns the last amount with decimals of a row before a token.
func (r *reading) amountBefore(row span, before int) (option, bool) {
	var last option
	for _, c := range r.found[0][kindAmount] {
		if c.span.from >= row.from && c.span.to <= before && c.amount.Scale == 2 {
			last = printedOption(0, c)
		}
	}
	return last, last.value != ""
}

func (r *reading) twoAmounts(row span) bool {
	_, ok := r.amountBefore(row, row.to-1)
	return ok
}
