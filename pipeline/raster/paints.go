package raster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"docpipe/pipeline/sandbox"
)

// paints asks qpdf whether the content of a page that came out empty has operators that paint.
// When qpdf cannot say, the page counts as painted: a silent blank is the worse mistake.
func (r *Raster) paints(ctx context.Context, in *sandbox.Input, index int) (bool, error) {
	out, err := r.sb.Run(ctx, sandbox.Tool{Name: "qpdf", Args: []string{"--json=2", "--json-key=pages", "{in}"}, Input: in, MaxOutput: maxRewritten})
	if err != nil {
		return false, err
	}
	var s structure
	if out.Code != 0 && out.Code != 3 || json.Unmarshal(out.Stdout, &s) != nil || index >= len(s.Pages) {
		return true, nil
	}
	for _, ref := range s.Pages[index].Contents {
		content, ok, err := r.stream(ctx, in, ref)
		if err != nil {
			return false, err
		}
		if !ok || hasPainting(content) {
			return true, nil
		}
	}
	return false, nil
}

// maxContent is how much of a content stream is looked at, in bytes.
const maxContent = 16 << 20

// stream returns the decoded stream of an object such as "12 0 R".
func (r *Raster) stream(ctx context.Context, in *sandbox.Input, ref string) ([]byte, bool, error) {
	var object, generation int
	if _, err := fmt.Sscanf(ref, "%d %d R", &object, &generation); err != nil {
		return nil, false, nil
	}
	show := "--show-object=" + strconv.Itoa(object) + "," + strconv.Itoa(generation)
	out, err := r.sb.Run(ctx, sandbox.Tool{Name: "qpdf", Args: []string{show, "--filtered-stream-data", "{in}"}, Input: in, MaxOutput: maxContent})
	if isTooLarge(err) {
		return nil, false, nil
	}
	return out.Stdout, out.Code == 0, err
}

// painting are the operators that leave marks (ISO 32000-1, annex A).
var painting = map[string]bool{
	"Tj": true, "TJ": true, "'": true, "\"": true, "Do": true, "BI": true, "sh": true,
	"f": true, "F": true, "f*": true, "B": true, "B*": true, "b": true, "b*": true, "S": true, "s": true,
}

// hasPainting looks for painting operators between white space. Inside of strings it may be
// fooled, towards yes.
func hasPainting(content []byte) bool {
	for _, word := range bytes.FieldsFunc(content, func(c rune) bool {
		return c <= ' ' || c == ')' || c == ']' || c == '>'
	}) {
		if painting[string(word)] {
			return true
		}
	}
	return false
}
