package model

// Tokens is what a request takes: as it is expected to come, and at most.
type Tokens struct {
	Input, Output         int
	MostInput, MostOutput int // the worst case, which money is set aside for
}

// What nobody states and experience shows.
const (
	tokensPerPart  = 16  // around each part, turn and request, at most
	outputPerImage = 500 // of an answer about one page, when nothing is known
)

// Estimate returns the tokens that r takes at t. No tokenizer makes more tokens of a text than
// it has bytes, so the worst case is a bound and not a guess; the worst output is r.MaxOutput.
func Estimate(r Request, t Target) Tokens {
	n := Tokens{Input: tokensPerPart, MostInput: tokensPerPart}
	n.text(r.System)
	if r.Output != nil && (r.Output.Mode == JSONSchema || r.Output.Mode == JSONTool) {
		n.text(string(r.Output.Schema))
	}
	images := 0
	for _, turn := range r.Turns {
		for _, p := range turn.Parts {
			n.text(p.Text)
			if p.Image != nil {
				n.image(ImageTokens(t.Images, p.Width, p.Height))
				images++
			}
		}
	}
	n.MostOutput = r.MaxOutput
	n.Output = min(outputPerImage*max(images, 1), r.MaxOutput)
	return n
}

func (n *Tokens) text(s string) {
	n.Input += TextTokens(s)
	n.MostInput += len(s) + tokensPerPart
}

// image adds an image; a quarter more at most, for rounding that providers do not publish.
func (n *Tokens) image(tokens int) {
	n.Input += tokens
	n.MostInput += tokens + tokens/4 + tokensPerPart
}

// Twentieths of a token that bytes make on average in European business documents. Digits and
// punctuation are often tokens of their own.
const (
	perLetter  = 5
	perSpace   = 2
	perSign    = 14
	perForeign = 8 // a byte beyond ASCII
)

// TextTokens estimates the tokens of a text, rather a few too many.
func TextTokens(s string) int {
	sum := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x80:
			sum += perForeign
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			sum += perLetter
		case c <= ' ':
			sum += perSpace
		default:
			sum += perSign
		}
	}
	return (sum + 19) / 20
}
