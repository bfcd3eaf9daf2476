package local_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A fact is one value of a sample: where it belongs, what is meant, and how it is printed.
type fact struct{ pointer, want, printed string }

// A party is somebody on a sample.
type somebody struct {
	name, street, postcode, city, vat, phone, email string
}

// A sample is what one document of a shipped type says, in one language.
type sample struct {
	maker
	doctype string
	land    land
	points  string
	date    string // layout
	symbol  string
	words   map[string][]string
	facts   map[string]fact
	parties map[string]somebody
	rows    map[string][]map[string]fact
	used    map[string]bool
	signs   int // how a statement tells money that leaves: one of the signs below
}

// How amounts of a statement tell their direction.
const (
	signLead = iota
	signTrail
	signLetter // S and H, Dr and Cr, D and C
)

var directions = map[string][2]string{"en": {"Cr", "Dr"}, "de": {"H", "S"}, "nl": {"C", "D"}, "pl": {"Ma", "Wn"}}

func newSample(m maker, doctype string, words map[string][]string) *sample {
	l := lands[m.language]
	s := &sample{maker: m, doctype: doctype, land: l, words: words, facts: map[string]fact{}, parties: map[string]somebody{},
		rows: map[string][]map[string]fact{}, used: map[string]bool{}, signs: m.IntN(3)}
	s.points, s.date, s.symbol = l.points[m.IntN(len(l.points))], l.dates[m.IntN(len(l.dates))], l.symbols[m.IntN(len(l.symbols))]
	if s.signs == signLetter && directions[m.language][0] == "" {
		s.signs = signLead
	}
	return s
}

// word is what a document of the type calls something.
func (s *sample) word(key string) string {
	all := s.list(key)
	return all[s.IntN(len(all))]
}

func (s *sample) list(key string) []string {
	for _, name := range []string{s.doctype + "." + key, key} {
		if all, ok := s.words[name]; ok {
			return all
		}
	}
	panic("no words for " + s.doctype + " " + key)
}

func (s *sample) pick(list string) string {
	all := strings.Split(list, ";")
	for {
		if one := all[s.IntN(len(all))]; !s.used[one] {
			s.used[one] = true
			return one
		}
	}
}

func (s *sample) add(key, pointer, want, printed string) { s.facts[key] = fact{pointer, want, printed} }

func (s *sample) day(key, pointer string, day time.Time) {
	s.add(key, pointer, day.Format(time.DateOnly), dateIn(s.language, s.date, day))
}

func (s *sample) id(key, pointer, form string) {
	text := s.pattern(form)
	s.add(key, pointer, text, text)
}

// money prints an amount with its currency as totals do.
func (s *sample) money(key, pointer string, n int) {
	text := grouped(hundredths(n), s.points)
	switch {
	case s.language == "en" && s.symbol == "£":
		text = s.symbol + text
	default:
		text += " " + s.symbol
	}
	s.add(key, pointer, hundredths(n), text)
}

func (s *sample) bare(pointer string, n int) fact {
	return fact{pointer, hundredths(n), grouped(hundredths(n), s.points)}
}

func (s *sample) party(role string, person bool) {
	l := s.land
	place := strings.SplitN(s.pick(l.cities), " ", 2)
	if s.language == "en" || s.language == "nl" {
		words := strings.Split(strings.Join(place, " "), " ")
		place = []string{strings.Join(words[:2], " "), strings.Join(words[2:], " ")}
	}
	b := somebody{street: s.pick(l.streets), postcode: place[0], city: place[1], vat: s.pick(l.vat), phone: s.pattern(l.phone)}
	if b.name = s.pick(l.companies); person {
		b.name = s.pick(l.names)
	}
	b.email = strings.ToLower("info@" + strings.FieldsFunc(b.name, func(r rune) bool { return r > 'z' || r < 'A' })[0] + ".example")
	s.parties[role] = b
}

// someDay is a day of the last years whose day is no month, often.
func (s *sample) someDay() time.Time {
	return time.Date(2023+s.IntN(3), time.Month(1+s.IntN(12)), 1+s.IntN(28), 0, 0, 0, 0, time.UTC)
}

// fill makes up what a document of the type says.
func (s *sample) fill() {
	day := s.someDay()
	switch s.doctype {
	case "delivery_note":
		s.deliver(day)
	case "purchase_order", "invoice", "credit_note":
		s.trade(day)
	case "payslip":
		s.pay(day)
	case "bank_statement":
		s.bank(day)
	case "utility_bill":
		s.supply(day)
	case "receipt":
		s.shop(day)
	case "id_document":
		s.identity(day)
	}
}

func (s *sample) deliver(day time.Time) {
	s.party("sender", false)
	s.party("receiver", false)
	s.id("number", "/number", s.one("LS-2024-####,DN######,8#######,WZ/###/2024"))
	s.day("date", "/date", day)
	s.common()
	s.add("carrier", "/carrier", "", s.one("DHL Freight,UPS,DPD,Schenker,GLS"))
	s.keep("carrier")
	n := strconv.Itoa(1 + s.IntN(12))
	s.add("packages", "/packages", n, n)
	kilos := fmt.Sprintf("%d.%d", 3+s.IntN(900), s.IntN(10))
	s.add("weight", "/weight", "", grouped(kilos, s.points)+" kg")
	s.keep("weight")
	s.add("received", "/received_by", "", s.pick(s.land.names))
	s.keep("received")
	for i := range 2 + s.IntN(6) {
		ordered := 1 + s.IntN(80)
		row := map[string]fact{"pos": {"", "", strconv.Itoa(i + 1)}, "item": s.text("item", s.pick(strings.Join(s.list("items"), ";"))),
			"item_code": {"", "", s.pattern("A-#####")}, "ordered": s.text("ordered", strconv.Itoa(ordered)),
			"delivered": s.text("delivered", strconv.Itoa(max(1, ordered-s.IntN(2)*s.IntN(5)))),
			"unit":      s.text("unit", s.word("lines.units")), "batch": s.text("batch", s.pattern("L#####"))}
		s.rows["lines"] = append(s.rows["lines"], row)
	}
}

// keep makes what is printed what is meant.
func (s *sample) keep(key string) {
	f := s.facts[key]
	f.want = f.printed
	s.facts[key] = f
}

func (s *sample) text(pointer, text string) fact { return fact{pointer, text, text} }

// common are numbers that business letters carry.
func (s *sample) common() {
	s.id("order", "/order_ref", s.one("PO-#####,45########,B/####"))
	s.id("customer", "", "1####")
	s.add("clerk", "", "", s.pick(s.land.names))
	s.add("currency", "/currency", s.land.currency, s.land.currency)
}
