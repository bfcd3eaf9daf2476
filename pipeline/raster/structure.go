package raster

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"docpipe/pipeline"
)

// A structure is the part of `qpdf --json` (version 2) that is used here.
type structure struct {
	Pages []struct {
		Object   string
		Contents []string
		Images   []struct {
			Width, Height int
			Filter        []string
		}
	}
	AcroForm struct {
		Fields []formField
	}
	Attachments map[string]struct {
		PreferredName string
		Streams       map[string]struct{ MimeType string }
	}
	QPDF []json.RawMessage // a header, then the objects by "obj:12 0 R"

	objects map[string]struct{ Value json.RawMessage }
}

func (x *examination) structure(ctx context.Context) (*structure, error) {
	b, err := x.qpdf(ctx, nil, "--json=2", "--json-key=pages", "--json-key=acroform", "--json-key=attachments", "--json-key=qpdf", "{in}")
	if err != nil {
		return nil, err
	}
	var s structure
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("its structure: %w: %w", err, pipeline.ErrDamaged)
	}
	if len(s.QPDF) > 1 {
		if err := json.Unmarshal(s.QPDF[1], &s.objects); err != nil {
			return nil, fmt.Errorf("its objects: %w: %w", err, pipeline.ErrDamaged)
		}
	}
	return &s, nil
}

// A pageFrame maps PDF coordinates to the page as shown.
type pageFrame struct {
	Box    rect // crop box in PDF coordinates, y up
	Rotate int
}

// dictionary decodes the object ref into v; false when it is no dictionary of that shape.
func (s *structure) dictionary(ref string, v any) bool {
	o, ok := s.objects["obj:"+ref]
	return ok && json.Unmarshal(o.Value, v) == nil
}

// maxParents bounds the walk up a page tree, which may run in a circle.
const maxParents = 64

// frame finds the crop box and the rotation of a page, which it may inherit.
func (s *structure) frame(ref string) (pageFrame, bool) {
	var media, crop json.RawMessage
	f := pageFrame{}
	var rotate *float64
	for range maxParents {
		var node struct {
			Media  json.RawMessage `json:"/MediaBox"`
			Crop   json.RawMessage `json:"/CropBox"`
			Rotate *float64        `json:"/Rotate"`
			Parent string          `json:"/Parent"`
		}
		if !s.dictionary(ref, &node) {
			break
		}
		media, crop = first(media, node.Media), first(crop, node.Crop)
		if rotate == nil {
			rotate = node.Rotate
		}
		ref = node.Parent
	}
	box, ok := s.rectangle(media)
	if c, has := s.rectangle(crop); has {
		if f.Box = c; ok && !c.intersect(box).empty() {
			f.Box = c.intersect(box)
		}
		ok = true
	} else {
		f.Box = box
	}
	if rotate != nil {
		f.Rotate = (int(math.Mod(*rotate, 360)) + 360) % 360
	}
	return f, ok && !f.Box.empty()
}

func first(a, b json.RawMessage) json.RawMessage {
	if len(a) > 0 {
		return a
	}
	return b
}

// rectangle reads a PDF rectangle or a reference to one; its corners may come in any order.
func (s *structure) rectangle(raw json.RawMessage) (rect, bool) {
	var ref string
	if json.Unmarshal(raw, &ref) == nil {
		raw = s.objects["obj:"+ref].Value
	}
	var v []float64
	if json.Unmarshal(raw, &v) != nil || len(v) != 4 {
		return rect{}, false
	}
	return rect{min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3])}, true
}

// shown maps a rectangle of PDF coordinates to the page as a viewer shows it.
func (f pageFrame) shown(r rect) pipeline.Box {
	w, h := f.Box.width(), f.Box.height()
	l, t := (r[0]-f.Box[0])/w, (f.Box[3]-r[3])/h
	rt, b := (r[2]-f.Box[0])/w, (f.Box[3]-r[1])/h
	switch f.Rotate {
	case 90:
		return pipeline.Box{1 - b, l, 1 - t, rt}.Clamp()
	case 180:
		return pipeline.Box{1 - rt, 1 - b, 1 - l, 1 - t}.Clamp()
	case 270:
		return pipeline.Box{t, 1 - rt, b, 1 - l}.Clamp()
	}
	return pipeline.Box{l, t, rt, b}.Clamp()
}

// A scan is a page that one image covers.
type scan struct {
	Index int
	DPI   float64 // of the image
	JPEG  bool    // it is stored as JPEG
}

// scans returns the pages whose only large image has the proportions of the page.
func (s *structure) scans() (all []scan) {
	for i, p := range s.Pages {
		f, ok := s.frame(p.Object)
		if !ok {
			continue
		}
		w, h := f.Box.width(), f.Box.height()
		for _, m := range p.Images {
			if m.Width < bigImage || m.Height < bigImage {
				continue
			}
			across, down := float64(m.Width)/w*72, float64(m.Height)/h*72
			if math.Abs(across/down-1) < 0.1 {
				all = append(all, scan{i, across, slices.Contains(m.Filter, "/DCTDecode")})
				break
			}
		}
	}
	return all
}
