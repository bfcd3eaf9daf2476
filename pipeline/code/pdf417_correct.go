package code

// Codewords of PDF417 are corrected by a Reed-Solomon code over the integers modulo 929, whose
// generator polynomial has the roots 3, 9, 27 and so on (ISO/IEC 15438, 5.10).
const (
	fieldSize = 929
	fieldRoot = 3
)

// corrected mends the words in place, the last check of them check words; lost are the places of
// those that cannot be trusted. ok is false when there are more errors than can be mended.
func corrected(words []int, check int, lost []int) (ok bool) {
	s, clean := syndromes(words, check)
	if clean {
		return true
	}
	if len(lost) > check {
		return false
	}
	locator := polynomial{1}
	for _, at := range lost {
		locator = locator.times(polynomial{1, fieldSize - power(fieldRoot, len(words)-1-at)})
	}
	locator = berlekamp(s, locator, len(lost))
	value := s.times(locator).cut(check)
	slope := locator.derivative()
	roots := 0
	for at := range words {
		x := power(fieldRoot, fieldSize-1-(len(words)-1-at))
		if locator.at(x) != 0 {
			continue
		}
		if roots++; slope.at(x) == 0 {
			return false
		}
		// Forney: the error is minus the evaluator over the derivative of the locator.
		e := (fieldSize - value.at(x)) * inverse(slope.at(x)) % fieldSize
		words[at] = (words[at] + fieldSize - e) % fieldSize
	}
	if roots != len(locator)-1 || 2*roots-len(lost) > check { // two check words for each error, one for each lost word
		return false
	}
	_, clean = syndromes(words, check)
	return clean
}

// syndromes are the values of the words as a polynomial at the roots of the generator.
func syndromes(words []int, check int) (s polynomial, clean bool) {
	s, clean = make(polynomial, check), true
	for i := range s {
		root, sum := power(fieldRoot, i+1), 0
		for _, w := range words {
			sum = (sum*root + w) % fieldSize
		}
		s[i], clean = sum, clean && sum == 0
	}
	return s, clean
}

// berlekamp extends the locator of what is known to be lost by that of the other errors
// (Berlekamp and Massey).
func berlekamp(s, locator polynomial, lost int) polynomial {
	before, length := locator, lost
	for n := lost; n < len(s); n++ {
		gap := 0
		for i := range min(len(locator), n+1) {
			gap += locator[i] * s[n-i]
		}
		gap %= fieldSize
		before = append(polynomial{0}, before...)
		if gap == 0 {
			continue
		}
		next := locator.minus(before.scaled(gap))
		if 2*length <= n+lost {
			length = n + 1 + lost - length
			before = locator.scaled(inverse(gap))
		}
		locator = next
	}
	return locator.trimmed()
}

// A polynomial has its coefficients from the lowest power on, modulo 929.
type polynomial []int

func (p polynomial) times(q polynomial) polynomial {
	out := make(polynomial, len(p)+len(q)-1)
	for i, a := range p {
		for j, b := range q {
			out[i+j] = (out[i+j] + a*b) % fieldSize
		}
	}
	return out
}

func (p polynomial) minus(q polynomial) polynomial {
	out := make(polynomial, max(len(p), len(q)))
	copy(out, p)
	for i, b := range q {
		out[i] = (out[i] + fieldSize - b) % fieldSize
	}
	return out
}

func (p polynomial) scaled(by int) polynomial {
	out := make(polynomial, len(p))
	for i, a := range p {
		out[i] = a * by % fieldSize
	}
	return out
}

func (p polynomial) derivative() polynomial {
	out := polynomial{0}
	for i := 1; i < len(p); i++ {
		out = append(out[:i-1], i*p[i]%fieldSize, 0)
	}
	return out.trimmed()
}

func (p polynomial) at(x int) int {
	sum := 0
	for i := len(p) - 1; i >= 0; i-- {
		sum = (sum*x + p[i]) % fieldSize
	}
	return sum
}

// cut keeps the powers below n.
func (p polynomial) cut(n int) polynomial { return p[:min(n, len(p))] }

func (p polynomial) trimmed() polynomial {
	for len(p) > 1 && p[len(p)-1] == 0 {
		p = p[:len(p)-1]
	}
	return p
}

// power returns x to the n modulo 929, n not negative.
func power(x, n int) int {
	out := 1
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			out = out * x % fieldSize
		}
		x = x * x % fieldSize
	}
	return out
}

// inverse is by Fermat: 929 is prime.
func inverse(x int) int { return power(x, fieldSize-2) }
