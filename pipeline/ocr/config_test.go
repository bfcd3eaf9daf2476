package ocr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("the default settings: %v", err)
	}
	bad := Config{Languages: []string{"xx"}, Workers: -1, PoorConfidence: 2, NarrowAspect: 1}
	err := bad.Validate()
	for _, name := range []string{"ocr.languages", "ocr.workers", "ocr.poor_confidence"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error = %v, want %s named", err, name)
		}
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	got, err := codes([]string{"en", "de-AT", "pt-BR", "zh-Hant-TW", "EN"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, []string{"eng", "deu", "por", "chi_tra"}); diff != "" {
		t.Errorf("codes (-got +want):\n%s", diff)
	}
	if got := debian("chi_tra"); got != "tesseract-ocr-chi-tra" {
		t.Errorf("package = %q", got)
	}
}

func TestParseTSV(t *testing.T) {
	t.Parallel()
	table := "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
		"4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t\n" +
		"5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tNet\n" +
		"5\t1\t1\t1\t1\t2\t50\t20\t50\t12\t40\t\"7\n" +
		"5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t95\t \n" +
		"5\t1\t2\t1\t1\t1\t10\t60\t30\t12\t91\tTax\n"
	got, err := parseTSV([]byte(table))
	if err != nil {
		t.Fatal(err)
	}
	want := []word{
		{text: "Net", box: pipeline.Box{10, 20, 40, 32}, confidence: 0.965, block: 1, line: 1},
		{text: `"7`, box: pipeline.Box{50, 20, 100, 32}, confidence: 0.4, block: 1, line: 1},
		{text: "Tax", box: pipeline.Box{10, 60, 40, 72}, confidence: 0.91, block: 2, line: 2},
	}
	if diff := cmp.Diff(got, want, cmp.AllowUnexported(word{})); diff != "" {
		t.Errorf("words (-got +want):\n%s", diff)
	}
	if _, err := parseTSV([]byte("5\t1\t1\t1\t1\t1\tx\t20\t30\t12\t96.5\tNet\n")); pipeline.KindOf(err) != pipeline.ErrRenderCrash {
		t.Errorf("a table that is none: %v, want ErrRenderCrash", err)
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	var got []string
	for _, w := range clean([]word{
		{text: "~", confidence: 0.3}, {text: "€", confidence: 0.3}, {text: "ii", confidence: 0.2},
		{text: "7", confidence: 0.1}, {text: "Total", confidence: 0.45}, {text: "—", confidence: 0.9},
	}) {
		got = append(got, w.text)
	}
	if diff := cmp.Diff(got, []string{"€", "7", "Total", "—"}); diff != "" {
		t.Errorf("kept words (-got +want):\n%s", diff)
	}
}

func BenchmarkPage(b *testing.B) {
	o := reader(b, "en", "de", "fr")
	drawn := letter(b)
	for b.Loop() {
		if err := o.Step().Do(b.Context(), &pipeline.Document{}, drawn.page()); err != nil {
			b.Fatal(err)
		}
	}
}
