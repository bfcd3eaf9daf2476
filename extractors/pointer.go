package extractors

import (
	"strconv"
	"strings"

	"docpipe/schemas"
)

var unescaper = strings.NewReplacer("~1", "/", "~0", "~")
var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// tokens splits a JSON pointer (RFC 6901); the pointer of the whole has none.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	list := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range list {
		list[i] = unescaper.Replace(t)
	}
	return list
}

// nodeAt finds the node that a concrete pointer names, nil when the schema has none.
func nodeAt(root *schemas.Node, pointer string) *schemas.Node {
	n := root
	for _, t := range tokens(pointer) {
		switch {
		case n == nil:
			return nil
		case n.IsList():
			if _, ok := row(t); !ok {
				return nil
			}
			n = n.Items
		default:
			n = n.Property(t)
		}
	}
	return n
}

// row reads the number of a list's row.
func row(token string) (int, bool) {
	i, err := strconv.Atoi(token)
	return i, err == nil && i >= 0 && strconv.Itoa(i) == token
}

// listOf returns the pointer of the outermost list that holds this pointer, "" for none.
func listOf(root *schemas.Node, pointer string) string {
	n, at := root, ""
	for _, t := range tokens(pointer) {
		if n == nil {
			return ""
		}
		if n.IsList() {
			return at
		}
		n, at = n.Property(t), at+"/"+escaper.Replace(t)
	}
	return ""
}
