package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"unicode"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// plain is an error's text for a person. The title of the kind behind says nothing that the
// sentence before it does not say.
func plain(text string) string {
	lines := strings.Split(printable(text), "\n")
	for i, line := range lines {
		lines[i] = withoutTitle(line)
	}
	return strings.Join(lines, "\n")
}

// printable is text without what a terminal obeys: a file's name, a document or a model must not
// move its cursor or change its title.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\f' {
			return -1
		}
		return r
	}, text)
}

func withoutTitle(line string) string {
	line = strings.TrimSuffix(line, ": "+pipeline.ErrEnvironment.Error())
	for _, k := range pipeline.Kinds {
		line = strings.TrimSuffix(line, ": "+k.Title)
	}
	return line
}

// isDiskFull reports whether err says that a disk has no space left.
func isDiskFull(err error) bool {
	return errors.Is(err, pipeline.ErrDiskFull) || errors.Is(err, syscall.ENOSPC)
}

// counted writes "1 page" and "2 pages".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// didYouMean offers the nearest known name when one is near enough to be meant.
func didYouMean(name string, known []string) string {
	near := schemas.Nearest(name, known)
	if len(near) == 0 {
		return ""
	}
	return ", did you mean " + near[0] + "?"
}
