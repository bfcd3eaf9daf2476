package ocr

import "docpipe/pipeline"

// A rect is a piece of an image in pixels, right and bottom outside.
type rect struct{ left, top, right, bottom int }

func crop(img *pipeline.Pixels, at rect) *pipeline.Pixels {
	out := &pipeline.Pixels{Width: at.right - at.left, Height: at.bottom - at.top, Channels: 1, DPI: img.DPI}
	out.Data = make([]byte, 0, out.Width*out.Height)
	for y := at.top; y < at.bottom; y++ {
		out.Data = append(out.Data, img.Data[y*img.Width+at.left:y*img.Width+at.right]...)
	}
	return out
}

// turn returns img turned clockwise by quarters, and the map from its pixels back.
func turn(img *pipeline.Pixels, quarters int) (*pipeline.Pixels, pipeline.Transform) {
	w, h := img.Width, img.Height
	out := &pipeline.Pixels{Width: w, Height: h, Channels: 1, DPI: img.DPI, Data: make([]byte, w*h)}
	if quarters&1 == 1 {
		out.Width, out.Height = h, w
	}
	for y := range h {
		for x, v := range img.Data[y*w : (y+1)*w] {
			switch quarters & 3 {
			case 0:
				out.Data[y*w+x] = v
			case 1:
				out.Data[x*h+h-1-y] = v
			case 2:
				out.Data[(h-1-y)*w+w-1-x] = v
			case 3:
				out.Data[(w-1-x)*h+y] = v
			}
		}
	}
	back := [4]pipeline.Transform{
		pipeline.Identity,
		{0, 1, 0, -1, 0, float64(h), 0, 0, 1},
		{-1, 0, float64(w), 0, -1, float64(h), 0, 0, 1},
		{0, -1, float64(w), 1, 0, 0, 0, 0, 1},
	}
	return out, back[quarters&3]
}

// edgeStep is the difference in grey between neighbours that makes an edge of print.
const edgeStep = 40

// edges counts steep changes along one line of pixels.
func edges(line []byte) int {
	count := 0
	for x := 2; x < len(line); x++ {
		if d := int(line[x]) - int(line[x-2]); d >= edgeStep || d <= -edgeStep {
			count++
		}
	}
	return count
}

// inked reports whether there is more on the page than dust, apart from its rim. What is dust
// on a sheet of paper is content on a small picture.
func inked(img *pipeline.Pixels) bool {
	const mostDust = 100 // edges: about one letter
	dust := min(mostDust, img.Width*img.Height/20_000)
	dx, dy, count := img.Width/32, img.Height/32, 0
	for y := dy; y < img.Height-dy && count <= dust; y++ {
		count += edges(img.Data[y*img.Width+dx : (y+1)*img.Width-dx])
	}
	return count > dust
}

// busiest returns the window of half the width and a third of the height with most edges.
func busiest(img *pipeline.Pixels) rect {
	const cells = 12
	var counts [cells][cells]int
	cw, ch := max(1, img.Width/cells), max(1, img.Height/cells)
	for cy := range cells {
		for cx := range cells {
			for y := cy * ch; y < min((cy+1)*ch, img.Height); y += 3 {
				counts[cy][cx] += edges(img.Data[y*img.Width+min(cx*cw, img.Width) : y*img.Width+min((cx+1)*cw, img.Width)])
			}
		}
	}
	const across, down = cells / 2, cells / 3
	best, at := -1, rect{}
	for top := range cells - down + 1 {
		for left := range cells - across + 1 {
			sum := 0
			for y := top; y < top+down; y++ {
				for x := left; x < left+across; x++ {
					sum += counts[y][x]
				}
			}
			if sum > best {
				best, at = sum, rect{left * cw, top * ch, (left + across) * cw, (top + down) * ch}
			}
		}
	}
	return rect{min(at.left, img.Width-1), min(at.top, img.Height-1), min(at.right, img.Width), min(at.bottom, img.Height)}
}
