package compliance

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// A segment of a message is text or an expression.
type segment struct {
	text string
	say  *program
}

// segments takes a message apart: what stands in braces is an expression.
func (c *compiler) segments(e expression) ([]segment, error) {
	var all []segment
	rest := e.text
	for rest != "" {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			break
		}
		end := closing(rest[open:])
		if end < 0 {
			return nil, c.fault(e, "message: a brace is not closed")
		}
		inner := expression{text: rest[open+1 : open+end], line: e.line, block: e.block}
		say, err := c.program(inner, nil, false)
		if err != nil {
			return nil, err
		}
		if say == nil {
			return nil, c.fault(e, "message: nothing stands between the braces")
		}
		all = append(all, segment{text: rest[:open]}, segment{say: say})
		rest = rest[open+end+1:]
	}
	return append(all, segment{text: rest}), nil
}

// closing finds the brace that closes the first, past those of strings and maps; -1 for none.
func closing(text string) int {
	depth, quote := 0, rune(0)
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// write fills a message in.
func (q *question) write(all []segment) string {
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.text)
		if s.say != nil {
			b.WriteString(printed(q.eval(s.say)))
		}
	}
	return b.String()
}

// printed is how a value stands in a message.
func printed(v ref.Val) string {
	if w, ok := why(v); ok {
		if w == absent || w == foreign {
			return "(not stated)"
		}
		return "(not read)"
	}
	switch v := v.(type) {
	case dec:
		return v.text()
	case day:
		return v.text()
	case types.String:
		return string(v)
	case *types.Err:
		return "(not known)"
	case *rowList:
		return joined(v.rows)
	}
	if rows := elements(v); rows != nil {
		return joined(rows)
	}
	return fmt.Sprint(v.Value())
}

func joined(rows []ref.Val) string {
	var all []string
	for _, r := range rows {
		all = append(all, printed(r))
	}
	return strings.Join(all, ", ")
}
