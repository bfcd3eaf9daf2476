package local_test

import (
	"strconv"
	"strings"
)

// fields prints labels with values in one of the manners of business papers.
func (t *typesetter) fields(manner string, args []string) {
	x, _ := strconv.ParseFloat(args[0], 64)
	var all []cell
	for _, key := range args[1:] {
		name, ok := t.optional(key)
		if !ok {
			continue
		}
		all = append(all, cell{t.word(name), t.fact(name).printed})
	}
	switch manner {
	case "range":
		t.span1(x, all)
	case "pairs":
		for i, c := range all {
			at := x + 260*float64(i%2)
			t.put(t.put(at, 9.5, c.label+":")+6, 9.5, c.text)
			if i%2 == 1 || i == len(all)-1 {
				t.y += 15
			}
		}
	case "grid":
		step := 515 / float64(max(len(all), 1))
		for i, c := range all {
			t.put(x+step*float64(i), 7.5, c.label)
		}
		t.y += 10
		for i, c := range all {
			t.put(x+step*float64(i), 9.5, c.text)
		}
		t.y += 22
	case "below":
		for _, c := range all {
			t.put(x, 7, c.label)
			t.y += 9
			t.put(x, 10, c.text)
			t.y += 17
		}
	default:
		t.stack(manner, x, all)
	}
	t.y += 8
}

// stack prints fields one below the other, beside the window when they stand at the right.
func (t *typesetter) stack(manner string, x float64, all []cell) {
	colon := t.one(":,")
	for _, c := range all {
		switch manner {
		case "colon":
			t.put(t.put(x, 9.5, c.label+":")+5, 9.5, c.text)
		case "info":
			t.put(x, 9, c.label+colon)
			t.put(x+115, 9, c.text)
		default:
			t.put(x, 9.5, c.label+colon)
			t.put(x+150, 9.5, c.text)
		}
		t.y += 14
	}
}

// span1 prints a period in words or with a dash.
func (t *typesetter) span1(x float64, all []cell) {
	from, to := t.facts["from"].printed, t.facts["to"].printed
	words := map[string][3]string{"en": {"from", "to"}, "de": {"vom", "bis"}, "fr": {"du", "au"}, "es": {"del", "al"}, "it": {"dal", "al"},
		"nl": {"van", "t/m"}, "pt": {"de", "a"}, "pl": {"od", "do"}}[t.language]
	text := from + " - " + to
	if t.IntN(2) == 0 {
		text = words[0] + " " + from + " " + words[1] + " " + to
	}
	t.put(t.put(x, 9.5, all[0].label+":")+5, 9.5, text)
	t.y += 14
}

func (t *typesetter) sums(x float64, keys []string) {
	t.y += 6
	for _, key := range keys {
		if name, ok := t.optional(key); ok {
			t.put(x, 10, t.word(name))
			t.right(555, 10, t.fact(name).printed)
			t.y += 15
		}
	}
	t.y += 10
}

// rest prints what holds no fields, or little.
func (t *typesetter) rest(op []string) {
	switch op[0] {
	case "para":
		text := t.word(op[1])
		for len(text) > 0 {
			n := min(len(text), 95)
			if i := strings.LastIndexByte(text[:n], ' '); i > 0 && n < len(text) {
				n = i
			}
			t.put(40, 9.5, text[:n])
			text, t.y = strings.TrimSpace(text[n:]), t.y+13
		}
		t.y += 8
	case "sign":
		name, ok := t.optional(op[1])
		t.y += 20
		end := t.put(40, 9, t.word(name)+":")
		if ok {
			t.put(end+8, 10, t.fact(name).printed)
		}
		t.y += 24
	case "foot":
		t.foot(op[1], len(op) > 2)
	case "slip":
		t.slip()
	}
}

// foot is the small print at the bottom of a business letter.
func (t *typesetter) foot(role string, bank bool) {
	b := t.parties[role]
	street, city := t.place(role)
	t.y = max(t.y, 785)
	if t.y > 800 {
		t.newPage()
		t.y = 785
	}
	t.put(40, 7, t.name(role))
	if bank {
		iban := t.fact("iban").printed
		t.put(230, 7, t.word("iban")+": "+iban)
	}
	if t.doctype == "bank_statement" {
		t.put(420, 7, b.vat)
	} else {
		t.know("/"+role+"/vat_id", b.vat)
		t.put(420, 7, t.word("vat_id")+": "+b.vat)
	}
	t.y += 10
	t.put(40, 7, street)
	if bank {
		t.put(230, 7, "BIC: "+t.fact("bic").printed)
	}
	register := t.pattern(t.land.register)
	t.truth["/"+role+"/registration_id"] = part + register
	t.put(420, 7, register)
	t.y += 10
	t.put(40, 7, city)
	t.y += 10
}

// slip is a till's receipt.
func (t *typesetter) slip() {
	b := t.parties["merchant"]
	center := func(text string) { t.put(150-width(10, text)/2, 10, text); t.y += 14 }
	center(t.name("merchant"))
	t.know("/merchant/address", b.street+", "+t.cityLine(b))
	center(b.street)
	center(t.cityLine(b))
	t.know("/merchant/vat_id", b.vat)
	center(t.word("vat_id") + ": " + b.vat)
	t.y += 6
	if title := t.word("title"); title != "" {
		center(title)
	}
	t.put(40, 10, t.word("number")+" "+t.fact("number").printed)
	t.y += 14
	t.put(40, 10, t.fact("date").printed+"  "+t.fact("time").printed)
	t.y += 20
	for _, row := range t.rows["items"] {
		t.put(40, 10, row["description"].want)
		if row["quantity"].want != "1" {
			t.y += 13
			t.put(60, 10, row["quantity"].printed+" x "+row["unit_price"].printed)
		}
		t.right(260, 10, row["total"].printed)
		t.y += 14
		t.lists["/items"] = append(t.lists["/items"], map[string]fact{"description": row["description"], "total": row["total"]})
	}
	t.y += 6
	t.put(40, 12, t.word("total"))
	t.right(260, 12, t.fact("total").printed)
	t.y += 18
	method := t.word("cash")
	t.put(40, 10, method)
	t.right(260, 10, t.facts["paid"].printed)
	t.y += 14
	t.put(40, 10, t.word("change"))
	t.right(260, 10, t.facts["change"].printed)
	t.y += 20
	center(map[string]string{"en": "Thank you", "de": "Vielen Dank", "fr": "Merci de votre visite", "es": "Gracias por su visita", "it": "Grazie e arrivederci",
		"nl": "Bedankt en tot ziens", "pt": "Obrigado pela sua visita", "pl": "Dziękujemy, zapraszamy"}[t.language])
}
