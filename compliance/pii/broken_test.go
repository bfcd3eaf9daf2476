package pii

import (
	"slices"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// layOut lays lines out below each other from the left; a tab begins the next column.
func layOut(text ...string) *pipeline.Page {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead}
	for y, line := range text {
		for c, cell := range strings.Split(line, "\t") {
			left := 0.5 * float64(c)
			for _, word := range strings.Fields(cell) {
				box := pipeline.Box{left, 0.02 * float64(y), left + 0.01*float64(len(word)), 0.02*float64(y) + 0.014}
				p.Words = append(p.Words, pipeline.Word{Text: word, Source: "text", Line: y + 1, Block: 1, Box: box})
				left = box[2] + 0.01
			}
		}
	}
	return p
}

// said are the words under the places of a class.
func said(p *pipeline.Page, places []Place, class Class) []string {
	var all []string
	for _, at := range places {
		var words []string
		for _, w := range p.Words {
			if at.Class == class && at.Sure && holds(at.Box, w.Box) {
				words = append(words, w.Text)
			}
		}
		if len(words) > 0 {
			all = append(all, strings.Join(words, " "))
		}
	}
	return all
}

func TestPageBroken(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		page  *pipeline.Page
		class Class
		want  []string
	}{
		"the last group below":        {layOut("charged to 4111 1111 1111", "1111 on Monday"), PAN, []string{"4111 1111 1111", "1111"}},
		"two and two":                 {layOut("Paid with 4111 1111", "1111 1111."), PAN, []string{"4111 1111", "1111 1111."}},
		"within a group":              {layOut("Paid with 4111 1111 11", "11 1111"), PAN, []string{"4111 1111 11", "11 1111"}},
		"with dashes":                 {layOut("Paid with 4111-1111-", "1111-1111"), PAN, []string{"4111-1111-", "1111-1111"}},
		"American Express":            {layOut("Paid with 3782 822463", "10005"), PAN, []string{"3782 822463", "10005"}},
		"in the second column":        {layOut("Total\t4111 1111 1111", "Tax\t1111"), PAN, []string{"4111 1111 1111", "1111"}},
		"a narrow column with a name": {layOut("Card number", "4111", "1111", "1111", "1111"), PAN, []string{"4111", "1111", "1111", "1111"}},
		"no groups, with a name":      {layOut("Card no. 41111111", "11111111"), PAN, []string{"41111111", "11111111"}},
		"an account":                  {layOut("IBAN DE89 3704 0044", "0532 0130 00 BIC COBADEFF"), Account, []string{"DE89 3704 0044", "0532 0130 00"}},
		"an account within a group":   {layOut("pay to DE893704004405", "32013000"), Account, []string{"DE893704004405", "32013000"}},

		"no check digit":               {layOut("charged to 4111 1111 1111", "1112 on Monday"), PAN, nil},
		"no issuer":                    {layOut("number 9111 1111 1111", "1113"), PAN, nil},
		"no groups, no name":           {layOut("41111111", "11111111"), PAN, nil},
		"a narrow column without name": {layOut("4111", "1111", "1111", "1111"), PAN, nil},
		"a table of numbers":           {layOut("4111 1111", "1111 1111", "2345 6789"), PAN, nil},
		"an amount below":              {layOut("charged to 4111 1111 1111", "1111,50"), PAN, nil},
		"a longer number below":        {layOut("charged to 4111 1111 1111", "11112"), PAN, nil},
		"text after it":                {layOut("charged to 4111 1111 1111 on", "1111"), PAN, nil},
		"text before the rest":         {layOut("charged to 4111 1111 1111", "on 1111"), PAN, nil},
		"another column":               {layOut("4111 1111 1111\tA", "Tax\t1111"), PAN, nil},
		"two lines below":              {layOut("charged to 4111 1111 1111", "", "1111"), PAN, nil},
		"an account that is none":      {layOut("IBAN DE89 3704 0044", "0532 0130 01"), Account, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := said(tc.page, New().Page(tc.page), tc.class); !slices.Equal(got, tc.want) {
				t.Errorf("found %q, want %q", got, tc.want)
			}
			if got := said(tc.page, New().Page(tc.page, tc.class), tc.class); !slices.Equal(got, tc.want) {
				t.Errorf("asked for the class: found %q, want %q", got, tc.want)
			}
		})
	}
}

// Of a column of the last digits of cards four may be a card by chance: they are covered, and no
// document is said to hold a card for it.
func TestPageBroken_last_digits(t *testing.T) {
	t.Parallel()
	p := layOut("Card number", "4111", "1111", "1111", "1111", "2345")
	places := New().Page(p)
	if len(places) != 4 || slices.ContainsFunc(places, func(at Place) bool { return at.Sure }) {
		t.Errorf("places %+v, want four that are not sure", places)
	}
}

// What stands under a piece does not hang on the order of the lines, nor on how many there are.
func TestStack(t *testing.T) {
	t.Parallel()
	var all []piece
	for i := range 60 {
		column, row := float64(i%3), float64(i*7%20)
		height := 0.01 + 0.004*float64(i%2)
		all = append(all, piece{box: pipeline.Box{0.3 * column, 0.02 * row, 0.3*column + 0.2, 0.02*row + height}})
	}
	stack(all)
	pairs := 0
	for i, upper := range all {
		var want []int
		for j, lower := range all {
			if below(upper.box, lower.box) {
				want = append(want, j)
			}
		}
		if pairs += len(want); !slices.Equal(upper.under, want) {
			t.Errorf("under piece %d: %v, want %v", i, upper.under, want)
		}
	}
	if pairs == 0 {
		t.Error("nothing stands under anything")
	}
}

// Parts that were hardly read are covered beyond their boxes, as whole numbers are.
func TestPageBroken_hardly_read(t *testing.T) {
	t.Parallel()
	p := layOut("Paid with 4111 1111", "1111 1111")
	p.Width, p.Height = 600, 840
	clear := New().Page(p)
	for i := range p.Words {
		p.Words[i].Source, p.Words[i].Confidence = pipeline.SourceOCR, Doubtful/2
	}
	doubtful := New().Page(p)
	if len(clear) != 2 || len(doubtful) != 2 {
		t.Fatalf("%d and %d places, want both parts", len(clear), len(doubtful))
	}
	for i := range clear {
		if clear[i].Box[2] >= doubtful[i].Box[2] {
			t.Errorf("part %d ends at %v, hardly read at %v, want that further right", i, clear[i].Box[2], doubtful[i].Box[2])
		}
	}
}
