package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

// A storm is a script of faults. What befalls a page depends on the seed, the page and how often
// it was asked, not on who comes first or who asks.
type storm struct {
	pages   int
	seed    uint64
	slots   int
	scale   float64 // of all times
	gateway string
	retries int // of the gateway
	client  int // retries of the client in front of it
	kill    bool

	life, server string // of the child that is killed
	started      time.Time
}

// Times of a storm before they are scaled.
const (
	stormLatency = time.Second
	stormTimeout = 15 * time.Second // of one request
	stormDown    = 10 * time.Second // after the start the first target goes down
	stormOutage  = time.Minute
	stormRounds  = 5 // how often a page that failed is asked again, at the end of the queue
)

func benchStormCommand(b *bench) *cobra.Command {
	s := &storm{}
	cmd := &cobra.Command{
		Use: "storm", Short: "Read pages through a storm of faults, beside a gateway",
		Long: `A scripted provider on loopback fails by seed: 10 % 429 with Retry-After, 5 % 500, 2 % cut, 2 %
truncated, 1 % hang until the client gives up, and one of two targets is down for a minute.
With --gateway, the same pages go by a plain OpenAI client through a gateway (tried with
@portkey-ai/gateway) to the same script. With --kill, a process that keeps its answers on the
disk is killed in the middle of the storm and begun again.`,
		Example: `  docpipe bench storm
  docpipe bench storm --kill --scale 0.1
  npx @portkey-ai/gateway --port=8787 &
  docpipe bench storm --gateway http://127.0.0.1:8787`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return b.within(func() error { return s.run(cmd.Context(), b, cmd.OutOrStdout()) })
		},
	}
	f := cmd.Flags()
	f.IntVar(&s.pages, "pages", 500, "pages to read, each a document")
	f.Uint64Var(&s.seed, "seed", 1, "of the faults")
	f.IntVar(&s.slots, "slots", 8, "requests at once")
	f.Float64Var(&s.scale, "scale", 1, "of all times; less than 1 is no fair comparison with a gateway, whose back-off cannot be scaled")
	f.StringVar(&s.gateway, "gateway", "", "`URL` of a gateway to compare with")
	f.IntVar(&s.retries, "gateway-retries", 2, "retries of the gateway at each target")
	f.IntVar(&s.client, "client-retries", 2, "retries of the client in front of the gateway")
	f.BoolVar(&s.kill, "kill", false, "kill the reader in the middle and begin again")
	f.StringVar(&s.life, "life", "", "")
	f.StringVar(&s.server, "server", "", "")
	_ = f.MarkHidden("life")
	_ = f.MarkHidden("server")
	return cmd
}

func (s *storm) run(ctx context.Context, b *bench, out io.Writer) error {
	switch {
	case s.pages < 1 || s.slots < 1 || s.scale <= 0:
		return usagef("--pages, --slots and --scale must be more than 0")
	case s.life != "":
		return s.live(ctx, out)
	case s.kill:
		return s.killed(ctx, b, out)
	}
	ours, err := s.ours(ctx, filepath.Join(b.dir, "answers"))
	if err != nil {
		return err
	}
	runs := []stormRun{ours}
	if s.gateway != "" {
		theirs, err := s.theirs(ctx)
		if err != nil {
			return err
		}
		runs = append(runs, theirs)
	}
	return s.report(out, runs)
}

func (s *storm) scaled(d time.Duration) time.Duration { return time.Duration(float64(d) * s.scale) }

// reply is the script. Target a goes down for a while.
func (s *storm) reply(page, name string, nth int) benchReply {
	down := time.Since(s.started)
	if name == "a" && down > s.scaled(stormDown) && down < s.scaled(stormDown+stormOutage) {
		return benchReply{fate: fateDown}
	}
	h := fnv.New64a()
	fmt.Fprint(h, page, " ", nth)
	dice := rand.New(rand.NewPCG(s.seed, h.Sum64()))
	r := benchReply{fate: fateAnswered, text: benchAnswer, delay: s.scaled(stormLatency)}
	switch p := dice.IntN(100); {
	case p < 10:
		return benchReply{fate: fateBusy, wait: s.scaled(time.Duration(1+dice.IntN(3)) * time.Second)}
	case p < 15:
		return benchReply{fate: fateFailed}
	case p < 17:
		r.fate = fateCut
	case p < 19:
		r.fate = fateTruncated
	case p < 20:
		r.fate = fateHung
	}
	return r
}

// A stormRun is what one way through the storm needed, counted at the server.
type stormRun struct {
	name       string
	wall       time.Duration
	fates      map[string]int
	requests   int
	again      int // pages whose first question had no answer
	unanswered int
	books      string
	why        error // why pages had no answer, the first
}

// through sends every page by ask, and those that failed again at the end of the queue.
func (s *storm) through(name string, ask func(p *benchProvider) (func(number int) error, error)) (stormRun, error) {
	s.started = time.Now()
	p, err := startProvider(s.reply)
	if err != nil {
		return stormRun{}, err
	}
	defer p.close()
	do, err := ask(p)
	if err != nil {
		return stormRun{}, err
	}
	r := stormRun{name: name, fates: map[string]int{}}
	s.started = time.Now()
	open := upTo(s.pages)
	for round := 0; len(open) > 0 && round < stormRounds; round++ {
		failed, why := each(open, s.slots, do)
		if open = failed; round == 0 {
			r.again, r.why = len(failed), why
		}
	}
	r.wall, r.unanswered = time.Since(s.started), len(open)
	for _, q := range p.requests(0) {
		r.requests++
		r.fates[q.fate]++
	}
	return r, nil
}

// possibly counts requests that a provider may bill though no answer arrived whole.
func (r stormRun) possibly() int {
	return r.fates[fateCut] + r.fates[fateTruncated] + r.fates[fateHung] + r.fates[fateLeft]
}

func (s *storm) report(out io.Writer, runs []stormRun) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%d pages, seed %d, %d slots, ideal %s\tAIM", s.pages, s.seed, s.slots, round(s.ideal()))
	row := func(what, aim string, value func(r stormRun) string) {
		fmt.Fprintf(t, "\n%s\t%s", what, aim)
		for _, r := range runs {
			fmt.Fprintf(t, "\t%s", value(r))
		}
	}
	n := float64(s.pages)
	for _, r := range runs {
		fmt.Fprintf(t, "\t%s", r.name)
	}
	row("pages answered", "all", func(r stormRun) string { return fmt.Sprintf("%d", s.pages-r.unanswered) })
	row("pages without an answer at the first question", "", func(r stormRun) string { return fmt.Sprint(r.again) })
	row("requests at the server", "", func(r stormRun) string { return fmt.Sprint(r.requests) })
	row("requests a page", "≤ 1.4", func(r stormRun) string { return fmt.Sprintf("%.2f", float64(r.requests)/n) })
	row("answers billed, of fault-free", "≤ 1.15", func(r stormRun) string { return fmt.Sprintf("%.3f", float64(r.fates[fateAnswered])/n) })
	row("possibly billed besides, of fault-free", "", func(r stormRun) string { return fmt.Sprintf("%.3f", float64(r.possibly())/n) })
	row("wall time", "", func(r stormRun) string { return round(r.wall) })
	row("429, 500, 503", "", func(r stormRun) string {
		return fmt.Sprintf("%d, %d, %d", r.fates[fateBusy], r.fates[fateFailed], r.fates[fateDown])
	})
	row("cut, truncated, hung, left", "", func(r stormRun) string {
		return fmt.Sprintf("%d, %d, %d, %d", r.fates[fateCut], r.fates[fateTruncated], r.fates[fateHung], r.fates[fateLeft])
	})
	row("booked by ourselves", "within budget", func(r stormRun) string { return r.books })
	fmt.Fprintln(t)
	for _, r := range runs {
		if r.why != nil {
			fmt.Fprintf(t, "first page without an answer, %s: %.300s\n", r.name, r.why)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if runs[0].unanswered > 0 {
		return exitError(exitFailed)
	}
	return nil
}

// ideal is how long the pages take without faults.
func (s *storm) ideal() time.Duration {
	return s.scaled(stormLatency) * time.Duration(s.pages) / time.Duration(s.slots)
}
