package wire

import (
	"regexp"
	"strings"
)

const (
	maxDetail   = 300 // bytes of a provider's words that are kept
	leastShared = 8   // bytes in a row that count as quoted from the request
	leastSecret = 6   // bytes in a row that count as quoted from a secret
)

var (
	// A key as providers echo it: starred out in the middle, or after its usual beginning.
	keyLike = regexp.MustCompile(`(?i)\S*\*{3,}\S*|\b(bearer|basic)\s+\S+|\b(sk|r8)[-_][A-Za-z0-9_-]{6,}|\bAKIA[A-Z0-9]{8,}`)

	// A run that no sentence has: a key, base64, an image.
	opaque = regexp.MustCompile(`[A-Za-z0-9+/=_-]{40,}`)

	quoted = regexp.MustCompile("'[^']{3,}'|\"[^\"]{3,}\"|`[^`]{3,}`")
)

// conceal makes a provider's words fit for logs: no key, nothing that the request said, one
// short line.
func (e *Exchange) conceal(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	text = strings.ToValidUTF8(text[:min(len(text), 4*maxDetail)], "")
	for _, secret := range e.line.secrets {
		text = blot(text, secret, leastSecret, "[key]")
	}
	text = keyLike.ReplaceAllString(text, "[key]")
	text = opaque.ReplaceAllString(text, "[…]")
	for _, source := range e.said() {
		text = blot(text, source, leastShared, "[…]")
		text = quoted.ReplaceAllStringFunc(text, func(q string) string {
			if strings.Contains(source, q[1:len(q)-1]) {
				return "[…]"
			}
			return q
		})
	}
	return strings.ToValidUTF8(text[:min(len(text), maxDetail)], "")
}

// said lists all text of the requests.
func (e *Exchange) said() []string {
	var all []string
	for _, r := range e.requests {
		all = append(all, r.System)
		for _, t := range r.Turns {
			for _, p := range t.Parts {
				all = append(all, p.Text)
			}
		}
	}
	return all
}

// blot puts mark over every run of at least least bytes that text shares with source.
func blot(text, source string, least int, mark string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		n := shared(text[i:], source, least)
		if n == 0 {
			b.WriteByte(text[i])
			i++
			continue
		}
		b.WriteString(mark)
		i += n
	}
	return strings.ToValidUTF8(b.String(), "")
}

// shared is how many bytes at the beginning of text stand in a row in source, 0 if fewer
// than least.
func shared(text, source string, least int) int {
	n := min(least, len(source))
	if n == 0 || len(text) < n || !strings.Contains(source, text[:n]) || n < least && n < 3 {
		return 0
	}
	for n < len(text) && strings.Contains(source, text[:n+1]) {
		n++
	}
	return n
}
