package pii

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A broken rule finds a number that goes on in the next line of its column. Digits of two lines are
// one number only when they prove it: the first line ends with its begin, the next begins with its
// end, and together they have check digits, length and issuer or country. So many columns of
// figures stand on pages that some would pass by chance: see [brokenCard].
type broken struct {
	class Class
	kind  string
	tail  *regexp.Regexp // what may begin the number at the end of a line; its first group
	head  *regexp.Regexp // what may go on at the beginning of the next
	is    func(value string, labelled bool, lines int) bool
	label *regexp.Regexp
}

// mostLines is how many lines a number is broken over: cards and accounts have four groups and more.
const mostLines = 4

var brokenNumbers = []broken{
	{
		class: PAN, kind: "pan", label: cardLabels, is: brokenCard,
		tail: regexp.MustCompile(`(?:^|[^\pL\d.,])(\d[\d .–-]*)$`),
		head: regexp.MustCompile(`^\d+(?:[ .–-]\d+)*`),
	},
	{
		class: Account, kind: "iban", label: ibanLabels,
		is:   func(value string, _ bool, _ int) bool { return is("iban")(strings.ReplaceAll(value, "-", " ")) },
		tail: regexp.MustCompile(`(?:^|[^\pL\d])([A-Z]{2}\d{2}[A-Z0-9 -]*)$`),
		head: regexp.MustCompile(`^[A-Z0-9]+(?:[ -][A-Z0-9]+)*`),
	},
}

var (
	wholeCard   = regexp.MustCompile(`^(?:` + cardShape.String() + `)$`)
	groupedCard = regexp.MustCompile(`^(?:\d{4}[ .–-]\d{4}[ .–-]\d{4}[ .–-]\d{4}(?:[ .–-]\d{3})?|\d{4}[ .–-]\d{6}[ .–-]\d{4,5})$`)
)

// brokenCard asks for what a card number needs. Without a word that names one it must be grouped
// as on cards, and stand on two lines: other numbers of many digits stand below each other too,
// and one of ten has the check digit.
func brokenCard(value string, labelled bool, lines int) bool {
	shape := groupedCard
	if labelled {
		shape = wholeCard
	}
	return (labelled || lines == 2) && shape.MatchString(value) && isCard(value)
}

// A piece is a part of a line of which no column parts it, or what of it belongs to a number.
type piece struct {
	line       *line
	start, end int
	text       string
	box        pipeline.Box
	under      []int // of all pieces those on the next line of its column
}

func (p piece) cut(from, to int) piece {
	c := piece{line: p.line, start: p.start + from, end: p.start + to, text: p.text[from:to]}
	c.box = p.line.box(c.start, c.end)
	return c
}

// pieces takes lines apart at the columns.
func pieces(lines []line) []piece {
	var all []piece
	for i := range lines {
		l, at := &lines[i], 0
		for text := range strings.SplitSeq(l.text, "\t") {
			entire := piece{line: l, text: l.text}
			all = append(all, entire.cut(at, at+len(text)))
			at += len(text) + 1
		}
	}
	stack(all)
	return all
}

// stack notes for each piece what stands under it. It looks from top to bottom and not farther than
// the highest piece reaches: pages of figures have a thousand pieces.
func stack(all []piece) {
	order, highest := make([]int, len(all)), 0.0
	for i, p := range all {
		order[i], highest = i, max(highest, p.box.Height())
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[a].box.CenterY(), all[b].box.CenterY()) })
	for n, i := range order {
		for _, j := range order[n+1:] {
			if all[j].box.CenterY()-all[i].box.CenterY() > nextLine*highest {
				break
			}
			if below(all[i].box, all[j].box) {
				all[i].under = append(all[i].under, j)
			}
		}
		slices.Sort(all[i].under)
	}
}

// broken returns the numbers of a page that are broken over lines: a place for what stands on each,
// masked as the whole. With classes only numbers of those.
func (f *Finder) broken(p *pipeline.Page, lines []line, classes []Class) []Place {
	all := pieces(lines)
	var places []Place
	for _, rule := range brokenNumbers {
		if len(classes) > 0 && !slices.Contains(classes, rule.class) {
			continue
		}
		for _, first := range all {
			s := search{broken: rule, page: p, all: all}
			found := s.from(first)
			for _, part := range found.parts {
				places = append(places, Place{Class: rule.class, Kind: rule.kind, Page: p.Number, Box: part.line.around(p, part.start, part.end), Sure: found.sure, Text: Masked(rule.class, found.value)})
			}
		}
	}
	return places
}
