package judge

import (
	"regexp"
	"strings"

	"docpipe/pipeline"
)

// speaks knows words that are written for a machine that checks the document: to leave its
// rules aside, or to answer in a certain way.
var speaks = regexp.MustCompile(`\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(rules?|instructions?|prompts?|checks?)\b` +
	`|\b(answer|respond|reply|output)\b\W{0,3}(with\W)?["'“„]?(yes|no|true|pass|compliant)\b` +
	`|\byou are\b.{0,30}\b(assistant|language model|ai model)\b` +
	`|\b(ignoriere\w*|missachte\w*|vergiss|vergessen)\b.{0,40}\b(regeln?|anweisung(en)?)\b|\bantworten?\b.{0,20}\bmit\b.{0,3}\b(ja|nein)\b` +
	`|\b(ignore[rz]?|oublie[rz]?)\b.{0,40}\b(règles?|instructions?|consignes?)\b|\brépond(s|ez|re)\b.{0,20}\b(oui|non)\b` +
	`|\b(ignora|ignore|olvida)\b.{0,40}\b(reglas?|regole?|istruzioni|instrucciones)\b`)

// addressed reports whether a page of d speaks to whoever checks it. The parts of the sentence
// may stand on two lines.
func addressed(d *pipeline.Document) bool {
	for _, p := range d.Pages {
		var text strings.Builder
		for _, w := range p.VisibleWords() {
			text.WriteString(strings.ToLower(w.Text))
			text.WriteByte(' ')
		}
		if speaks.MatchString(text.String()) {
			return true
		}
	}
	return false
}
