package prep

import "docpipe/pipeline"

// Contrast stretches a faint page, such as a pale copy or a faded receipt, so that its ink is
// dark and its paper white. Other pages are left alone. The number is the distance between
// paper and ink in grey levels.
func Contrast(s *Sheet, cfg Config) (*Sheet, pipeline.Transform, float64) {
	t := s.look()
	ink, ok := inkLevel(s, t)
	if !ok {
		return s, pipeline.Identity, 0
	}
	span := float64(t.paper) - float64(ink)
	if span >= cfg.MinContrast {
		return s, pipeline.Identity, span
	}
	width, height := s.Size()
	out := blank(width, height, s.DPI)
	levels := stretch(float64(ink), float64(t.paper))
	for y := range height {
		dst := out.row(y)
		for x, v := range s.row(y) {
			dst[x] = levels[v]
		}
	}
	return out, pipeline.Identity, span
}

// inkLevel is the level of the darker ink: a page is faint only when its darkest tenth is.
// Tinted bands have edges that count as ink too, and are pale on an ordinary page. It is
// false where there is too little ink to tell.
func inkLevel(s *Sheet, t *thumb) (byte, bool) {
	if len(t.points) < minPoints {
		return 0, false
	}
	darkest := make([]byte, 0, len(t.points))
	for i := 0; i < len(t.points); i += 4 {
		darkest = append(darkest, t.darkest(s, t.points[i]))
	}
	return percentile(darkest, 0.1), true
}

func (t *thumb) darkest(s *Sheet, p point) byte {
	low := byte(255)
	x, y := int(p.x)*t.factor, int(p.y)*t.factor
	for dy := range t.factor {
		for _, v := range s.row(y + dy)[x : x+t.factor] {
			low = min(low, v)
		}
	}
	return low
}

// stretch maps ink to nearly black and paper to white.
func stretch(ink, paper float64) (levels [256]byte) {
	const black = 30
	for v := range levels {
		levels[v] = byte(min(255, max(0, black+(float64(v)-ink)*(255-black)/max(8, paper-ink))))
	}
	return levels
}
