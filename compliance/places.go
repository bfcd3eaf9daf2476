package compliance

import (
	"iter"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types/ref"
)

// places yields what stands where a read leads, each row's; a list that has no value of its
// own stands for its rows.
func (q *question) places(steps []string) iter.Seq2[ref.Val, string] {
	return func(yield func(ref.Val, string) bool) {
		root, ok := q.vars[steps[0]].(ref.Val)
		if !ok {
			return
		}
		pointer := ""
		if o, ok := root.(*object); ok {
			pointer = o.pointer
		}
		walk(root, pointer, steps[1:], yield)
	}
}

func walk(v ref.Val, pointer string, steps []string, yield func(ref.Val, string) bool) bool {
	if len(steps) == 0 {
		return yield(v, pointer)
	}
	step, rest := steps[0], steps[1:]
	switch v := v.(type) {
	case *object:
		if step == rowBefore {
			return v.index == 0 || walk(v.rows[v.index-1], beforeRow(pointer), rest, yield)
		}
		return walk(v.field(step), pointer+"/"+escaped.Replace(step), rest, yield)
	case *rowList:
		return walkRows(v, pointer, step, rest, yield)
	}
	return yield(v, pointer)
}

func walkRows(list *rowList, pointer, step string, rest []string, yield func(ref.Val, string) bool) bool {
	if step != everyRow {
		i, err := strconv.Atoi(step)
		return err != nil || i < 0 || i >= len(list.rows) || walk(list.rows[i], pointer+"/"+step, rest, yield)
	}
	for i, row := range list.rows {
		if !walk(row, pointer+"/"+strconv.Itoa(i), rest, yield) {
			return false
		}
	}
	return true
}

func beforeRow(pointer string) string {
	at := strings.LastIndexByte(pointer, '/')
	i, _ := strconv.Atoi(pointer[at+1:])
	return pointer[:at+1] + strconv.Itoa(i-1)
}

// paths lists the pointers of fields, as evidence.
func (q *question) paths(reads []read) []string {
	var all []string
	seen := map[string]bool{}
	for _, r := range reads {
		if !r.shown {
			continue
		}
		for v, pointer := range q.places(r.steps) {
			if len(all) > maxEvidence {
				return all
			}
			if _, group := v.(*object); group || seen[pointer] {
				continue
			}
			if w, _ := why(v); w == foreign {
				continue
			}
			seen[pointer] = true
			all = append(all, pointer)
		}
	}
	return all
}

// at finds the row at a pointer below o.
func (o *object) at(pointer string) ref.Val {
	var v ref.Val = o
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch at := v.(type) {
		case *object:
			v = at.field(unescaped.Replace(step))
		case *rowList:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(at.rows) {
				return v
			}
			v = at.rows[i]
		}
	}
	return v
}

// unescaped undoes the escapes of a step of a pointer (RFC 6901).
var unescaped = strings.NewReplacer("~1", "/", "~0", "~")

// valueAt walks the data along a pointer; nil when nothing is there.
func valueAt(data any, pointer string) any {
	at := data
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch v := at.(type) {
		case map[string]any:
			at = v[unescaped.Replace(step)]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			at = v[i]
		default:
			return nil
		}
	}
	return at
}
