package barcode

import (
	"net/url"
	"strings"
	"time"

	"docpipe/pipeline"
)

// An element is one application identifier of GS1 with its value.
type element struct{ ai, value string }

// An aiRule says how long the value of an application identifier is.
type aiRule struct {
	prefix string // of the identifier
	digits int    // of the identifier, value excluded
	length int    // of the value: exact when fixed, else the most
	fixed  bool
}

// aiRules are the identifiers of the GS1 General Specifications, section 3.2, that occur on
// documents and labels. One that is not here makes the whole text unreadable: without its length
// nothing after it can be trusted.
var aiRules = []aiRule{
	{"00", 2, 18, true}, {"01", 2, 14, true}, {"02", 2, 14, true}, {"10", 2, 20, false},
	{"11", 2, 6, true}, {"12", 2, 6, true}, {"13", 2, 6, true}, {"15", 2, 6, true}, {"16", 2, 6, true}, {"17", 2, 6, true},
	{"20", 2, 2, true}, {"21", 2, 20, false}, {"22", 2, 20, false}, {"240", 3, 30, false}, {"241", 3, 30, false},
	{"242", 3, 6, false}, {"243", 3, 20, false}, {"250", 3, 30, false}, {"251", 3, 30, false}, {"253", 3, 30, false},
	{"254", 3, 20, false}, {"255", 3, 25, false}, {"30", 2, 8, false}, {"37", 2, 8, false},
	{"31", 4, 6, true}, {"32", 4, 6, true}, {"33", 4, 6, true}, {"34", 4, 6, true}, {"35", 4, 6, true}, {"36", 4, 6, true},
	{"390", 4, 15, false}, {"391", 4, 18, false}, {"392", 4, 15, false}, {"393", 4, 18, false},
	{"400", 3, 30, false}, {"401", 3, 30, false}, {"402", 3, 17, true}, {"403", 3, 30, false}, {"41", 3, 13, true},
	{"420", 3, 20, false}, {"421", 3, 12, false}, {"422", 3, 3, true}, {"90", 2, 30, false}, {"91", 2, 90, false},
	{"92", 2, 90, false}, {"93", 2, 90, false}, {"94", 2, 90, false}, {"95", 2, 90, false}, {"96", 2, 90, false},
	{"97", 2, 90, false}, {"98", 2, 90, false}, {"99", 2, 90, false},
}

// gs1 parses element strings of codes that announce them, and Digital Links.
func (r *Reader) gs1(c pipeline.Code) ([]fact, bool) {
	elements, ok := digitalLink(c.Text)
	if !ok && c.GS1 {
		elements, ok = elementString(c.Text)
	}
	if !ok {
		return nil, false
	}
	f := stater("GS1 code")
	for _, e := range elements {
		line := "(" + e.ai + ")" + e.value
		switch e.ai {
		case "00":
			f.add(sscc, e.value, line)
		case "01", "02":
			f.add(gtin, shortGTIN(e.value), line)
		case "10":
			f.add(batch, e.value, line)
		case "21":
			f.add(serial, e.value, line)
		case "17":
			f.add(expiry, r.day(e.value), line)
		case "15":
			f.addSure(expiry, r.day(e.value), line, derived)
		}
	}
	return f.facts, true
}

// elementString cuts the text into its elements. All of it must be understood, and the check
// digits of keys must hold.
func elementString(text string) (all []element, ok bool) {
	for text != "" {
		e, rest, ok := nextElement(text)
		if !ok {
			return nil, false
		}
		all, text = append(all, e), rest
	}
	return all, len(all) > 0
}

func nextElement(text string) (e element, rest string, ok bool) {
	for _, rule := range aiRules {
		if !strings.HasPrefix(text, rule.prefix) || len(text) <= rule.digits {
			continue
		}
		ai, value := text[:rule.digits], text[rule.digits:]
		if rule.fixed {
			if len(value) < rule.length {
				return element{}, "", false
			}
			value, rest = value[:rule.length], strings.TrimPrefix(value[rule.length:], "\x1d")
		} else {
			value, rest, _ = strings.Cut(value, "\x1d")
		}
		e = element{ai, value}
		return e, rest, e.valid() && value != "" && len(value) <= rule.length && (!rule.fixed || digitsForm.MatchString(value))
	}
	return element{}, "", false
}

// valid checks the check digit of a key.
func (e element) valid() bool {
	switch e.ai {
	case "00", "01", "02", "402", "410", "411", "412", "413", "414", "415", "416", "417":
		return tradeDigit(e.value)
	}
	return true
}

// digitalLink reads a web address that carries elements: identifiers and values in turn in its
// path, attributes in its query (GS1 Digital Link, URI syntax).
func digitalLink(text string) (all []element, ok bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	first := -1
	for i, p := range parts {
		if (p == "01" || p == "00") && (len(parts)-i)%2 == 0 {
			first = i
			break
		}
	}
	if first < 0 {
		return nil, false
	}
	for i := first; i+1 < len(parts); i += 2 {
		e := element{parts[i], parts[i+1]}
		if e.ai == "01" && len(e.value) < 14 {
			e.value = strings.Repeat("0", 14-len(e.value)) + e.value
		}
		if !e.valid() || e.ai == "00" && len(e.value) != 18 || e.ai == "01" && len(e.value) != 14 {
			return nil, false
		}
		all = append(all, e)
	}
	query := u.Query()
	for _, ai := range []string{"17", "15"} { // the day it expires says more than the day it is best before
		if values := query[ai]; len(values) == 1 {
			all = append(all, element{ai, values[0]})
		}
	}
	return all, true
}

// articleNumber reads the number that EAN, UPC and ITF-14 are.
func articleNumber(c pipeline.Code) ([]fact, bool) {
	switch {
	case c.Kind == pipeline.CodeEAN13, c.Kind == pipeline.CodeEAN8, c.Kind == pipeline.CodeUPCA, c.Kind == pipeline.CodeITF && len(c.Text) == 14:
	default:
		return nil, false
	}
	if !tradeDigit(c.Text) {
		return nil, false
	}
	f := stater("article number in a barcode")
	f.add(gtin, c.Text, c.Text)
	return f.facts, true
}

// shortGTIN takes off the zero that fills a number of 13 digits to 14.
func shortGTIN(text string) string {
	if len(text) == 14 {
		return strings.TrimPrefix(text, "0")
	}
	return text
}

// day reads YYMMDD: the century that is nearest to now, and the last of the month for a day of 00
// (GS1 General Specifications, 3.4.2 and 7.12). It is "" for no date.
func (r *Reader) day(text string) string {
	if len(text) != 6 || !digitsForm.MatchString(text) {
		return ""
	}
	last := strings.HasSuffix(text, "00")
	if last {
		text = text[:4] + "01"
	}
	d, err := time.Parse("060102", text)
	if err != nil {
		return ""
	}
	for now := r.now().Year(); d.Year()-now > 50 || now-d.Year() >= 50; {
		if d.Year() > now {
			d = d.AddDate(-100, 0, 0)
		} else {
			d = d.AddDate(100, 0, 0)
		}
	}
	if last {
		d = d.AddDate(0, 1, -1)
	}
	return d.Format(time.DateOnly)
}
