package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// plain is an error's text for a person. The title of the kind behind says nothing that the
// sentence before it does not say.
func plain(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = withoutTitle(line)
	}
	return strings.Join(lines, "\n")
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
