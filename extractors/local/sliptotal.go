package local

import (
	"math"
	"slices"

	"docpipe/extractors"
)

// A contender is one amount that may be the total of a slip, and what speaks for it.
type contender struct {
	option option
	weight float64
	proof  string
}

// addSlipTotal finds what was to pay: of the amounts below the goods the one that labels, the
// arithmetic of the slip and its repetition speak for most.
func (r *reading) addSlipTotal() {
	gross := r.sumFields()[roleGross]
	if gross < 0 || len(r.sheets) != 1 || !r.narrow() {
		return
	}
	sums := r.slipSums()
	contenders := map[extractors.Ticks]*contender{}
	for _, sum := range sums {
		r.count(contenders, sum)
	}
	r.seenAgain(contenders, sums)
	r.proveContenders(contenders, sums)
	best := bestOf(contenders)
	if best == nil || best.weight < leastContender {
		return
	}
	best.option.strength = min(0.3+0.4*best.weight, 0.9)
	if current := r.options[gross]; len(current) > 0 && current[0].value == best.option.value {
		best.option.strength = max(best.option.strength, current[0].strength)
		if best.proof == "" {
			best.proof = current[0].proven
		}
	}
	best.settle(sums)
	r.correct(best, sums)
	best.option.proven = best.proof
	r.promoteFor(gross, best.option, best.proof)
}

// settle compares the total with what was given less the change. Where they differ in one digit and
// the parts of the total take the side of the change, the total was misread; else it is in doubt.
func (c *contender) settle(sums []slipSum) {
	worth, ok := paidLessChange(sums)
	if !ok || worth == c.option.amount.Ticks {
		return
	}
	c.proof, c.option.strength = "", min(c.option.strength, unsure)
	if value := inCents(worth); addUp(sums)[worth] && nearly(value, c.option.value) {
		c.option.value, c.option.amount.Ticks = value, worth
		c.option.misread = "what was given less the change, and the parts of the total, say so"
	}
}

// correct compares a total that was not read well with what its parts make. Where they differ in one
// digit it was misread, if its parts are more legible; else it is in doubt. A total without any
// part of its own, and one that is a part, stays.
func (r *reading) correct(c *contender, sums []slipSum) {
	s := r.sheets[0]
	least, partsLeast := s.legible(c.option.span), 1.0
	if c.option.misread != "" || least >= doubtfulTotal {
		return
	}
	for _, sum := range sums {
		part := sum.kind == sumSub || sum.kind == sumBefore
		if part && sum.amount.amount.Ticks == c.option.amount.Ticks {
			return
		}
		if part || sum.kind == sumTax {
			partsLeast = min(partsLeast, s.legible(sum.amount.span))
		}
	}
	worth, ok := nearlyMade(addUpFrom(sums, sumSub, sumBefore), c.option)
	if !ok {
		return
	}
	c.proof, c.option.strength = "", min(c.option.strength, unsure)
	if partsLeast >= least {
		c.option.value, c.option.amount.Ticks, c.option.misread = inCents(worth), worth, "its parts make it"
	}
}

// nearlyMade returns the only amount among those that are made that differs from a total in one digit,
// where the total itself is not made.
func nearlyMade(made map[extractors.Ticks]bool, total option) (worth extractors.Ticks, ok bool) {
	for sum := range made {
		if sum == total.amount.Ticks || nearly(inCents(sum), total.value) && worth != 0 {
			return 0, false
		}
		if nearly(inCents(sum), total.value) {
			worth = sum
		}
	}
	return worth, worth != 0
}

// doubtfulTotal is the legibility below which a total may have been misread.
const doubtfulTotal = 0.9

// leastContender is the weight from which on an amount is taken for the total.
const leastContender = 0.3

// labelWeights is how much a label alone speaks for its amount as the total.
var labelWeights = map[sumKind]float64{sumTotal: 1, sumBefore: 0.15, sumSub: 0.45, sumGiven: 0.2, sumSummary: 0.05}

// again is what a second line with the same amount adds.
const again = 0.15

// count adds one line to the contender of its amount.
func (r *reading) count(contenders map[extractors.Ticks]*contender, sum slipSum) {
	weight := labelWeights[sum.kind]
	worth := sum.amount.amount.Ticks
	if weight == 0 || worth <= 0 {
		return
	}
	if sum.round {
		weight += 0.2
	}
	weight -= 0.3 * (1 - r.sheets[0].legible(sum.amount.span))
	if sum.amount.misread != "" {
		weight -= 0.1
	}
	t := contenders[worth]
	if t == nil {
		contenders[worth] = &contender{option: sum.amount, weight: weight}
		return
	}
	if sum.kind == sumTotal && weight > t.weight || t.option.misread != "" && sum.amount.misread == "" {
		t.option = sum.amount
	}
	t.weight = max(t.weight, weight) + again
}

// seenAgain adds what it says that an amount ends other lines as well.
func (r *reading) seenAgain(contenders map[extractors.Ticks]*contender, sums []slipSum) {
	labelled := map[int]bool{}
	for _, sum := range sums {
		labelled[sum.row] = true
	}
	times := map[extractors.Ticks]int{}
	for n, row := range r.sheets[0].rows {
		if c, ok := r.lastAmount(row); ok && !labelled[n] {
			times[c.amount.Ticks]++
		}
	}
	for worth, c := range contenders {
		c.weight += again / 2 * float64(min(times[worth], 2))
	}
}

// proveContenders adds what the arithmetic of the slip says.
func (r *reading) proveContenders(contenders map[extractors.Ticks]*contender, sums []slipSum) {
	prove := func(worth extractors.Ticks, weight float64, proof string) {
		if t := contenders[worth]; t != nil {
			t.weight += weight
			if t.proof == "" || weight >= 0.6 {
				t.proof = proof
			}
		}
	}
	if worth, ok := paidLessChange(sums); ok {
		if o, printed := r.printedAs(worth, sums); printed && contenders[worth] == nil {
			contenders[worth] = &contender{option: o}
		}
		prove(worth, 0.9, "what was given less the change")
	}
	for worth := range addUp(sums) {
		prove(worth, 0.6, "its parts add up to it")
	}
	if worth := r.sumOfGoods(sums); worth > 0 {
		prove(worth, 0.3, "the articles add up to it")
	}
}

// printedAs finds an amount of this worth, also one of which recognition lost the sign.
func (r *reading) printedAs(worth extractors.Ticks, sums []slipSum) (option, bool) {
	if o, ok := r.amountsByWorth()[worth]; ok {
		return o, true
	}
	i := slices.IndexFunc(sums, func(sum slipSum) bool { return sum.amount.amount.Ticks == worth })
	if i < 0 {
		return option{}, false
	}
	return sums[i].amount, true
}

// paidLessChange is what was given less what was given back, where the slip says both in one way
// only.
func paidLessChange(sums []slipSum) (extractors.Ticks, bool) {
	var given, change []extractors.Ticks
	for _, sum := range sums {
		worth := abs(sum.amount.amount.Ticks)
		switch {
		case sum.kind == sumGiven && worth > 0 && !slices.Contains(given, worth):
			given = append(given, worth)
		case sum.kind == sumChange && !slices.Contains(change, worth):
			change = append(change, worth)
		}
	}
	if len(given) != 1 || len(change) != 1 || change[0] >= given[0] {
		return 0, false
	}
	return given[0] - change[0], true
}

// addUp returns the amounts that the goods, the taxes, the rounding and the discounts of a slip
// make, and those that a line of its table of taxes makes.
func addUp(sums []slipSum) map[extractors.Ticks]bool {
	made := addUpFrom(sums, sumSub, sumBefore, sumTotal)
	for _, sum := range sums {
		if sum.kind == sumSummary && sum.pair.amount.Ticks > 0 {
			made[sum.amount.amount.Ticks+sum.pair.amount.Ticks] = true
		}
	}
	return made
}

// addUpFrom returns what taxes, rounding and discounts make of the amounts of some kinds.
func addUpFrom(sums []slipSum, kinds ...sumKind) map[extractors.Ticks]bool {
	parts := map[sumKind][]extractors.Ticks{}
	made := map[extractors.Ticks]bool{}
	for _, sum := range sums {
		parts[sum.kind] = append(parts[sum.kind], sum.amount.amount.Ticks)
	}
	var bases []extractors.Ticks
	for _, kind := range kinds {
		bases = append(bases, parts[kind]...)
	}
	for _, base := range bases {
		for _, tax := range append(parts[sumTax], 0) {
			for _, off := range append(parts[sumRounding], 0) {
				for _, less := range append(parts[sumDiscount], 0) {
					if tax > 0 || off != 0 || less != 0 {
						made[base+tax+off-abs(less)] = true
					}
				}
			}
		}
	}
	return made
}

// sumOfGoods adds up the prices above the first sum.
func (r *reading) sumOfGoods(sums []slipSum) extractors.Ticks {
	if len(sums) == 0 {
		return 0
	}
	s := r.sheets[0]
	var total extractors.Ticks
	goods := 0
	for _, row := range s.rows[:sums[0].row] {
		if price, ok := r.lastAmount(row); ok {
			total, goods = total+price.amount.Ticks, goods+1
		}
	}
	if goods == 0 {
		return 0
	}
	return total
}

// bestOf returns the contender that most speaks for, the one after rounding to coins of two that differ
// by no more.
func bestOf(contenders map[extractors.Ticks]*contender) *contender {
	var best *contender
	for _, t := range contenders {
		if best == nil || t.weight > best.weight+1e-9 || math.Abs(t.weight-best.weight) < 1e-9 && t.option.amount.Ticks > best.option.amount.Ticks {
			best = t
		}
	}
	if best == nil {
		return nil
	}
	for worth, t := range contenders {
		if rounds(best.option.amount.Ticks, worth) && t.weight >= leastContender {
			return t
		}
	}
	return best
}
