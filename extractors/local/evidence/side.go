package evidence

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Statements print the side of the account behind an amount: "20,00 S", "20.00 DR", "20,00 -". What
// leaves the account is negative for its holder.

// addBooked reads amounts whose side is glued to them.
func addBooked(all candidates, s *layout.Sheet, seg layout.Span, decimal byte) {
	for i := seg.From; i < seg.To; i++ {
		text, side := extractors.CutSide(s.Tokens[i].Text)
		if side == extractors.NoSide || strings.ContainsAny(s.Tokens[i].Text, "-−–+") {
			continue // signs are read with the number
		}
		read := extractors.ReadAmount(text, decimal)
		if len(read) == 0 {
			continue
		}
		c := Candidate{Span: layout.Span{From: i, To: i + 1}, Value: read[0].Text, Amount: read[0], Fit: 0.95, Side: side}
		for _, other := range read[1:] {
			c.Readings = append(c.Readings, other.Text)
		}
		all.add(plan.Amount, c)
	}
}

// fewestLetters is how many amounts of a statement one letter behind them must mark: a letter alone
// may begin anything.
const fewestLetters = 2

// bookSides signs the amounts of a statement by the sides that are printed behind them.
func (r *Reading) bookSides() {
	if !r.Style.booked {
		return
	}
	letters := 0
	for n, s := range r.Sheets {
		for i := range r.Found[n][plan.Amount] {
			if c := &r.Found[n][plan.Amount][i]; c.Side != extractors.NoSide || isLetter(sideBehind(s, c)) {
				letters++
			}
		}
	}
	for n, s := range r.Sheets {
		for i := range r.Found[n][plan.Amount] {
			c := &r.Found[n][plan.Amount][i]
			if mark := sideBehind(s, c); c.Side == extractors.NoSide && (!isLetter(mark) || letters >= fewestLetters) {
				c.Side = extractors.ReadSide(mark)
			}
			if c.Side == extractors.DebitSide {
				c.negate()
			}
		}
	}
}

func isLetter(mark string) bool { return len(mark) == 1 && mark != "-" && mark != "+" }

// sideBehind is the word behind an amount that says its side, "" for none. It ends its segment: other
// words begin a text. A sign stands close, since a dash further on is an empty cell.
func sideBehind(s *layout.Sheet, c *Candidate) string {
	at := c.Span.To
	if c.Amount.Scale != 2 || at >= len(s.Tokens) || s.RowOf[at] != s.RowOf[c.Span.From] {
		return ""
	}
	t, seg := &s.Tokens[at], s.Segs[s.SegOf[at]]
	if extractors.ReadSide(t.Text) == extractors.NoSide || seg.To > at+1 && !s.Tokens[at+1].Digit {
		return ""
	}
	if t.Fold == "" && t.X0-s.Tokens[at-1].X1 > closeSign*s.Line {
		return ""
	}
	return t.Text
}

// closeSign is the widest gap between an amount and its sign, in heights of a line.
const closeSign = 0.6

// negate turns an amount that is not negative.
func (c *Candidate) negate() {
	if c.Amount.Ticks <= 0 {
		return
	}
	c.Value, c.Amount.Text, c.Amount.Ticks = "-"+c.Value, "-"+c.Amount.Text, -c.Amount.Ticks
	for i := range c.Readings {
		c.Readings[i] = "-" + c.Readings[i]
	}
}
