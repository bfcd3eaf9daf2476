package ledger

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"docpipe/pipeline"
)

// packers are used again: each takes more than half a megabyte to make.
var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // fails for an unknown level only
	return w
}}

// encodeDraft packs a document. Most of a draft is words with their boxes, which repeat a lot.
func encodeDraft(d *pipeline.Document) ([]byte, error) {
	var packed bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&packed)
	if err := errors.Join(json.NewEncoder(w).Encode(d), w.Close()); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	return packed.Bytes(), nil
}

// decodeDraft keeps numbers as they were written: amounts are exact decimals.
func decodeDraft(packed []byte) (*pipeline.Document, error) {
	decoder := json.NewDecoder(flate.NewReader(bytes.NewReader(packed)))
	decoder.UseNumber()
	d := new(pipeline.Document)
	if err := decoder.Decode(d); err != nil {
		return nil, fmt.Errorf("draft: %w: %w", pipeline.ErrDamaged, err)
	}
	return d, nil
}
