package ledger

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// encodeDraft packs a document. Words with their boxes shrink to about a fifth.
func encodeDraft(d *pipeline.Document) ([]byte, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
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
