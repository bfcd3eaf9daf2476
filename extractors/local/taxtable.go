package local

import (
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
)

// A taxList is a list of the schema that breaks the tax of a document down by rate. It prints
// as a small table or as lines such as "19 % VAT on 100.00: 19.00", beside or among the totals.
type taxList struct {
	list            *list
	rate, base, tax int // fields of a row, -1 where the schema has none
}

// newTaxList recognises such a list by its fields: a rate, what it applies to and the tax.
func newTaxList(l *list) (taxList, bool) {
	t := taxList{list: l, rate: -1, base: -1, tax: -1}
	for i := range l.fields {
		f := &l.fields[i]
		words := nameWords(f.node)
		switch {
		case f.kind == kindPercent && t.rate < 0:
			t.rate = i
		case f.kind != kindAmount:
		case f.node.BT == "BT-116" || has(words, "base", "net", "taxable", "basis"):
			t.base = i
		case f.node.BT == "BT-117" || has(words, "tax", "vat", "gst"):
			t.tax = i
		}
	}
	return t, t.rate >= 0 && t.tax >= 0 && len(l.fields) <= 8 && l.phrases.lacksGoods(l)
}

// lacksGoods reports whether no field names goods: lines of an invoice have rates too.
func (p *phrases) lacksGoods(l *list) bool {
	for i := range l.fields {
		if has(nameWords(l.fields[i].node), "description", "quantity", "item", "price") {
			return false
		}
	}
	return true
}

// A taxRow is one rate as it is printed. Options without a value are not printed.
type taxRow struct {
	sheet           int
	rate, base, tax option
	holds           bool // the tax is the rate of the base
}

// readTaxes reads the breakdown; rows of tables that were read already are no part of it.
func (r *reading) readTaxes(taken []map[int]bool) []taxRow {
	var rows []taxRow
	if len(r.plan.taxes) == 0 {
		return nil
	}
	for n, s := range r.sheets {
		for i := range s.rows {
			if taken[n][i] {
				continue
			}
			if row, ok := r.taxRow(n, s.rows[i]); ok {
				rows = addTaxRow(rows, row)
			}
		}
	}
	return rows
}

// isRate reports whether a place is an amount of one of several rates: no amount of the whole.
func (r *reading) isRate(sheet int, sp span) bool {
	if len(r.rates) < 2 {
		return false
	}
	return slices.ContainsFunc(r.rates, func(row taxRow) bool {
		return row.holds && row.sheet == sheet && (row.base.span == sp || row.tax.span == sp)
	})
}

// addTaxRow keeps one row for each rate: the first whose sum holds, else the first.
func addTaxRow(rows []taxRow, row taxRow) []taxRow {
	for i := range rows {
		if rows[i].rate.amount.Ticks != row.rate.amount.Ticks {
			continue
		}
		if row.holds && !rows[i].holds {
			rows[i] = row
		}
		return rows
	}
	return append(rows, row)
}

// settleTaxes drops rows without a base where others hold: a rate named in passing. What the
// rates apply to and their taxes prove the total.
func (r *reading) settleTaxes(rows []taxRow) []taxRow {
	holds, sum := false, extractors.Ticks(0)
	for _, row := range rows {
		holds = holds || row.holds
		sum += row.base.amount.Ticks + row.tax.amount.Ticks
	}
	if holds {
		r.proveGross(sum, "the rates' amounts and taxes add up to it")
	}
	var kept []taxRow
	for _, row := range rows {
		if !holds || row.base.value != "" {
			kept = append(kept, row)
		}
	}
	if len(kept) == 1 && kept[0].base.value == "" {
		r.lendBase(&kept[0])
	}
	return kept
}

// lendBase gives the only rate of a document the net total as its base: there is no other.
func (r *reading) lendBase(row *taxRow) {
	for i := range r.plan.fields {
		if r.plan.fields[i].role != roleNet || len(r.options[i]) == 0 {
			continue
		}
		if net := r.options[i][0]; net.strength >= weakest || net.proven != "" {
			row.base = net
			row.base.strength = min(net.strength, 0.9)
			row.base.proven = "the only rate applies to the whole net amount"
			return
		}
	}
}

// highestRate is above every VAT rate in force.
const highestRate = 30 * extractors.TicksPerOne

// taxRow reads a rate and the amounts to its right, up to the next label.
func (r *reading) taxRow(n int, line span) (taxRow, bool) {
	for _, c := range r.found[n][kindPercent] {
		if c.span.from < line.from || c.span.to > line.to || c.fit < 1 || c.amount.Ticks < 0 || c.amount.Ticks > highestRate {
			continue
		}
		amounts := r.amountsAfter(n, c.span, line)
		row := taxRow{sheet: n, rate: printedOption(n, c)}
		switch named := r.namesTax(n, c.span, line); {
		case len(amounts) >= 2 && row.matches(n, amounts):
		case len(amounts) >= 2 && named:
			row.base, row.tax = printedOption(n, amounts[0]), printedOption(n, amounts[1])
			if abs(row.base.amount.Ticks) < abs(row.tax.amount.Ticks) {
				row.base, row.tax = row.tax, row.base
			}
		case len(amounts) == 1 && named:
			row.tax = printedOption(n, amounts[0])
		default:
			continue
		}
		if strings.HasPrefix(row.tax.value, "-") != strings.HasPrefix(row.base.value, "-") && row.base.value != "" {
			continue
		}
		return row, true
	}
	return taxRow{}, false
}

// matches finds base and tax among the amounts by their sum.
func (row *taxRow) matches(n int, amounts []candidate) bool {
	for _, base := range amounts {
		for _, tax := range amounts {
			if base.span == tax.span || base.amount.Ticks == 0 {
				continue
			}
			if taxOf(base.amount.Ticks, row.rate.amount.Ticks, tax.amount.Ticks) {
				row.base, row.tax, row.holds = printedOption(n, base), printedOption(n, tax), true
				return true
			}
		}
	}
	return false
}

// taxOf reports whether tax is the rate of base, within two cents of rounding.
func taxOf(base, rate, tax extractors.Ticks) bool {
	if abs(base) > 1<<40 {
		return false
	}
	exact := base / 100 * rate / extractors.TicksPerOne
	return abs(exact-tax) <= 2*extractors.TicksPerOne/100
}

func printedOption(n int, c candidate) option {
	return option{value: c.value, amount: c.amount, sheet: n, span: c.span, strength: 0.9, places: 1, currency: c.currency}
}

// amountsAfter returns the amounts with cents to the right of a rate, up to the next label.
func (r *reading) amountsAfter(n int, rate, line span) []candidate {
	s := r.sheets[n]
	end := line.to
	for i := rate.to; i < line.to; i++ {
		if s.segOf[i] != s.segOf[rate.to-1] && s.segs[s.segOf[i]].from == i && isWord(&s.tokens[i]) {
			end = i
			break
		}
	}
	var all []candidate
	for _, c := range r.found[n][kindAmount] {
		if c.span.from >= rate.to && c.span.to <= end && c.amount.Scale == 2 {
			all = append(all, c)
		}
	}
	return all
}

// isWord reports whether a token says something: it is no number and no currency.
func isWord(t *token) bool {
	return t.letter && !t.digit && extractors.Currency(t.text) == ""
}

// taxWords name taxes on sales, alone or at the end of a compound.
var taxWords = wordSet(`vat gst ust mwst tva iva btw tax taxe steuer umsatzsteuer mehrwertsteuer mehrwertsteuerbetrag salestax hst pst
	podatek imposto impuesto imposta moms mva sst ustbetrag mwstbetrag`)

// reductions take away from a price: their rates are no tax.
var reductions = wordSet(`skonto rabatt nachlass discount rebate escompte remise descuento sconto korting desconto rabat zinsen interest
	penalty penalites fee commission`)

// namesTax reports whether words beside the rate name a tax, and none names a reduction.
func (r *reading) namesTax(n int, rate, line span) bool {
	s := r.sheets[n]
	named := false
	for i := line.from; i < line.to; i++ {
		fold := s.tokens[i].fold
		if reductions[fold] {
			return false
		}
		near := s.segOf[i] == s.segOf[rate.from] || s.segOf[i] == s.segOf[rate.from]-1
		named = named || near && (taxWords[fold] || strings.HasSuffix(fold, "steuer") || strings.HasSuffix(fold, "mwst"))
	}
	return named
}

// taxClaims states the breakdown.
func (r *reading) taxClaims(t taxList, rows []taxRow) []extractors.Claim {
	var claims []extractors.Claim
	for i, row := range rows {
		at := t.list.pointer() + "/" + strconv.Itoa(i)
		for _, cell := range []struct {
			field int
			option
		}{{t.rate, row.rate}, {t.base, row.base}, {t.tax, row.tax}} {
			f, o := cell.field, cell.option
			if f < 0 || o.value == "" {
				continue
			}
			if row.holds {
				o.proven = "rate × base = tax holds"
			} else if o.proven == "" && row.base.value != "" {
				o.strength = 0.95 // printed so, whatever it should be
			}
			c := r.claimOf(at+"/"+t.list.fields[f].node.Name, o, nil)
			c.Reason = strings.TrimSuffix("in the line of its rate; "+o.proven, "; ")
			claims = append(claims, c)
		}
	}
	return claims
}
