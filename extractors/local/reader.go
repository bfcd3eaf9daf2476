// Package local reads fields of any schema from words and their places, with no network and no
// template of any sender.
//
// A document is laid out ([sheet]): rows, and segments between wide gaps. The schema is
// prepared once ([plan]): for each field the labels that print may use, and the kind of value.
// Then values of each kind are found wherever they are ([candidates]), labels likewise
// ([phrases]), and each field takes the value whose place fits its labels best: to the right,
// or below in the same column ([relation]). Sums that must hold (net + tax = gross) prove and
// disambiguate amounts; check digits prove account numbers. Parties are read as blocks, lists
// as tables.
//
// A schema without labels of its own is read by what forms have in common: a lexicon says how
// eight languages call what its names mean ([lexicon]), headings tell whose fields follow
// ([scope]), labels are told from values ([caption]), boxes may be ticked ([tick]), and any table
// is read by its heading ([grid]).
//
// Confidence is an estimate from that evidence: how well the printed label names the field,
// how close the value stands, how far the next best value is behind, how legible the words
// are, and what is proven.
package local

import (
	"context"
	"sync"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "local@1"

// Config sets up the reader.
type Config struct {
	Types []*schemas.Schema // the shipped types to tell apart when classifying; none
}

// DefaultConfig returns a configuration that classifies nothing.
func DefaultConfig() Config { return Config{} }

// Validate always succeeds: there is nothing to get wrong.
func (c Config) Validate() error { return nil }

// A Reader is an Extractor and a Classifier. It is safe for concurrent use.
type Reader struct {
	types []vocabulary
	plans sync.Map // of *plan by the schema's hash
}

var (
	_ extractors.Extractor  = (*Reader)(nil)
	_ extractors.Classifier = (*Reader)(nil)
	_ extractors.PageReader = (*Reader)(nil)
)

// New returns a reader that tells cfg.Types apart.
func New(cfg Config) *Reader {
	r := &Reader{}
	r.types = r.vocabularies(cfg.Types)
	return r
}

// Extract claims what it can prove for the fields of s. Its error is the context's.
func (r *Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	if len(d.Pages) == 0 {
		return nil, nil
	}
	doc := newReading(d, r.plan(s))
	for _, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		doc.addPage(p)
	}
	return doc.claims(), nil
}

func (r *Reader) plan(s *schemas.Schema) *plan {
	if p, ok := r.plans.Load(s.SHA256); ok {
		return p.(*plan)
	}
	p, _ := r.plans.LoadOrStore(s.SHA256, newPlan(s))
	return p.(*plan)
}

// A reading is one document being read with one plan.
type reading struct {
	doc       *pipeline.Document
	plan      *plan
	languages []string
	style     style
	window    window
	sheets    []*sheet
	found     []candidates    // by sheet
	hits      [][]hit         // by sheet
	options   [][]option      // by field, the best first
	skip      []map[int]bool  // rows of tables, by sheet
	scopes    [][]scope       // by sheet
	scoped    map[string]bool // groups with a heading
	rates     []taxRow
	listings  []listing // lists with a table
	slips     []*list   // lists without one
}

func newReading(d *pipeline.Document, p *plan) *reading {
	return &reading{doc: d, plan: p, languages: extractors.Languages(d)}
}

func (r *reading) addPage(p *pipeline.Page) {
	if s := newSheet(p); len(s.tokens) > 0 {
		r.sheets = append(r.sheets, s)
	}
}

// claims reads all sheets and states what was found.
func (r *reading) claims() []extractors.Claim {
	if len(r.sheets) == 0 {
		return nil
	}
	r.lookAround()
	r.tables()
	r.rates = r.readTaxes(r.skip)
	r.options = make([][]option, len(r.plan.fields))
	for i := range r.plan.fields {
		r.options[i] = r.optionsOf(i)
	}
	for _, times := range []bool{false, true} { // a time stands beside its date
		for i := range r.plan.fields {
			if (r.plan.fields[i].kind == kindTime) == times {
				r.addUnlabelled(i)
			}
		}
	}
	r.addChoices()
	r.addHeading()
	r.addTerms()
	r.addLists()
	r.addClauses()
	r.balance()
	r.addBalances()
	r.preferFirstAccount()
	r.addChange()
	r.addSlipTotal()
	rates := r.settleTaxes(r.rates)
	var tables []extractors.Claim
	for _, rec := range r.listings {
		tables = append(tables, r.recordClaims(rec.list, rec.rows)...)
		tables = append(tables, r.brokenAccount(rec)...)
	}
	tables = append(tables, r.taxes(rates)...)
	for _, l := range r.slips {
		tables = append(tables, r.readSlip(l)...)
		tables = append(tables, r.readPayments(l)...)
	}
	tables = append(tables, r.lendRate(rates, tables)...)
	parties, addresses := r.readParties()
	r.shareOut()
	var all []extractors.Claim
	for i := range r.plan.fields {
		if r.plan.fields[i].list {
			all = append(all, r.listClaims(i)...)
		} else if c, ok := parties[i]; ok {
			all = append(all, c)
		} else if c, ok := r.claim(i); ok {
			all = append(all, c)
		}
	}
	all = append(append(all, tables...), addresses...)
	r.signed(all)
	return r.brokenSums(r.tellTwoUp(all))
}

// lookAround finds out what holds for the whole document: its language and style, the values and
// labels on it, and the headings.
func (r *reading) lookAround() {
	restoreAccents(r.sheets)
	if len(r.languages) == 0 && !r.plan.stated {
		r.languages = spokenIn(r.sheets)
	}
	r.style = newStyle(r.doc, r.sheets, r.languages)
	for _, s := range r.sheets {
		r.found = append(r.found, findCandidates(s, r.style))
		r.hits = append(r.hits, r.plan.phrases.findHits(s, r.languages))
	}
	r.window = r.findWindow()
	r.scoped = map[string]bool{}
	for n, s := range r.sheets {
		if !r.plan.stated {
			s.findCaptions(r.hits[n])
		}
		r.scopes = append(r.scopes, r.findScopes(n))
		for _, sc := range r.scopes[n] {
			r.scoped[sc.group] = true
		}
	}
}

// tables reads the tables of goods and entries, and keeps their rows from everything else.
func (r *reading) tables() {
	r.skip = make([]map[int]bool, len(r.sheets))
	for n := range r.skip {
		r.skip[n] = map[int]bool{}
	}
	r.readTables(r.skip)
}

// taxes reads the breakdown of the tax: by its sums, else as a table with a heading.
func (r *reading) taxes(rows []taxRow) []extractors.Claim {
	var claims []extractors.Claim
	for _, t := range r.plan.taxes {
		if len(rows) > 0 {
			claims = append(claims, r.taxClaims(t, rows)...)
		} else {
			claims = append(claims, r.recordClaims(t.list, r.readList(t.list, r.skip))...)
		}
	}
	return claims
}
