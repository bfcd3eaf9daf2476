package pipeline

// An Exchange is a question that was asked before, with its answer.
type Exchange struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// A GroundedAnswer is an answer with the places that prove it.
type GroundedAnswer struct {
	Found     bool       `json:"found"`  // false: the document does not say it
	Answer    string     `json:"answer"` // empty when not found
	Citations []Evidence `json:"citations" nullable:"false"`
}

// A SummaryPoint is one sentence of a summary with the place that proves it.
type SummaryPoint struct {
	Text     string   `json:"text"`
	Evidence Evidence `json:"evidence"`
}

// A TranslatedPage is the text of a page in another language, line by line.
type TranslatedPage struct {
	Page  int              `json:"page"`
	Lines []TranslatedLine `json:"lines" nullable:"false"`
}

// A TranslatedLine is one printed line, its place, and what it says in the other language.
type TranslatedLine struct {
	Box    Box    `json:"box"`
	Source string `json:"source"`
	Text   string `json:"text"`
}

// A PageDescription is what is on a page besides its text.
type PageDescription struct {
	Page    int         `json:"page"`
	Summary string      `json:"summary"` // what the page looks like, one sentence
	Things  []PageThing `json:"things" nullable:"false"`
}

// A PageThing is a picture, stamp, signature or the like.
type PageThing struct {
	Kind     string    `json:"kind"`  // (open [other])
	Place    string    `json:"place"` // which ninth of the page, such as bottom right
	Text     string    `json:"text"`  // what is written in it, as the model reads it; may be empty
	Describe string    `json:"description"`
	Evidence *Evidence `json:"evidence"` // where Text stands on the page; nil when it is not among its words
}
