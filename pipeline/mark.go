package pipeline

// A MarkKind says what kind of thing a mark is. The list is open.
type MarkKind string

// Kinds of marks.
const (
	MarkCheckBox  MarkKind = "checkbox"
	MarkRadio     MarkKind = "radio" // a circle, of which one of several is chosen
	MarkSignature MarkKind = "signature"
	MarkStamp     MarkKind = "stamp"
	MarkUnsigned  MarkKind = "unsigned" // room above a line to sign on, and nothing in it
)

// A Mark is something on a page that is neither text nor picture and means something by being
// there: a box to tick, a signature, a stamp.
type Mark struct {
	Kind       MarkKind `json:"kind"`
	Box        Box      `json:"box"`
	Set        bool     `json:"set,omitempty"`  // a check box is ticked, a circle chosen; false for a line that nobody signed; true for everything else
	Text       string   `json:"text,omitempty"` // the words in a stamp, as far as they could be read
	Confidence float64  `json:"c"`              // 0..1, that it is there and Set is right
}
