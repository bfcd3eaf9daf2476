package code

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

const program = "zbarimg"

// zbarKinds are the words of the pipeline for those of zbar.
var zbarKinds = map[string]string{
	"QR-Code": pipeline.CodeQR, "CODE-128": pipeline.Code128, "CODE-39": pipeline.Code39, "CODE-93": pipeline.Code93,
	"EAN-13": pipeline.CodeEAN13, "EAN-8": pipeline.CodeEAN8, "UPC-A": pipeline.CodeUPCA, "UPC-E": pipeline.CodeUPCE,
	"I2/5": pipeline.CodeITF, "Codabar": pipeline.CodeCodabar,
}

// zbarReport is what zbarimg writes. Its index counts the images of its input.
type zbarReport struct {
	Images []struct {
		Number  int `xml:"num,attr"`
		Symbols []struct {
			Type      string `xml:"type,attr"`
			Modifiers string `xml:"modifiers,attr"`
			Data      struct {
				Format string `xml:"format,attr"`
				Text   string `xml:",chardata"`
			} `xml:"data"`
		} `xml:"symbol"`
	} `xml:"source>index"`
}

// zbar reads the places with zbarimg, all in one run. A machine without it reads none of them, and
// what zbarimg cannot read is no code.
func (r *Reader) zbar(ctx context.Context, img *plane, places []rect) ([]hit, error) {
	var input []io.Reader
	for _, place := range places {
		piece, _ := img.crop(place, max(place.width(), place.height())/6)
		input = append(input, strings.NewReader(fmt.Sprintf("P5\n%d %d\n255\n", piece.w, piece.h)), bytes.NewReader(piece.data))
	}
	in, err := sandbox.NewInput("", io.MultiReader(input...)) // a pipe it would copy to a file, which it may not
	if err != nil {
		return nil, fmt.Errorf("reading codes: %w", err)
	}
	defer in.Close()
	out, err := r.sb.Run(ctx, sandbox.Tool{Name: program, Args: []string{"--quiet", "--nodbus", "--xml", "pgm:fd:{fd}"}, Input: in, MaxOutput: 1 << 20})
	if errors.Is(err, pipeline.ErrEnvironment) {
		return nil, nil
	}
	if err != nil {
		return nil, unlessPage(ctx, fmt.Errorf("reading codes: %w", err))
	}
	return zbarHits(out.Stdout, places), nil
}

func zbarHits(report []byte, places []rect) []hit {
	var said zbarReport
	if xml.Unmarshal(report, &said) != nil {
		return nil
	}
	var hits []hit
	for _, image := range said.Images {
		if image.Number < 0 || image.Number >= len(places) {
			continue
		}
		for _, s := range image.Symbols {
			text := s.Data.Text
			if s.Data.Format == "base64" {
				b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
				if err != nil {
					continue
				}
				text = strings.ToValidUTF8(string(b), "\uFFFD")
			}
			identifier := ""
			if s.Modifiers == "GS1" {
				identifier = "]C1"
			}
			if found, ok := plain(zbarKinds[s.Type], text, identifier); ok {
				hits = append(hits, hit{found, places[image.Number]})
			}
		}
	}
	return hits
}
