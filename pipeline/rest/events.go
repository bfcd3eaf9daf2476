package rest

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// Events are what happened, in order.
type Events interface {
	// EventsSince returns at most limit events of the tenant whose sequence is greater than
	// after, oldest first.
	EventsSince(ctx context.Context, tenant string, after int64, limit int) ([]pipeline.Event, error)
	// DocumentEvents returns all events of one document, oldest first.
	DocumentEvents(ctx context.Context, tenant, id string) ([]pipeline.Event, error)
}

func (a *API) describeEvents(op *huma.Operation) {
	op.Description += ". With Accept: text/event-stream the connection stays open and events are sent as they come; Last-Event-ID works as after."
	takes(op, "query", "after", "Sequence number after which to begin; 0 is the start", number(0))
	takes(op, "query", "filter", "Kinds of events, parted by commas: document.result, finding.*", text())
	takes(op, "query", "limit", "Events of a list, 1 to 500", number(1))
	answers(op, "200", "Events, oldest first; next is the sequence to go on after", "application/json", schemaOf[List[pipeline.Event]](a.huma))
	op.Responses["200"].Content["text/event-stream"] = &huma.MediaType{Schema: text()}
}

// An eventsQuery is what a reader of events asks for.
type eventsQuery struct {
	after  int64
	limit  int
	filter []string
}

func (a *API) events(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	q, err := readEventsQuery(r)
	if err != nil {
		return err
	}
	if strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		return a.stream(w, r, p, q)
	}
	events, err := a.parts.Ledger.EventsSince(r.Context(), p.Tenant, q.after, q.limit)
	if err != nil {
		return err
	}
	next := ""
	if len(events) == q.limit {
		next = events[len(events)-1].Sequence
	}
	writeJSON(w, http.StatusOK, listOf(q.choose(events), next).Body)
	return nil
}

func readEventsQuery(r *http.Request) (eventsQuery, error) {
	q := eventsQuery{limit: 50}
	given := r.URL.Query()
	err := onlyQuery(r, "after", "filter", "limit")
	if err != nil {
		return q, err
	}
	after := or(given.Get("after"), r.Header.Get("Last-Event-ID"))
	if q.after, err = strconv.ParseInt(or(after, "0"), 10, 64); err != nil || q.after < 0 {
		return q, mistake("/query/after", "use a sequence number, 0 for the start")
	}
	if q.limit, err = strconv.Atoi(or(given.Get("limit"), "50")); err != nil || q.limit < 1 || q.limit > 500 {
		return q, mistake("/query/limit", "use 1 to 500")
	}
	for kind := range strings.SplitSeq(given.Get("filter"), ",") {
		if kind = strings.TrimSpace(kind); kind != "" {
			q.filter = append(q.filter, kind)
		}
	}
	return q, nil
}

// choose returns the events that the filter names; without a filter all of them.
func (q eventsQuery) choose(events []pipeline.Event) []pipeline.Event {
	if len(q.filter) == 0 {
		return events
	}
	return slices.DeleteFunc(slices.Clone(events), func(e pipeline.Event) bool { return !q.names(kindOf(e)) })
}

func (q eventsQuery) names(kind string) bool {
	return slices.ContainsFunc(q.filter, func(f string) bool {
		family, all := strings.CutSuffix(f, ".*")
		return f == "*" || f == kind || all && strings.HasPrefix(kind, family+".")
	})
}

// kindOf returns document.result for docpipe.document.result.v1.
func kindOf(e pipeline.Event) string {
	return strings.TrimSuffix(strings.TrimPrefix(e.Type, "docpipe."), ".v1")
}

func (a *API) listDocumentEvents(ctx context.Context, p pipeline.Principal, in *documentPath) (*listed[pipeline.Event], error) {
	all, err := a.parts.Ledger.DocumentEvents(ctx, p.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	return listOf(all, ""), nil
}
