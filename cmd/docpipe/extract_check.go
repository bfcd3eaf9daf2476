package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"docpipe/pipeline/ocr"
)

// validate returns every mistake in the flags, each naming its flag.
func (o *batchOptions) validate() error {
	if o.noBar {
		o.progress = "none"
	}
	errs := []error{
		oneOf("--format", o.format, "jsonl", "json", "csv", "xlsx"),
		oneOf("--split", o.split, "auto", "never"),
		oneOf("--progress", o.progress, "bar", "lines", "none", ""),
		o.models.check(), o.checkResume(), o.checkLimits(), checkLocale("--locale", o.locale),
	}
	for _, name := range o.noReaders {
		errs = append(errs, oneOf("--no-readers", name, readerNames()...))
	}
	for _, status := range o.retry {
		errs = append(errs, oneOf("--retry", status, "failed", "partial", "needs_review"))
	}
	for _, word := range o.failOn {
		_, err := parseCondition(word)
		errs = append(errs, err)
	}
	for _, tag := range o.languages {
		if _, err := ocr.Package(tag); err != nil {
			errs = append(errs, fmt.Errorf("--languages: %w", err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return usageError{err}
	}
	return nil
}

func (o *batchOptions) checkResume() error {
	switch {
	case o.resume && o.out == "":
		return errors.New("--resume goes on in a folder: name it with --out")
	case o.batch && o.out == "":
		return errors.New("--batch waits for up to a day, and keeps what it ordered in a folder: name it with --out")
	case o.batch && o.models.strategy == "local":
		return errors.New("--strategy local asks no model: leave --batch out, or use --strategy hybrid")
	case len(o.retry) > 0 && !o.resume:
		return errors.New("--retry reads results again: use it with --resume")
	}
	return nil
}

func (o *batchOptions) checkLimits() error {
	var errs []error
	if o.jobs < 0 {
		errs = append(errs, fmt.Errorf("--jobs: %d is less than 0", o.jobs))
	}
	if o.timeout < 0 {
		errs = append(errs, fmt.Errorf("--timeout: %s is negative", o.timeout))
	}
	if o.pageTime < 0 {
		errs = append(errs, fmt.Errorf("--page-timeout: %s is negative", o.pageTime))
	}
	return errors.Join(errs...)
}

// checkLocale accepts nothing and every BCP 47 tag.
func checkLocale(what, tag string) error {
	if tag == "" {
		return nil
	}
	if _, err := language.Parse(tag); err != nil {
		return fmt.Errorf("%s: %q is no locale: write a language and a country, such as de-DE", what, tag)
	}
	return nil
}

// oneOf returns an error that lists the allowed words when value is none of them.
func oneOf(flag, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	allowed = slices.DeleteFunc(allowed, func(word string) bool { return word == "" })
	return fmt.Errorf("%s: %q is not known, write %s", flag, value, alternatives(allowed))
}

// alternatives writes "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	if last <= 0 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
