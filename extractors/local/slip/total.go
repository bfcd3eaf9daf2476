package slip

import (
	"maps"
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A contender is one amount that may be the total of a slip, and what speaks for it.
type contender struct {
	option evidence.Option
	weight float64
	proof  string
}

// AddTotal finds what was to pay: of the amounts below the goods the one that labels, the
// arithmetic of the slip and its repetition speak for most.
func AddTotal(r *evidence.Reading) {
	gross := r.SumFields()[plan.Gross]
	if gross < 0 || len(r.Sheets) != 1 || !r.Narrow() {
		return
	}
	sums := slipSums(r)
	contenders := map[extractors.Ticks]*contender{}
	for _, sum := range sums {
		count(r, contenders, sum)
	}
	seenAgain(r, contenders, sums)
	proveContenders(r, contenders, sums)
	best := bestOf(contenders)
	if best == nil || best.weight < leastContender {
		return
	}
	best.option.Strength = min(0.3+0.4*best.weight, 0.9)
	if current := r.Options[gross]; len(current) > 0 && current[0].Value == best.option.Value {
		best.option.Strength = max(best.option.Strength, current[0].Strength)
		if best.proof == "" {
			best.proof = current[0].Proven
		}
	}
	best.settle(sums)
	correct(r, best, sums)
	best.option.Proven = best.proof
	r.PromoteFor(gross, best.option, best.proof)
}

// settle compares the total with what was given less the change. Where they differ in one digit and
// the parts of the total take the side of the change, the total was misread; else it is in doubt.
func (c *contender) settle(sums []slipSum) {
	worth, ok := paidLessChange(sums)
	if !ok || worth == c.option.Amount.Ticks {
		return
	}
	c.proof, c.option.Strength = "", min(c.option.Strength, evidence.Unsure)
	if value := inCents(worth); addUp(sums)[worth] && layout.Nearly(value, c.option.Value) {
		c.option.Value, c.option.Amount.Ticks = value, worth
		c.option.Misread = "what was given less the change, and the parts of the total, say so"
	}
}

// correct compares a total that was not read well with what its parts make. Where they differ in one
// digit it was misread, if its parts are more legible; else it is in doubt. A total without any
// part of its own, and one that is a part, stays.
func correct(r *evidence.Reading, c *contender, sums []slipSum) {
	s := r.Sheets[0]
	least, partsLeast := s.Legible(c.option.Span), 1.0
	if c.option.Misread != "" || least >= doubtfulTotal {
		return
	}
	for _, sum := range sums {
		part := sum.kind == sumSub || sum.kind == sumBefore
		if part && sum.amount.Amount.Ticks == c.option.Amount.Ticks {
			return
		}
		if part || sum.kind == sumTax {
			partsLeast = min(partsLeast, s.Legible(sum.amount.Span))
		}
	}
	worth, ok := nearlyMade(addUpFrom(sums, sumSub, sumBefore), c.option)
	if !ok {
		return
	}
	c.proof, c.option.Strength = "", min(c.option.Strength, evidence.Unsure)
	if partsLeast >= least {
		c.option.Value, c.option.Amount.Ticks, c.option.Misread = inCents(worth), worth, "its parts make it"
	}
}

// nearlyMade returns the only amount among those that are made that differs from a total in one digit,
// where the total itself is not made.
func nearlyMade(made map[extractors.Ticks]bool, total evidence.Option) (worth extractors.Ticks, ok bool) {
	for sum := range made {
		if sum == total.Amount.Ticks || layout.Nearly(inCents(sum), total.Value) && worth != 0 {
			return 0, false
		}
		if layout.Nearly(inCents(sum), total.Value) {
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
func count(r *evidence.Reading, contenders map[extractors.Ticks]*contender, sum slipSum) {
	weight := labelWeights[sum.kind]
	worth := sum.amount.Amount.Ticks
	if weight == 0 || worth <= 0 {
		return
	}
	if sum.round {
		weight += 0.2
	}
	weight -= 0.3 * (1 - r.Sheets[0].Legible(sum.amount.Span))
	if sum.amount.Misread != "" {
		weight -= 0.1
	}
	t := contenders[worth]
	if t == nil {
		contenders[worth] = &contender{option: sum.amount, weight: weight}
		return
	}
	if sum.kind == sumTotal && weight > t.weight || t.option.Misread != "" && sum.amount.Misread == "" {
		t.option = sum.amount
	}
	t.weight = max(t.weight, weight) + again
}

// seenAgain adds what it says that an amount ends other lines as well.
func seenAgain(r *evidence.Reading, contenders map[extractors.Ticks]*contender, sums []slipSum) {
	labelled := map[int]bool{}
	for _, sum := range sums {
		labelled[sum.row] = true
	}
	times := map[extractors.Ticks]int{}
	for n, row := range r.Sheets[0].Rows {
		if c, ok := r.LastAmount(row); ok && !labelled[n] {
			times[c.Amount.Ticks]++
		}
	}
	for worth, c := range contenders {
		c.weight += again / 2 * float64(min(times[worth], 2))
	}
}

// proveContenders adds what the arithmetic of the slip says.
func proveContenders(r *evidence.Reading, contenders map[extractors.Ticks]*contender, sums []slipSum) {
	prove := func(worth extractors.Ticks, weight float64, proof string) {
		if t := contenders[worth]; t != nil {
			t.weight += weight
			if t.proof == "" || weight >= 0.6 {
				t.proof = proof
			}
		}
	}
	if worth, ok := paidLessChange(sums); ok {
		if o, printed := printedAs(r, worth, sums); printed && contenders[worth] == nil {
			contenders[worth] = &contender{option: o}
		}
		prove(worth, 0.9, "what was given less the change")
	}
	for worth := range addUp(sums) {
		prove(worth, 0.6, "its parts add up to it")
	}
	if worth := sumOfGoods(r, sums); worth > 0 {
		prove(worth, 0.3, "the articles add up to it")
	}
}

// printedAs finds an amount of this worth, also one of which recognition lost the sign.
func printedAs(r *evidence.Reading, worth extractors.Ticks, sums []slipSum) (evidence.Option, bool) {
	if o, ok := r.AmountsByWorth()[worth]; ok {
		return o, true
	}
	i := slices.IndexFunc(sums, func(sum slipSum) bool { return sum.amount.Amount.Ticks == worth })
	if i < 0 {
		return evidence.Option{}, false
	}
	return sums[i].amount, true
}

// paidLessChange is what was given less what was given back, where the slip says both in one way
// only.
func paidLessChange(sums []slipSum) (extractors.Ticks, bool) {
	var given, change []extractors.Ticks
	for _, sum := range sums {
		worth := evidence.Abs(sum.amount.Amount.Ticks)
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
		if sum.kind == sumSummary && sum.pair.Amount.Ticks > 0 {
			made[sum.amount.Amount.Ticks+sum.pair.Amount.Ticks] = true
		}
	}
	return made
}

// addUpFrom returns what taxes, rounding and discounts make of the amounts of some kinds.
func addUpFrom(sums []slipSum, kinds ...sumKind) map[extractors.Ticks]bool {
	parts := map[sumKind][]extractors.Ticks{}
	made := map[extractors.Ticks]bool{}
	for _, sum := range sums {
		parts[sum.kind] = append(parts[sum.kind], sum.amount.Amount.Ticks)
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
						made[base+tax+off-evidence.Abs(less)] = true
					}
				}
			}
		}
	}
	return made
}

// sumOfGoods adds up the prices above the first sum.
func sumOfGoods(r *evidence.Reading, sums []slipSum) extractors.Ticks {
	if len(sums) == 0 {
		return 0
	}
	s := r.Sheets[0]
	var total extractors.Ticks
	goods := 0
	for _, row := range s.Rows[:sums[0].row] {
		if price, ok := r.LastAmount(row); ok {
			total, goods = total+price.Amount.Ticks, goods+1
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
	ascending := slices.Sorted(maps.Keys(contenders)) // of two as heavy the larger one wins
	for _, worth := range ascending {
		if t := contenders[worth]; best == nil || t.weight > best.weight-1e-9 {
			best = t
		}
	}
	if best == nil {
		return nil
	}
	for _, worth := range ascending {
		if t := contenders[worth]; evidence.Rounds(best.option.Amount.Ticks, worth) && t.weight >= leastContender {
			return t
		}
	}
	return best
}
