package model

import "fmt"

// fit completes a composed request for a mode and returns what it takes. It wraps ErrTooLarge
// when the target does not take it.
func fit(r *Request, m Mode) (Tokens, error) {
	t := m.Target
	if r.Output != nil {
		output := *r.Output
		output.Mode = m.JSON
		r.Output = &output
		*r = tellSchema(*r)
	}
	if n := images(*r); n > t.Images.MaxImages {
		return Tokens{}, fmt.Errorf("%d images, %s takes %d: %w", n, t.Name, t.Images.MaxImages, ErrTooLarge)
	}
	input := Estimate(*r, t).Input
	if r.MaxOutput == 0 { // without a limit there is no worst case
		r.MaxOutput = max(min(t.MaxOutput, t.Context-input), 1)
	}
	if r.MaxOutput > t.MaxOutput {
		return Tokens{}, fmt.Errorf("an answer of %d tokens, %s gives %d: %w", r.MaxOutput, t.Name, t.MaxOutput, ErrTooLarge)
	}
	if input+r.MaxOutput > t.Context {
		return Tokens{}, fmt.Errorf("about %d tokens, %s takes %d: %w", input+r.MaxOutput, t.Name, t.Context, ErrTooLarge)
	}
	return Estimate(*r, t), nil
}

func images(r Request) int {
	n := 0
	for _, turn := range r.Turns {
		for _, p := range turn.Parts {
			if p.Image != nil {
				n++
			}
		}
	}
	return n
}
