package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/extractors/model"
)

// A benchModels measures the way to a model in front of a scripted provider.
type benchModels struct {
	*bench
	count   int
	latency time.Duration
	slots   int
	calls   int // of each way, to tell what one costs
}

func benchModelCommand(g *globals, b *bench) *cobra.Command {
	m := &benchModels{bench: b}
	cmd := &cobra.Command{
		Use: "model", Short: "Measure the way to a model, beside bare HTTP",
		Long: `A scripted provider on loopback answers after a fixed time. Pages with a picture of 256 KB and
their words go to it through the router and the wire of production, answers kept on the disk;
besides, what one call costs, how much memory a request of 20 pages takes, and documents from
file to result.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if m.count < 1 || m.slots < 1 || m.latency <= 0 || m.calls < 1 {
				return usagef("--pages, --slots, --latency and --calls must be more than 0")
			}
			b.sandbox, b.stderr = g.sandbox, cmd.ErrOrStderr()
			return b.within(func() error { return m.run(cmd.Context(), cmd.OutOrStdout()) })
		},
	}
	cmd.Flags().IntVar(&m.count, "pages", 200, "pages to ask about")
	cmd.Flags().DurationVar(&m.latency, "latency", 200*time.Millisecond, "how long the provider takes")
	cmd.Flags().IntVar(&m.slots, "slots", 8, "requests at once")
	cmd.Flags().IntVar(&m.calls, "calls", 100, "calls of each way, to tell what one costs")
	return cmd
}

func (m *benchModels) run(ctx context.Context, out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "WORK\tOURS\tREFERENCE\tRATIO\tBUDGET")
	for _, part := range []struct {
		what string
		run  func(context.Context) ([]benchRow, error)
	}{
		{"stored pages", m.storedPages}, {"calls", m.oneCall}, {"memory", m.memory}, {"documents", m.documents},
	} {
		fmt.Fprintf(m.stderr, "measuring %s\n", part.what)
		rows, err := part.run(ctx)
		if err != nil {
			return fmt.Errorf("bench model: %s: %w", part.what, err)
		}
		for _, r := range rows {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.work, r.ours, r.reference, r.ratio, r.budget)
		}
	}
	return t.Flush()
}

// blindProvider answers after latency and reads nothing.
func blindProvider(latency time.Duration) (*benchProvider, error) {
	p, err := startProvider(func(string, string, int) benchReply {
		return benchReply{fate: fateAnswered, text: benchAnswer, delay: latency}
	})
	if err == nil {
		p.blind = true
	}
	return p, err
}

// ideal is how long n requests take at least.
func (m *benchModels) ideal(n int) time.Duration {
	return m.latency * time.Duration((n+m.slots-1)/m.slots)
}

// storedPages asks about pages that are prepared, and posts the same bodies by net/http.
func (m *benchModels) storedPages(ctx context.Context) ([]benchRow, error) {
	p, err := blindProvider(m.latency)
	if err != nil {
		return nil, err
	}
	defer p.close()
	keep, err := openStormAnswers(ctx, filepath.Join(m.dir, "stored"))
	if err != nil {
		return nil, err
	}
	defer keep.close()
	d, err := benchDeployment(p.url, "a", m.slots, time.Minute, modelClient(nil))
	if err != nil {
		return nil, err
	}
	router, err := model.NewRouter(model.DefaultRouterConfig(), []model.Deployment{d}, keep, nil)
	if err != nil {
		return nil, err
	}
	unlimited := model.NewWallets(model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit})
	body, client := rawBody(), modelClient(nil)
	began := time.Now()
	if _, err := each(upTo(m.count), m.slots, func(int) error { return rawPost(ctx, client, p.url, body) }); err != nil {
		return nil, err
	}
	raw := time.Since(began)
	began = time.Now()
	_, err = each(upTo(m.count), m.count, func(n int) error { // the router holds them to its slots
		_, err := router.Ask(ctx, benchCall(benchDocument(n, unlimited.For(localTenant)), n, 1))
		return err
	})
	ours, ideal := time.Since(began), m.ideal(m.count)
	return []benchRow{{
		work: fmt.Sprintf("%d stored pages, %s, %d slots", m.count, m.latency, m.slots),
		ours: round(ours), reference: fmt.Sprintf("%s ideal; net/http takes %s (%s)", round(ideal), round(raw), ratio(raw, ideal)),
		ratio: fmt.Sprintf("%.3f", ours.Seconds()/ideal.Seconds()), budget: "≤ 1.05",
	}}, err
}

// rawBody is what a wire sends for one page, made by hand.
func rawBody() []byte {
	type object = map[string]any
	r, picture := benchRequest(0, 1, model.JSONSchema), benchPicture()
	b, _ := json.Marshal(object{ // made of strings and valid JSON
		"messages": []object{
			{"role": "system", "content": r.System},
			{"role": "user", "content": []object{
				{"type": "text", "text": r.Turns[0].Parts[0].Text},
				{"type": "image_url", "image_url": object{"url": "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(picture.Image)}},
			}},
		},
		"model": "a", "max_tokens": r.MaxOutput,
		"response_format": object{"type": "json_schema", "json_schema": object{"name": "page", "strict": true, "schema": json.RawMessage(benchSchema)}},
	})
	return b
}

func rawPost(ctx context.Context, client *http.Client, url string, body []byte) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r, err := client.Do(q)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	_, err = io.Copy(io.Discard, r.Body)
	return err
}
