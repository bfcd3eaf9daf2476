package wiretest

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/extractors/model"
)

// BatchName is how the scripted provider calls its batch.
const BatchName = "batch-1"

// A BatchDialect is what differs between providers of batches. Its Dialect says how they
// speak about one request.
type BatchDialect struct {
	Dialect

	// New makes the wire under test.
	New func(Setup) (model.BatchWire, error)

	// Live is the path to which one item would be sent alone.
	Live string

	// Order is the route, method and path, that creates the batch; Upload the one before it that
	// takes the items, if there is one.
	Order, Upload string

	// Items reads the request that carries the items into their bodies, by id.
	Items func(t testing.TB, r *http.Request, body []byte) map[string][]byte

	// Routes says what the provider answers, by method and path. Routes under which the results
	// lie answer with results.
	Routes func(state State, results []byte) map[string][]byte

	// Result writes the line about one item.
	Result func(r Result) []byte

	// Deletes are the routes that must be asked to forget the batch.
	Deletes []string
}

// A State is how far the scripted provider is.
type State string

// How far a batch may be.
const (
	Running State = "running"
	Ended   State = "ended"
	GivenUp State = "given up"
)

// A Result is what the provider is told to say about one item.
type Result struct {
	ID      string
	Answer  *Answer // nil: it failed
	Status  int     // as a live request would have failed; 0: it never ran
	Code    string
	Message string
}

// RunBatch runs the suite of batches.
func RunBatch(t *testing.T, d BatchDialect) {
	t.Helper()
	for name, run := range map[string]func(*testing.T, BatchDialect){
		"submit": testSubmit, "refused items": testRefusedItems, "refused orders": testRefusedOrders, "poll": testPoll,
		"collect": testCollect, "broken results": testBrokenResults, "forget": testForget,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, d)
		})
	}
}

// open starts the provider in state; broken routes answer as they are told.
func (d BatchDialect) open(t *testing.T, state State, results []byte, broken map[string]func(http.ResponseWriter, asked)) (*server, model.BatchWire) {
	t.Helper()
	routes := d.Routes(state, results)
	s := serve(t, func(w http.ResponseWriter, a asked) {
		route := a.route()
		if handle := broken[route]; handle != nil {
			handle(w, a)
			return
		}
		body, known := routes[route]
		if !known {
			t.Errorf("asked by %s, which the provider does not know", route)
			w.WriteHeader(http.StatusNotFound)
			return
		}
		status(http.StatusOK, nil, body)(w, a)
	})
	w, err := d.New(Setup{BaseURL: s.URL, Model: modelName, Key: key, MaxAnswer: 1 << 20, HTTP: s.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return s, w
}

func (a asked) route() string { return a.request.Method + " " + a.request.URL.Path }

// routes lists what was asked.
func (s *server) routes() []string {
	var all []string
	for _, a := range s.all() {
		all = append(all, a.route())
	}
	return all
}

// id makes an item's id of a name.
func id(name string) string { return strings.ReplaceAll(name, " ", "_") }
