package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"docpipe/pipeline"
)

// Limits of [Decode].
const (
	MaxDataBytes = 16 << 20
	MaxDataDepth = 128
)

// Decode reads one JSON value strictly: no duplicate keys, nothing after it, no depth over
// [MaxDataDepth], not more than [MaxDataBytes], no number that [Number] refuses. Numbers come
// out as json.Number. Errors wrap [pipeline.ErrInvalid] and name the place.
func Decode(raw []byte) (any, error) {
	v, err := decode(raw, MaxDataBytes, MaxDataDepth)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, pipeline.ErrInvalid)
	}
	return plain(v), nil
}

// An object is a JSON object that remembers the order of its keys.
type object struct {
	keys []string
	at   map[string]any
}

func (o *object) has(key string) bool { _, ok := o.at[key]; return ok }

func (o *object) text(key string) string { s, _ := o.at[key].(string); return s }

// plain turns objects into maps, all the way down.
func plain(v any) any {
	switch v := v.(type) {
	case *object:
		m := make(map[string]any, len(v.at))
		for k, e := range v.at {
			m[k] = plain(e)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = plain(e)
		}
		return list
	}
	return v
}

// decode reads one JSON value with *object for objects.
func decode(raw []byte, maxBytes, maxDepth int) (any, error) {
	if len(raw) > maxBytes {
		return nil, fmt.Errorf("%d bytes of JSON, the limit is %d", len(raw), maxBytes)
	}
	d := decoder{Decoder: json.NewDecoder(bytes.NewReader(raw)), maxDepth: maxDepth}
	d.UseNumber()
	v, err := d.value("", 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("byte %d: something follows the JSON value", d.InputOffset())
	}
	return v, nil
}

type decoder struct {
	*json.Decoder
	maxDepth int
}

func (d *decoder) value(pointer string, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, d.broken(err)
	}
	if depth > d.maxDepth {
		return nil, fmt.Errorf("byte %d: nested deeper than %d levels", d.InputOffset(), d.maxDepth)
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return d.object(pointer, depth)
		}
		return d.array(pointer, depth)
	case json.Number:
		if err := Number(t); err != nil {
			return nil, fmt.Errorf("%s: %w", place(pointer), err)
		}
	}
	return t, nil
}

func (d *decoder) object(pointer string, depth int) (any, error) {
	o := &object{at: map[string]any{}}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, d.broken(err)
		}
		key, ok := t.(string)
		if !ok {
			return nil, fmt.Errorf("byte %d: a key must be a string", d.InputOffset())
		}
		at := pointer + "/" + escape(key)
		if o.has(key) {
			return nil, fmt.Errorf("%s: the key stands twice in one object", at)
		}
		v, err := d.value(at, depth+1)
		if err != nil {
			return nil, err
		}
		o.keys, o.at[key] = append(o.keys, key), v
	}
	return o, d.end()
}

func (d *decoder) array(pointer string, depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := d.value(fmt.Sprintf("%s/%d", pointer, len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, d.end()
}

// end reads the closing bracket.
func (d *decoder) end() error {
	if _, err := d.Token(); err != nil {
		return d.broken(err)
	}
	return nil
}

func (d *decoder) broken(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("byte %d: not JSON: %w", d.InputOffset(), err)
}
