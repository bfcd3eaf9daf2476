package sandbox

import (
	"bytes"
	"slices"
)

// An excerpt keeps the first and the last limit bytes written to it. It never fails, so
// that a chatty child is not blocked. Read it only after the child was reaped.
type excerpt struct {
	limit      int
	head, tail []byte
}

func (e *excerpt) Write(p []byte) (int, error) {
	room := min(len(p), e.limit-len(e.head))
	e.head = append(e.head, p[:room]...)
	e.tail = append(e.tail, p[room:]...)
	if over := len(e.tail) - e.limit; over > 0 {
		e.tail = slices.Delete(e.tail, 0, over)
	}
	return len(p), nil
}

// bytes returns what was kept.
func (e *excerpt) bytes() []byte { return slices.Concat(e.head, e.tail) }

// mark returns our name for the first known mark in what was kept, or "".
func (e *excerpt) mark() string {
	text := e.bytes()
	for _, m := range marks {
		if bytes.Contains(text, []byte(m.text)) {
			return m.name
		}
	}
	return ""
}
