package wiretest

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"docpipe/extractors/model"
)

// testMany: one wire serves many at once, and nobody gets another's answer.
func testMany(t *testing.T, d Dialect) {
	const callers, calls = 8, 5
	s := serve(t, func(w http.ResponseWriter, a asked) {
		said := d.Said(t, a.request, a.body)
		parts := said.Turns[0].Parts
		d.answer(Answer{Text: fmt.Sprintf("%s and %d bytes", parts[1].Text, len(parts[0].Image))})(w, a)
	})
	w := s.wire(t, d)
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			for call := range calls {
				size := 100*caller + call
				name := fmt.Sprintf("caller %d call %d", caller, call)
				r := model.Request{Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{Image("image/png", size+1), {Text: name}}}}}
				got, err := w.Send(t.Context(), r)
				if want := fmt.Sprintf("%s and %d bytes", name, size+1); err != nil || got.Text != want {
					t.Errorf("answer = %q, %v, want %q", got.Text, err, want)
				}
			}
		})
	}
	all.Wait()
	if n := len(s.all()); n != callers*calls {
		t.Errorf("%d requests arrived, want %d", n, callers*calls)
	}
}
