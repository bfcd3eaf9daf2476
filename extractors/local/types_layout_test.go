package local_test

import (
	"slices"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// A typesetter lays a sample out on pages.
type typesetter struct {
	*sample
	pages []*pipeline.Page
	y     float64
	line  int
	truth map[string]string            // by pointer
	lists map[string][]map[string]fact // printed columns of the rows, by pointer of the list
	heads map[string]string            // headings of columns, the same on every page
	money bool                         // the currency is printed
}

const bottom = 770.0

func typeset(s *sample, layout []string) *typesetter {
	t := &typesetter{sample: s, truth: map[string]string{}, lists: map[string][]map[string]fact{}, heads: map[string]string{}}
	t.newPage()
	for _, line := range layout {
		t.do(strings.Fields(line))
	}
	return t
}

func (t *typesetter) newPage() {
	t.pages = append(t.pages, &pipeline.Page{Number: len(t.pages) + 1, Index: len(t.pages), State: pipeline.PageRead,
		TextFrom: pipeline.TextFromLayer, Width: pageWidth, Height: pageHeight, Unit: "pt"})
	t.y = 40
}

// put prints text from x on, size points high, and returns where it ends.
func (t *typesetter) put(x, size float64, text string) float64 {
	p := t.pages[len(t.pages)-1]
	letter := size * 0.5
	for word := range strings.FieldsSeq(text) {
		w := float64(len([]rune(word))) * letter
		p.Words = append(p.Words, pipeline.Word{Text: word, Confidence: 1, Source: pipeline.SourceText, Line: t.line,
			Box: pipeline.Box{x / pageWidth, t.y / pageHeight, (x + w) / pageWidth, (t.y + size) / pageHeight}})
		x += w + size*0.28
	}
	t.line++
	return x - size*0.28
}

func width(size float64, text string) float64 {
	w := -size * 0.28
	for word := range strings.FieldsSeq(text) {
		w += float64(len([]rune(word)))*size*0.5 + size*0.28
	}
	return w
}

func (t *typesetter) right(x, size float64, text string) { t.put(x-width(size, text), size, text) }

func (t *typesetter) do(op []string) {
	if t.y > bottom {
		t.newPage()
	}
	switch op[0] {
	case "head":
		t.head(op[1], op[2], len(op) > 3)
	case "window":
		t.window(op[1], op[2])
	case "labelled":
		if role, ok := t.optional(op[1]); ok {
			t.block(role, 40, t.word(role)+":")
			t.y += 60
		}
	case "parties":
		y := t.y
		for i, role := range op[1:] {
			t.y = y
			t.block(role, 40+270*float64(i), t.word(role)+t.one(":,"))
		}
		t.y = y + 90
	case "title":
		t.title(op[1:])
	case "heading":
		t.put(40, 11, t.word(op[1]))
		t.y += 18
	case "fields":
		t.fields(op[1], op[2:])
	case "para", "foot", "sign", "slip":
		t.rest(op)
	case "table":
		t.table(op[1], op[2:])
	case "sums":
		x, _ := strconv.ParseFloat(op[1], 64)
		t.sums(x, op[2:])
	case "balance":
		t.put(40, 10, t.word(op[1])+t.one(", per , am ")+"")
		t.right(500, 10, t.fact(op[1]).printed)
		t.y += 18
	}
}

// optional tells the name of what may be missing and whether it is there.
func (t *typesetter) optional(key string) (string, bool) {
	name, may := strings.CutSuffix(strings.TrimPrefix(key, "*"), "?")
	return name, !may || t.IntN(3) > 0
}

// fact is about to be printed.
func (t *typesetter) fact(key string) fact {
	f, ok := t.facts[key]
	if !ok {
		panic(t.doctype + " says nothing of " + key)
	}
	if key == "period" {
		t.fact("from")
		t.fact("to")
	}
	if f.pointer != "" {
		t.truth[f.pointer] = f.want
	}
	t.money = t.money || strings.HasSuffix(f.printed, t.symbol) || strings.HasPrefix(f.printed, t.symbol)
	return f
}

func (t *typesetter) know(pointer, text string) string {
	t.truth[pointer] = text
	return text
}

func (t *typesetter) name(role string) string { return t.know("/"+role+"/name", t.parties[role].name) }

func (t *typesetter) place(role string) (street, city string) {
	b := t.parties[role]
	if t.doctype == "payslip" && role == "employee" {
		return b.street, t.cityLine(b)
	}
	t.know("/"+role+"/address/lines/0", b.street)
	t.know("/"+role+"/address/city", b.city)
	t.know("/"+role+"/address/postcode", b.postcode)
	return b.street, t.cityLine(b)
}

func (t *typesetter) cityLine(b somebody) string {
	if t.language == "en" {
		return b.city + " " + b.postcode
	}
	return b.postcode + " " + b.city
}

// head is the letterhead.
func (t *typesetter) head(role, where string, contact bool) {
	x := map[string]float64{"left": 40, "right": 360, "center": 200}[where]
	t.put(x, 14, t.name(role))
	t.y += 18
	street, city := t.place(role)
	if t.IntN(3) == 0 && where == "left" {
		t.put(x, 9, street+" · "+city)
		t.y += 12
	} else {
		t.put(x, 9, street)
		t.y += 12
		t.put(x, 9, city)
		t.y += 12
	}
	b := t.parties[role]
	if contact {
		t.contact(x, role, b)
	}
	t.y += 14
}

func (t *typesetter) contact(x float64, role string, b somebody) {
	if slices.Contains([]string{"sender", "buyer", "seller", "supplier"}, role) {
		t.put(x, 9, t.word("tel")+" "+t.know("/"+role+"/phone", b.phone))
		t.y += 12
		if t.doctype != "utility_bill" {
			t.put(x, 9, t.word("email")+t.one(": , ")+t.know("/"+role+"/email", b.email))
			t.y += 12
		}
		return
	}
	t.put(x, 9, t.word("tel")+" "+b.phone)
	t.y += 12
}

// window is an address where an envelope shows it.
func (t *typesetter) window(role, where string) {
	x := map[string]float64{"left": 57, "right": 330}[where]
	t.y = max(t.y, 120)
	t.block(role, x, "")
	t.y += 70
}

func (t *typesetter) block(role string, x float64, label string) {
	y := t.y
	if label != "" {
		t.put(x, 9, label)
		t.y += 13
	}
	t.put(x, 10, t.name(role))
	street, city := t.place(role)
	t.y += 13
	t.put(x, 10, street)
	t.y += 13
	t.put(x, 10, city)
	if label != "" {
		t.y = y
	}
}

func (t *typesetter) title(keys []string) {
	t.y += 10
	x, text := 40.0, t.word("title")
	if len(keys) > 0 {
		text += " " + t.fact(keys[0]).printed
	}
	t.put(x, 15, text)
	t.y += 26
}
