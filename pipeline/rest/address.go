package rest

import (
	"net/http"
	"net/url"
)

// legible refuses addresses that no stored text can match: what is no UTF-8, has zero
// characters, or has a query that does not parse. Go drops the broken parts of a query, so a
// mistyped filter would select everything.
func legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkAddress(r.URL); err != nil {
			writeProblem(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func checkAddress(u *url.URL) error {
	if !plainText(u.Path) {
		return mistake("/path", "use UTF-8 without zero characters")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return mistake("/query", "it cannot be read: write % as %25 and ; as %3B")
	}
	for name, values := range query {
		for _, v := range append(values, name) {
			if !plainText(v) {
				return mistake("/query", "use UTF-8 without zero characters")
			}
		}
	}
	return nil
}

// onlyQuery refuses query parameters other than names: a mistyped one must not be as good as
// none.
func onlyQuery(r *http.Request, names ...string) error {
	for name := range r.URL.Query() {
		if !known(names, name) {
			return mistake("/query/"+name, "unknown query parameter")
		}
	}
	return nil
}
