package compliance

import (
	"errors"
	"slices"
)

// once drops mistakes that several types of document make alike.
func once(err error) error {
	var all []error
	seen := map[string]bool{}
	for _, e := range flat(err) {
		if !seen[e.Error()] {
			seen[e.Error()] = true
			all = append(all, e)
		}
	}
	return errors.Join(all...)
}

func flat(err error) []error {
	if err == nil {
		return nil
	}
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range several.Unwrap() {
		all = append(all, flat(e)...)
	}
	return all
}

// noField is the mistake of naming a field that a shape does not have.
type noField struct{ error }

// onlyFields reports whether nothing else is wrong.
func onlyFields(err error) bool {
	return !slices.ContainsFunc(flat(err), func(e error) bool {
		_, ok := e.(*noField)
		return !ok
	})
}
