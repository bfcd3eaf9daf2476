package raster

import (
	"encoding/binary"
	"testing"

	"docpipe/pipeline"
)

// twoPages is a TIFF of two uncompressed grey pages, 200 dpi, the second one to be shown
// turned by a quarter.
func twoPages() []byte {
	const w, h = 200, 100
	le := binary.LittleEndian
	b := []byte("II*\x00")
	pixels := make([]byte, w*h)
	for i := range pixels {
		pixels[i] = 255
		if x, y := i%w, i/w; x < 60 && y < 30 {
			pixels[i] = 0
		}
	}
	const data = 8
	b = le.AppendUint32(b, data+w*h+8) // the first directory stands behind the pixels
	b = append(b, pixels...)
	b = le.AppendUint32(le.AppendUint32(b, 200), 1) // 200 dpi
	for page, orientation := range []uint32{1, 6} {
		entries := [][3]uint32{
			{256, 4, w}, {257, 4, h}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, data}, {274, 3, orientation},
			{277, 3, 1}, {278, 4, h}, {279, 4, w * h}, {282, 5, data + w*h}, {283, 5, data + w*h}, {296, 3, 2},
		}
		b = le.AppendUint16(b, uint16(len(entries)))
		for _, e := range entries {
			b = le.AppendUint16(le.AppendUint16(b, uint16(e[0])), uint16(e[1]))
			b = le.AppendUint32(le.AppendUint32(b, 1), e[2])
		}
		next := uint32(0)
		if page == 0 {
			next = uint32(len(b) + 4)
		}
		b = le.AppendUint32(b, next)
	}
	return b
}

func TestStep_reads_each_page_of_a_tiff_at_its_own_pixels(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.inspected(t, mediaTIFF, twoPages())
	if len(d.Pages) != 2 {
		t.Fatalf("%d pages, want 2", len(d.Pages))
	}
	for i, want := range []struct{ w, h, darkX, darkY int }{{200, 100, 10, 10}, {100, 200, 90, 10}} {
		p := d.Pages[i]
		if p.Width != float64(want.w) || p.Height != float64(want.h) {
			t.Errorf("page %d: inspection says %v x %v, want %d x %d", i+1, p.Width, p.Height, want.w, want.h)
		}
		if err := b.Step().Do(t.Context(), d, p); err != nil {
			t.Fatal(err)
		}
		px := p.Pixels
		if px == nil || px.Width != want.w || px.Height != want.h || px.DPI != 200 || p.Unit != "px" {
			t.Errorf("page %d: %v %v x %v %s, want %d x %d px at 200 dpi", i+1, p.State, p.Width, p.Height, p.Unit, want.w, want.h)
			continue
		}
		if v := px.Data[want.darkY*px.Width+want.darkX]; v > 60 {
			t.Errorf("page %d: grey %d at %d, %d, want the dark corner", i+1, v, want.darkX, want.darkY)
		}
	}
	if d.Pages[1].State != pipeline.PageRead {
		t.Errorf("state = %v, want read", d.Pages[1].State)
	}
}
