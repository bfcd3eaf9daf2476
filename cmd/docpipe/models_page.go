package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A trialPage is a small invoice that nobody has seen before.
type trialPage struct {
	number string
	amount string
}

func newTrialPage() trialPage {
	return trialPage{
		number: randomDigits(5) + "-" + randomDigits(3),
		amount: randomDigits(3) + "." + randomDigits(2),
	}
}

// randomDigits are n digits from 2 to 9: the font's dotted zero passes for an 8, its 1 for an l,
// and a test page is no test of eyes.
func randomDigits(n int) string {
	digits := make([]byte, n)
	for i := range digits {
		digits[i] = byte('2' + rand.IntN(8))
	}
	return string(digits)
}

func (p trialPage) lines() []string {
	return []string{"INVOICE", "", "Invoice number: " + p.number, "Date: 2026-03-14", "", "Total amount: " + p.amount + " EUR"}
}

// tagged is the page as text.
func (p trialPage) tagged() string {
	return "<page number=\"1\">\n" + strings.Join(p.lines(), "\n") + "\n</page>"
}

// read reports whether an answer's value has the digits of what is printed.
func (p trialPage) read(answer any, printed string) bool {
	text, _ := answer.(string)
	return onlyDigits(text) == onlyDigits(printed)
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// The drawn page, in pixels: what a scan of a third of a sheet has at 150 dpi.
const (
	trialWidth, trialHeight = 1240, 580
	trialMargin, trialLine  = 90, 72
	trialSize               = 40.0
)

// draw returns the page as a PNG file of black on white.
func (p trialPage) draw() (file []byte, width, height int, err error) {
	face, err := trialFace()
	if err != nil {
		return nil, 0, 0, err
	}
	defer face.Close()
	page := image.NewGray(image.Rect(0, 0, trialWidth, trialHeight))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	pen := font.Drawer{Dst: page, Src: image.NewUniform(color.Black), Face: face}
	for i, line := range p.lines() {
		pen.Dot = fixed.P(trialMargin, trialMargin+i*trialLine+int(trialSize))
		pen.DrawString(line)
	}
	var out bytes.Buffer
	err = png.Encode(&out, page)
	return out.Bytes(), trialWidth, trialHeight, err
}

func trialFace() (font.Face, error) {
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("the font of the test page: %w", err)
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: trialSize, DPI: 72, Hinting: font.HintingFull})
}
