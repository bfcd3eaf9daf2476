package local

import (
	"slices"
	"strings"
)

// prose is the fields that sentences fill without a label, -1 where the schema has none.
type prose struct {
	terms, reference, due int // of a payment
	law, effective        int // of a contract
	parties, duration     int // of a contract
}

func (p *plan) newProse() prose {
	dated := func(word string) int {
		return slices.IndexFunc(p.fields, func(f field) bool { return f.kind == kindDate && has(nameWords(f.node), word) })
	}
	return prose{
		terms: p.paymentField("BT-20", "terms"), reference: p.paymentField("BT-83", "reference"), due: dated("due"),
		law: slices.IndexFunc(p.fields, isLaw), effective: dated("effective"),
		parties:  slices.IndexFunc(p.fields, func(f field) bool { return f.list && has(nameWords(f.node), "parties", "signatories") }),
		duration: slices.IndexFunc(p.fields, isDuration),
	}
}

// isDuration recognises a field for how long a contract lasts.
func isDuration(f field) bool {
	return f.kind == kindText && f.group == "" && len(f.node.Labels) == 0 && has(nameWords(f.node), "term", "duration") && !has(nameWords(f.node), "payment", "short", "long")
}

// paymentField finds the field of a payment by its EN 16931 term or its name.
func (p *plan) paymentField(term, name string) int {
	return slices.IndexFunc(p.fields, func(f field) bool {
		return f.node.BT == term || has(nameWords(f.node), name) && strings.Contains(f.node.Pointer, "payment")
	})
}

// A sentence is what prints between two full stops, over the lines that it takes: token numbers
// in reading order.
type sentence []int

// longestSentence in words: what is longer is no sentence of an invoice.
const longestSentence = 60

// sentenceAt returns the sentence around a token: back and on to full stops, within the lines
// of one left edge.
func (s *sheet) sentenceAt(i int) sentence {
	words := s.paragraphAt(i)
	at := 0
	for words[at] != i {
		at++
	}
	from, to := at, at
	for from > 0 && at-from < longestSentence && !s.endsSentence(words[from-1]) {
		from--
	}
	for to+1 < len(words) && to-at < longestSentence && !s.endsSentence(words[to]) {
		to++
	}
	return words[from : to+1]
}

// paragraphLines is how many lines above and below a line are read with it.
const paragraphLines = 3

// paragraphAt returns the words of a segment and of those right above and below it that share
// its left edge.
func (s *sheet) paragraphAt(i int) sentence {
	lines := []span{s.segs[s.segOf[i]]}
	for up := s.rowOf[i] - 1; up >= 0 && len(lines) <= paragraphLines; up-- {
		line, ok := s.adjoins(lines[0], up)
		if !ok {
			break
		}
		lines = append([]span{line}, lines...)
	}
	for down := s.rowOf[i] + 1; down < len(s.rows) && len(lines) <= 2*paragraphLines; down++ {
		line, ok := s.adjoins(lines[len(lines)-1], down)
		if !ok {
			break
		}
		lines = append(lines, line)
	}
	var words sentence
	for _, line := range lines {
		for w := line.from; w < line.to; w++ {
			words = append(words, w)
		}
	}
	return words
}

// adjoins returns the segment of a neighbouring row that belongs to the same paragraph.
func (s *sheet) adjoins(line span, row int) (span, bool) {
	next, ok := s.segmentAt(row, s.tokens[line.from].x0)
	if !ok {
		return span{}, false
	}
	_, y0, _, y1 := s.bounds(line)
	_, a0, _, a1 := s.bounds(next)
	return next, max(a0-y1, y0-a1) < 0.8*s.line
}

// endsSentence reports whether a full stop behind a token ends a sentence: neither an
// abbreviation nor a number of order. A colon ends what introduces a list.
func (s *sheet) endsSentence(i int) bool {
	t := &s.tokens[i]
	switch {
	case ends(t.text, '!') || ends(t.text, '?'):
		return true
	case !ends(t.text, '.'):
		return false
	}
	return len(t.fold) > 3 && (t.letter || strings.Count(t.text, ".") == 1 && len(t.fold) > 4) || len(t.fold) > 2 && s.startsSentence(i+1)
}

// startsSentence reports whether a token of the next line begins with a capital.
func (s *sheet) startsSentence(i int) bool {
	return i < len(s.tokens) && s.rowOf[i] != s.rowOf[i-1] && s.tokens[i].text != strings.ToLower(s.tokens[i].text)
}

// spans cuts a part of a sentence into runs of neighbouring tokens, one for each line.
func (w sentence) spans() []span {
	var all []span
	for _, i := range w {
		if n := len(all); n > 0 && all[n-1].to == i {
			all[n-1].to++
		} else {
			all = append(all, span{i, i + 1})
		}
	}
	return all
}

// option states a part of a sentence, without the full stop.
func (s *sheet) phrased(sheet int, words sentence, strength float64) option {
	parts := words.spans()
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = s.text(part)
	}
	return option{
		value: strings.Trim(strings.Join(texts, " "), " .,;:"), sheet: sheet, span: parts[0], more: parts[1:],
		strength: strength, places: 1,
	}
}
