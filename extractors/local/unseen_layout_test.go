package local_test

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// A setter sets the words of a form on a page, in one of several manners.
type setter struct {
	maker
	page  *pipeline.Page
	y     float64
	truth map[string]string // by pointer; "" for what is not printed
	line  int
}

const (
	pageWidth, pageHeight = 595.0, 842.0
	letterWidth           = 5.2
	lineHeight            = 10.0
)

// The manners in which forms set their fields.
const (
	mannerColon   = iota // Label: value, one below the other
	mannerColumns        // labels in one column, values in another
	mannerPairs          // two fields with colons on a line
	mannerGrid           // labels in small print above their values, three columns
	mannerDots           // Label ........ value
	manners
)

// setForm prints one document of a form and returns it with the truth by pointer.
func setForm(f form, p printed, seed uint64) (*pipeline.Document, map[string]string) {
	s := &setter{maker: maker{rand.New(rand.NewPCG(seed, 7)), p.language}, y: 40, truth: map[string]string{},
		page: &pipeline.Page{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Width: pageWidth, Height: pageHeight, Unit: "pt"}}
	s.at(60, p.title)
	s.y += 24
	manner := s.IntN(manners)
	for _, sec := range p.sections {
		if sec.title != "" {
			s.y += 8
			s.at(40, sec.title)
			s.y += 18
		}
		s.set(manner, sec.entries)
	}
	if p.table.pointer != "" {
		s.y += 10
		s.setTable(p.table)
	}
	s.y += 14
	for text := p.text; text != ""; s.y += 13 {
		n := min(len(text), 90)
		if i := strings.LastIndexByte(text[:n], ' '); i > 0 && n < len(text) {
			n = i
		}
		s.at(40, text[:n])
		text = strings.TrimSpace(text[n:])
	}
	return &pipeline.Document{Settings: pipeline.Settings{Schema: f.name}, Pages: []*pipeline.Page{s.page}}, s.truth
}

// at prints text from x on and returns where it ends.
func (s *setter) at(x float64, text string) float64 {
	for word := range strings.FieldsSeq(text) {
		w := float64(len([]rune(word))) * letterWidth
		s.page.Words = append(s.page.Words, pipeline.Word{Text: word, Confidence: 1, Source: pipeline.SourceText, Line: s.line,
			Box: pipeline.Box{x / pageWidth, s.y / pageHeight, (x + w) / pageWidth, (s.y + lineHeight) / pageHeight}})
		x += w + 3
	}
	return x - 3
}

// A cell is a label with its value, ready to print; lone is a box to tick with its label.
type cell struct{ label, text string }

// cells makes the values; some fields of the schema are not on the document.
func (s *setter) cells(entries []entry) []cell {
	var all []cell
	for _, e := range entries {
		v, label := s.make(e.value), e.labels[s.IntN(len(e.labels))]
		if e.pointer != "-" && s.IntN(5) == 0 {
			s.truth[e.pointer] = ""
			continue
		}
		if e.pointer != "-" {
			s.know(e.pointer, v)
		}
		all = append(all, s.cell(e, label, v))
	}
	return all
}

func (s *setter) know(pointer string, v value) {
	if v.list == nil {
		s.truth[pointer] = v.want
		return
	}
	for i, text := range v.list {
		s.truth[pointer+"/"+strconv.Itoa(i)] = text
	}
}

// cell writes a value as text, or as boxes to tick.
func (s *setter) cell(e entry, label string, v value) cell {
	boxes := [][2]string{{"☐", "☒"}, {"[ ]", "[x]"}, {"☐", "☑"}, {"□", "■"}}[s.IntN(4)]
	switch {
	case e.value == "tick":
		return cell{"", boxes[v.ticked] + " " + label}
	case len(v.choices) > 1 && s.IntN(2) == 0:
		var texts []string
		for i, c := range v.choices {
			box := boxes[0]
			if i == v.ticked {
				box = boxes[1]
			}
			texts = append(texts, box+" "+c.printed)
		}
		return cell{label, strings.Join(texts, " ")}
	}
	return cell{label, v.printed}
}

func (s *setter) set(manner int, entries []entry) {
	all := s.cells(entries)
	switch manner {
	case mannerPairs:
		s.inColumns(all, 2, func(c cell, x float64) { s.at(s.at(x, colon(c.label))+6, c.text) })
	case mannerGrid:
		for i := 0; i < len(all); i += 3 {
			row := all[i:min(i+3, len(all))]
			for k, c := range row {
				s.at(40+float64(k)*175, c.label)
			}
			s.y += 12
			for k, c := range row {
				s.at(40+float64(k)*175, c.text)
			}
			s.y += 20
		}
	default:
		for _, c := range all {
			s.one(manner, c)
			s.y += 16
		}
	}
}

func colon(label string) string {
	if label == "" {
		return ""
	}
	return label + ":"
}

// inColumns prints cells side by side.
func (s *setter) inColumns(all []cell, n int, print func(cell, float64)) {
	for i := 0; i < len(all); i += n {
		for k, c := range all[i:min(i+n, len(all))] {
			print(c, 40+float64(k)*270)
		}
		s.y += 16
	}
}

func (s *setter) one(manner int, c cell) {
	switch manner {
	case mannerColumns:
		s.at(40, c.label)
		s.at(240, c.text)
	case mannerDots:
		x := s.at(40, c.label)
		if c.label != "" {
			x = s.at(x+3, strings.Repeat(".", max(3, int((230-x)/letterWidth)))) + 3
		}
		s.at(max(x, 40), c.text)
	default:
		s.at(s.at(40, colon(c.label))+4, c.text)
	}
}

// setTable prints two to five rows under a heading of the columns.
func (s *setter) setTable(t section) {
	s.at(40, t.title)
	s.y += 18
	width := 520 / float64(len(t.entries))
	label := make([]string, len(t.entries))
	for k, e := range t.entries {
		label[k] = e.labels[s.IntN(len(e.labels))]
		s.cellAt(e, 40+float64(k)*width, width, label[k])
	}
	s.y += 16
	for row := range 2 + s.IntN(4) {
		for k, e := range t.entries {
			v := s.make(e.value)
			s.truth[strings.Replace(e.pointer, "*", strconv.Itoa(row), 1)] = v.want
			s.cellAt(e, 40+float64(k)*width, width, v.printed)
		}
		s.y += 14
	}
}

// cellAt prints numbers at the right of their column, all else at its left.
func (s *setter) cellAt(e entry, x, width float64, text string) {
	switch kind, _, _ := strings.Cut(e.value, ":"); kind {
	case "int", "num", "dec", "money":
		x += width - 12 - (float64(len([]rune(text)))*letterWidth - 2.2*float64(strings.Count(text, " ")))
	}
	s.at(x, text)
}
