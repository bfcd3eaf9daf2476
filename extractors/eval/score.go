package eval

import (
	"maps"
	"slices"
)

// A FieldScore is how one field went over all documents of a set.
type FieldScore struct {
	Pointer  string  `json:"pointer"`
	Compare  string  `json:"compare"`
	Stated   int     `json:"stated"` // documents on which it stands
	Exact    int     `json:"exact"`
	Right    int     `json:"right"` // after normalising as the comparison says
	Wrong    int     `json:"wrong"`
	Empty    int     `json:"empty"`
	Absent   int     `json:"absent"` // documents on which it does not stand
	Filled   int     `json:"filled"` // of those, with a value
	Unjudged int     `json:"unjudged"`
	ANLS     float64 `json:"anls"`  // mean over stated
	Score    float64 `json:"score"` // share right; mean ANLS for anls, F1 over all items for set
	Macro    float64 `json:"macro"` // mean over groups of the mean score in each
	Items    *Counts `json:"items,omitempty"`
}

// A ListScore is how the rows of one list went.
type ListScore struct {
	Pointer   string  `json:"pointer"`
	Rows      Counts  `json:"rows"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Cells     Counts  `json:"cells"`    // of the rows that were found
	CellsOK   float64 `json:"cells_ok"` // share right among those that the truth states
}

// A Score is how a set went.
type Score struct {
	Documents int          `json:"documents"`
	AllRight  int          `json:"all_right"` // documents without a miss
	Fields    []FieldScore `json:"fields"`
	Lists     []ListScore  `json:"lists,omitempty"`
	Stated    int          `json:"stated"`
	Absent    int          `json:"absent"`
	Filled    int          `json:"filled"`
	Micro     float64      `json:"micro"` // mean of the fields' scores, weighed by their documents
	Macro     float64      `json:"macro"` // mean of the fields' macro means
	Ranking   Ranking      `json:"ranking"`
}

// Summarise makes figures of the judgements of a set's documents.
func (s *Set) Summarise(all []Judgement) Score {
	score := Score{Documents: len(all), Ranking: Rank(cases(all))}
	for i, f := range s.Fields {
		field := FieldScore{Pointer: f.Pointer, Compare: f.Compare}
		field.count(all, i)
		score.take(field)
	}
	for i, l := range s.Lists {
		score.Lists = append(score.Lists, listScore(l.Pointer, all, i))
	}
	for _, j := range all {
		if j.AllRight() {
			score.AllRight++
		}
	}
	score.Micro /= max(1, float64(score.Stated))
	if n := score.scored(); n > 0 {
		score.Macro /= float64(n)
	}
	return score
}

// take adds a field to the sums.
func (s *Score) take(f FieldScore) {
	s.Fields = append(s.Fields, f)
	s.Stated, s.Absent, s.Filled = s.Stated+f.Stated, s.Absent+f.Absent, s.Filled+f.Filled
	s.Micro += f.Score * float64(f.Stated)
	s.Macro += f.Macro
}

// scored is the number of fields that stand on any document.
func (s *Score) scored() (n int) {
	for _, f := range s.Fields {
		if f.Stated > 0 {
			n++
		}
	}
	return n
}

func (f *FieldScore) count(all []Judgement, at int) {
	groups := map[string][]float64{}
	total := 0.0
	for _, j := range all {
		c := &j.Cases[at]
		f.outcome(c)
		if c.Items != nil {
			f.item(*c.Items)
		}
		if !c.Stated() {
			continue
		}
		f.ANLS += c.ANLS
		total += c.Score
		groups[c.Group] = append(groups[c.Group], c.Score)
	}
	stated := max(1, float64(f.Stated))
	f.ANLS, f.Score, f.Macro = f.ANLS/stated, total/stated, macro(groups)
	if f.Items != nil {
		f.Score = f.Items.F1()
	}
}

func (f *FieldScore) outcome(c *Case) {
	switch c.Outcome {
	case Right:
		f.Right++
	case Wrong:
		f.Wrong++
	case Empty:
		f.Empty++
	case Filled:
		f.Filled++
	}
	switch {
	case c.Stated():
		f.Stated++
	case c.Judged():
		f.Absent++
	case c.Got != "":
		f.Unjudged++
	}
	if c.Exact && c.Stated() {
		f.Exact++
	}
}

func (f *FieldScore) item(n Counts) {
	if f.Items == nil {
		f.Items = &Counts{}
	}
	f.Items.add(n)
}

// macro is the mean over groups of the mean in each, so that many alike documents count once.
func macro(groups map[string][]float64) float64 {
	var means []float64
	for _, name := range slices.Sorted(maps.Keys(groups)) { // sorted: sums of floats depend on order
		means = append(means, mean(groups[name]))
	}
	return mean(means)
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / max(1, float64(len(values)))
}

func listScore(pointer string, all []Judgement, at int) ListScore {
	l := ListScore{Pointer: pointer}
	for _, j := range all {
		l.Rows.add(j.Lists[at])
		l.Cells.add(j.Cells[at])
	}
	l.Precision, l.Recall, l.F1 = l.Rows.Precision(), l.Rows.Recall(), l.Rows.F1()
	l.CellsOK = share(l.Cells.Right, l.Cells.Want)
	return l
}

func cases(all []Judgement) (every []Case) {
	for _, j := range all {
		every = append(every, j.Cases...)
	}
	return every
}
