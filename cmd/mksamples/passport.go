package main

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"strings"

	"docpipe/testdata"
)

// A Passport is the data page of a passport: what is printed and what should be read.
type Passport struct {
	Kind        string      `json:"kind"`
	State       string      `json:"issuing_country"`
	Number      string      `json:"document_number"`
	Surname     string      `json:"surname"`
	Given       string      `json:"given_names"`
	Birth       string      `json:"birth_date"`
	BirthPlace  string      `json:"birth_place"`
	Sex         string      `json:"sex"`
	Nationality string      `json:"nationality"`
	Issued      string      `json:"issue_date"`
	Expiry      string      `json:"expiry_date"`
	Authority   string      `json:"authority"`
	MRZ         PassportMRZ `json:"mrz"`
}

// A PassportMRZ is the zone as it is printed.
type PassportMRZ struct {
	Lines []string `json:"lines"`
}

// passport is a specimen of Utopia (UTO), the state that ICAO reserves for such.
func passport() sample {
	v := Passport{
		Kind: "passport", State: "UTO", Number: "K73209164", Surname: "LINDQVIST", Given: "MARA ELENA",
		Birth: "1988-04-17", BirthPlace: "PORT CLEMENT", Sex: "F", Nationality: "UTO",
		Issued: "2023-02-13", Expiry: "2033-02-12", Authority: "PASSPORT OFFICE 4",
	}
	short := func(iso string) string { return strings.ReplaceAll(iso[2:], "-", "") }
	v.MRZ.Lines = MRZ{"UTO", v.Surname, v.Given, v.Number, v.Nationality, short(v.Birth), v.Sex, short(v.Expiry), ""}.Lines()
	return sample{
		name: "id-document",
		docs: []file{{"passport.png", v.png()}},
		want: testdata.Want{
			About:   "The data page of a specimen passport (Utopia) with a machine readable zone, as PNG.",
			Doctype: "id_document", Schema: "id_document.v1", Languages: []string{"en"}, PageCount: 1,
			Status: []string{"completed", "needs_review"}, Pages: readFrom("ocr"), Data: raw(v),
			States: map[string]string{"/document_number": "found", "/surname": "found"},
		},
	}
}

// png draws the page of 125 by 88 mm at 250 dpi.
func (v Passport) png() []byte {
	p := v.draw()
	img := canvas(int(p.W*250/72), int(p.H*250/72), white)
	Render(img, p, scaled(250), Ink{240, 244, 240})
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, grayscale(img)); err != nil {
		panic(fmt.Sprintf("png: %v", err)) // only an empty image fails
	}
	return b.Bytes()
}

func (v Passport) draw() *Page {
	p := &Page{W: 354.3, H: 249.4}
	paper := Ink{222, 231, 226}
	for y := 30.0; y < 190; y += 6 { // a pale security pattern of waves
		for x := 0.0; x < p.W; x += 2 {
			p.Box(x, y+2*math.Sin(x/17+y/9), 2.1, 0.5, paper)
		}
	}
	p.Left(16, 22, bold(10), "UTOPIA")
	p.Left(120, 22, bold(10), "PASSPORT / PASSEPORT")
	p.Right(338, 22, bold(10), "SPECIMEN")
	portrait(p, 16, 40, 88, 118)
	v.print(p)
	for i, line := range v.MRZ.Lines {
		p.Left(17, 210+float64(i)*20, Style{mono, 12, black}, line)
	}
	return p
}

// print writes the labelled fields of the visual zone in two columns.
func (v Passport) print(p *Page) {
	d := func(iso string) string { return strings.ToUpper(Locale{date: "02 Jan 2006"}.Date(iso)) }
	for i, f := range [][2]string{
		{"Type", "P"}, {"Passport No.", v.Number},
		{"Surname", v.Surname}, {"Given names", v.Given},
		{"Nationality", "UTOPIAN"}, {"Date of birth", d(v.Birth)},
		{"Sex", v.Sex}, {"Place of birth", v.BirthPlace},
		{"Date of issue", d(v.Issued)}, {"Date of expiry", d(v.Expiry)},
		{"Code of issuing State", v.State}, {"Authority", v.Authority},
	} {
		x, y := 120+float64(i%2)*100, 44+float64(i/2)*25
		p.Left(x, y, plain(6).in(grey), f[0])
		p.Left(x, y+10, bold(8.5), f[1])
	}
}

// portrait draws a head and shoulders of no one.
func portrait(p *Page, x, y, w, h float64) {
	p.Box(x, y, w, h, Ink{198, 206, 210})
	oval(p, x+w/2, y+h*0.40, w*0.24, h*0.24, y+h, Ink{120, 126, 132})
	oval(p, x+w/2, y+h*1.02, w*0.44, h*0.34, y+h, Ink{96, 104, 112})
}

// oval fills an ellipse around cx, cy down to bottom, in strips of whole pixels at 250 dpi.
func oval(p *Page, cx, cy, rx, ry, bottom float64, ink Ink) {
	const strip = 72.0 / 250
	for y := math.Ceil((cy-ry)/strip) * strip; y < min(cy+ry, bottom); y += strip {
		half := rx * math.Sqrt(max(0, 1-(y-cy)*(y-cy)/ry/ry))
		p.Box(cx-half, y, 2*half, strip, ink)
	}
}
