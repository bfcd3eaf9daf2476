package task

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// contract is a document of three pages.
func contract() *pipeline.Document {
	return document(
		page(1, "Lease agreement", "between Anna Berg and Bau GmbH", "The rent is 1,200.00 EUR a month."),
		page(2, "The lease begins on 1 March 2026.", "Notice period: three months."),
		page(3, "Signed in Berlin", "Anna Berg"))
}

// onePage shows one page in a call.
func onePage() Config {
	cfg := DefaultConfig()
	cfg.Pages = 1
	return cfg
}

func TestAskCitesWhatStandsThere(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(r model.Request) (string, error) {
		if !strings.Contains(shown(r), "The rent is") {
			return `{"answer":null,"quotes":[]}`, nil
		}
		return `{"answer":"1,200.00 EUR","quotes":[{"page":1,"quote":"rent is 1,200.00 EUR"},{"page":1,"quote":"made up"}]}`, nil
	})
	got, err := New(onePage(), asker, nil).Ask(t.Context(), contract(), "What is the rent?", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if !got.Found || len(got.Citations) != 1 || got.Citations[0].Page != 1 || got.Citations[0].Quote != "rent is 1,200.00 EUR" {
		t.Errorf("answer = %+v, want it with the one quote that stands on page 1", got)
	}
}

func TestAskWithoutProofIsNoAnswer(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) {
		return `{"answer":"5,000 EUR","quotes":[{"page":1,"quote":"The rent is 5,000 EUR"}]}`, nil
	})
	if got, err := New(DefaultConfig(), asker, nil).Ask(t.Context(), contract(), "What is the rent?", nil, ""); err == nil {
		t.Errorf("answer = %+v, want an error: its quote stands nowhere", got)
	}
}

func TestOtherJSONIsNoAnswer(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) { return `{"result":"as you asked"}`, nil })
	tasks := New(DefaultConfig(), asker, nil)
	if got, err := tasks.Ask(t.Context(), contract(), "What is the rent?", nil, ""); err == nil {
		t.Errorf("Ask took other JSON for an answer: %+v", got)
	}
	if claims, err := tasks.Read(t.Context(), contract(), shipped(t)[0], nil); err == nil {
		t.Errorf("Read took other JSON for an answer: %d claims", len(claims))
	}
}

func TestAskSaysThatItIsNotThere(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) { return `{"answer":null,"quotes":[]}`, nil })
	got, err := New(onePage(), asker, nil).Ask(t.Context(), contract(), "Who is the judge?", nil, "")
	if err != nil || got.Found || len(asker.calls) != 3 {
		t.Errorf("answer = %+v, %v after %d calls, want none after looking at all three pages", got, err, len(asker.calls))
	}
}

func TestAskRemembersWhatWasSaid(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) { return `{"answer":null,"quotes":[]}`, nil })
	history := []pipeline.Exchange{{Question: "What is the rent?", Answer: "1,200.00 EUR"}}
	if _, err := New(DefaultConfig(), asker, nil).Ask(t.Context(), contract(), "And when is it <due>?", history, ""); err != nil {
		t.Fatal(err)
	}
	turns := asker.calls[0].Turns
	if len(turns) != 3 || turns[1].Role != model.RoleAssistant || !strings.Contains(turns[0].Parts[0].Text, "Lease agreement") {
		t.Errorf("turns = %+v, want the pages, then the exchange, then the question", turns)
	}
	if last := turns[2].Parts[0].Text; last != "Question: And when is it ‹due>?" {
		t.Errorf("question = %q, want no tag in it", last)
	}
}

func TestSummariseDropsWhatNothingProves(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) {
		return `{"points":[{"text":"A lease.","page":1,"quote":"Lease agreement"},{"text":"Rent 1,200.","page":1,"quote":"1,200.00 EUR a month"},{"text":"A pool.","page":2,"quote":"with a pool"}]}`, nil
	})
	got, err := New(DefaultConfig(), asker, nil).Summarise(t.Context(), contract(), 5, "en")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, p := range got {
		texts = append(texts, fmt.Sprintf("%d %s", p.Evidence.Page, p.Text))
	}
	if diff := cmp.Diff([]string{"1 A lease.", "1 Rent 1,200."}, texts); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

func TestSummariseChoosesAmongManyPoints(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(r model.Request) (string, error) {
		switch text := shown(r); {
		case strings.Contains(text, "<points>"):
			return `{"keep":[3,1]}`, nil
		case strings.Contains(text, "Lease agreement"):
			return `{"points":[{"text":"A lease.","page":1,"quote":"Lease agreement"}]}`, nil
		case strings.Contains(text, "begins"):
			return `{"points":[{"text":"From March.","page":2,"quote":"1 March 2026"}]}`, nil
		}
		return `{"points":[{"text":"Signed.","page":3,"quote":"Signed in Berlin"}]}`, nil
	})
	got, err := New(onePage(), asker, nil).Summarise(t.Context(), contract(), 2, "")
	if err != nil || len(got) != 2 || got[0].Text != "Signed." || got[1].Evidence.Page != 1 {
		t.Errorf("points = %+v, %v, want the third and the first with their proof", got, err)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(r model.Request) string
		want   string
		fails  bool
	}{
		"one page says yes": {want: Yes, answer: func(r model.Request) string {
			if strings.Contains(shown(r), "Notice period") {
				return `{"verdict":"yes","reason":"it is there","quotes":[{"page":2,"quote":"Notice period: three months."}]}`
			}
			return `{"verdict":"no","reason":"nothing","quotes":[]}`
		}},
		"all pages say no": {want: No, answer: func(model.Request) string { return `{"verdict":"no","reason":"nothing","quotes":[]}` }},
		"one cannot tell": {want: CannotTell, answer: func(r model.Request) string {
			if strings.Contains(shown(r), "Signed") {
				return `{"verdict":"cannot_tell","reason":"unreadable","quotes":[]}`
			}
			return `{"verdict":"no","reason":"nothing","quotes":[]}`
		}},
		"a yes without proof is refused": {fails: true, answer: func(model.Request) string {
			return `{"verdict":"yes","reason":"sure","quotes":[{"page":1,"quote":"a clause nobody wrote"}]}`
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asker := newScripted(func(r model.Request) (string, error) { return c.answer(r), nil })
			got, err := New(onePage(), asker, nil).Judge(t.Context(), contract(), "Is there a notice period?", "")
			if errors.Is(err, ErrUnproven) != c.fails || (err != nil) != c.fails || got.Verdict != c.want {
				t.Errorf("judgement = %+v, %v, want %q, unproven: %v", got, err, c.want, c.fails)
			}
		})
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(r model.Request) (string, error) {
		if !strings.Contains(shown(r), "invoice: ") || !strings.Contains(string(r.Output.Schema), `"unknown"`) {
			return "", fmt.Errorf("the types are not shown: %s", shown(r))
		}
		return `{"doctype":"contract","quotes":[{"page":1,"quote":"Lease agreement"}]}`, nil
	})
	got, err := New(DefaultConfig(), asker, nil).Classify(t.Context(), contract(), shipped(t))
	if err != nil || got.DocType != "contract" || len(got.Evidence) != 1 {
		t.Errorf("type = %+v, %v, want a contract with the words that show it", got, err)
	}
}

func TestSplitGivesEveryPageToOnePiece(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(r model.Request) (string, error) {
		var begins []string
		for n, marker := range map[int]string{1: "Lease agreement", 3: "Signed in Berlin"} {
			if strings.Contains(shown(r), marker) {
				begins = append(begins, fmt.Sprintf(`{"page":%d,"doctype":"contract"}`, n))
			}
		}
		return `{"begins":[` + strings.Join(begins, ",") + `]}`, nil
	})
	cfg := DefaultConfig()
	cfg.Pages = 2
	got, err := New(cfg, asker, nil).Split(t.Context(), contract(), shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Piece{{[]int{1, 2}, "contract"}, {[]int{3}, "contract"}}, got); diff != "" {
		t.Errorf("pieces (-want +got):\n%s", diff)
	}
}

func TestTranslateKeepsLinesAndDigits(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) {
		return `{"lines":[{"line":"1:1","text":"Mietvertrag"},{"line":"1:2","text":"zwischen Anna Berg und Bau GmbH"},{"line":"1:3","text":"Die Miete beträgt 1.200,00 EUR im Monat."}]}`, nil
	})
	d := contract()
	d.Pages = d.Pages[:1]
	got, err := New(DefaultConfig(), asker, nil).Translate(t.Context(), d, "de")
	if err != nil || len(got) != 1 || len(got[0].Lines) != 3 {
		t.Fatalf("translation = %+v, %v", got, err)
	}
	if l := got[0].Lines[2]; l.Text != "Die Miete beträgt 1.200,00 EUR im Monat." || l.Source != "The rent is 1,200.00 EUR a month." || l.Box.Width() <= 0 {
		t.Errorf("third line = %+v, want both texts and its place", l)
	}
	lying := newScripted(func(model.Request) (string, error) {
		return `{"lines":[{"line":"1:1","text":"a"},{"line":"1:2","text":"b"},{"line":"1:3","text":"Die Miete beträgt 1.300,00 EUR."}]}`, nil
	})
	if got, err := New(DefaultConfig(), lying, nil).Translate(t.Context(), d, "de"); err == nil {
		t.Errorf("a translation with another amount was accepted: %+v", got)
	}
}

func TestDescribeGroundsWhatIsWritten(t *testing.T) {
	t.Parallel()
	asker := newScripted(func(model.Request) (string, error) {
		return `{"summary":"A signature page.","things":[{"kind":"signature","place":"bottom left","text":"Anna Berg","description":"blue ink"},{"kind":"stamp","place":"right","text":"RECEIVED","description":"round"}]}`, nil
	})
	asker.images = true
	d := contract()
	d.Pages = d.Pages[2:]
	got, err := New(DefaultConfig(), asker, drawn{}).Describe(t.Context(), d)
	if err != nil || len(got) != 1 || len(got[0].Things) != 2 {
		t.Fatalf("description = %+v, %v", got, err)
	}
	if s := got[0].Things[0]; s.Evidence == nil || s.Evidence.Page != 3 {
		t.Errorf("signature = %+v, want the place of its name", s)
	}
	if s := got[0].Things[1]; s.Evidence != nil {
		t.Errorf("stamp = %+v, want no place: its text is not among the words", s)
	}
	if _, err := New(DefaultConfig(), asker, nil).Describe(t.Context(), d); err == nil {
		t.Error("pages were described without images")
	}
}

func TestInferSchemaJoinsSamples(t *testing.T) {
	t.Parallel()
	answers := map[string]string{
		"Lease": `{"title":"Lease","fields":[{"name":"rent","list":null,"type":"amount","description":"monthly rent","label":"The rent is","quote":"1,200.00"},` +
			`{"name":"pool","list":null,"type":"text","description":"made up","label":null,"quote":"heated pool"}]}`,
		"Invoice": `{"title":"Invoice","fields":[{"name":"rent","list":null,"type":"amount","description":"monthly rent","label":"Rent","quote":"900.00"},` +
			`{"name":"name","list":"tenants","type":"text","description":"who","label":"Tenant","quote":"Bo Lund"}]}`,
	}
	asker := newScripted(func(r model.Request) (string, error) {
		for marker, answer := range answers {
			if strings.Contains(shown(r), marker) {
				return answer, nil
			}
		}
		return "", fmt.Errorf("no sample is shown")
	})
	raw, err := New(DefaultConfig(), asker, nil).InferSchema(t.Context(), []*pipeline.Document{
		contract(), document(page(1, "Invoice", "Rent 900.00", "Tenant Bo Lund")),
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemas.Parse("lease", raw)
	if err != nil {
		t.Fatalf("the schema is not usable: %v\n%s", err, raw)
	}
	var leaves []string
	for _, n := range s.Leaves() {
		leaves = append(leaves, n.Pointer)
	}
	if diff := cmp.Diff([]string{"/rent", "/tenants/*/name"}, leaves); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if rent := s.Root.Property("rent"); !rent.Required || rent.Format != "decimal" || len(rent.Labels) != 2 {
		t.Errorf("rent = %+v, want it required, a decimal, with both labels", rent)
	}
}

// drawn shows every page as the same few bytes.
type drawn struct{}

func (drawn) Page(context.Context, *pipeline.Document, *pipeline.Page, int) ([]byte, string, int, int, error) {
	return []byte("picture"), "image/png", 100, 140, nil
}

func shipped(t *testing.T) []*schemas.Schema {
	t.Helper()
	r, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	return r.List()
}
