package ledger

import (
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A track is what one part of a search reads of the index: one hash, or those from from up to, but
// not including, to.
type track struct {
	from, to string
}

// tracks are where the index holds what is searched for. The traces of groups stand behind each
// other, so that those of all groups but some are the ranges between them. The bounds are digits
// and small letters as the hashes are, which every collation orders alike.
func (l *Ledger) tracks(tenant string, q pipeline.Search) []track {
	var all []track
	for _, t := range q.Traces {
		t.Group = ""
		whole := l.traceHash(tenant, t)
		if len(q.Except) == 0 {
			all = append(all, track{from: whole})
			continue
		}
		from := whole + "0"
		for _, without := range l.groups(tenant, t, q.Except) {
			all = append(all, track{from, without})
			from = without + "0"
		}
		all = append(all, track{from, whole + "g"})
	}
	return all
}

func (l *Ledger) groups(tenant string, t pipeline.Trace, names []string) []string {
	var hashes []string
	for _, t.Group = range names {
		hashes = append(hashes, l.traceHash(tenant, t))
	}
	slices.Sort(hashes)
	return hashes
}

// A lookup is the SQL of a search and its arguments.
type lookup struct {
	tenant string
	own    trail
	before string
	depth  int // rows of each track, newest first
	args   []any
}

// arg adds an argument and returns its place in the SQL.
func (q *lookup) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// matches selects owner and part of what lies on the tracks, once for each track.
func (q *lookup) matches(tracks []track) string {
	var selects []string
	for _, t := range tracks {
		selects = append(selects, `SELECT * FROM (SELECT owner, part FROM traces WHERE tenant = `+q.arg(q.tenant)+` AND `+q.on(t)+q.others()+
			` ORDER BY owner DESC, part DESC LIMIT `+q.arg(q.depth)+`) one`)
	}
	return strings.Join(selects, " UNION ALL ")
}

func (q *lookup) on(t track) string {
	if t.to == "" {
		return `hash = ` + q.arg(t.from)
	}
	return `hash >= ` + q.arg(t.from) + ` AND hash < ` + q.arg(t.to)
}

// others leaves out the document itself; another part of its stack is another document.
func (q *lookup) others() string {
	own := ` AND NOT (owner = ` + q.arg(q.own.owner)
	if q.own.part != "" {
		own += ` AND part IN ('', ` + q.arg(q.own.part) + `)`
	}
	return own + `)` + q.early("owner")
}

// early leaves out what was accepted too late to be searched for: ids count up, and a part has a
// later one than its stack.
func (q *lookup) early(id string) string {
	if q.before == "" {
		return ""
	}
	return ` AND ` + id + ` < ` + q.arg(q.before)
}
