package eval

import "docpipe/pipeline"

// Format names the JSON form of a [Run].
const Format = "docpipe.eval.v1"

// A Run is everything that one run of eval found out.
type Run struct {
	Format string   `json:"format"`
	Engine string   `json:"engine"`
	Sets   []SetRun `json:"sets"`
	Pooled Ranking  `json:"pooled"` // over all fields of all sets
	Absent int      `json:"absent"`
	Filled int      `json:"filled"`
}

// A SetRun is one set of a run.
type SetRun struct {
	Name      string          `json:"name"`
	Schema    string          `json:"schema"`
	Score     Score           `json:"score"`
	Failed    int             `json:"failed"` // documents without any result
	Pages     int             `json:"pages"`
	Reread    int             `json:"reread"`  // pages that were prepared in this run, not taken from the cache
	Seconds   float64         `json:"seconds"` // wall clock
	CPU       float64         `json:"cpu"`     // seconds of processor time, children included
	Cost      pipeline.Micros `json:"cost_usd"`
	Documents []Judgement     `json:"documents"`
}

// Pool fills in the figures over all sets.
func (r *Run) Pool() {
	var all []Case
	for _, s := range r.Sets {
		for _, c := range cases(s.Documents) {
			c.Document = s.Name + "/" + c.Document
			all = append(all, c)
		}
		r.Absent, r.Filled = r.Absent+s.Score.Absent, r.Filled+s.Score.Filled
	}
	r.Pooled = Rank(all)
}
