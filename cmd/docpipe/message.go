package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"docpipe/pipeline"
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

// nearest returns the known name with the smallest edit distance.
func nearest(name string, known []string) string {
	return slices.MinFunc(known, func(a, b string) int { return distance(name, a) - distance(name, b) })
}

// didYouMean offers the nearest known name when it is near enough to be meant.
func didYouMean(name string, known []string) string {
	if len(known) == 0 {
		return ""
	}
	near := nearest(name, known)
	if distance(name, near) > max(2, len(name)/3) {
		return ""
	}
	return ", did you mean " + near + "?"
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
