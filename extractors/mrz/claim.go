package mrz

import (
	"strconv"
	"strings"
	"time"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// How sure a value is by its evidence.
const (
	proven    = 0.985 // its own check digit and the one over all fields hold
	checked   = 0.96  // its own holds
	unlikely  = 0.92  // its own holds, and the one over all fields does not though no other field is wrong
	settled   = 0.93  // of two readings it is the one whose check digit holds
	mended    = 0.8   // its own holds after a repair
	contested = 0.4   // its own does not hold
)

// A claimer makes the claims of one zone.
type claimer struct {
	zone    *zone
	targets map[string]*schemas.Node
	claims  []extractors.Claim
}

// claims states the fields of the zone for the targets; its lines and what else lies below /mrz
// only if it is the main one of the document.
func (z *zone) claims(targets map[string]*schemas.Node, day time.Time, main bool) []extractors.Claim {
	c := &claimer{zone: z, targets: targets}
	l := z.layout
	kind, sureness := z.kind()
	c.add("/kind", value{text: kind}, sureness, "", l.code)
	c.state("/issuing_country", l.issuer)
	c.state("/nationality", l.nationality)
	c.number("/document_number")
	c.date("/birth_date", z.birth(day), l.birth, l.birthCheck)
	if !l.expiry.empty() {
		c.date("/expiry_date", z.expiry(day), l.expiry, l.expiryCheck)
	}
	c.add("/sex", z.sex(), z.legible(l.sex), "", l.sex)
	c.names("/surname", "/given_names")
	if main {
		c.own(day)
	}
	return c.claims
}

// own claims what lies below /mrz.
func (c *claimer) own(day time.Time) {
	z, l := c.zone, c.zone.layout
	c.lines()
	if l.name != "" {
		c.add("/mrz/format", value{text: l.name}, proven, "", span{0, 0, l.length})
	}
	issuer, code := strings.TrimRight(z.at(l.issuer), "<"), strings.TrimRight(z.at(l.code), "<")
	c.add("/mrz/document_code", value{text: code}, z.legible(l.code), "", l.code)
	if knownState(issuer) {
		c.add("/mrz/issuer", value{text: issuer}, z.legible(l.issuer), "", l.issuer)
	}
	c.state("/mrz/nationality", l.nationality)
	c.number("/mrz/document_number")
	c.date("/mrz/birth_date", z.birth(day), l.birth, l.birthCheck)
	if !l.expiry.empty() {
		c.date("/mrz/expiry_date", z.expiry(day), l.expiry, l.expiryCheck)
	}
	c.add("/mrz/sex", z.sex(), z.legible(l.sex), "", l.sex)
	c.names("/mrz/surname", "/mrz/given_names")
	for _, s := range l.optional {
		if text := spaced(z.at(s)); text != "" {
			c.add("/mrz/optional_data", value{text: text}, z.legible(s), "", s)
			break
		}
	}
	sureness := proven
	if z.failing() > 0 {
		sureness = contested
	}
	c.add("/mrz/valid", value{text: z.failing() == 0}, sureness, strconv.Itoa(z.failing())+" check digits fail", span{l.lines - 1, 0, l.length})
}

// add claims a value, or says why there is none.
func (c *claimer) add(key string, v value, confidence float64, reason string, at ...span) {
	n := c.targets[key]
	if n == nil {
		return
	}
	claim := extractors.Claim{
		Pointer: n.Pointer, Value: v.text, Confidence: confidence, Source: pipeline.SourceMRZ, Reader: Version,
		Reason: reason, Evidence: c.zone.evidenceOf(at),
	}
	if v.text == nil {
		claim.State, claim.Confidence, claim.Reason = pipeline.FieldUnreadable, 0, v.why
	} else if text, ok := v.text.(string); ok && len(n.Enum) > 0 {
		claim.Value = member(n, text)
	}
	c.claims = append(c.claims, claim)
}

// member finds the word of an enumeration for a value of one letter: male for M.
func member(n *schemas.Node, text string) any {
	for _, m := range n.Enum {
		if word, ok := m.(string); ok && len(text) == 1 && strings.EqualFold(word[:min(1, len(word))], text) {
			return word
		}
	}
	return text
}

// contradict says that a check digit does not hold, and offers what was read.
func (c *claimer) contradict(key, what string, readings []any, at ...span) {
	c.add(key, value{why: "the check digit of the " + what + " does not hold"}, 0, "", at...)
	if c.targets[key] == nil {
		return
	}
	claim := &c.claims[len(c.claims)-1]
	for _, r := range readings {
		share := contested / float64(len(readings))
		claim.Candidates = append(claim.Candidates, pipeline.Candidate{Value: r, Confidence: &share, Evidence: claim.Evidence})
	}
	claim.Ambiguous = len(readings) > 1
}

// number claims the number of the document, without fillers.
func (c *claimer) number(key string) {
	z := c.zone
	text, digit := z.number()
	at := []span{z.layout.number}
	if len(text) > z.layout.number.to-z.layout.number.from {
		o := z.layout.optional[0]
		at = append(at, span{o.line, o.from, o.from + len(text) - 9})
	}
	plain := strings.ReplaceAll(text, "<", "")
	switch {
	case plain == "":
	case len(z.numbers) > 1:
		readings := make([]any, len(z.numbers))
		for i, n := range z.numbers {
			readings[i] = strings.ReplaceAll(n, "<", "")
		}
		c.contradict(key, "number", readings, at...)
	case !holds(text, digit) && z.plain(z.layout.number):
		c.add(key, value{text: plain}, contested, "clearly read, and its check digit does not hold", at...)
	case !holds(text, digit):
		c.contradict(key, "number", []any{plain}, at...)
	case z.repairedNumber:
		c.add(key, value{text: plain}, mended, "one reading of confused characters makes the check digit hold", at...)
	case len(z.doubted(z.layout.number)) > 0:
		c.add(key, value{text: plain}, settled, "read in two ways; the check digit tells which", at...)
	default:
		c.add(key, value{text: plain}, z.checked(), z.proof(), at...)
	}
}

func (c *claimer) date(key string, v value, at, digit span) {
	text := c.zone.at(at)
	switch ok := holds(text, c.zone.at(digit)[0]); {
	case empty(text):
	case !ok && v.text != nil && c.zone.plain(at):
		c.add(key, v, contested, "clearly read, and its check digit does not hold", at)
	case !ok && v.text != nil:
		c.contradict(key, "date", []any{v.text}, at)
	default:
		c.add(key, v, c.zone.checked(), c.zone.proof(), at)
	}
}

// checked is how sure a field is whose own check digit holds.
func (z *zone) checked() float64 {
	switch {
	case z.failing() == 0 && !z.layout.compositeCheck.empty():
		return proven
	case z.failing() == 1 && !z.compositeHolds():
		return unlikely
	}
	return checked
}

func (z *zone) proof() string {
	if z.failing() == 0 {
		return "all check digits of the zone hold"
	}
	return "its check digit holds, " + strconv.Itoa(z.failing()) + " of the zone do not"
}

// legible is how sure characters without a check digit are: as well as they were read, in a
// zone whose check digits hold.
func (z *zone) legible(s span) float64 {
	clear := z.rows[s.line].confidence
	if z.others[s.line] != "" {
		clear = max(0, 1-doubtful*float64(len(z.doubted(s))))
	}
	sureness := 0.75 + 0.21*clear
	if z.failing() > 0 {
		sureness -= 0.1
	}
	return sureness
}

// plain reports whether characters are beyond doubt: both readers read them alike.
func (z *zone) plain(s span) bool {
	if z.others[s.line] != "" {
		return len(z.doubted(s)) == 0
	}
	return z.rows[s.line].confidence >= 0.8
}

// doubtful is what one character costs that was read in two ways.
const doubtful = 0.5

// lines claims the lines as they stand there.
func (c *claimer) lines() {
	n := c.targets["/mrz/lines"]
	if n == nil || n.Items == nil {
		return
	}
	for i, text := range c.zone.lines {
		place := span{i, 0, len(text)}
		if i == c.zone.layout.names.line {
			place.to = c.zone.filled().to
		}
		sureness := c.zone.legible(place)
		if i == c.zone.layout.names.line && c.zone.guessedNames {
			sureness = 0.6
		}
		c.claims = append(c.claims, extractors.Claim{
			Pointer: n.Pointer + "/" + strconv.Itoa(i), Value: text, Confidence: sureness,
			Source: pipeline.SourceMRZ, Reader: Version, Reason: c.zone.proof(),
			Evidence: c.zone.evidenceOf([]span{{i, 0, len(text)}}),
		})
	}
}

// evidenceOf cites the characters of spans: what stands on the page, where each character has
// its place, else the whole line.
func (z *zone) evidenceOf(at []span) []pipeline.Evidence {
	var all []pipeline.Evidence
	for _, s := range at {
		r := &z.rows[s.line]
		box, quote := r.box, r.raw
		if len(r.raw) == z.layout.length {
			box, quote = r.part(s.from, s.to, z.layout.length, z.page.Turn), r.raw[s.from:s.to]
		}
		all = append(all, pipeline.Evidence{Page: z.page.Number, Box: &box, Quote: quote})
	}
	return all
}
