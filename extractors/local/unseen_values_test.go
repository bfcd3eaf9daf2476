package local_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A value is what is printed for a field and what a reader must make of it.
type value struct {
	printed string
	want    string   // as claims print it
	list    []string // of a list of texts
	choices []choice // of options to tick; yes or no has two
	ticked  int
}

type choice struct{ printed, member string }

// A maker makes values in one language.
type maker struct {
	*rand.Rand
	language string
}

func (m maker) one(list string) string {
	all := strings.Split(list, ",")
	return all[m.IntN(len(all))]
}

const (
	firstNames = "Anna,Marek,Claire,Jonas,Lucia,Pieter,Emma,Tomás,Ines,Oliver,Katarzyna,Henri"
	lastNames  = "Bergmann,Kowalski,Moreau,Okafor,Rossi,Jansen,Whitfield,Ferreira,García,Lindqvist,Novak,Dupont"
	streets    = "Lindenallee,High Street,Rue du Lac,Via Roma,Calle Mayor,Kerkstraat,Rua Nova,ulica Polna"
	cities     = "Hamburg,Lyon,Sevilla,Utrecht,Porto,Kraków,Bologna,Leeds"
	companies  = "Nordwind Handels GmbH,Harbour Light Ltd,Meridian Foods Inc.,Atelier Dubois SARL,Porto Verde Lda,Van Dam B.V.,Baltic Trade Sp. z o.o."
)

// make makes a value as the file of the form says: KIND or KIND:DETAILS.
func (m maker) make(spec string) value {
	kind, details, _ := strings.Cut(spec, ":")
	switch kind {
	case "name":
		return plain(m.one(firstNames) + " " + m.one(lastNames))
	case "first":
		return plain(m.one(firstNames))
	case "last":
		return plain(m.one(lastNames))
	case "doctor":
		return plain(m.one("Dr. ,Dr. med. ,") + m.one(firstNames) + " " + m.one(lastNames))
	case "company":
		return plain(m.one(companies))
	case "city":
		return plain(m.one(cities))
	case "street":
		return plain(m.one(streets) + " " + strconv.Itoa(1+m.IntN(90)))
	case "postcode":
		return plain(fmt.Sprintf("%05d", 10000+m.IntN(80000)))
	case "address":
		return plain(fmt.Sprintf("%s %d, %05d %s", m.one(streets), 1+m.IntN(90), 10000+m.IntN(80000), m.one(cities)))
	case "email":
		return plain(strings.ToLower("info" + strconv.Itoa(m.IntN(90)) + "@" + m.one("northfield,marlow,eastbridge") + ".example"))
	case "url":
		return plain("https://www." + m.one("northfield,marlow,eastbridge") + ".example")
	case "phone":
		return plain(fmt.Sprintf("%s %d", m.one("+49 40,020,(0171),+33 1"), 1000000+m.IntN(8000000)))
	case "iban":
		return value{printed: "DE89 3704 0044 0532 0130 00", want: "DE89370400440532013000"}
	case "pick":
		return plain(m.one(details))
	case "range":
		a := 1 + m.IntN(90)
		return plain(fmt.Sprintf("%d - %d", a, a+1+m.IntN(60)))
	case "id":
		return plain(m.pattern(details))
	case "date":
		return m.date()
	case "yes":
		return m.yes()
	case "options":
		return m.options(details)
	case "tick":
		ticked := m.IntN(2)
		return value{want: strconv.FormatBool(ticked == 1), ticked: ticked}
	case "list":
		return m.list(details)
	}
	return m.number(kind, details)
}

func plain(text string) value { return value{printed: text, want: text} }

// pattern replaces each # by a digit.
func (m maker) pattern(form string) string {
	var b strings.Builder
	for i, r := range form {
		if r == '#' {
			r = rune('0' + m.IntN(10))
			if i == 0 && r == '0' {
				r = '7'
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (m maker) date() value {
	day := time.Date(1960+m.IntN(66), time.Month(1+m.IntN(12)), 13+m.IntN(15), 0, 0, 0, 0, time.UTC)
	layout := map[string]string{"en": "2 January 2006", "de": "02.01.2006", "pl": "02.01.2006", "nl": "02-01-2006"}[m.language]
	switch {
	case m.IntN(4) == 0:
		layout = "2006-01-02"
	case layout == "" || m.language == "en" && m.IntN(2) == 0:
		layout = "02/01/2006"
	}
	return value{printed: day.Format(layout), want: day.Format(time.DateOnly)}
}

// number makes int:FROM-TO, num:FROM-TO and dec:FROM-TO with an optional unit, money:FROM-TO and
// percent, in the language's own way.
func (m maker) number(kind, details string) value {
	limits, unit, _ := strings.Cut(details, " ")
	from, to, _ := strings.Cut(limits, "-")
	low, _ := strconv.Atoi(from)
	high, _ := strconv.Atoi(to)
	n := low + m.IntN(max(high-low, 1))
	want, point, group := strconv.Itoa(n), ",", "."
	if m.language == "en" {
		point, group = ".", ","
	}
	text := want
	if kind != "int" && len(text) > 3 {
		text = text[:len(text)-3] + group + text[len(text)-3:]
	}
	switch kind {
	case "dec":
		tenth := strconv.Itoa(m.IntN(10))
		text, want = text+point+tenth, want+"."+tenth
	case "money":
		cents := fmt.Sprintf("%02d", m.IntN(100))
		text, want = text+point+cents, want+"."+cents
		unit = "EUR"
	case "percent":
		n = 5 + m.IntN(40)
		return value{printed: strconv.Itoa(n) + m.one("%, %"), want: strconv.Itoa(n)}
	}
	return value{printed: strings.TrimSpace(text + " " + unit), want: want}
}

var yesNo = map[string][2]string{"en": {"No", "Yes"}, "de": {"Nein", "Ja"}, "fr": {"Non", "Oui"}, "es": {"No", "Sí"}, "it": {"No", "Sì"},
	"nl": {"Nee", "Ja"}, "pt": {"Não", "Sim"}, "pl": {"Nie", "Tak"}}

func (m maker) yes() value {
	i := m.IntN(2)
	words := yesNo[m.language]
	return value{printed: words[i], want: strconv.FormatBool(i == 1), ticked: 1 - i,
		choices: []choice{{words[1], "true"}, {words[0], "false"}}}
}

func (m maker) options(details string) value {
	var v value
	for option := range strings.SplitSeq(details, ",") {
		member, text, _ := strings.Cut(option, "=")
		v.choices = append(v.choices, choice{text, member})
	}
	v.ticked = m.IntN(len(v.choices))
	v.printed, v.want = v.choices[v.ticked].printed, v.choices[v.ticked].member
	return v
}

func (m maker) list(details string) value {
	all := strings.Split(details, ",")
	m.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	v := value{list: all[:1+m.IntN(3)]}
	v.printed = strings.Join(v.list, ", ")
	return v
}
