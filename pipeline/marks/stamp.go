package marks

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// Stamps, in millimetres, degrees and shares.
const (
	stampCell   = 0.6 // gaps in the ink of a frame that close
	leastStamp  = 9.0 // high, and half as much again wide
	mostStamp   = 95.0
	leastRing   = 19.0 // across: what is smaller is a seal of quality in print, or a logo
	outlineRays = 120
	onFrame     = 0.88
	mostLean    = 35
	leastLean   = 3  // of a frame: printed boxes stand upright
	stampWords  = 14 // at most: more are a box with text
	headOfPage  = 0.2
	mostFilled  = 0.45
	leastFilled = 0.01 // of the middle: an empty frame is no stamp
)

// stamped are words of stamps, folded to lower-case letters: what has been done with the paper.
var stamped = wordSet(`paid received copy approved cancelled canceled void draft posted entered checked certified original confidential
	eingegangen eingang bezahlt kopie gebucht erledigt geprüft genehmigt storniert entwurf beglaubigt
	payé paye reçu recu copie annulé approuvé comptabilisé pagado recibido copia anulado aprobado contabilizado
	pagato ricevuto annullato approvato betaald ontvangen geboekt pago recebido cancelado aprovado zapłacono wpłynęło kopia zatwierdzono`)

// stamps finds rings and leaning frames with something in them, and upright frames whose words
// are those of stamps. Letterheads have round logos: there a ring needs such words too.
func stamps(img *ink, p *pipeline.Page, toPage pipeline.Transform) []pipeline.Mark {
	side := max(1, int(stampCell*img.mm))
	small := img.coarse(side)
	var found []pipeline.Mark
	for _, c := range small.connected(int(leastStamp * small.mm)) {
		shape, ok := small.outline(c.rect)
		if !ok {
			continue
		}
		r := rect{c.left * side, c.top * side, c.right * side, c.bottom * side}
		m := pipeline.Mark{Kind: pipeline.MarkStamp, Box: r.box(toPage), Set: true, Confidence: 0.7}
		words := wordsIn(m.Box, p.VisibleWords())
		m.Text = strings.Join(words, " ")
		says := slices.ContainsFunc(words, saysStamp)
		if says {
			m.Confidence = 0.9
		}
		across := float64(min(r.right-r.left, r.bottom-r.top)) / img.mm
		drawn := shape.lean >= leastLean || shape.round && across >= leastRing && m.Box.CenterY() > headOfPage
		if (says || drawn) && len(words) <= stampWords && img.framed(r) && !overlapping(found, m.Box) {
			found = append(found, m)
		}
	}
	return found
}

func saysStamp(word string) bool {
	return stamped[strings.TrimFunc(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) })]
}

// wordsIn returns the words whose middle lies in a box.
func wordsIn(b pipeline.Box, words []pipeline.Word) []string {
	var in []string
	for _, w := range words {
		if x, y := w.Box.CenterX(), w.Box.CenterY(); w.Confidence >= sureWord && x > b[0] && x < b[2] && y > b[1] && y < b[3] {
			in = append(in, w.Text)
		}
	}
	return in
}

// framed reports whether there is something in a frame, and it is not filled.
func (img *ink) framed(r rect) bool {
	w, h := (r.right-r.left)/4, (r.bottom-r.top)/4
	share := img.share(rect{r.left + w, r.top + h, r.right - w, r.bottom - h})
	return share >= leastFilled && share <= mostFilled
}

// A shape is what the outline of a piece of ink is.
type shape struct {
	round bool
	lean  float64 // of a frame, degrees
}

// outline tells rings and frames from other ink by where it ends in all directions.
func (img *ink) outline(r rect) (shape, bool) {
	w, h := float64(r.right-r.left), float64(r.bottom-r.top)
	if max(w, h) > mostStamp*img.mm || max(w, h) < 1.5*leastStamp*img.mm || max(w, h) > 4*min(w, h) {
		return shape{}, false
	}
	ends := img.ends(r)
	if len(ends) < outlineRays*9/10 {
		return shape{}, false
	}
	best, lean, flat := 0.0, 0, true
	for degrees := -mostLean; degrees <= mostLean; degrees++ {
		turned := turnedBy(ends, float64(degrees))
		share := onRectangle(turned)
		if share > best+0.01 || share > best-0.01 && abs(degrees) < abs(lean) {
			best, lean, flat = max(best, share), degrees, true
		}
		if round := onEllipse(turned); round >= onFrame && round > share+0.1 && round > best {
			best, lean, flat = round, 0, false
		}
	}
	return shape{round: !flat, lean: math.Abs(float64(lean))}, best >= onFrame
}

func abs(n int) int { return max(n, -n) }

// A point lies so many cells from the middle of a piece.
type point struct{ x, y float64 }

// ends returns where the ink of a piece ends on rays from its middle.
func (img *ink) ends(r rect) []point {
	x, y := float64(r.left+r.right)/2, float64(r.top+r.bottom)/2
	far := math.Hypot(float64(r.right-r.left), float64(r.bottom-r.top)) / 2
	var ends []point
	for i := range outlineRays {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / outlineRays)
		for d := far; d > far/6; d -= 0.5 {
			u, v := int(x+cos*d), int(y+sin*d)
			if u >= r.left && u < r.right && v >= r.top && v < r.bottom && img.at(u, v) {
				ends = append(ends, point{cos * d, sin * d})
				break
			}
		}
	}
	return ends
}

func turnedBy(points []point, degrees float64) []point {
	sin, cos := math.Sincos(-degrees * math.Pi / 180)
	out := make([]point, len(points))
	for i, p := range points {
		out[i] = point{p.x*cos - p.y*sin, p.x*sin + p.y*cos}
	}
	return out
}

// offFrame is how many cells an end may be off the frame.
const offFrame = 1.6

// onRectangle is the share of points on an upright rectangle around them.
func onRectangle(points []point) float64 {
	left, right, top, bottom := extent(points)
	n := 0
	for _, p := range points {
		if min(math.Abs(p.x-left), math.Abs(p.x-right), math.Abs(p.y-top), math.Abs(p.y-bottom)) <= offFrame {
			n++
		}
	}
	return float64(n) / float64(len(points))
}

// onEllipse is the share of points on the upright ellipse within their extent.
func onEllipse(points []point) float64 {
	left, right, top, bottom := extent(points)
	x, y, a, b := (left+right)/2, (top+bottom)/2, (right-left)/2, (bottom-top)/2
	n := 0
	for _, p := range points {
		if off := math.Abs(math.Hypot((p.x-x)/a, (p.y-y)/b) - 1); off*min(a, b) <= offFrame {
			n++
		}
	}
	return float64(n) / float64(len(points))
}

// extent leaves out the outermost points: ink that touches the frame.
func extent(points []point) (left, right, top, bottom float64) {
	var xs, ys []float64
	for _, p := range points {
		xs, ys = append(xs, p.x), append(ys, p.y)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	k := len(points) / 50
	return xs[k], xs[len(xs)-1-k], ys[k], ys[len(ys)-1-k]
}
