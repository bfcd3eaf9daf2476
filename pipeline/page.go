package pipeline

import "math"

// PageState says how reading a page ended.
type PageState string

// The states of a page.
const (
	PageRead         PageState = "read"          // its words are known
	PageBlank        PageState = "blank"         // nothing is on it
	PageSuspectBlank PageState = "suspect_blank" // it came out blank although it has content
	PageFailed       PageState = "failed"        // it could not be read
	PageSkipped      PageState = "skipped"       // nobody tried
)

// Where the words of a page come from.
const (
	TextFromLayer = "text"
	TextFromOCR   = "ocr"
	TextFromMixed = "mixed" // a text layer, and OCR for the regions without
	TextFromNone  = "none"
)

// A Page is one page of the document. Boxes on it are fractions of the page as a viewer
// shows it: the PDF's crop box after /Rotate, an image after its EXIF orientation, origin
// top left.
type Page struct {
	Number int `json:"page"`  // 1-based over the whole document
	File   int `json:"file"`  // index into Document.Files
	Index  int `json:"index"` // 0-based within that file

	State      PageState `json:"state"`
	TextFrom   string    `json:"text_from"`
	Width      float64   `json:"width"`  // in Unit
	Height     float64   `json:"height"` // in Unit
	Unit       string    `json:"unit"`   // pt | px
	Turn       int       `json:"turn"`   // clockwise degrees that make the text of the shown page upright: 0, 90, 180, 270
	Confidence *float64  `json:"confidence"`

	Words   Words    `json:"words,omitempty"` // in reading order
	Reasons []Reason `json:"reasons,omitempty"`

	Codes []Code `json:"codes,omitempty"` // barcodes, from top to bottom
	Marks []Mark `json:"marks,omitempty"` // check boxes, signatures, stamps, from top to bottom

	// Look describes what a scanned page looks like, see package look; empty for others.
	Look string `json:"look,omitempty"`

	// Separator says that the page is a sheet that only parts documents: a code on it says so. What
	// comes after it is another document.
	Separator bool `json:"separator,omitempty"`

	// Failure is why the page could not be read; nil unless State is failed.
	Failure *ErrorReport `json:"failure,omitempty"`

	// Image names the artefact that holds the prepared page as our own grey JPEG; empty when
	// nobody needed pixels. It, Pixels and ToPage are one frame and stay together: when OCR
	// finds that the prepared text does not stand upright, only Turn says so. ImageTurn tells
	// what is left to turn.
	Image string `json:"image,omitempty"`

	// ToPage maps prepared pixels to the frame of the page, 0..1.
	ToPage Transform `json:"to_page"`

	// Unread lists the regions whose content has no trustworthy words, for OCR: the whole page
	// where there is no text layer, a scanned block on a digital page, nothing otherwise.
	Unread []Box `json:"unread,omitempty"`

	// Cheap says that to read the page again costs less than to keep what was read: [Pages] makes
	// no checkpoint of it. A step sets it for a page that a text layer alone gave.
	Cheap bool `json:"-"`

	// Layer holds the words of an invisible text layer, as every searchable scan has one: a
	// claim about the pixels that OCR checks. Gone after the last step, like Pixels.
	Layer []Word `json:"-"`

	// Figures are the places of a page with a text layer that show something else than text: a
	// picture, many small shapes, squares as of check boxes. Gone after the last step, like Pixels.
	Figures []Box `json:"-"`

	// Shown is the page drawn as it is shown, in grey, when a step had to look at one that has no
	// Pixels. It dies with them.
	Shown *Pixels `json:"-"`

	// Pixels is the page as the last step left it, nil when no step needs pixels.
	// They die when the last step returns.
	Pixels *Pixels `json:"-"`
}

// A Word is one word with its place.
type Word struct {
	Text       string  `json:"t"`
	Box        Box     `json:"b"`
	Confidence float64 `json:"c"`           // 0..1 as its engine states it; 1 for a text layer
	Source     string  `json:"s"`           // text | ocr
	Block      int     `json:"k"`           // words of one block, column or cell share it
	Line       int     `json:"l"`           // words of one line share it; ascending down the page
	Size       float64 `json:"z,omitempty"` // font size in points, 0 when unknown
	Second     string  `json:"2,omitempty"` // another reading of the same characters, one for one; empty when nobody read them otherwise
	Hidden     bool    `json:"h,omitempty"` // in the file, but a reader of the page cannot see it: never evidence
}

// Pixels is a raw image: Channels bytes per pixel, rows without padding.
type Pixels struct {
	Width, Height int
	Channels      int // 1 grey, 3 RGB
	DPI           float64
	Data          []byte // Width*Height*Channels bytes
}

// Rotated reports whether the shown page must be turned to read its text.
func (p *Page) Rotated() bool { return p.Turn != 0 }

// Readable reports whether the page's words are known, or known to be none.
func (p *Page) Readable() bool { return p.State == PageRead || p.State == PageBlank }

// VisibleWords returns the words that a reader of the page can see.
func (p *Page) VisibleWords() []Word {
	for i := range p.Words {
		if p.Words[i].Hidden {
			return withoutHidden(p.Words)
		}
	}
	return p.Words
}

func withoutHidden(words []Word) []Word {
	var seen []Word
	for _, w := range words {
		if !w.Hidden {
			seen = append(seen, w)
		}
	}
	return seen
}

// ImageTurn returns the clockwise degrees by which the image that ToPage belongs to must
// still be turned for its text to stand upright: 0, 90, 180 or 270. That is Turn less what the
// preparation has turned already; for a page read from its text layer it is Turn.
func (p *Page) ImageTurn() int {
	x0, y0 := p.ToPage.Apply(0, 0)
	x1, y1 := p.ToPage.Apply(1, 0)
	across := math.Atan2((y1-y0)*max(p.Height, 1), (x1-x0)*max(p.Width, 1)) * 180 / math.Pi
	quarters := int(math.Round((float64(p.Turn)+across)/90)) & 3
	return 90 * quarters
}

// fail records that a step could not read the page.
func (p *Page) fail(err error) {
	p.State, p.TextFrom, p.Words = PageFailed, TextFromNone, nil
	p.Failure = Report(err)
	p.Reasons = append(p.Reasons, Reason{Code: ReasonPageFailed, Page: p.Number, Detail: Detail(err)})
}
