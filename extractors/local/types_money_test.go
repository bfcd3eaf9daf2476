package local_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// trade makes up orders, invoices and credit notes, whose sums hold.
func (s *sample) trade(day time.Time) {
	roles := []string{"seller", "buyer"}
	if s.doctype == "purchase_order" {
		roles = []string{"buyer", "supplier", "ship_to"}
	}
	for _, role := range roles {
		s.party(role, false)
	}
	s.common()
	s.id("number", "/number", s.one("2024-####,RE######,7#######,FA/2024/####"))
	s.day("date", "/date", day)
	s.day("issue_date", "/issue_date", day)
	s.day("due_date", "/due_date", day.AddDate(0, 0, 14+s.IntN(30)))
	s.day("delivery_date", "/delivery_date", day.AddDate(0, 0, 3+s.IntN(60)))
	s.id("preceding", "/preceding_invoice", s.one("2023-####,RE####23"))
	s.add("payment_terms", "/payment/terms", "", s.word("payment_terms.value"))
	if s.doctype == "purchase_order" {
		s.add("payment_terms", "/payment_terms", "", s.word("payment_terms.value"))
	}
	s.keep("payment_terms")
	term := s.one("DAP,EXW,FCA,CIF,DDP")
	s.add("incoterm", "/incoterm", term, term+" "+s.parties[roles[0]].city)
	s.add("approver", "/approver", "", s.pick(s.land.names))
	s.keep("approver")
	s.payment()
	net := s.goods()
	rate := map[string]int{"en": 20, "de": 19, "fr": 20, "es": 21, "it": 22, "nl": 21, "pt": 23, "pl": 23}[s.language]
	vat := (net*rate + 50) / 100
	s.money("net", "/totals/net", net)
	s.money("vat", "/totals/vat", vat)
	s.money("gross", "/totals/gross", net+vat)
}

func (s *sample) payment() {
	iban := s.account(s.land)
	at := map[string]string{"payslip": "/iban", "bank_statement": "/accounts/0/iban", "utility_bill": ""}
	pointer, ok := at[s.doctype]
	if !ok {
		pointer = "/payment/iban"
	}
	s.add("iban", pointer, iban, spaced(iban))
	bic := map[string]string{"payslip": "", "bank_statement": "/bank/bic", "utility_bill": ""}
	pointer, ok = bic[s.doctype]
	if !ok {
		pointer = "/payment/bic"
	}
	code := "NORD" + s.land.code + "21XXX"
	s.add("bic", pointer, code, code)
}

// goods makes the rows of goods and returns their sum.
func (s *sample) goods() int {
	net := 0
	for i := range 2 + s.IntN(5) {
		n, price := 1+s.IntN(40), 100+s.IntN(30000)
		quantity := strconv.Itoa(n)
		s.rows["lines"] = append(s.rows["lines"], map[string]fact{"id": s.text("id", strconv.Itoa(i+1)),
			"item_code": s.text("item_code", s.pattern("##-###")), "description": s.text("description", s.pick(strings.Join(s.list("items"), ";"))),
			"quantity": s.text("quantity", quantity), "unit": s.text("unit", s.word("lines.units")),
			"unit_price": s.bare("unit_price", price), "net": s.bare("net", n*price)})
		net += n * price
	}
	return net
}

func (s *sample) pay(day time.Time) {
	s.party("employer", false)
	s.party("employee", true)
	s.add("employee", "/employee/name", "", s.parties["employee"].name)
	s.keep("employee")
	s.id("employee_id", "/employee/id", s.one("0####,1###,PN-####"))
	form := map[string]string{"en": "QQ ## ## ## C", "de": "## ### ### ###", "fr": "2 85 0# 69 ### ### ##", "es": "########Z", "it": "RSSLCU8#A41H501X",
		"nl": "#########", "pt": "2########", "pl": "85#########"}[s.language]
	s.id("tax_id", "/employee/tax_id", form)
	s.span(day)
	s.day("pay_date", "/pay_date", day.AddDate(0, 1, -day.Day()))
	s.payment()
	gross := s.payRows("earnings", 2+s.IntN(3), 80000)
	off := s.payRows("deductions", 2+s.IntN(3), 20000) + s.payRows("taxes", 1, 40000)
	s.money("gross", "/gross", gross+200000)
	first := s.rows["earnings"][0]
	first["amount"], first["quantity"], first["rate"] = s.bare("amount", paidRow(first).cents()+200000), fact{}, fact{}
	s.money("net", "/net", gross+200000-off)
	s.money("ytd_gross", "/ytd/gross", 5*(gross+200000)+1234)
	s.money("ytd_tax", "/ytd/tax", 5*off/2+777)
}

// span adds the month around day as a period.
func (s *sample) span(day time.Time) {
	from := day.AddDate(0, 0, 1-day.Day())
	to := from.AddDate(0, 1, -1)
	s.day("from", "/period/start", from)
	s.day("to", "/period/end", to)
	s.add("period", "", "", s.facts["from"].printed+s.one(" - , – , ")+s.facts["to"].printed)
}

type paidRow map[string]fact

func (r paidRow) cents() int {
	n, _ := strconv.Atoi(strings.Replace(r["amount"].want, ".", "", 1))
	return n
}

// payRows makes rows of a payslip and returns their sum.
func (s *sample) payRows(list string, n, most int) int {
	sum := 0
	for range min(n, len(s.list(list+".items"))) {
		hours, rate := 1+s.IntN(20), 900+s.IntN(2000)
		amount := 500 + s.IntN(most)
		row := paidRow{"description": s.text("description", s.pick(strings.Join(s.list(list+".items"), ";")))}
		if list == "earnings" && s.IntN(2) == 0 {
			amount = hours * rate
			row["quantity"], row["rate"] = s.bare("quantity", hours*100), s.bare("rate", rate)
		}
		row["amount"] = s.bare("amount", amount)
		s.rows[list] = append(s.rows[list], row)
		sum += amount
	}
	return sum
}

func (s *sample) supply(day time.Time) {
	s.party("supplier", false)
	s.party("customer", true)
	s.common()
	s.payment()
	s.span(day.AddDate(0, -1, 0))
	s.id("number", "/number", s.one("VR########,2024/######,F-######"))
	s.id("account_no", "/account_no", s.one("20########,4### ### ###,K######"))
	s.day("issue_date", "/issue_date", day)
	s.day("due_date", "/due_date", day.AddDate(0, 0, 14))
	s.id("meter", "", "1EMH00########")
	place := fmt.Sprintf("%s, %s", s.pick(s.land.streets), s.pick(s.land.cities))
	s.add("service_address", "/service_address", place, place)
	net := 3000 + s.IntN(90000)
	s.money("net", "", net)
	s.money("vat", "", net/5)
	s.money("amount_due", "/amount_due", net+net/5)
}

func (s *sample) identity(day time.Time) {
	b := s.pick(s.land.names)
	given, surname, _ := strings.Cut(b, " ")
	if s.IntN(2) == 0 {
		surname = strings.ToUpper(surname)
	}
	s.add("surname", "/surname", surname, surname)
	s.add("given_names", "/given_names", given, given)
	s.day("birth_date", "/birth_date", day.AddDate(-20-s.IntN(40), 0, 0))
	s.day("id_issue_date", "/issue_date", day)
	s.day("id_expiry_date", "/expiry_date", day.AddDate(10, 0, 0))
	city := strings.Fields(s.pick(s.land.cities))
	s.add("birth_place", "/birth_place", city[len(city)-1], city[len(city)-1])
	three := map[string]string{"en": "GBR", "de": "DEU", "fr": "FRA", "es": "ESP", "it": "ITA", "nl": "NLD", "pt": "PRT", "pl": "POL"}[s.language]
	s.add("nationality", "/nationality", three, three)
	sex := s.one("M,F")
	s.add("sex", "/sex", sex, sex)
	s.id("id_number", "/document_number", s.one("L01X#####,C########,AB######,12AB#####"))
	s.add("authority", "/authority", strings.ToUpper(city[len(city)-1]), strings.ToUpper(city[len(city)-1]))
	height := strconv.Itoa(155+s.IntN(40)) + " cm"
	s.add("height", "/height", height, height)
}
