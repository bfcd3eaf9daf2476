package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/ledger"
)

// ours sends the pages through the router, with answers kept on the disk and a budget.
func (s *storm) ours(ctx context.Context, dir string) (stormRun, error) {
	wallets := s.wallets()
	var keep *stormAnswers
	run, err := s.through("docpipe", func(p *benchProvider) (_ func(int) error, err error) {
		if keep, err = openStormAnswers(ctx, dir); err != nil {
			return nil, err
		}
		router, err := s.router(p.url, keep)
		return func(number int) error {
			_, err := router.Ask(ctx, benchCall(benchDocument(number, wallets.For(localTenant)), number, 1))
			return err
		}, err
	})
	if keep != nil {
		err = errors.Join(err, keep.close())
	}
	if spent := wallets.Spent(); spent > s.budget() {
		err = errors.Join(err, fmt.Errorf("%.4f USD are spent of a budget of %.4f", usd(spent), usd(s.budget())))
	}
	run.books = fmt.Sprintf("%.4f of %.4f USD", usd(wallets.Spent()), usd(s.budget()))
	return run, err
}

// budget is twice what the pages cost without faults. The worst case of a request is dearer than
// what it costs, and what is possibly billed is booked at that.
func (s *storm) budget() pipeline.Micros {
	return pipeline.Micros(2 * benchPagePrice * s.pages)
}

func (s *storm) wallets() *model.Wallets {
	return model.NewWallets(model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: s.budget(), Run: s.budget()})
}

func (s *storm) router(url string, answers pipeline.Answers) (*model.Router, error) {
	cfg := model.DefaultRouterConfig()
	for _, d := range []*time.Duration{&cfg.Wall, &cfg.MaxWait, &cfg.BackoffMin, &cfg.BackoffMax, &cfg.BreakerOpen} {
		*d = s.scaled(*d)
	}
	var targets []model.Deployment
	for _, name := range []string{"a", "b"} {
		d, err := benchDeployment(url, name, s.slots, s.scaled(stormTimeout), modelClient(nil))
		if err != nil {
			return nil, err
		}
		targets = append(targets, d)
	}
	return model.NewRouter(cfg, targets, answers, nil)
}

// stormAnswers keeps answers as a batch does: sealed, and on the disk before they are used.
type stormAnswers struct {
	*blob.Answers
	ledger *ledger.Ledger
}

func openStormAnswers(ctx context.Context, dir string) (*stormAnswers, error) {
	bucket, err := blob.OpenFolder(filepath.Join(dir, "answers"), true)
	if err != nil {
		return nil, err
	}
	key, _, err := ledger.LoadOrCreateMasterKey(filepath.Join(dir, "key"))
	if err != nil {
		return nil, err
	}
	c := ledger.DefaultConfig()
	c.Path, c.MasterKey, c.Fsync, c.Quiet = filepath.Join(dir, "ledger.db"), key, false, true
	l, err := ledger.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	return &stormAnswers{blob.NewAnswers(blob.NewSealed(bucket, l)), l}, nil
}

func (a *stormAnswers) close() error { return a.ledger.Close() }
