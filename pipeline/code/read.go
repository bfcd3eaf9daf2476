package code

import (
	"fmt"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/aztec"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// A read is a code that was read, without its place.
type read struct {
	Kind string
	Text string
	GS1  bool
}

// barred is the share of edges that run alike from which a place holds bars and no squares.
const barred = 0.6

// readPlace reads the code in one place of the page: bars by their profile, squares by their
// modules. ok is false when there is none that can be read.
func readPlace(img *plane, place rect) (r read, ok bool) {
	piece, _ := img.crop(place, max(4, min(place.width(), place.height())/10))
	across, bars, lean := piece.lie()
	if bars >= stacked {
		if r, ok := readStacked(img, place, across); ok {
			return r, ok
		}
	}
	if bars >= barred {
		return readBars(img, place, across)
	}
	return readSquare(piece, lean)
}

// Pieces are read larger when they are small: readers want some pixels for each module.
const (
	wantedSide  = 400 // pixels
	mostEnlarge = 4
)

// readSquare tries matrix codes straightened, freed of blur, as the piece stands, and larger and
// smaller: each reader has its own weakness.
func readSquare(piece *plane, lean float64) (read, bool) {
	enlarge := min(max(1, float64(wantedSide)/float64(max(piece.w, piece.h))), mostEnlarge)
	tries := []struct {
		lean, scale float64
		crisp       bool
	}{{lean, enlarge, false}, {lean, enlarge, true}, {0, enlarge, false}, {lean, enlarge * 1.5, true}, {lean, enlarge * 0.6, false}, {lean, 1, false}}
	for _, try := range tries {
		from := piece
		if try.crisp {
			from = piece.crisp()
		}
		if r, ok := readMatrix(from.turned(-try.lean, try.scale)); ok {
			return r, ok
		}
	}
	return read{}, false
}

// readMatrix tries every kind of matrix code with both ways of telling dark from light.
func readMatrix(img *plane) (read, bool) {
	for _, binarize := range []func(gozxing.LuminanceSource) gozxing.Binarizer{gozxing.NewHybridBinarizer, gozxing.NewGlobalHistgramBinarizer} {
		bits, err := gozxing.NewBinaryBitmap(binarize(newSource(img)))
		if err != nil {
			continue
		}
		for _, reader := range []gozxing.Reader{qrcode.NewQRCodeReader(), datamatrix.NewDataMatrixReader(), aztec.NewAztecReader()} {
			if r, ok := attempt(reader, bits); ok {
				return r, ok
			}
		}
	}
	return read{}, false
}

var harder = map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}

// attempt has one reader look. Readers of damaged pictures index beyond their slices now and then:
// that is a code not read.
func attempt(reader gozxing.Reader, bits *gozxing.BinaryBitmap) (r read, ok bool) {
	defer func() {
		if recover() != nil {
			r, ok = read{}, false
		}
	}()
	result, err := reader.Decode(bits, harder)
	if err != nil || result.GetText() == "" {
		return read{}, false
	}
	kind := kinds[result.GetBarcodeFormat()]
	id := fmt.Sprint(result.GetResultMetadata()[gozxing.ResultMetadataType_SYMBOLOGY_IDENTIFIER])
	return plain(kind, result.GetText(), id)
}
