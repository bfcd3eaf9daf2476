package wiretest

import (
	"cmp"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"docpipe/extractors/model"
)

// testSubmit: each item arrives as it would have arrived alone.
func testSubmit(t *testing.T, d BatchDialect) {
	s, w := d.open(t, Running, nil, nil)
	requests := Requests(d.Modes)
	var items []model.BatchItem
	for name, r := range requests {
		items = append(items, model.BatchItem{ID: id(name), Request: r})
	}
	batch, err := w.Submit(t.Context(), items)
	if err != nil || batch != BatchName {
		t.Fatalf("batch = %q, %v, want %q", batch, err, BatchName)
	}
	carrier := cmp.Or(d.Upload, d.Order)
	all := s.all()
	i := slices.IndexFunc(all, func(a asked) bool { return a.route() == carrier })
	if i < 0 || len(all) != len(slices.Compact([]string{carrier, d.Order})) {
		t.Fatalf("asked %q, want %s and %s once each", s.routes(), carrier, d.Order)
	}
	bodies := d.Items(t, all[i].request, all[i].body)
	for name, r := range requests {
		alone := httptest.NewRequest(http.MethodPost, d.Live, nil)
		alone.Header = all[i].request.Header
		got := d.Said(t, alone, bodies[id(name)])
		if diff := gocmp.Diff(d.expected(r), got, gocmp.Transformer("compact", compact)); diff != "" {
			t.Errorf("%s: what arrived differs from what was asked (-asked +arrived):\n%s", name, diff)
		}
	}
}

// testRefusedItems: what no provider takes is refused before anything is sent.
func testRefusedItems(t *testing.T, d BatchDialect) {
	s, w := d.open(t, Running, nil, nil)
	good := model.BatchItem{ID: "a", Request: ask("Total?")}
	for name, items := range map[string][]model.BatchItem{
		"none":    nil,
		"twice":   {good, good},
		"no id":   {{Request: ask("Total?")}},
		"bad id":  {{ID: "a b", Request: ask("Total?")}},
		"no turn": {good, {ID: "b"}},
	} {
		if _, err := w.Submit(t.Context(), items); !errors.Is(err, model.ErrRejected) {
			t.Errorf("%s: error = %v, want %v", name, err, model.ErrRejected)
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests arrived, want 0", n)
	}
}

// testRefusedOrders: a refusal says what a live one says; only an order that may have arrived is
// possibly billed.
func testRefusedOrders(t *testing.T, d BatchDialect) {
	busy := status(429, http.Header{"Retry-After": {"9"}}, d.Error("rate_limit_error", "slow down"))
	cut := func(w http.ResponseWriter, _ asked) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	tests := map[string]struct {
		route  string
		handle func(http.ResponseWriter, asked)
		want   model.Fault
	}{
		"key":      {cmp.Or(d.Upload, d.Order), status(401, nil, d.Error("authentication_error", "no")), model.Fault{Kind: model.ErrAuth, Status: 401}},
		"busy":     {d.Order, busy, model.Fault{Kind: model.ErrRateLimited, Status: 429, Wait: 9 * time.Second}},
		"cut":      {d.Order, cut, model.Fault{Kind: model.ErrUnavailable, PossiblyBilled: true}},
		"nameless": {d.Order, status(200, nil, []byte("{}")), model.Fault{Kind: model.ErrTruncated, PossiblyBilled: true}},
	}
	if d.Upload != "" {
		test := tests["cut"]
		test.route, test.want.PossiblyBilled = d.Upload, false
		tests["cut upload"] = test
	}
	for name, test := range tests {
		s, w := d.open(t, Running, nil, map[string]func(http.ResponseWriter, asked){test.route: test.handle})
		_, err := w.Submit(t.Context(), []model.BatchItem{{ID: "a", Request: ask("Total?")}})
		var f *model.Fault
		if !errors.As(err, &f) || f.Kind != test.want.Kind || f.Wait != test.want.Wait || f.PossiblyBilled != test.want.PossiblyBilled {
			t.Errorf("%s: fault = %+v, want %+v", name, err, test.want)
		}
		if n := len(slices.DeleteFunc(s.routes(), func(r string) bool { return r != test.route })); n != 1 {
			t.Errorf("%s: asked %s %d times, want once", name, test.route, n)
		}
	}
}
