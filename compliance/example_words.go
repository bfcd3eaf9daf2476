package compliance

import (
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// wants are the verdicts that an example may want, and rests what it may say of the other fields.
var (
	wants = []string{string(pipeline.Pass), string(pipeline.Fail), string(pipeline.CannotTell), string(pipeline.NotApplicable), string(pipeline.RuleError)}
	rests = []string{"absent", "not_found", "foreign"}
)

// lacks tells the words of an example that nobody knows.
func (e Example) lacks() []string {
	var all []string
	if !slices.Contains(wants, string(e.Want)) {
		all = append(all, notOneOf("want", string(e.Want), wants))
	}
	if e.Judge != "" && !slices.Contains(wants, string(e.Judge)) {
		all = append(all, notOneOf("judge", string(e.Judge), wants))
	}
	if e.Rest != "" && !slices.Contains(rests, e.Rest) {
		all = append(all, notOneOf("rest", e.Rest, rests))
	}
	return all
}

// notOneOf says that a word is none of those that are known, and which one may be meant.
func notOneOf(key, word string, known []string) string {
	if near := schemas.Nearest(word, known); len(near) > 0 && word != "" {
		return fmt.Sprintf("%s: there is no %q, did you mean %s?", key, word, near[0])
	}
	return fmt.Sprintf("%s: there is no %q, use one of %s", key, word, strings.Join(known, ", "))
}
