package compliance

import (
	"cmp"
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

func (e *noField) Unwrap() error { return e.error }

func isNoField(e error) bool {
	_, is := e.(*noField)
	return is
}

// onlyFields reports whether nothing else is wrong.
func onlyFields(err error) bool {
	return !slices.ContainsFunc(flat(err), func(e error) bool { return !isNoField(e) })
}

// inEach is what is wrong with a rule that did not compile for some of n types of document: what
// has nothing to do with the type, and the fields that none of them has. A rule that no type has
// all fields of is told those that the first lacks.
func inEach(faults []error, n int) error {
	types := map[string]int{}
	for _, fault := range faults {
		for _, e := range flat(fault) {
			types[e.Error()]++
		}
	}
	wrong := slices.DeleteFunc(flat(errors.Join(faults...)), func(e error) bool { return isNoField(e) && types[e.Error()] < n })
	if len(wrong) == 0 && len(faults) == n {
		return faults[0]
	}
	return errors.Join(wrong...)
}

// inOrder sorts mistakes by their lines, each once. Those of the file as a whole come first.
func inOrder(err error) error {
	all := flat(once(err))
	slices.SortStableFunc(all, func(a, b error) int { return cmp.Compare(lineOf(a), lineOf(b)) })
	return errors.Join(all...)
}

func lineOf(err error) int {
	var e *LoadError
	if errors.As(err, &e) {
		return e.Line
	}
	return 0
}
