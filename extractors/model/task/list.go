package task

import (
	"context"
	"maps"
	"slices"
	"strings"

	"docpipe/extractors"
)

// Long lists lose rows in one call, silently. So they are asked about in windows of rows, and
// what came back is held against the lines of the page: what looks like a row and was not
// given is asked about once more, and told if it stays away.

// lists asks for lists of many rows, all in the same windows: which table is which list is the
// model's to say.
func (x *extraction) lists(ctx context.Context, lists, open []string, found *findings) error {
	if len(lists) == 0 {
		return nil
	}
	if err := x.askRows(ctx, lists, open, cutRows(x.pages, x.cfg.Rows, x.cfg.Overlap), found); err != nil {
		for _, list := range lists {
			found.incomplete(list, "the list was not read to its end")
		}
		return err
	}
	rows := 0
	for _, list := range lists {
		rows += len(found.lists[list])
	}
	if rows == 0 && len(lists) == x.rowLists() {
		found.incomplete(lists[0], "the pages hold a long table, and no row was read")
	}
	return nil
}

// rowLists is how many lists of rows the schema has. When all of them are asked for, a long table
// belongs to one of them; else to one that is read already.
func (x *extraction) rowLists() int {
	lists := map[string]bool{}
	for _, n := range x.schema.Leaves() {
		if inRow(n.Pointer) {
			lists[outerList(n.Pointer)] = true
		}
	}
	return len(lists)
}

// check looks after every list that has rows.
func (x *extraction) check(ctx context.Context, open []string, found *findings) error {
	for _, list := range slices.Sorted(maps.Keys(found.lists)) {
		if err := x.makeUp(ctx, list, open, found); err != nil {
			return err
		}
	}
	return nil
}

// makeUp asks once more for rows that are missing, and records what stays away.
func (x *extraction) makeUp(ctx context.Context, list string, open []string, found *findings) error {
	c := x.count(list, found)
	if c.detail() == "" {
		return nil
	}
	if len(c.missing) > 0 {
		if err := x.askRows(ctx, []string{list}, open, x.around(c.missing), found); err != nil {
			found.incomplete(list, c.detail())
			return err
		}
		c = x.count(list, found)
	}
	if detail := c.detail(); detail != "" {
		found.incomplete(list, detail)
	}
	return nil
}

// askRows asks for the rows in windows.
func (x *extraction) askRows(ctx context.Context, lists, open []string, all []window, found *findings) error {
	var leaves, properties []string
	for _, n := range x.schema.Leaves() {
		if list := outerList(n.Pointer); list != "" && slices.Contains(lists, list) && extractors.Opens(open, n.Pointer) {
			leaves = append(leaves, n.Pointer)
			top, _, _ := strings.Cut(n.Pointer[1:], "/")
			properties = append(properties, unescaper.Replace(top))
		}
	}
	answers, err := spread(ctx, x.Tasks, all, func(ctx context.Context, w window) (answered, error) {
		q := x.question(w, leaves, properties)
		q.needs = q.output
		return x.about(ctx, w, q)
	})
	for _, a := range answers {
		found.add(a)
	}
	return err
}

// near is how many lines stand around lines that are asked about again.
const near = 2

// around makes windows of the lines that were left out, with their neighbours.
func (x *extraction) around(missing []place) []window {
	var all []window
	var last view
	rows := 0
	for _, m := range missing {
		s := x.sheet(m.page)
		v := view{s, max(0, m.line-1-near), min(len(s.lines), m.line+near)}
		if last.sheet == s && v.from <= last.to && rows < x.cfg.Rows {
			last.to, rows = v.to, rows+1
			all[len(all)-1] = window{last}
			continue
		}
		last, rows = v, 1
		all = append(all, window{v})
	}
	c := cutter{header: columnNames(x.pages)}
	for i, w := range all {
		all[i] = c.headed(w)
	}
	return all
}

func (x *extraction) sheet(page int) *sheet {
	for _, s := range x.pages {
		if s.page.Number == page {
			return s
		}
	}
	return nil
}
