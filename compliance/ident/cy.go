package ident

// cyVAT is eight digits, not beginning with 12, and a check letter: the digits of even places
// count as they are, those of odd places by a table, modulo 26.
var cyVAT = of(forms("8n1a"), func(c string) string {
	if c[:2] == "12" {
		return "begins with 12, which is not given out"
	}
	odd, sum := [10]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}, 0
	for i := range 8 {
		if d := int(c[i] - '0'); i%2 == 0 {
			sum += odd[d]
		} else {
			sum += d
		}
	}
	return letter(c[8], byte('A'+sum%26))
})
