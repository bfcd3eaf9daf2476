package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestAddress_refuses_what_selects_nothing(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	for _, path := range []string{
		"/v1/documents?batch=%zz", "/v1/documents?batch=a;b", "/v1/documents?reference=%00", "/v1/documents?doctype=%ff",
		"/v1/batches/%00", "/v1/documents/%ff",
		"/v1/documents/" + id + "/result?versoin=1", "/v1/documents/" + id + "/pages/1?veiw=prepared",
		"/v1/documents/" + id + "/text?page=1", "/v1/documents/" + id + "/files/1?n=2", "/v1/events?since=1",
	} {
		t.Run(path, func(t *testing.T) {
			s.get(path).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
		})
	}
}

func TestSchemas_ids(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for _, id := range []string{
		"order", "order.v0", "order.v01", "order.v-1", "Order.v1", ".v1", "..%2Forder.v1", "..%2F..%2Fetc%2Fpasswd", "or%20der.v1",
		"order.v1.json", "order.v9999999", strings.Repeat("x", 100) + ".v1",
	} {
		t.Run(id, func(t *testing.T) {
			p := s.do(s.request("PUT", "/v1/schemas/"+id, strings.NewReader(`{"type":"object"}`))).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
			if len(p.Errors) != 1 || p.Errors[0].Pointer != "/path/id" {
				t.Errorf("errors = %+v, want one at /path/id", p.Errors)
			}
		})
	}
	s.do(s.request("PUT", "/v1/schemas/order_2-x.v12", strings.NewReader(`{"type":"object"}`))).want(t, http.StatusOK)
}
