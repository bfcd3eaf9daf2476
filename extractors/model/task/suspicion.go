package task

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// orders are what people write for models to obey, in the shipped languages.
var orders = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`(?:(?P<before>\pL+)\s+)?\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules|prompts?|guidelines)\b`,
	`\b(?:ignorier|missacht|vergiss|vergessen sie)\pL*\b.{0,40}\b(?:anweisung|regel|vorgabe|instruktion)\pL*`,
	`\b(?:ignorez|oubliez|ignorer)\b.{0,40}\b(?:instructions|règles|consignes)\b`,
	`\b(?:ignora|ignore|olvida|olvide)\b.{0,40}\b(?:instrucciones|reglas)\b`,
	`\b(?:ignora|ignorare|dimentica)\b.{0,40}\b(?:istruzioni|regole)\b`,
	`\b(?:negeer|vergeet)\b.{0,40}\b(?:instructies|regels)\b`,
	`\b(?:ignore|esqueça)\b.{0,40}\b(?:instruções|regras)\b`,
	`\b(?:zignoruj|pomiń)\b.{0,40}\b(?:instrukcje|polecenia|zasady)\b`,
	`\b(?:you are|act as|pretend to be)\s+(?:now\s+)?(?:an?\s+)?(?:ai|assistant|chatgpt|language model|llm)\b`,
	`\b(?:system|developer) prompt\b`,
	`\bas an ai (?:language )?model\b`,
	`<\|?/?(?:im_start|im_end|system|assistant|endoftext|page|instructions?)\b`,
	`\[/?inst\]`,
}, "|"))

// modals make an order a statement: "the seller may disregard such instructions".
var modals = []string{"may", "shall", "can", "could", "must", "will", "to", "not", "cannot", "who", "and", "or"}

// Suspicions returns a reason for each page on which text looks like an instruction to a
// model: policy where everyone can read it, hidden_text where nobody can. The text is quoted
// shortly; it was read as what it is, text on a page.
func Suspicions(d *pipeline.Document) []pipeline.Reason {
	var all []pipeline.Reason
	for _, p := range d.Pages {
		seen, hidden := p.VisibleWords(), []pipeline.Word{}
		for _, w := range p.Words {
			if w.Hidden {
				hidden = append(hidden, w)
			}
		}
		if text := order(seen); text != "" {
			all = append(all, pipeline.Reason{Code: pipeline.ReasonPolicy, Page: p.Number,
				Detail: fmt.Sprintf("text that reads like an instruction to a model: %q", text)})
		}
		if text := order(hidden); text != "" {
			all = append(all, pipeline.Reason{Code: pipeline.ReasonHiddenText, Page: p.Number,
				Detail: fmt.Sprintf("hidden text that reads like an instruction to a model: %q", text)})
		}
	}
	return all
}

// order returns the first text among words that reads like an order to a model, "" for none.
func order(words []pipeline.Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text)
		b.WriteByte(' ')
	}
	text := b.String()
	for _, m := range orders.FindAllStringSubmatchIndex(text, -1) {
		before := ""
		if m[2] >= 0 {
			before = strings.ToLower(text[m[2]:m[3]])
		}
		if !slices.Contains(modals, before) {
			return text[m[0]:m[1]]
		}
	}
	return ""
}
