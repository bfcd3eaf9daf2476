package ident

import "strings"

// A rule returns what is wrong with a number whose form is right, "" for nothing.
type rule func(c string) string

// of checks a cleaned number: one of the forms, then the rules in turn until one objects.
func of(forms []string, rules ...rule) checker {
	return func(c string) (string, string) {
		if problem := oneOf(c, forms...); problem != "" {
			return "", problem
		}
		for _, r := range rules {
			if problem := r(c); problem != "" {
				return "", problem
			}
		}
		return c, ""
	}
}

// written checks what is left of a number without the characters that people write in it.
func written(drop string, body checker) checker {
	return func(value string) (string, string) { return body(clean(value, drop)) }
}

// prefixed is written for a number that may stand behind a country's letters.
func prefixed(drop, prefix string, body checker) checker {
	return written(drop, func(c string) (string, string) { return body(strings.TrimPrefix(c, prefix)) })
}

// forms lists forms.
func forms(f ...string) []string { return f }

// notZero refuses a number of zeros only.
func notZero(c string) string {
	if strings.Trim(c, "0") == "" {
		return "has only zeros"
	}
	return ""
}

// notRepeated refuses a number made of one character.
func notRepeated(c string) string {
	if strings.Trim(c, c[:1]) == "" {
		return "is one digit repeated, which is not given out"
	}
	return ""
}

// notFrom refuses a number that begins with one of the characters.
func notFrom(characters string) rule {
	return func(c string) string {
		if strings.ContainsRune(characters, rune(c[0])) {
			return "begins with " + c[:1] + ", which is not given out"
		}
		return ""
	}
}

// from demands that a number begins with one of the characters.
func from(characters string) rule {
	return func(c string) string {
		if !strings.ContainsRune(characters, rune(c[0])) {
			return "begins with " + c[:1] + ", want one of " + characters
		}
		return ""
	}
}

// sumsTo demands that the digits times the weights sum up to a multiple of n.
func sumsTo(n int, weights ...int) rule {
	return func(c string) string {
		if weighted(c, weights...)%n != 0 {
			return "check digit does not fit the other digits"
		}
		return ""
	}
}

// behind checks what stands behind letters that belong to the number.
func behind(letters string, body checker) checker {
	return func(c string) (string, string) {
		after, found := strings.CutPrefix(c, letters)
		if !found {
			return "", "does not begin with " + letters
		}
		compact, problem := body(after)
		return letters + compact, problem
	}
}

// filled checks a number that may have lost leading zeros: digits between the least number and
// length are filled up with zeros.
func filled(length, least int, body checker) checker {
	return func(c string) (string, string) {
		if len(c) >= least && allDigits(c) {
			c = padded(c, length)
		}
		return body(c)
	}
}
