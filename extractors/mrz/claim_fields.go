package mrz

import (
	"regexp"
	"strings"

	"docpipe/pipeline"
)

// state claims a country or nationality: as ISO 3166-1 alpha-2 where the schema wants that,
// else the code of the zone.
func (c *claimer) state(key string, at span) {
	n := c.targets[key]
	if n == nil || at.empty() {
		return
	}
	code := strings.TrimRight(c.zone.at(at), "<")
	iso := country(code)
	twoLetters := n.Format == "country" || n.Pattern != "" && !matches(n.Pattern, code)
	switch {
	case code == "":
	case !knownState(code) && !twoLetters && c.zone.plain(at):
		c.add(key, value{text: code}, contested, "clearly read, and no state has this code", at)
	case !knownState(code):
		c.add(key, value{why: "no state has the code " + code}, 0, "", at)
	case !twoLetters:
		c.add(key, value{text: code}, c.zone.legible(at), "", at)
	case iso == "":
		c.offer(key, code, at)
	default:
		c.add(key, value{text: iso}, c.zone.legible(at), "", at)
	}
}

// offer says that the zone's code cannot stand in the field.
func (c *claimer) offer(key, code string, at span) {
	c.add(key, value{why: "the zone says " + code + ", which is no country of ISO 3166-1"}, 0, "", at)
	claim := &c.claims[len(c.claims)-1]
	claim.State = pipeline.FieldNotFound
	claim.Candidates = []pipeline.Candidate{{Value: code, Evidence: claim.Evidence}}
}

func matches(pattern, text string) bool {
	re, err := regexp.Compile(pattern)
	return err == nil && re.MatchString(text)
}

// names claims surname and given names: transliterated as the zone has them, and perhaps cut.
func (c *claimer) names(surnameKey, givenKey string) {
	z := c.zone
	surname, given := z.names()
	sureness, reason := z.legible(z.filled()), ""
	switch {
	case z.guessedNames:
		sureness, reason = 0.6, "characters were put right that no check digit covers"
	case z.cut():
		sureness, reason = 0.7, "the names fill their place: some may be cut"
	}
	if surname != "" {
		c.add(surnameKey, value{text: surname}, sureness, reason, z.layout.names)
	}
	at := z.layout.names
	if !z.layout.given.empty() {
		at = z.layout.given
	}
	if given != "" {
		c.add(givenKey, value{text: given}, sureness, reason, at)
	}
}
