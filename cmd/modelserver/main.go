// Command modelserver is a stand-in for a model provider, for tests and trials: a server with
// OpenAI's chat completions on loopback that answers with docpipe's own local reader. It reads
// the images that it is sent with OCR, or the text where there are none, so that its answers
// are as good and as bad as a small model's. Switches make it slow, busy, broken or dishonest:
//
//	go run ./cmd/modelserver -listen 127.0.0.1:9900
//	LLMAPI_BASE_URL=http://127.0.0.1:9900/v1 LLMAPI_API_KEY=any docpipe extract invoice.pdf
//
//	-latency 200ms -tokens-per-second 100      how long an answer takes
//	-error 0.05 -rate-limit 0.1 -retry-after 2s     shares of 500s and 429s
//	-cut 0.02 -truncate 0.02 -hang 0.01        shares of answers that break off, are too short, or never come
//	-invalid 0.05 -wrong-schema 0.05           shares of answers that are no JSON, or other JSON
//	-made-up 0.1 -drop-rows 0.01               shares of values (and of quotes for a yes) that are made up, of rows that are left out
//	-batch-time 5s -batch-fail 0.1             how long a batch takes, and the share of its requests that fail
//	-seed 1                                    the same faults in the same order
//	-key secret -model small                   refuses other keys with 401, other models with 404
//
// GET /stats counts requests by what became of them. It is a tool beside docpipe and no part of
// it: it must never be reached from anywhere but this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"docpipe/pipeline/prep"
	"docpipe/pipeline/raster"
	"docpipe/pipeline/sandbox"
)

func main() {
	ops := raster.Ops()
	for name, op := range prep.Ops() {
		ops[name] = op
	}
	sandbox.Main(sandbox.Kind{Name: "page", Warm: raster.Warm, Ops: ops}, raster.HEIC())
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "modelserver:", err)
		os.Exit(1)
	}
}

func run() error {
	listen := flag.String("listen", "127.0.0.1:9900", "loopback address; port 0 takes a free one")
	level := flag.String("sandbox", "full", "full or best-effort")
	faults := addFaults(flag.CommandLine)
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q: it takes flags only", flag.Arg(0))
	}
	if err := faults.validate(); err != nil {
		return err
	}
	l, err := listenHere(*listen)
	if err != nil {
		return err
	}
	eyes, err := openEyes(*level)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer eyes.close()
	reader, err := newReader(eyes, faults)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	fmt.Printf("http://%s/v1\n", l.Addr())
	return serve(l, newServer(reader, faults))
}

// listenHere refuses every address that another machine could reach.
func listenHere(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("-listen %q: write host:port such as 127.0.0.1:9900", address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("-listen %q: a stand-in answers on loopback only", address)
	}
	return net.Listen("tcp", address)
}

// serve answers until the process is told to end.
func serve(l net.Listener, h http.Handler) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { s.Close() })
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
