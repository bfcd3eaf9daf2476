package ident

import "fmt"

// weighted returns the sum of the digits times their weights; digits beyond the weights count
// nothing.
func weighted(digits string, weights ...int) int {
	sum := 0
	for i := range min(len(digits), len(weights)) {
		sum += int(digits[i]-'0') * weights[i]
	}
	return sum
}

// worth returns the value of a letter or digit in base 36: 0 to 9, A is 10.
func worth(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(c-'A') + 10
}

// mod97 returns the remainder by 97 of text, in which a letter stands for its two digits
// (ISO/IEC 7064, MOD 97-10).
func mod97(text string) int {
	n := 0
	for i := range len(text) {
		if v := worth(text[i]); v > 9 {
			n = (n*100 + v) % 97
		} else {
			n = (n*10 + v) % 97
		}
	}
	return n
}

// rest returns the remainder of a number of any length by n.
func rest(digits string, n int) int {
	sum := 0
	for i := range len(digits) {
		sum = (sum*10 + int(digits[i]-'0')) % n
	}
	return sum
}

// mod1110 returns the check digit of digits by ISO/IEC 7064, MOD 11,10.
func mod1110(digits string) int {
	check := 10
	for i := range len(digits) {
		check = (check + int(digits[i]-'0')) % 10
		if check == 0 {
			check = 10
		}
		check = check * 2 % 11
	}
	return (11 - check) % 10
}

// luhnDigit returns the check digit that the formula of ISO/IEC 7812-1, annex B, gives digits
// which do not carry it yet.
func luhnDigit(digits string) int {
	sum, twice := 0, true
	for i := len(digits) - 1; i >= 0; i-- {
		d := int(digits[i] - '0')
		if twice {
			d = d*2/10 + d*2%10
		}
		sum, twice = sum+d, !twice
	}
	return (10 - sum%10) % 10
}

// luhn returns what is wrong with the last digit of digits, "" when it is the Luhn digit.
func luhn(digits string) string {
	return ends(digits, luhnDigit(digits[:len(digits)-1]))
}

// ends returns what is wrong when digits do not end in the check digit want. A value of want
// beyond one digit stands for digits that the authority does not give out.
func ends(digits string, want int) string {
	last := len(digits) - 1
	return checks(digits[last:], want, 1)
}

// checks returns what is wrong when the check digits printed are not want.
func checks(printed string, want, width int) string {
	if text := fmt.Sprintf("%0*d", width, want); len(text) > width {
		return "no check digit fits the other digits: such a number is not given out"
	} else if printed != text {
		return fmt.Sprintf("check digit is %s, the other digits give %s", printed, text)
	}
	return ""
}

// letter returns what is wrong when a check character is not the one wanted.
func letter(printed, want byte) string {
	if printed != want {
		return fmt.Sprintf("check character is %c, the others give %c", printed, want)
	}
	return ""
}
