package pipeline

// Kinds of codes. The list is open.
const (
	CodeQR         = "qr"
	CodeDataMatrix = "datamatrix"
	CodeAztec      = "aztec"
	CodePDF417     = "pdf417"
	Code128        = "code128"
	Code39         = "code39"
	Code93         = "code93"
	CodeEAN13      = "ean13"
	CodeEAN8       = "ean8"
	CodeUPCA       = "upca"
	CodeUPCE       = "upce"
	CodeITF        = "itf"
	CodeCodabar    = "codabar"
	CodePatch      = "patch" // a patch code of scanners; its text is T, 1, 2, 3, 4 or 6
)

// A Code is a barcode or a two-dimensional code that was read on a page. Its error correction or
// check digit held: the text is what was printed.
type Code struct {
	Kind string `json:"kind"`
	Text string `json:"text"` // as encoded, in UTF-8; in a GS1 code U+001D ends fields of variable length
	GS1  bool   `json:"gs1,omitempty"`
	Box  Box    `json:"box"`
}
