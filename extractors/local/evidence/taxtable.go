package evidence

import (
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A TaxRow is one rate as it is printed. Options without a value are not printed.
type TaxRow struct {
	sheet           int
	Rate, base, tax Option // the rate, what it applies to, and the tax
	Holds           bool   // the tax is the rate of the base
}

// ReadTaxes reads the breakdown; rows of tables that were read already are no part of it.
func (r *Reading) ReadTaxes(taken []map[int]bool) []TaxRow {
	var rows []TaxRow
	if len(r.Plan.Taxes) == 0 {
		return nil
	}
	for n, s := range r.Sheets {
		for i := range s.Rows {
			if taken[n][i] {
				continue
			}
			if row, ok := r.taxRow(n, s.Rows[i]); ok {
				rows = addTaxRow(rows, row)
			}
		}
	}
	return rows
}

// isRate reports whether a place is an amount of one of several rates: no amount of the whole.
func (r *Reading) isRate(sheet int, sp layout.Span) bool {
	if len(r.Rates) < 2 {
		return false
	}
	return slices.ContainsFunc(r.Rates, func(row TaxRow) bool {
		return row.Holds && row.sheet == sheet && (row.base.Span == sp || row.tax.Span == sp)
	})
}

// addTaxRow keeps one row for each rate: the first whose sum holds, else the first.
func addTaxRow(rows []TaxRow, row TaxRow) []TaxRow {
	for i := range rows {
		if rows[i].Rate.Amount.Ticks != row.Rate.Amount.Ticks {
			continue
		}
		if row.Holds && !rows[i].Holds {
			rows[i] = row
		}
		return rows
	}
	return append(rows, row)
}

// SettleTaxes drops rows without a base where others hold: a rate named in passing. What the
// rates apply to and their taxes prove the total.
func (r *Reading) SettleTaxes(rows []TaxRow) []TaxRow {
	holds, sum := false, extractors.Ticks(0)
	for _, row := range rows {
		holds = holds || row.Holds
		sum += row.base.Amount.Ticks + row.tax.Amount.Ticks
	}
	if holds {
		r.ProveGross(sum, "the rates' amounts and taxes add up to it")
	}
	var kept []TaxRow
	for _, row := range rows {
		if !holds || row.base.Value != "" {
			kept = append(kept, row)
		}
	}
	if len(kept) == 1 && kept[0].base.Value == "" {
		r.lendBase(&kept[0])
	}
	return kept
}

// lendBase gives the only rate of a document the net total as its base: there is no other.
func (r *Reading) lendBase(row *TaxRow) {
	for i := range r.Plan.Fields {
		if r.Plan.Fields[i].Role != plan.Net || len(r.Options[i]) == 0 {
			continue
		}
		if net := r.Options[i][0]; net.Strength >= weakest || net.Proven != "" {
			row.base = net
			row.base.Strength = min(net.Strength, 0.9)
			row.base.Proven = "the only rate applies to the whole net amount"
			return
		}
	}
}

// highestRate is above every VAT rate in force.
const highestRate = 30 * extractors.TicksPerOne

// taxRow reads a rate and the amounts to its right, up to the next label.
func (r *Reading) taxRow(n int, line layout.Span) (TaxRow, bool) {
	for _, c := range r.Found[n][plan.Percent] {
		if c.Span.From < line.From || c.Span.To > line.To || c.Fit < 1 || c.Amount.Ticks < 0 || c.Amount.Ticks > highestRate {
			continue
		}
		amounts := r.amountsAfter(n, c.Span, line)
		row := TaxRow{sheet: n, Rate: PrintedOption(n, c)}
		switch named := r.namesTax(n, c.Span, line); {
		case len(amounts) >= 2 && row.matches(n, amounts):
		case len(amounts) >= 2 && named:
			row.base, row.tax = PrintedOption(n, amounts[0]), PrintedOption(n, amounts[1])
			if Abs(row.base.Amount.Ticks) < Abs(row.tax.Amount.Ticks) {
				row.base, row.tax = row.tax, row.base
			}
		case len(amounts) == 1 && named:
			row.tax = PrintedOption(n, amounts[0])
		default:
			continue
		}
		if strings.HasPrefix(row.tax.Value, "-") != strings.HasPrefix(row.base.Value, "-") && row.base.Value != "" {
			continue
		}
		return row, true
	}
	return TaxRow{}, false
}

// matches finds base and tax among the amounts by their sum.
func (row *TaxRow) matches(n int, amounts []Candidate) bool {
	for _, base := range amounts {
		for _, tax := range amounts {
			if base.Span == tax.Span || base.Amount.Ticks == 0 {
				continue
			}
			if taxOf(base.Amount.Ticks, row.Rate.Amount.Ticks, tax.Amount.Ticks) {
				row.base, row.tax, row.Holds = PrintedOption(n, base), PrintedOption(n, tax), true
				return true
			}
		}
	}
	return false
}

// taxOf reports whether tax is the rate of base, within two cents of rounding.
func taxOf(base, rate, tax extractors.Ticks) bool {
	if Abs(base) > 1<<40 {
		return false
	}
	exact := base / 100 * rate / extractors.TicksPerOne
	return Abs(exact-tax) <= 2*extractors.TicksPerOne/100
}

// PrintedOption is a value of sheet n as it is printed, in a place that speaks for it.
func PrintedOption(n int, c Candidate) Option {
	return Option{Value: c.Value, Amount: c.Amount, Sheet: n, Span: c.Span, Strength: 0.9, Places: 1, Currency: c.Currency}
}

// amountsAfter returns the amounts with cents to the right of a rate, up to the next label.
func (r *Reading) amountsAfter(n int, rate, line layout.Span) []Candidate {
	s := r.Sheets[n]
	end := line.To
	for i := rate.To; i < line.To; i++ {
		if s.SegOf[i] != s.SegOf[rate.To-1] && s.Segs[s.SegOf[i]].From == i && IsWord(&s.Tokens[i]) {
			end = i
			break
		}
	}
	var all []Candidate
	for _, c := range r.Found[n][plan.Amount] {
		if c.Span.From >= rate.To && c.Span.To <= end && c.Amount.Scale == 2 {
			all = append(all, c)
		}
	}
	return all
}

// IsWord reports whether a token says something: it is no number and no currency.
func IsWord(t *layout.Token) bool {
	return t.Letter && !t.Digit && extractors.Currency(t.Text) == ""
}

// taxWords name taxes on sales, alone or at the end of a compound.
var taxWords = layout.WordSet(`vat gst ust mwst tva iva btw tax taxe steuer umsatzsteuer mehrwertsteuer mehrwertsteuerbetrag salestax hst pst
	podatek imposto impuesto imposta moms mva sst ustbetrag mwstbetrag`)

// Reductions take away from a price: their rates are no tax.
var Reductions = layout.WordSet(`skonto rabatt nachlass discount rebate escompte remise descuento sconto korting desconto rabat zinsen interest
	penalty penalites fee commission`)

// namesTax reports whether words beside the rate name a tax, and none names a reduction.
func (r *Reading) namesTax(n int, rate, line layout.Span) bool {
	s := r.Sheets[n]
	named := false
	for i := line.From; i < line.To; i++ {
		fold := s.Tokens[i].Fold
		if Reductions[fold] {
			return false
		}
		near := s.SegOf[i] == s.SegOf[rate.From] || s.SegOf[i] == s.SegOf[rate.From]-1
		named = named || near && (taxWords[fold] || strings.HasSuffix(fold, "steuer") || strings.HasSuffix(fold, "mwst"))
	}
	return named
}

// TaxClaims states the breakdown.
func (r *Reading) TaxClaims(t plan.TaxList, rows []TaxRow) []extractors.Claim {
	var claims []extractors.Claim
	for i, row := range rows {
		at := t.List.Pointer() + "/" + strconv.Itoa(i)
		for _, cell := range []struct {
			field int
			Option
		}{{t.Rate, row.Rate}, {t.Base, row.base}, {t.Tax, row.tax}} {
			f, o := cell.field, cell.Option
			if f < 0 || o.Value == "" {
				continue
			}
			if row.Holds {
				o.Proven = "rate × base = tax holds"
			} else if o.Proven == "" && row.base.Value != "" {
				o.Strength = 0.95 // printed so, whatever it should be
			}
			c := r.ClaimOf(at+"/"+t.List.Fields[f].Node.Name, o, nil)
			c.Reason = strings.TrimSuffix("in the line of its rate; "+o.Proven, "; ")
			claims = append(claims, c)
		}
	}
	return claims
}
