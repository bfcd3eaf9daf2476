package mrz

// A span is a run of characters: line of the zone, first, and the one after the last.
type span struct{ line, from, to int }

func (s span) empty() bool { return s.from == s.to }

// A layout says where the fields of a zone stand. A span that is empty is not in it.
type layout struct {
	name    string // as the schema names it, "" for one of no international standard
	lines   int
	length  int
	letters string // what the document code may begin with

	code, issuer, names                    span
	number, numberCheck                    span
	birth, birthCheck, expiry, expiryCheck span
	sex, nationality                       span
	optional                               []span
	personal, personalCheck                span // optional data with a check digit of its own
	composite                              []span
	compositeCheck                         span
	given                                  span // where given names stand apart from surnames
}

// layouts of ICAO Doc 9303, parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas).
var layouts = []*layout{
	{
		name: "TD1", lines: 3, length: 30, letters: "ACI",
		code: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{2, 0, 30},
		number: span{0, 5, 14}, numberCheck: span{0, 14, 15},
		birth: span{1, 0, 6}, birthCheck: span{1, 6, 7}, expiry: span{1, 8, 14}, expiryCheck: span{1, 14, 15},
		sex: span{1, 7, 8}, nationality: span{1, 15, 18}, optional: []span{{0, 15, 30}, {1, 18, 29}},
		composite: []span{{0, 5, 30}, {1, 0, 7}, {1, 8, 15}, {1, 18, 29}}, compositeCheck: span{1, 29, 30},
	},
	{
		name: "TD3", lines: 2, length: 44, letters: "P",
		code: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 44},
		number: span{1, 0, 9}, numberCheck: span{1, 9, 10},
		birth: span{1, 13, 19}, birthCheck: span{1, 19, 20}, expiry: span{1, 21, 27}, expiryCheck: span{1, 27, 28},
		sex: span{1, 20, 21}, nationality: span{1, 10, 13}, optional: []span{{1, 28, 42}},
		personal: span{1, 28, 42}, personalCheck: span{1, 42, 43},
		composite: []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 43}}, compositeCheck: span{1, 43, 44},
	},
	{
		name: "MRV-A", lines: 2, length: 44, letters: "V",
		code: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 44},
		number: span{1, 0, 9}, numberCheck: span{1, 9, 10},
		birth: span{1, 13, 19}, birthCheck: span{1, 19, 20}, expiry: span{1, 21, 27}, expiryCheck: span{1, 27, 28},
		sex: span{1, 20, 21}, nationality: span{1, 10, 13}, optional: []span{{1, 28, 44}},
	},
	{
		name: "TD2", lines: 2, length: 36, letters: "ACI",
		code: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 36},
		number: span{1, 0, 9}, numberCheck: span{1, 9, 10},
		birth: span{1, 13, 19}, birthCheck: span{1, 19, 20}, expiry: span{1, 21, 27}, expiryCheck: span{1, 27, 28},
		sex: span{1, 20, 21}, nationality: span{1, 10, 13}, optional: []span{{1, 28, 35}},
		composite: []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 35}}, compositeCheck: span{1, 35, 36},
	},
	{
		name: "MRV-B", lines: 2, length: 36, letters: "V",
		code: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 36},
		number: span{1, 0, 9}, numberCheck: span{1, 9, 10},
		birth: span{1, 13, 19}, birthCheck: span{1, 19, 20}, expiry: span{1, 21, 27}, expiryCheck: span{1, 27, 28},
		sex: span{1, 20, 21}, nationality: span{1, 10, 13}, optional: []span{{1, 28, 36}},
	},
	french,
}

// french is the identity card of France from 1988 to 2021: it states neither expiry nor
// nationality, its number is of twelve, and one check digit covers both lines.
var french = &layout{
	lines: 2, length: 36, letters: "I",
	code: span{0, 0, 2}, issuer: span{0, 2, 5}, names: span{0, 5, 30}, given: span{1, 13, 27},
	number: span{1, 0, 12}, numberCheck: span{1, 12, 13}, birth: span{1, 27, 33}, birthCheck: span{1, 33, 34},
	sex: span{1, 34, 35}, composite: []span{{0, 0, 36}, {1, 0, 35}}, compositeCheck: span{1, 35, 36},
}

// digits lists the spans that hold digits only, or fillers where a date is not known.
func (l *layout) digits() []span {
	return []span{l.numberCheck, l.birth, l.birthCheck, l.expiry, l.expiryCheck, l.personalCheck, l.compositeCheck}
}
