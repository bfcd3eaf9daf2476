package task

import (
	"docpipe/extractors/model"
)

// Estimates are on the high side: a request that turns out smaller costs nothing, one that
// turns out too large costs a round trip.
const (
	bytesPerToken  = 3   // of text in European languages, tables included
	tokensPerPart  = 16  // around each part
	leastOutput    = 256 // tokens that are always asked for
	pixelsPerToken = 750 // of images, on the dear side
)

// textTokens estimates the tokens of a text.
func textTokens(s string) int { return len(s)/bytesPerToken + 1 }

// requestTokens estimates what a request takes of a context.
func requestTokens(r model.Request) int {
	n := textTokens(r.System)
	if r.Output != nil {
		n += textTokens(string(r.Output.Schema))
	}
	for _, turn := range r.Turns {
		for _, p := range turn.Parts {
			n += tokensPerPart + textTokens(p.Text) + p.Width*p.Height/pixelsPerToken
		}
	}
	return n
}
