package plan

import (
	"maps"
	"slices"
	"strings"

	"docpipe/extractors"
)

// choices maps what print may say to the members of an enumeration, folded: the members
// themselves, and how people say them in eight languages.
func choices(f *Field) map[string]string {
	all := map[string]string{}
	for _, m := range f.Node.Enum {
		member, ok := m.(string)
		if !ok {
			continue
		}
		for _, c := range answers().find(splitName(member)) {
			for _, phrases := range c {
				for _, phrase := range phrases {
					all[strings.Join(phrase, "")] = member
				}
			}
		}
	}
	for _, m := range f.Node.Enum {
		if member, ok := m.(string); ok {
			all[extractors.Fold(member)] = member
		}
	}
	delete(all, "")
	return all
}

// truths are what print says for yes and no.
var truths = func() map[string]string {
	all := map[string]string{}
	for word, value := range map[string]string{"yes": "true", "no": "false"} {
		for _, c := range answers().find([]string{word}) {
			for _, phrases := range c {
				for _, phrase := range phrases {
					all[strings.Join(phrase, "")] = value
				}
			}
		}
	}
	return all
}()

// ChoiceIn finds the one choice that a text says: as a whole, or as words of it.
func ChoiceIn(meanings map[string]string, text string) (string, bool) {
	if member, ok := meanings[extractors.Fold(text)]; ok {
		return member, true
	}
	said := map[string]bool{}
	names := Folded(text)
	for from := range names {
		for to := from + 1; to <= min(len(names), from+3); to++ {
			if member, ok := meanings[strings.Join(names[from:to], "")]; ok && len(strings.Join(names[from:to], "")) > 2 {
				said[member] = true
			}
		}
	}
	if len(said) != 1 || len(names) > 5 {
		return "", false
	}
	return slices.Collect(maps.Keys(said))[0], true
}
