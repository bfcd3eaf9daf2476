package layout

import (
	"strings"

	"docpipe/extractors"
)

// shortestDomain is the length from which on a domain tells a name.
const shortestDomain = 5

// Domains returns the names in the e-mail and web addresses of a sheet, folded and without
// what every address has: "harbourlight" of "accounts@harbourlight.example".
func (s *Sheet) Domains() []string {
	var all []string
	for i := range s.Tokens {
		text := strings.ToLower(strings.Trim(s.Tokens[i].Text, ".,;()<>"))
		_, host, ok := strings.Cut(text, "@")
		if !ok {
			_, host, ok = strings.Cut(text, "www.")
		}
		if !ok {
			continue
		}
		host, _, _ = strings.Cut(host, "/")
		labels := strings.Split(host, ".")
		if len(labels) < 2 {
			continue
		}
		name := labels[len(labels)-2]
		if len(labels) > 2 && len(name) <= 3 { // .co.uk, .com.my
			name = labels[len(labels)-3]
		}
		if name = extractors.Fold(name); len(name) >= shortestDomain {
			all = append(all, name)
		}
	}
	return all
}

// DomainAt returns the first word of a name at which the name of an address begins, "Harbour" of
// "m Harbour Light Supplies Ltd", and false when none does.
func (s *Sheet) DomainAt(name Span) (int, bool) {
	for _, domain := range s.Domains() {
		for i := name.From; i < name.To; i++ {
			if strings.HasPrefix(s.Fold(Span{i, name.To}), domain) {
				return i, true
			}
		}
	}
	return 0, false
}
