package raster

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// errPassword is qpdf's refusal of a password, or of none.
var errPassword = errors.New("the password does not fit")

// maxRewritten bounds what qpdf may write, in bytes.
const maxRewritten = 512 << 20

// qpdf runs qpdf on the file and returns its output. Warnings are no error (exit code 3); a
// file that it cannot read wraps pipeline.ErrDamaged, a password errPassword. Its messages may
// quote the file and go nowhere.
func (x *examination) qpdf(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	out, err := x.sb.Run(ctx, sandbox.Tool{Name: "qpdf", Args: args, Input: x.in, Stdin: bytes.NewReader(stdin), MaxOutput: maxRewritten})
	if err != nil {
		return nil, err
	}
	switch {
	case out.Code == 0, out.Code == 3:
		return out.Stdout, nil
	case bytes.Contains(out.Stderr, []byte("invalid password")):
		return nil, errPassword
	}
	return nil, fmt.Errorf("qpdf cannot read it (exit code %d): %w", out.Code, pipeline.ErrDamaged)
}
