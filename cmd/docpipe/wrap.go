package main

import (
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// helpWidth is the width of a terminal that nobody made wider, in columns.
const helpWidth = 80

// wrapHelp breaks the long help of a command and all below it to the width of a terminal.
func wrapHelp(cmd *cobra.Command) {
	cmd.Long = wrap(cmd.Long)
	for _, c := range cmd.Commands() {
		wrapHelp(c)
	}
}

// wrap fills paragraphs anew. Indented lines are lists and stay as they are.
func wrap(text string) string {
	var out, paragraph []string
	flush := func() {
		out = append(out, fill(strings.Fields(strings.Join(paragraph, " ")), helpWidth)...)
		paragraph = nil
	}
	for _, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, " ") || strings.HasSuffix(line, ":") {
			flush()
			out = append(out, line)
			continue
		}
		paragraph = append(paragraph, line)
	}
	flush()
	return strings.Join(out, "\n")
}

// fill lays words into lines of at most width columns; a word that is wider has a line of its own.
func fill(words []string, width int) []string {
	var lines []string
	line := ""
	for _, w := range words {
		switch {
		case line == "":
			line = w
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > width:
			lines = append(lines, line)
			line = w
		default:
			line += " " + w
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
