package compliance

import (
	"context"

	"docpipe/pipeline"
)

// An Archive knows the other documents of a tenant, and what the tenant stated about its
// suppliers and orders. The functions of rules that look past the one document, see [Recalls],
// are answered by it.
//
// Recall answers q for d. It never counts d itself, an earlier version of it, or a document
// that was erased, and it sees d's tenant alone. No rows means that there are none: the
// archive looked. What it cannot know (no supplier master was brought, no order with this
// number has come) is an Answer with Unanswered, never one without rows.
//
// An error is trouble of the archive itself. It ends the stage, which is tried again; it is
// neither a pass nor a finding. Recall is safe for concurrent use and to call twice.
//
// Without an Archive, as in a dry run over one file, every rule that asks is cannot_tell.
type Archive interface {
	Recall(ctx context.Context, d *pipeline.Document, q Recall) (Recalled, error)
}

// A Recall is one call of a function of [Recalls]. Args are what the rule gave, in the order
// and of the kinds that the function declares: string, decimal.Decimal, time.Time, []any of
// rows as the data has them. An argument of a field that is absent is nil; one that could not
// be read never gets here.
type Recall struct {
	Function string
	Args     []any
}

// Recalled is what an archive answers. Its rows hold the columns of the function's row type:
// string, decimal.Decimal, time.Time, bool. A column that there may be without is not in the row
// when it is not known; one that must be there is NotRead.
type Recalled struct {
	Rows []Row

	// Lists names what was searched, of [Screened].
	Lists []string

	// Unanswered says, for a person, why the question cannot be answered here. The rule is
	// then cannot_tell, whatever Rows holds. Empty: it was answered.
	Unanswered string
}

// A Row is one thing an archive knows.
type Row map[string]any

// NotRead stands in a row for a value that the other document must have and that was not read. It
// says so for a person; a rule that computes with it is cannot_tell.
type NotRead string

// A Screener knows lists of people and companies under sanctions. The function sanctioned is
// answered by it, under the contract of [Archive]; no list is Unanswered, never "no hits".
type Screener interface {
	Screen(ctx context.Context, q ScreenQuery) (Screened, error)
}

// A ScreenQuery names who is looked up.
type ScreenQuery struct {
	Name  string
	Birth string // YYYY or YYYY-MM-DD; empty when not known
}

// Screened is what a screener answers. Hits are the likeliest first; Lists names what was
// searched, so that silence says on which list and of which day.
type Screened struct {
	Hits       []ScreenHit
	Lists      []string
	Unanswered string
}

// A ScreenHit is an entry of a list that is much like the name.
type ScreenHit struct {
	List      string  `json:"list"`     // eu, un, us-ofac, uk or the file name of the user's own
	Entry     string  `json:"entry"`    // the entry's id on its list
	Name      string  `json:"name"`     // the name or alias that is alike
	Main      string  `json:"main"`     // the entry's main name
	Kind      string  `json:"kind"`     // person | entity | vessel | aircraft | other
	Likeness  float64 `json:"likeness"` // 0..1, see package screen
	Programme string  `json:"programme,omitempty"`
	Birth     string  `json:"birth,omitempty"` // agrees | differs; empty: nothing to compare
}

// Sources is what rules may ask beyond the document. The zero value knows nothing: all that
// asks is cannot_tell.
type Sources struct {
	Archive  Archive
	Screener Screener
	Judge    Judge
	Scanner  Scanner
}
