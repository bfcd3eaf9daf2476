package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"docpipe/pipeline"
)

// killed runs the storm in a child, kills it when a third of the pages have their answer, runs
// it again on the same folder, and compares what the server saw before and after.
func (s *storm) killed(ctx context.Context, b *bench, out io.Writer) error {
	s.started = time.Now()
	p, err := startProvider(s.reply)
	if err != nil {
		return err
	}
	defer p.close()
	began := time.Now()
	said, err := s.child(ctx, b, p.url, s.pages/3)
	if err != nil {
		return err
	}
	before := p.requests(0)
	again, err := s.child(ctx, b, p.url, s.pages+1)
	if err != nil {
		return err
	}
	after := p.requests(len(before))
	done := len(again) - 1 // the last line tells the books
	bought, twice := repeated(said, before, after)
	fmt.Fprintf(out, `killed after %d of %d pages had their answer, with %d requests sent; %d more after it, in %s altogether
pages answered in the end           %d of %d
answered pages that were asked again  %d  (aim 0)
pages sent twice for the kill       %d  (aim ≤ %d, the slots)
booked at the end                   %s
billed by the server                %.4f USD
`, len(said), s.pages, len(before), len(after), round(time.Since(began)), done, s.pages, bought, twice, s.slots, last(again), float64(billed(before, after))/1e6)
	if done < s.pages || bought > 0 || twice > s.slots {
		return exitError(exitFailed)
	}
	return nil
}

func last(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[len(lines)-1]
}

// repeated counts pages asked after the kill that the child had named before it, and those whose
// request the server had answered or at hand when the child died.
func repeated(said []string, before, after []benchServed) (bought, twice int) {
	state := map[string]string{}
	for _, q := range before {
		state[q.page] = q.fate
	}
	met := map[string]bool{}
	for _, q := range after {
		if met[q.page] {
			continue
		}
		met[q.page] = true
		if slices.Contains(said, q.page) {
			bought++
		}
		if fate, ok := state[q.page]; ok && (fate == "" || fate == fateAnswered || fate == fateLeft) {
			twice++
		}
	}
	return bought, twice
}

// billed is what the server charges for answers that went out whole.
func billed(all ...[]benchServed) (sum pipeline.Micros) {
	for _, requests := range all {
		for _, q := range requests {
			if q.fate == fateAnswered {
				sum += benchPagePrice
			}
		}
	}
	return sum
}

// child runs the pages in a process of its own and returns what it says: a line for each page
// that has its answer. After most lines it is killed without notice.
func (s *storm) child(ctx context.Context, b *bench, url string, most int) (said []string, err error) {
	cmd := exec.CommandContext(ctx, b.self, "bench", "storm", "--life", filepath.Join(b.dir, "life"), "--server", url,
		"--pages", strconv.Itoa(s.pages), "--slots", strconv.Itoa(s.slots), "--scale", fmt.Sprint(s.scale))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	killed := false
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if said = append(said, strings.TrimSpace(lines.Text())); !killed && len(said) >= most {
			killed = cmd.Process.Kill() == nil // SIGKILL: nothing is tidied up
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if killed && errors.As(err, &exit) {
		err = nil
	}
	return said, err
}

// live is the child's life: it reads every page, names each that has its answer, and at the end
// what its books hold.
func (s *storm) live(ctx context.Context, out io.Writer) (err error) {
	keep, err := openStormAnswers(ctx, s.life)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, keep.close()) }()
	router, err := s.router(s.server, keep)
	if err != nil {
		return err
	}
	wallets := s.wallets()
	var mu sync.Mutex
	open := upTo(s.pages)
	for round := 0; len(open) > 0 && round < stormRounds; round++ {
		open, err = each(open, s.slots, func(number int) error {
			_, err := router.Ask(ctx, benchCall(benchDocument(number, wallets.For(localTenant)), number, 1))
			if err == nil {
				mu.Lock()
				defer mu.Unlock()
				fmt.Fprintln(out, number)
			}
			return err
		})
	}
	if len(open) == 0 {
		err = nil
	}
	fmt.Fprintf(out, "%.4f USD, what is possibly billed at its worst case\n", usd(wallets.Spent()))
	return err
}
