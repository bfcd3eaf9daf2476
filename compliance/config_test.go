package compliance

import (
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

func TestConfig_Validate_reports_every_mistake(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Validate(); err != nil {
		t.Fatal(err)
	}
	err := Config{Timezone: "Mars/Olympus", MinConfidence: 2}.Validate()
	if err == nil || pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Fatalf("error = %v, want invalid_request", err)
	}
	if mistakes := flat(err); len(mistakes) != 2 {
		t.Errorf("%d mistakes reported, want 2: %v", len(mistakes), err)
	}
}

func TestConfig_params(t *testing.T) {
	t.Parallel()
	types, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	cfg := DefaultConfig()
	cfg.Params = Params{"eu-vat-invoice": {"tolerance": "0.02"}}
	cfg.Tenants = map[string]Params{"strict": {"eu-vat-invoice": {"tolerance": "0"}}}
	b := book(t, cfg)
	for tenant, want := range map[string]pipeline.Verdict{"acme": pipeline.Pass, "strict": pipeline.Fail} {
		d := goodInvoice.with(sample{"/totals/gross": "119.02", "/totals/due": "100.02"}).document("invoice")
		d.Tenant = tenant
		if err := b.Stage(noon).Do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if d.Checks.Verdict != want {
			t.Errorf("%s: verdict = %s, want %s", tenant, d.Checks.Verdict, want)
		}
	}
	cfg.Params = Params{"eu-vat-invoice": {"tolerence": "0.02", "tax_tolerance": 5}, "eu-vat": {"tolerance": "1"}}
	if _, err = NewBook(cfg, types.List(), Sources{}); len(flat(err)) < 2 || pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Errorf("error = %v, want every wrong parameter", err)
	}
}
