package local_test

import (
	"strconv"
	"strings"
	"time"
)

// bank makes up a month of an account whose balances hold.
func (s *sample) bank(day time.Time) {
	s.party("bank", false)
	b := s.parties["bank"]
	b.name = map[string]string{"en": "Northfield Bank plc", "de": "Sparkasse Nordtal", "fr": "Banque du Rhône", "es": "Banco Levante S.A.",
		"it": "Banca dell'Arno S.p.A.", "nl": "Waterbank N.V.", "pt": "Banco do Douro, S.A.", "pl": "Bank Wiślany S.A."}[s.language]
	s.parties["bank"] = b
	s.party("holder", true)
	s.add("holder", "/holder/name", s.parties["holder"].name, s.parties["holder"].name)
	s.common()
	s.add("currency", "/accounts/0/currency", s.land.currency, s.land.currency)
	s.payment()
	number := strconv.Itoa(1 + s.IntN(12))
	s.add("statement_no", "/statement_no", number, number)
	s.add("account_type", "/accounts/0/type", "", s.word("account_type.value"))
	s.keep("account_type")
	s.span(day)
	opening, n := s.IntN(400000)-50000, 4+s.IntN(9)
	if s.IntN(5) == 0 {
		n = 45 + s.IntN(30) // more than a page
	}
	balance, in, out := opening, 0, 0
	from := day.AddDate(0, 0, 1-day.Day())
	for i := range n {
		amount := 100 + s.IntN(90000)
		if s.IntN(3) > 0 {
			amount = -amount
			out -= amount
		} else {
			in += amount
		}
		balance += amount
		booked := from.AddDate(0, 0, i*27/n)
		text := s.list("items")[s.IntN(len(s.list("items")))]
		s.rows["tx"] = append(s.rows["tx"], map[string]fact{"date": s.booked("date", booked), "value_date": s.booked("value_date", booked),
			"description": s.text("description", text), "amount": s.bare("amount", amount), "balance": s.bare("balance", balance)})
	}
	s.signed("opening", "/accounts/0/opening", opening)
	s.signed("closing", "/accounts/0/closing", balance)
	s.money("total_in", "/accounts/0/total_in", in)
	s.money("total_out", "/accounts/0/total_out", out)
}

func (s *sample) booked(pointer string, day time.Time) fact {
	layout := s.date
	if strings.ContainsAny(layout, "J") || strings.Contains(layout, "2 ") {
		layout = map[string]string{"en": "02 Jan 2006", "de": "02.01.2006", "nl": "02-01-2006", "pl": "2006-01-02"}[s.language]
		if layout == "" {
			layout = "02/01/2006"
		}
	}
	return fact{pointer, day.Format(time.DateOnly), day.Format(layout)}
}

func (s *sample) signed(key, pointer string, n int) {
	s.add(key, pointer, hundredths(n), s.direction(hundredths(n)))
}

// direction prints a plain amount with the statement's way to tell money that leaves.
func (s *sample) direction(plain string) string {
	rest, negative := strings.CutPrefix(plain, "-")
	text := grouped(rest, s.points)
	switch {
	case s.signs == signLetter && negative:
		return text + " " + directions[s.language][1]
	case s.signs == signLetter:
		return text + " " + directions[s.language][0]
	case negative && s.signs == signTrail:
		return text + "-"
	case negative:
		return "-" + text
	}
	return text
}

func (s *sample) shop(day time.Time) {
	s.party("merchant", false)
	s.day("date", "/date", day)
	clock := time.Date(2024, 1, 1, 8+s.IntN(12), s.IntN(60), 0, 0, time.UTC).Format("15:04")
	s.add("time", "/time", clock, clock)
	s.id("number", "/number", s.one("####,00####,2024/####"))
	total := 0
	for range 2 + s.IntN(4) {
		n, price := 1+s.IntN(3), 90+s.IntN(1500)
		if s.IntN(2) == 0 {
			n = 1
		}
		s.rows["items"] = append(s.rows["items"], map[string]fact{"description": s.text("description", s.pick(strings.Join(s.list("items"), ";"))),
			"quantity": s.text("quantity", strconv.Itoa(n)), "unit_price": s.bare("unit_price", price), "total": s.bare("total", n*price)})
		total += n * price
	}
	s.bareFact("total", "/total", total)
	paid := (total/500 + 1) * 500
	s.bareFact("paid", "", paid)
	s.bareFact("change", "", paid-total)
}

func (s *sample) bareFact(key, pointer string, n int) { s.facts[key] = s.bare(pointer, n) }
