package main

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"docpipe/pipeline"
)

// columns is how many characters a page is wide in the text that is sent.
const columns = 100

var (
	pageTag    = regexp.MustCompile(`(?s)<page number="(\d+)">\n(.*?)</page>`)
	lineNumber = regexp.MustCompile(`^(\d+):(\d+)\|`)
)

// A sent page is one page as the request shows it.
type sentPage struct {
	page  *pipeline.Page
	lines []string // as they were sent, without numbers
	names []string // "page:line", empty where lines are not numbered
}

// pagesIn lays the text between page tags out again: a character's place in its line is its
// place across the page.
func pagesIn(text string) []sentPage {
	var all []sentPage
	for _, m := range pageTag.FindAllStringSubmatch(text, -1) {
		number, _ := strconv.Atoi(m[1])
		all = append(all, layOut(number, strings.Split(strings.TrimSuffix(m[2], "\n"), "\n")))
	}
	return all
}

func layOut(number int, lines []string) sentPage {
	s := sentPage{page: &pipeline.Page{
		Number: number, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Width: 595, Height: 842, Unit: "pt",
	}}
	height := 1 / float64(max(len(lines)+2, 60))
	for i, line := range lines {
		name := ""
		if m := lineNumber.FindString(line); m != "" {
			name, line = strings.TrimSuffix(m, "|"), line[len(m):]
		}
		s.lines, s.names = append(s.lines, line), append(s.names, name)
		s.words(line, i, height)
	}
	return s
}

func (s *sentPage) words(line string, row int, height float64) {
	at := 0
	for text := line; text != ""; {
		word, rest, _ := strings.Cut(text, " ")
		n := utf8.RuneCountInString(word)
		if word != "" {
			left, top := float64(at)/columns, float64(row+1)*height
			s.page.Words = append(s.page.Words, pipeline.Word{
				Text: word, Confidence: 1, Source: pipeline.SourceText, Line: row,
				Box: pipeline.Box{min(left, 1), top, min(left+float64(n)/columns, 1), top + 0.8*height},
			})
		}
		at, text = at+n+1, rest
	}
}

// nameOf is the number of the line that holds most of the quote's words, empty when lines have
// none.
func nameOf(pages []sentPage, e pipeline.Evidence) string {
	best, most := "", 0
	for _, s := range pages {
		if s.page.Number != e.Page {
			continue
		}
		for i, line := range s.lines {
			n := 0
			for word := range strings.FieldsSeq(e.Quote) {
				if strings.Contains(line, word) {
					n++
				}
			}
			if n > most {
				best, most = s.names[i], n
			}
		}
	}
	return best
}
