package wire

import (
	"bufio"
	"bytes"
	"errors"
	"iter"
	"net/http"
)

// Lines makes the exchange and gives the lines of its answer while they come, each as long
// as an answer may be. A line is valid until the next. An error is the last thing given; it
// is that of [Exchange.Fault].
func (e *Exchange) Lines(req *http.Request) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if err := e.lines(req, func(line []byte) bool { return yield(line, nil) }); err != nil {
			yield(nil, err)
		}
	}
}

func (e *Exchange) lines(req *http.Request, each func([]byte) bool) error {
	res, err := e.open(req)
	if err != nil {
		return e.Fault(req.Context(), err)
	}
	if !e.ok() {
		_, _ = e.read(res)
		return e.Fault(req.Context(), errors.New(res.Status))
	}
	defer res.Body.Close()
	s := bufio.NewScanner(res.Body)
	s.Buffer(nil, int(e.line.maxAnswer))
	for s.Scan() {
		if line := bytes.TrimSpace(s.Bytes()); len(line) > 0 && !each(line) {
			return nil
		}
	}
	if e.short = s.Err(); e.short != nil {
		return e.Fault(req.Context(), e.short)
	}
	return nil
}
