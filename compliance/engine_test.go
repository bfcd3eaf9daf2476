package compliance

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// asked1 asks one expression of an invoice and returns the outcome.
func told(t *testing.T, assert string, s sample, sources Sources) outcome {
	t.Helper()
	text := strings.Replace(goodPack, "present(doc.order_ref)", "'"+strings.ReplaceAll(assert, "'", "''")+"'", 1)
	text = strings.Replace(text, "    when: big\n", "", 1)
	p, err := library(t).Load("own.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b := shipped().With(p)
	b.sources = sources
	d := s.document("invoice")
	bound, err := p.bind("invoice")
	if err != nil {
		t.Fatal(err)
	}
	return b.inquest(t.Context(), bound, d, b.config.today(noon())).evaluate(bound.rules[0])[0]
}

const (
	isAbsent   = pipeline.FieldAbsent
	isNotFound = pipeline.FieldNotFound
	illegible  = pipeline.FieldUnreadable
)

// Three values: what decides, decides; what is not known makes unknown only what depends on it.
func TestExpressions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		assert  string
		change  sample
		want    pipeline.Verdict
		missing string
	}{
		{`doc.lines.map(l, l.net).sum() == 110.0`, nil, pipeline.Pass, ""},
		{`1.15 * 3 == 3.45`, nil, pipeline.Pass, ""},
		{`0.1 + 0.2 == 0.3`, nil, pipeline.Pass, ""},
		{`doc.vat_lines.all(v, v.rate in [20.0, 5.0])`, sample{"/vat_lines/0/rate": illegible}, pipeline.CannotTell, "/vat_lines/0/rate"},
		{`doc.vat_lines.all(v, v.rate in [7.0])`, sample{"/vat_lines/1/rate": illegible, "/vat_lines/1/tax": "1"}, pipeline.Fail, ""},
		{`doc.vat_lines.exists(v, v.rate == 19.0)`, sample{"/vat_lines/1/rate": illegible, "/vat_lines/1/tax": "1"}, pipeline.Pass, ""},
		{`doc.totals.net > 1.0 || doc.number == "x"`, sample{"/number": illegible}, pipeline.Pass, ""},
		{`present(doc.seller.tax_id)`, nil, pipeline.Fail, ""},
		{`present(doc.seller.tax_id)`, sample{"/seller/tax_id": "  "}, pipeline.Fail, ""},
		{`present(doc.seller.address.lines)`, sample{"/seller/address/lines/0": "Hafenweg 1"}, pipeline.Pass, ""},
		{`present(doc.seller.address.lines)`, sample{"/seller/address/lines/0": illegible}, pipeline.CannotTell, "/seller/address/lines/0"},
		{`present(doc.seller.address.lines)`, sample{"/seller/address/lines/0": "24103 Kiel", "/seller/address/lines/1": illegible}, pipeline.Pass, ""},
		{`present(doc.notes)`, nil, pipeline.NotApplicable, ""},
		{`!present(doc.notes) || true`, nil, pipeline.Pass, ""},
		{`doc.issue_date.plusDays(30) == doc.due_date`, nil, pipeline.Pass, ""},
		{`date("2026-01-31").plusMonths(1) == date("2026-02-28")`, nil, pipeline.Pass, ""},
		{`doc.due_date - doc.issue_date == 30`, nil, pipeline.Pass, ""},
		{`date("2026-11-22").weekday() == 7`, nil, pipeline.Pass, ""},
		{`(0.0 - 0.005).roundHalfUp(2) == 0.0 && (0.0 - 0.005).round(2) == -0.01 && 0.025.roundBank(2) == 0.02`, nil, pipeline.Pass, ""},
		{`doc.totals.gross.decimals() == 2`, nil, pipeline.Pass, ""},
		{`orElse(doc.seller.tax_id, "none") == "none"`, nil, pipeline.Pass, ""},
		{`orElse(doc.seller.tax_id, "none") == "none"`, sample{"/seller/tax_id": isNotFound}, pipeline.CannotTell, "/seller/tax_id"},
		{`orZero(doc.totals.charges) == 0.0`, sample{"/totals/charges": isNotFound}, pipeline.Pass, ""},
		{`orZero(doc.totals.charges) == 1.0`, sample{"/totals/charges": isNotFound}, pipeline.CannotTell, "/totals/charges"},
		{`doc.totals.gross - doc.totals.charges > 0.0`, sample{"/totals/gross": illegible}, pipeline.NotApplicable, ""},
		{`doc.totals.gross > doc.totals.net`, sample{"/totals/gross": illegible, "/totals/net": isNotFound}, pipeline.CannotTell, "/totals/gross /totals/net"},
		{`doc.lines.all(l, index(l) == 0 || previous(l).net > l.net)`, nil, pipeline.Pass, ""},
		{`doc.lines.all(l, index(l) == 0 || previous(l).net > l.net)`, sample{"/lines/0/net": illegible}, pipeline.CannotTell, "/lines/0/net"},
		{`doc.totals.net.round(2000000000) > 0.0`, nil, pipeline.RuleError, ""},
		{`doc.lines[7].net > 0.0`, nil, pipeline.RuleError, ""},
		{`doc.totals.net / doc.totals.rounding > 0.0`, sample{"/totals/rounding": "0"}, pipeline.RuleError, ""},
	} {
		t.Run(c.assert+"/"+string(c.want), func(t *testing.T) {
			t.Parallel()
			got := told(t, c.assert, goodInvoice.with(c.change), Sources{})
			if got.Verdict != c.want || strings.Join(got.missing, " ") != c.missing {
				t.Errorf("%s, missing %v (%s); want %s, %s", got.Verdict, got.missing, got.Message, c.want, c.missing)
			}
		})
	}
}

// What was looked for in vain is told apart from what stands there and is illegible.
func TestExpressions_say_why_they_cannot_tell(t *testing.T) {
	t.Parallel()
	const assert = `doc.totals.gross > doc.totals.net`
	for change, want := range map[*sample]string{
		{"/totals/gross": illegible}:                            "not read well enough to decide: /totals/gross",
		{"/totals/net": isNotFound}:                             "not found, and nothing shows that it is not there: /totals/net",
		{"/totals/gross": illegible, "/totals/net": isNotFound}: "not read well enough to decide: /totals/gross; not found, and nothing shows that it is not there: /totals/net",
	} {
		if got := told(t, assert, goodInvoice.with(*change), Sources{}).Message; got != want {
			t.Errorf("message = %q, want %q", got, want)
		}
	}
}

// An expression without an end is stopped, and is an error, never a pass.
func TestExpressions_endless(t *testing.T) {
	t.Parallel()
	ten := "[0,1,2,3,4,5,6,7,8,9]"
	loop := "true"
	for range 9 {
		loop = ten + ".all(x, " + loop + ")"
	}
	got := told(t, loop, goodInvoice, Sources{})
	if got.Verdict != pipeline.RuleError || !strings.Contains(got.Message, "too many steps") {
		t.Errorf("%s: %s; want an error that says why", got.Verdict, got.Message)
	}
}

// Evidence are the fields that the assertion reads, no other.
func TestExpressions_evidence(t *testing.T) {
	t.Parallel()
	for assert, want := range map[string][]string{
		`doc.totals.net > doc.totals.gross`:                                                                {"/totals/net", "/totals/gross"},
		`doc.lines.filter(l, l.net > 55.0).all(l, l.description == "x")`:                                   {"/lines/0/net", "/lines/1/net", "/lines/0/description", "/lines/1/description"},
		`doc.lines[1].description == "x"`:                                                                  {"/lines/1/description"},
		`doc.lines.exists(l, index(l) == 1 && previous(l).net < l.net)`:                                    {"/lines/0/net", "/lines/1/net"},
		`doc.totals.net + orZero(doc.totals.charges) == firstRead(doc.totals.gross, 5.0 * doc.totals.due)`: {"/totals/net", "/totals/charges", "/totals/gross", "/totals/due"},
	} {
		if diff := cmp.Diff(want, told(t, assert, goodInvoice, Sources{}).paths); diff != "" {
			t.Errorf("%s (-want +got):\n%s", assert, diff)
		}
	}
}

// What the message says stands in the finding too, so that it can be masked; it is no part of
// what the finding is known by.
func TestFinding_cites_what_it_says(t *testing.T) {
	t.Parallel()
	d := goodInvoice.with(sample{"/order_ref": isAbsent}).document("invoice")
	findings := map[string]pipeline.Finding{}
	for name, message := range map[string]string{"bare": "no order", "told": "no order of {doc.seller.name}"} {
		text := strings.NewReplacer("{doc.totals.gross} and no order", message, ", message: 200 and no order", "", "    when: big\n", "").Replace(goodPack)
		p, err := library(t).Load("own.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := shipped().With(p).Check(t.Context(), d, noon()); err != nil || len(d.Findings) != 1 {
			t.Fatalf("%d findings, %v; want one", len(d.Findings), err)
		}
		findings[name] = d.Findings[0]
	}
	last := findings["told"].Evidence[len(findings["told"].Evidence)-1]
	if last.Path != "/seller/name" || last.Value == nil {
		t.Errorf("evidence = %+v, want the name that the message says", findings["told"].Evidence)
	}
	if findings["bare"].Fingerprint != findings["told"].Fingerprint {
		t.Error("the message changes the fingerprint")
	}
}

// An archive answers with rows, says that it cannot, or has trouble.
type archive func(q Recall) (Recalled, error)

func (a archive) Recall(_ context.Context, _ *pipeline.Document, q Recall) (Recalled, error) {
	return a(q)
}

func TestRecall(t *testing.T) {
	t.Parallel()
	const assert = `seen_invoices(doc.seller.vat_id, doc.seller.tax_id, doc.number).all(s, s.amount == doc.totals.gross)`
	var asked Recall
	sources := Sources{Archive: archive(func(q Recall) (Recalled, error) {
		asked = q
		return Recalled{Rows: []Row{{"document_id": "doc_1", "amount": decimal.New(119, 0)}}}, nil
	})}
	if got := told(t, assert, goodInvoice, sources); got.Verdict != pipeline.Pass {
		t.Errorf("verdict = %s (%s), want pass", got.Verdict, got.Message)
	}
	if diff := cmp.Diff([]any{"DE136695976", nil, "2026-17"}, asked.Args); diff != "" || asked.Function != "seen_invoices" {
		t.Errorf("asked %s (-want +got):\n%s", asked.Function, diff)
	}
	if got := told(t, assert, goodInvoice.with(sample{"/number": illegible}), sources); got.Verdict != pipeline.CannotTell {
		t.Errorf("an argument was not read: %s, want cannot_tell", got.Verdict)
	}
	got := told(t, assert, goodInvoice, Sources{})
	if got.Verdict != pipeline.CannotTell || !strings.Contains(got.Message, "no archive") {
		t.Errorf("nobody to ask: %s (%s), want cannot_tell with the reason", got.Verdict, got.Message)
	}
}

// A question that nobody answers, and a value of another document that was not read, is neither
// nothing nor a value, whatever the rule does without one.
func TestRecall_unanswered(t *testing.T) {
	t.Parallel()
	unread := Sources{Archive: archive(func(Recall) (Recalled, error) {
		return Recalled{Rows: []Row{{"document_id": "doc_1", "number": NotRead("its number was not read")}}}, nil
	})}
	for _, c := range []struct {
		assert  string
		sources Sources
		reason  string
	}{
		{`!present(seen_images())`, Sources{}, "no archive"},
		{`orElse(seen_images().size(), 0) == 0`, Sources{}, "no archive"},
		{`orElse(seen_images()[0].number, doc.number) == doc.number`, Sources{}, "no archive"},
		{`orElse(seen_images()[0].number, doc.number) == doc.number`, unread, "its number was not read"},
		{`seen_images().all(s, !present(s.number))`, unread, "its number was not read"},
		{`seen_images()[0].number == doc.number`, unread, "its number was not read"},
	} {
		got := told(t, c.assert, goodInvoice, c.sources)
		if got.Verdict != pipeline.CannotTell || !strings.Contains(got.Message, c.reason) {
			t.Errorf("%s: %s (%s), want cannot_tell: %s", c.assert, got.Verdict, got.Message, c.reason)
		}
	}
}

// Nobody found on a list is worth what is known of the list.
func TestCheck_names_the_lists(t *testing.T) {
	t.Parallel()
	p := every().Packs()[slices.IndexFunc(every().Packs(), func(p *Pack) bool { return p.Name == "sanctions" })]
	b := every().With(p)
	b.sources = Sources{Screener: lists{"eu 2026-11-20 (1 entries)"}}
	d := goodInvoice.document("invoice")
	if err := b.Check(t.Context(), d, noon()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"eu 2026-11-20 (1 entries)"}, d.Checks.Lists); diff != "" || d.Checks.Counts.Pass == 0 {
		t.Errorf("%d rules passed, lists (-want +got):\n%s", d.Checks.Counts.Pass, diff)
	}
}

// lists are searched, and nobody is on them.
type lists []string

func (l lists) Screen(context.Context, ScreenQuery) (Screened, error) { return Screened{Lists: l}, nil }

// Names of other documents and of the master are told apart, so that they can be masked.
func TestFinding_tells_whom_it_names(t *testing.T) {
	t.Parallel()
	sources := Sources{Archive: archive(func(Recall) (Recalled, error) {
		return Recalled{Rows: []Row{{"document_id": "doc_1", "supplier": "Karla Bergmann"}, {"document_id": "doc_2", "supplier": "Quiet Mills"}, {"document_id": "doc_3", "supplier": "Nobody Named"}}}, nil
	})}
	text := strings.NewReplacer("present(doc.order_ref)", "iban_users(\"\", \"\", \"\").size() == 0 && present(doc.order_ref)",
		"{doc.totals.gross} and no order", "it is {iban_users('', '', '')[0].supplier}'s", ", message: 200 and no order", "", "    when: big\n", "",
		"    fix: Ask", "    expected: iban_users('', '', '')[1].supplier\n    fix: Ask").Replace(goodPack)
	p, err := library(t).Load("own.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b := shipped().With(p)
	b.sources = sources
	d := goodInvoice.document("invoice")
	if err := b.Check(t.Context(), d, noon()); err != nil || len(d.Findings) != 1 {
		t.Fatalf("%d findings, %v; want one", len(d.Findings), err)
	}
	if diff := cmp.Diff([]string{"Karla Bergmann", "Quiet Mills"}, d.Findings[0].Named); diff != "" {
		t.Errorf("message %q, expected %q: names (-want +got):\n%s", d.Findings[0].Message, d.Findings[0].Expected, diff)
	}
}

// An archive computes with rows of the document only where they were read well enough.
func TestRecall_rows(t *testing.T) {
	t.Parallel()
	var asked Recall
	sources := Sources{Archive: archive(func(q Recall) (Recalled, error) {
		asked = q
		return Recalled{}, nil
	})}
	d := goodInvoice.document("invoice")
	low := 0.3
	f := d.Extraction.Fields["/lines/1/net"]
	f.Confidence = &low
	d.Extraction.Fields["/lines/1/net"] = f
	text := strings.Replace(goodPack, "present(doc.order_ref)", `order_matches("PO", "", "", doc.lines, 3.0).size() == 0 && present(doc.order_ref)`, 1)
	p, err := library(t).Load("own.yaml", []byte(strings.Replace(text, "    when: big\n", "", 1)))
	if err != nil {
		t.Fatal(err)
	}
	b := shipped().With(p)
	b.sources = sources
	if err := b.Check(t.Context(), d, noon()); err != nil {
		t.Fatal(err)
	}
	want := []any{map[string]any{"description": "Ropes", "net": "60.00"}, map[string]any{"description": "Sails"}}
	if diff := cmp.Diff(want, asked.Args[3]); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

var errArchive = errors.New("the archive is away")

// Trouble of a source ends the check, which is tried again; it is no finding.
func TestRecall_trouble(t *testing.T) {
	t.Parallel()
	p, err := library(t).Load("own.yaml", []byte(strings.Replace(goodPack, "present(doc.order_ref)", "seen_images().size() == 0 && present(doc.order_ref)", 1)))
	if err != nil {
		t.Fatal(err)
	}
	b := shipped().With(p)
	b.sources = Sources{Archive: archive(func(Recall) (Recalled, error) { return Recalled{}, errArchive })}
	if err := b.Check(t.Context(), goodInvoice.document("invoice"), noon()); !errors.Is(err, errArchive) {
		t.Errorf("error = %v, want the archive's", err)
	}
}
