package ident

const mrzSource = "ICAO Doc 9303, weights 7 3 1 modulo 10, "

var machineReadable = []Kind{
	{Name: "mrz", Title: "Machine-readable zone, its size and first letter tell which", Source: mrzSource + "parts 3 to 7", check: written(" ", anyZone)},
	{Name: "mrz.td1", Title: "Machine-readable zone of a card", Source: mrzSource + "part 5", check: written(" ", td1.check)},
	{Name: "mrz.td2", Title: "Machine-readable zone of a larger card", Source: mrzSource + "part 6", check: written(" ", td2.check)},
	{Name: "mrz.td3", Title: "Machine-readable zone of a passport", Source: mrzSource + "part 4", check: written(" ", td3.check)},
	{Name: "mrz.mrva", Title: "Machine-readable zone of a visa", Source: mrzSource + "part 7", check: written(" ", mrvA.check)},
	{Name: "mrz.mrvb", Title: "Machine-readable zone of a smaller visa", Source: mrzSource + "part 7", check: written(" ", mrvB.check)},
}

// anyZone picks the layout of a zone.
func anyZone(c string) (compact, problem string) {
	visa := len(c) > 0 && c[0] == 'V'
	for _, z := range []zone{td1, td2, td3, mrvB, mrvA} {
		if len(c) == z.lines*z.length && visa == (z.letters == "V") {
			return z.check(c)
		}
	}
	return "", lengthProblem(c, 72, 88, 90)
}

// A span is a run of characters of a zone whose lines stand one behind the other: the first,
// and the one after the last.
type span struct{ from, to int }

func (s span) in(c string) string { return c[s.from:s.to] }

// A checked field is followed by its check digit.
type checked struct {
	what string
	span
}

// A zone says where its fields stand.
type zone struct {
	lines, length int
	letters       string // what it may begin with
	names         span
	number        checked
	more          span // where a number of more than nine characters goes on, if it may
	birth, expiry checked
	sex           int
	nationality   span
	personal      checked // optional data with a check digit, if there
	composite     []span  // what the last check digit covers, if there is one
	last          int
}

var td1 = zone{
	lines: 3, length: 30, letters: "ACI", names: span{60, 90},
	number: checked{"document number", span{5, 14}}, more: span{15, 30},
	birth: checked{"date of birth", span{30, 36}}, expiry: checked{"date of expiry", span{38, 44}},
	sex: 37, nationality: span{45, 48},
	composite: []span{{5, 37}, {38, 45}, {48, 59}}, last: 59,
}

var td2 = zone{
	lines: 2, length: 36, letters: "ACI", names: span{5, 36},
	number: checked{"document number", span{36, 45}}, more: span{64, 71},
	birth: checked{"date of birth", span{49, 55}}, expiry: checked{"date of expiry", span{57, 63}},
	sex: 56, nationality: span{46, 49},
	composite: []span{{36, 46}, {49, 56}, {57, 71}}, last: 71,
}

var td3 = zone{
	lines: 2, length: 44, letters: "P", names: span{5, 44},
	number: checked{"document number", span{44, 53}},
	birth:  checked{"date of birth", span{57, 63}}, expiry: checked{"date of expiry", span{65, 71}},
	sex: 64, nationality: span{54, 57}, personal: checked{"personal number", span{72, 86}},
	composite: []span{{44, 54}, {57, 64}, {65, 87}}, last: 87,
}

var mrvA = visa(td3, 44)

var mrvB = visa(td2, 36)

// visa is a layout without a number that goes on, a personal number and a last check digit.
func visa(z zone, length int) zone {
	z.letters, z.length = "V", length
	z.more, z.personal, z.composite, z.last = span{}, checked{}, nil, 0
	return z
}

// check returns the lines parted by line feeds.
func (z zone) check(c string) (compact, problem string) {
	for _, rule := range []rule{z.alphabet, z.size, z.kind, z.holder, z.digits, z.dates, z.whole} {
		if problem := rule(c); problem != "" {
			return "", problem
		}
	}
	for at := 0; at < len(c); at += z.length {
		compact += c[at:at+z.length] + "\n"
	}
	return compact[:len(compact)-1], ""
}
