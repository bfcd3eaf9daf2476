package code

import (
	"math"

	"docpipe/pipeline"
)

// Patch codes are what scanners act on: four bars across the sheet, two wide and two narrow, read
// from the edge that goes first into the scanner. Their sizes are those of "Patch Code Information
// for Kodak Scanners", A-61599: narrow bars and spaces 0.08 inch, wide bars 0.2, all 0.8. They are
// too coarse to be found by [find], and are looked for on lines of a small picture of the page.
const (
	patchBars    = 7    // four bars and the spaces between them
	patchModules = 10.0 // of 0.08 inch: a wide bar is two and a half
	wideBar      = 2.5
	leastPatch   = 16.0 // copies shrink
	mostPatch    = 25.0
	leastAcross  = 15.0 // millimetres of bars side by side; the standard asks for 19
	patchDPI     = 60   // of the small picture
	patchQuiet   = 1.5  // modules of paper before and behind
	patchOff     = 0.45 // modules that an edge may be off
)

// patchTexts are the codes by their bars: w wide, n narrow.
var patchTexts = map[string]string{"wwnn": "1", "wnnw": "2", "wnwn": "3", "nwwn": "4", "nnww": "6", "nwnw": "T"}

// A patchLine is a code as one line of pixels shows it.
type patchLine struct {
	text     string
	line     int
	from, to int
}

// patches finds the patch codes of an image of dpi dots per inch, 0 where nobody knows. Upright
// ones are read from above, others from the right, as scanners take sheets that are fed sideways.
func patches(img *plane, dpi float64) []hit {
	small, scale := img, 1
	if dpi < 70 {
		dpi = float64(max(img.w, img.h)) / 11.7 // a sheet of A4
	}
	for dpi/float64(2*scale) >= patchDPI {
		small, scale = small.half(), 2*scale
	}
	mm := dpi / float64(scale) / 25.4
	var hits []hit
	for _, sideways := range []bool{false, true} {
		lines, n := small.w, small.h
		at := func(line, i int) byte { return small.data[i*small.w+line] }
		if sideways {
			lines, n = small.h, small.w
			at = func(line, i int) byte { return small.data[line*small.w+small.w-1-i] }
		}
		for _, run := range patchRuns(lines, n, mm, at) {
			r := rect{run.first * scale, run.from * scale, run.last * scale, run.to * scale}
			if sideways {
				r = rect{img.w - run.to*scale, run.first * scale, img.w - run.from*scale, run.last * scale}
			}
			hits = append(hits, hit{read{Kind: pipeline.CodePatch, Text: run.text}, r})
		}
	}
	return hits
}

// A patchRun is a code that lines beside each other show.
type patchRun struct {
	text        string
	first, last int // lines
	from, to    int // along them
	n           int // lines that show it
}

// patchRuns joins what lines show, where as many of them show the same as bars are long.
func patchRuns(lines, n int, mm float64, at func(line, i int) byte) []patchRun {
	var open, done []patchRun
	row := newPlane(n, 1)
	for line := range lines {
		for i := range n {
			row.data[i] = at(line, i)
		}
	next:
		for _, p := range patchesIn(row, line, mm) {
			for i := range open {
				r := &open[i]
				near := math.Abs(float64(p.from-r.from)) < 2*mm*float64(1+line-r.last)
				if r.text == p.text && near && float64(line-r.last) <= 2*mm {
					r.last, r.from, r.to, r.n = line, p.from, p.to, r.n+1
					continue next
				}
			}
			open = append(open, patchRun{p.text, line, line, p.from, p.to, 1})
		}
	}
	for _, r := range open {
		long := float64(r.last - r.first + 1)
		if long >= leastAcross*mm && float64(r.n) >= 0.8*long {
			r.last++
			done = append(done, r)
		}
	}
	return done
}

// patchesIn reads the codes on a line of pixels.
func patchesIn(row *plane, line int, mm float64) []patchLine {
	var found []patchLine
	runs := row.sharpened(0.35).runs()
	for i := 0; i+patchBars < len(runs); i += 2 {
		high := float64(runs[i+patchBars] - runs[i])
		if high < leastPatch*mm || high > mostPatch*mm {
			continue
		}
		before, behind := float64(runs[i]), float64(row.w-runs[i+patchBars])
		if i > 0 {
			before -= float64(runs[i-1])
		}
		if i+patchBars+1 < len(runs) {
			behind = float64(runs[i+patchBars+1] - runs[i+patchBars])
		}
		module := high / patchModules
		if text, ok := patchText(runs[i:i+patchBars+1], module); ok && min(before, behind) >= patchQuiet*module {
			found = append(found, patchLine{text, line, runs[i], runs[i+patchBars]})
		}
	}
	return found
}

// patchText reads seven runs, the first a bar.
func patchText(edges []int, module float64) (string, bool) {
	bars := ""
	for k := range patchBars {
		width := float64(edges[k+1]-edges[k]) / module
		switch {
		case math.Abs(width-1) <= patchOff && k%2 == 0:
			bars += "n"
		case math.Abs(width-1) <= patchOff:
		case math.Abs(width-wideBar) <= patchOff && k%2 == 0:
			bars += "w"
		default:
			return "", false
		}
	}
	text, ok := patchTexts[bars]
	return text, ok
}
