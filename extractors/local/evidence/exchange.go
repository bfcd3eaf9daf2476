package evidence

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A quotation is a rate of exchange as it is quoted in print: one of a currency is so many of
// another.
type quotation struct {
	option   Option
	of, into string // ISO 4217
}

// quoted finds "1 GBP = 1.1540 EUR", with the currencies before or behind their numbers.
var quoted = regexp.MustCompile(`(?:^|\s)(?:1(?:[.,]0+)?\s*(\pL{3}|\p{Sc})|(\pL{3}|\p{Sc})\s*1(?:[.,]0+)?)\s*[=≈≙]\s*(?:(\pL{3}|\p{Sc})\s*)?(\d[\d.,]*)(?:\s*(\pL{3}|\p{Sc}))?(?:\s|$)`)

// AddExchange reads rates of exchange that are quoted as an equation, and the amount that was
// converted: an amount in the other currency that total and rate make, or the only one there is.
func (r *Reading) AddExchange() {
	for i := range r.Plan.Fields {
		if !r.Plan.Fields[i].Exchange {
			continue
		}
		if q, ok := r.quotation(); ok {
			r.PromoteFor(i, q.option, "")
			r.addConverted(r.convertedField(i), q)
		}
	}
}

// quotation returns the first equation of two currencies.
func (r *Reading) quotation() (quotation, bool) {
	for n, s := range r.Sheets {
		for _, row := range s.Rows {
			if q, ok := r.quotationIn(n, row); ok {
				return q, true
			}
		}
	}
	return quotation{}, false
}

func (r *Reading) quotationIn(n int, row layout.Span) (quotation, bool) {
	s := r.Sheets[n]
	words := s.Words(row)
	text := strings.Join(words, " ")
	at := quoted.FindStringSubmatchIndex(text)
	if at == nil {
		return quotation{}, false
	}
	group := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return text[at[2*i]:at[2*i+1]]
	}
	q := quotation{of: extractors.Currency(group(1) + group(2)), into: extractors.Currency(group(3))}
	if q.into == "" {
		q.into = extractors.Currency(group(5))
	}
	read := extractors.ReadAmount(group(4), r.decimalSign())
	if q.of == "" || q.into == "" || q.of == q.into || len(read) == 0 || read[0].Ticks <= 0 {
		return quotation{}, false
	}
	q.option = Option{
		Value: read[0].Text, Amount: read[0], Sheet: n, Span: tokensAt(words, row.From, at[8], at[9]),
		Strength: 0.95, Places: 1, Told: "quoted as an equation of two currencies",
	}
	for _, other := range read[1:] {
		q.option.Readings = append(q.option.Readings, other.Text)
	}
	return q, true
}

// tokensAt returns the tokens that hold a part of words joined by blanks.
func tokensAt(words []string, first, from, to int) layout.Span {
	sp, begins := layout.Span{From: -1}, 0
	for i, w := range words {
		if ends := begins + len(w); begins < to && ends > from {
			if sp.From < 0 {
				sp.From = first + i
			}
			sp.To = first + i + 1
		}
		begins += len(w) + 1
	}
	return sp
}

// convertedField is the amount in the group of a rate, -1 where there is none.
func (r *Reading) convertedField(rate int) int {
	group := parentOf(r.Plan.Fields[rate].Node.Pointer)
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if group != "" && f.Kind == plan.Amount && parentOf(f.Node.Pointer) == group && plan.Has(plan.NameWords(f.Node), "amount", "total") {
			return i
		}
	}
	return -1
}

func parentOf(pointer string) string { return pointer[:strings.LastIndexByte(pointer, '/')] }

// onlyConverted is the strength of the only amount in the other currency, whatever the rate makes of
// the total: rules compare the two.
const onlyConverted = 0.8

// addConverted offers what the total is in the other currency.
func (r *Reading) addConverted(field int, q quotation) {
	gross := r.SumFields()[plan.Gross]
	if field < 0 || gross < 0 || len(r.Options[gross]) == 0 {
		return
	}
	total := r.Options[gross][0]
	values := map[string]Option{}
	for n := range r.Sheets {
		for _, c := range r.Found[n][plan.Amount] {
			isTotal := n == total.Sheet && c.Span == total.Span
			if isTotal || n == q.option.Sheet && r.Sheets[n].RowOf[c.Span.From] == r.Sheets[n].RowOf[q.option.Span.From] || c.Currency != q.of && c.Currency != q.into {
				continue
			}
			o := PrintedOption(n, c)
			if q.makes(total.Amount, c) {
				r.PromoteFor(field, o, "total and rate make it")
				return
			}
			if r.Style.currency != "" && c.Currency != r.Style.currency {
				values[c.Value] = o
			}
		}
	}
	if len(values) != 1 || len(r.Options[field]) > 0 && r.Options[field][0].Strength >= Unsure {
		return
	}
	for _, o := range values {
		o.Strength, o.Told = onlyConverted, "the only amount in the other currency"
		r.PromoteFor(field, o, "")
	}
}

// roundedRate is how far a converted amount may be from total and rate: rates are printed with few
// digits.
const roundedRate = 0.005

// makes reports whether an amount is the total converted, in the direction that its currency says.
func (q quotation) makes(total extractors.Amount, c Candidate) bool {
	rate, err := strconv.ParseFloat(q.option.Value, 64)
	if err != nil {
		return false
	}
	made := float64(total.Ticks) * rate
	if c.Currency == q.of {
		made = float64(total.Ticks) / rate
	}
	return made != 0 && math.Abs(made-float64(c.Amount.Ticks)) <= roundedRate*math.Abs(made)
}
