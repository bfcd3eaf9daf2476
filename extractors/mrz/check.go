package mrz

// checkDigit is the check digit of ICAO Doc 9303 part 3: digits count as themselves, letters
// from 10, fillers as 0, weighted 7, 3, 1 in turn; the rest by ten.
func checkDigit(text string) byte {
	weights, sum := [3]int{7, 3, 1}, 0
	for i := range len(text) {
		sum += worth(text[i]) * weights[i%3]
	}
	return byte('0' + sum%10)
}

func worth(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 0
}

// holds reports whether check is the check digit of text. Where there is nothing to check, a
// filler may stand in its place.
func holds(text string, check byte) bool {
	return check == checkDigit(text) || check == filler && empty(text)
}

const filler = '<'

func empty(text string) bool {
	for i := range len(text) {
		if text[i] != filler {
			return false
		}
	}
	return true
}
