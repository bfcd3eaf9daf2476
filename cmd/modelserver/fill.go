package main

import (
	"fmt"
	"strconv"
	"strings"

	"docpipe/extractors"
)

// A filler writes claims into the shape of an answer. What nobody claims is null.
type filler struct {
	found  map[string]*extractors.Claim
	rows   map[string]int
	sent   []sentPage
	faults *faults // nil is honest
}

func (f *filler) fill(s *shape, pointer string) any {
	switch {
	case s.quoted():
		return f.quoted(s, pointer)
	case s.items != nil:
		return f.list(s, pointer)
	case len(s.properties) > 0:
		return f.group(s, pointer)
	}
	if c := f.found[pointer]; c != nil {
		return f.value(c)
	}
	return nil
}

func (f *filler) quoted(s *shape, pointer string) any {
	c := f.found[pointer]
	if c == nil || len(c.Evidence) == 0 {
		return nil
	}
	leaf := map[string]any{"v": f.value(c), "q": c.Evidence[0].Quote}
	if s.properties["p"] != nil {
		leaf["p"] = c.Evidence[0].Page
	}
	return leaf
}

func (f *filler) group(s *shape, pointer string) any {
	group := map[string]any{}
	for _, name := range s.order {
		group[name] = f.fill(s.properties[name], pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	return group
}

func (f *filler) list(s *shape, pointer string) any {
	list := []any{}
	for i := range f.rows[pointer] {
		if f.faults != nil && f.faults.throw() < f.faults.dropped {
			continue
		}
		at := pointer + "/" + strconv.Itoa(i)
		item := f.fill(s.items, at)
		if row, ok := item.(map[string]any); ok && s.items.properties["at"] != nil {
			row["at"] = f.place(at)
		}
		list = append(list, item)
	}
	return list
}

// place is the line on which a row begins: that of its first cell.
func (f *filler) place(row string) string {
	best := ""
	for pointer, c := range f.found {
		if !strings.HasPrefix(pointer, row+"/") || len(c.Evidence) == 0 {
			continue
		}
		if name := nameOf(f.sent, c.Evidence[0]); best == "" || name != "" && before(name, best) {
			best = name
		}
	}
	return best
}

func before(a, b string) bool {
	var ap, al, bp, bl int
	fmt.Sscanf(a, "%d:%d", &ap, &al)
	fmt.Sscanf(b, "%d:%d", &bp, &bl)
	return ap < bp || ap == bp && al < bl
}

// value is what was found, or what a dishonest server makes of it: another last digit.
func (f *filler) value(c *extractors.Claim) any {
	text, ok := c.Value.(string)
	if f.faults == nil || !ok || f.faults.throw() >= f.faults.madeUp {
		return c.Value
	}
	at := strings.LastIndexAny(text, "0123456789")
	if at < 0 {
		return text + " Ltd"
	}
	digit := '0' + (text[at]-'0'+1)%10
	return text[:at] + string(rune(digit)) + text[at+1:]
}
