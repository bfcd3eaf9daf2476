package evidence

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/pipeline"
)

// A Style is how a document writes numbers and dates.
type Style struct {
	Decimal  byte                // '.' or ',', 0 while unknown
	Order    extractors.DayOrder // day or month first
	currency string              // the one printed most beside amounts
	booked   bool                // amounts are those of an account
	sure     bool                // whether the order was seen on the document or asked for
}

// newStyle reads the style off the document itself; where it does not show, the locale that
// the sender gave decides, then the language.
func newStyle(d *pipeline.Document, sheets []*layout.Sheet, languages []string) Style {
	st := localeStyle(d.Settings.Locale)
	if seen := seenDecimal(sheets); seen != 0 {
		st.Decimal = seen
	}
	st.currency = seenCurrency(sheets)
	if st.sure {
		return st
	}
	switch seen := seenOrder(sheets); {
	case seen != extractors.OrderUnknown:
		st.Order, st.sure = seen, true
	case len(languages) > 0 && languages[0] != "en":
		st.Order, st.sure = extractors.DayFirst, true
	default:
		st.Order = orderOfCurrency(st.currency)
		if st.Order == extractors.MonthFirst && namesDollars(sheets) {
			st.Order = extractors.OrderUnknown
		}
		if st.Order != extractors.DayFirst && taxedOnSales(sheets) {
			st.Order = extractors.DayFirst
		}
		st.sure = st.Order != extractors.OrderUnknown
	}
	return st
}

// localeStyle is what a BCP 47 locale implies.
func localeStyle(locale string) Style {
	language, region, _ := strings.Cut(locale, "-")
	switch {
	case locale == "":
		return Style{}
	case strings.EqualFold(region, "US") || strings.EqualFold(locale, "en-PH"):
		return Style{Decimal: '.', Order: extractors.MonthFirst, sure: true}
	case language == "en" && region != "":
		return Style{Decimal: '.', Order: extractors.DayFirst, sure: true}
	case language == "en":
		return Style{Decimal: '.'}
	}
	return Style{Decimal: ',', Order: extractors.DayFirst, sure: true}
}

// decimalSign is the decimal sign of the document: as seen, else that of the countries that speak
// its language, 0 while nothing tells.
func (r *Reading) decimalSign() byte {
	switch {
	case r.Style.Decimal != 0 || len(r.Languages) == 0:
		return r.Style.Decimal
	case r.Languages[0] == "en":
		return '.'
	}
	return ','
}

// orderOfCurrency is the order in the countries that pay in a currency; dollars of several
// countries decide nothing.
func orderOfCurrency(code string) extractors.DayOrder {
	switch code {
	case "USD":
		return extractors.MonthFirst
	case "", "CAD":
		return extractors.OrderUnknown
	}
	return extractors.DayFirst
}

// namesDollars reports whether a document says whose dollars it means: at home nobody has to, and
// the whole world trades in them.
func namesDollars(sheets []*layout.Sheet) bool {
	for _, s := range sheets {
		for i := range s.Tokens {
			if strings.HasPrefix(s.Tokens[i].Fold, "usd") || strings.HasPrefix(s.Tokens[i].Text, "US$") {
				return true
			}
		}
	}
	return false
}

// taxedOnSales reports whether a document in English names VAT or GST: no such tax exists where
// the month comes first. Nor do the words for roads and companies of other countries that write
// in English.
func taxedOnSales(sheets []*layout.Sheet) bool {
	for _, s := range sheets {
		for i := range s.Tokens {
			switch s.Tokens[i].Fold {
			case "gst", "vat", "gstin", "abn", "sdn", "bhd", "pty", "pvt", "jalan", "jln", "lorong", "taman":
				return true
			}
		}
	}
	return false
}

// seenDecimal counts numbers with two digits behind their last sign.
func seenDecimal(sheets []*layout.Sheet) byte {
	dots, commas := 0, 0
	for _, s := range sheets {
		for i := range s.Tokens {
			text := strings.TrimRight(s.Tokens[i].Text, " €$£%")
			n := len(text)
			if !s.Tokens[i].Digit || n < 4 || !layout.IsNumber(text[n-2:]) || !layout.IsNumber(text[n-4:n-3]) {
				continue
			}
			switch text[n-3] {
			case '.':
				if strings.Count(text, ".") == 1 {
					dots++
				}
			case ',':
				commas++
			}
		}
	}
	switch {
	case dots > 2*commas:
		return '.'
	case commas > 2*dots:
		return ','
	}
	return 0
}

// seenOrder looks for dates that can be read one way only.
func seenOrder(sheets []*layout.Sheet) extractors.DayOrder {
	day, month := 0, 0
	for _, s := range sheets {
		for i := range s.Tokens {
			a, b, ok := dayAndMonth(s.Tokens[i].Text)
			switch {
			case !ok:
			case a > 12 && b <= 12:
				day++
			case b > 12 && a <= 12:
				month++
			}
		}
	}
	switch {
	case day > 0 && month == 0:
		return extractors.DayFirst
	case month > 0 && day == 0:
		return extractors.MonthFirst
	}
	return extractors.OrderUnknown
}

// dayAndMonth reads the first two numbers of a date such as 13/04/2026.
func dayAndMonth(text string) (a, b int, ok bool) {
	parts := strings.FieldsFunc(strings.Trim(text, "(),;:"), func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 2 && len(parts[2]) != 4 {
		return 0, 0, false
	}
	for _, p := range parts {
		if !layout.IsNumber(p) {
			return 0, 0, false
		}
	}
	a, b = layout.Atoi(parts[0]), layout.Atoi(parts[1])
	return a, b, a >= 1 && b >= 1 && a <= 31 && b <= 31
}

func seenCurrency(sheets []*layout.Sheet) string {
	count, best := map[string]int{}, ""
	for _, s := range sheets {
		for i := range s.Tokens {
			code := printedCurrency(s.Tokens[i].Text)
			if code == "" {
				continue
			}
			count[code]++
			if best == "" || count[code] > count[best] {
				best = code
			}
		}
	}
	return best
}

// printedCurrency finds a currency in a word: "€", "EUR", "$12.00", "RM96.20".
func printedCurrency(text string) string {
	if len(text) > 16 {
		return ""
	}
	sign := strings.Trim(text, "0123456789.,'()-+ :*’")
	if sign == text && len(sign) < 2 || len(sign) > 5 {
		return ""
	}
	code := extractors.Currency(sign)
	if code != "" && sign != text {
		if read := extractors.ReadAmount(text, 0); len(read) == 0 || read[0].Scale == 0 && len(read[0].Text)+len(sign) != len(text) {
			return "" // "C$00172418" is no amount
		}
	}
	if code != "" && (sign != text || sign == strings.ToUpper(sign) || len(sign) > 3 || sign[0] >= 0x80) {
		return code
	}
	return ""
}
