package localtest

import (
	"fmt"

	"docpipe/extractors"
)

// RowText joins the values of one row.
func RowText(claims map[string]extractors.Claim, at string, names ...string) string {
	text := ""
	for _, name := range names {
		if v := claims[at+name].Value; v != nil {
			text += fmt.Sprint(" ", v)
		}
	}
	if text == "" {
		return ""
	}
	return text[1:]
}

// PrintedValue is what a claim states where it is text, "" otherwise.
func PrintedValue(c extractors.Claim) string {
	text, _ := c.Value.(string)
	return text
}
