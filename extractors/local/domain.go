package local

import (
	"strings"

	"docpipe/extractors"
)

// shortestDomain is the length from which on a domain tells a name.
const shortestDomain = 5

// domainsOf returns the names in the e-mail and web addresses of a sheet, folded and without
// what every address has: "harbourlight" of "accounts@harbourlight.example".
func (r *reading) domainsOf(n int) []string {
	s := r.sheets[n]
	var all []string
	for i := range s.tokens {
		text := strings.ToLower(strings.Trim(s.tokens[i].text, ".,;()<>"))
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

// domainAt returns the first word of a name at which the name of an address begins, "Harbour" of
// "m Harbour Light Supplies Ltd", and false when none does.
func (r *reading) domainAt(n int, name span) (int, bool) {
	s := r.sheets[n]
	for _, domain := range r.domainsOf(n) {
		for i := name.from; i < name.to; i++ {
			if strings.HasPrefix(foldOf(s, span{i, name.to}), domain) {
				return i, true
			}
		}
	}
	return 0, false
}
