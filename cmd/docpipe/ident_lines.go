package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"docpipe/compliance/ident"
)

// longestIdentLine is the length from which a line is not checked, in bytes.
const longestIdentLine = 1 << 20

// identLines checks each line of in and writes it with its answer. Lines that were not checked
// are named on complaints, and make the result exitFailed.
func identLines(ctx context.Context, in io.Reader, out, complaints io.Writer) error {
	w := bufio.NewWriter(out)
	lines := bufio.NewReaderSize(in, longestIdentLine)
	failed := false
	var trouble error
	for number := 1; trouble == nil && ctx.Err() == nil; number++ {
		var line []byte
		line, trouble = nextIdentLine(lines)
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		answer, problem := identLine(line)
		if problem != nil {
			failed = true
			fmt.Fprintf(complaints, "line %d: %s\n", number, problem)
		}
		if _, err := w.Write(answer); err != nil {
			return err
		}
	}
	if trouble == io.EOF {
		trouble = nil
	}
	if err := errors.Join(context.Cause(ctx), trouble, w.Flush()); err != nil {
		return err
	}
	if failed {
		return exitError(exitFailed)
	}
	return nil
}

// nextIdentLine reads a line. One that is too long is read to its end, and comes back with its
// first longestIdentLine bytes.
func nextIdentLine(lines *bufio.Reader) ([]byte, error) {
	line, err := lines.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	start := bytes.Clone(line)
	for err == bufio.ErrBufferFull {
		_, err = lines.ReadSlice('\n')
	}
	return start, err
}

// identLine returns a line with its answer, nil when it cannot be read, and why it was not
// checked.
func identLine(line []byte) (answer []byte, problem error) {
	if len(line) >= longestIdentLine {
		return nil, fmt.Errorf("longer than %d bytes", longestIdentLine)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		return nil, fmt.Errorf("no JSON object: %w", err)
	}
	kind, err := identText(object, "check")
	if err != nil {
		return nil, err
	}
	value, err := identText(object, "input")
	if err != nil {
		return nil, err
	}
	a, problem := ident.Check(kind, value)
	added := map[string]any{"valid": a.Valid, "compact": a.Compact, "reason": a.Reason}
	if problem != nil {
		added = map[string]any{"valid": nil, "compact": "", "reason": problem.Error()}
	}
	answer, err = identAnswer(object, added)
	return answer, errors.Join(problem, err)
}

func identText(object map[string]json.RawMessage, key string) (string, error) {
	var text *string
	raw, found := object[key]
	if !found || json.Unmarshal(raw, &text) != nil || text == nil {
		return "", fmt.Errorf("%q must be there and be a text", key)
	}
	return *text, nil
}

func identAnswer(object map[string]json.RawMessage, added map[string]any) ([]byte, error) {
	for key, value := range added {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		object[key] = raw
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(object)
	return b.Bytes(), err
}
