package schemas

import (
	"net/url"
	"strings"
)

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// escape writes one token of a JSON pointer (RFC 6901).
func escape(token string) string { return escaper.Replace(token) }

// place is a pointer as a message shows it.
func place(pointer string) string {
	if pointer == "" {
		return "the top level"
	}
	return pointer
}

// tokens splits a reference such as #/$defs/amount into its tokens. It reports false for
// anything but a definition of this file.
func tokens(ref string) ([]string, bool) {
	fragment, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		return nil, false
	}
	fragment, err := url.PathUnescape(fragment)
	if err != nil {
		return nil, false
	}
	list := strings.Split(fragment, "/")
	for i, t := range list {
		list[i] = unescaper.Replace(t)
	}
	return list, len(list) > 1 && (list[0] == "$defs" || list[0] == "definitions")
}

// resolve finds what a local reference points at, nil when there is nothing.
func resolve(root *object, ref string) any {
	list, ok := tokens(ref)
	if !ok {
		return nil
	}
	var at any = root
	for _, t := range list {
		o, ok := at.(*object)
		if !ok {
			return nil
		}
		at = o.at[t]
	}
	return at
}
