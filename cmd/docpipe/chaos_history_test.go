package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/testdata"
)

// A history is what senders experienced: which upload was accepted as which document.
type history struct {
	address func() string // of the service, which moves with each of its lives

	mu       sync.Mutex
	accepted map[string][]string // Idempotency-Key to the id of each 202
}

// An upload is one document as it is sent, again and again until it is accepted.
type upload struct {
	key  string
	body []byte
}

// uploads makes n documents, no two with the same bytes: digital invoices, every tenth a scan.
func uploads(t *testing.T, n int) []upload {
	t.Helper()
	read := func(path string) []byte {
		raw, err := testdata.Files.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	digital, scan := read("invoice-en/invoice-en.pdf"), read("invoice-scan/scan.pdf")
	all := make([]upload, n)
	for i := range all {
		body := digital
		if i%10 == 3 {
			body = scan
		}
		all[i] = upload{key: fmt.Sprintf("upload-%d", i), body: fmt.Appendf(bytes.Clone(body), "%% copy %d\n", i)}
	}
	return all
}

// senders is how many send at once.
const senders = 4

// send sends all, each until it is accepted; now and then it sends one twice. It ends early
// with ctx.
func (h *history) send(ctx context.Context, all []upload, random *rand.Rand) {
	queue := make(chan upload)
	var group sync.WaitGroup
	for range senders {
		dice := rand.New(rand.NewPCG(random.Uint64(), 1))
		group.Go(func() {
			for u := range queue {
				h.until(ctx, u, dice)
				if dice.IntN(4) == 0 {
					h.until(ctx, u, dice)
				}
			}
		})
	}
	for _, u := range all {
		select {
		case queue <- u:
		case <-ctx.Done():
		}
	}
	close(queue)
	group.Wait()
}

// until sends u until it is accepted.
func (h *history) until(ctx context.Context, u upload, dice *rand.Rand) {
	for ctx.Err() == nil {
		id, err := h.once(ctx, u)
		if err == nil {
			h.mu.Lock()
			h.accepted[u.key] = append(h.accepted[u.key], id)
			h.mu.Unlock()
			return
		}
		pause := time.NewTimer(time.Duration(20+dice.IntN(200)) * time.Millisecond)
		select {
		case <-pause.C:
		case <-ctx.Done():
		}
	}
}

func (h *history) once(ctx context.Context, u upload) (id string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address()+"/v1/documents", bytes.NewReader(u.body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Idempotency-Key", u.key)
	req.Header.Set("Content-Type", "application/pdf")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var d struct{ ID string }
	if err := json.NewDecoder(resp.Body).Decode(&d); err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusAccepted || !strings.HasPrefix(d.ID, "doc_") {
		return "", fmt.Errorf("status %d", resp.StatusCode)
	}
	return d.ID, nil
}

// count is how many uploads were accepted.
func (h *history) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.accepted)
}
