package compliance

import (
	"testing"
	"time"

	"docpipe/pipeline"
)

func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range []ruleCase{
		{rule: "EU-VAT-DATE-01", name: "today", change: sample{"/issue_date": "2026-11-22"}, want: pipeline.Pass},
		{rule: "EU-VAT-DATE-01", name: "tomorrow", change: sample{"/issue_date": "2026-11-23"}, want: pipeline.Fail},
		{rule: "EU-VAT-DATE-01", name: "unread", change: sample{"/issue_date": pipeline.FieldUnreadable}, want: pipeline.CannotTell, missing: "/issue_date"},
		{rule: "EU-VAT-DATE-01", name: "no date", change: sample{"/issue_date": "2026-13-01"}, want: pipeline.CannotTell, missing: "/issue_date"},
		{rule: "EU-VAT-DATE-02", name: "the same day", change: sample{"/due_date": "2026-11-02"}, want: pipeline.Pass},
		{rule: "EU-VAT-DATE-02", name: "before", change: sample{"/due_date": "2026-11-01"}, want: pipeline.Fail},
		{rule: "EU-VAT-DATE-02", name: "unread", change: sample{"/due_date": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/due_date"},
		{rule: "EU-VAT-DATE-02", name: "none", change: sample{"/due_date": pipeline.FieldAbsent}, want: pipeline.NotApplicable},
		{rule: "EU-VAT-DATE-03", name: "in order", change: sample{"/period/start": "2026-10-01", "/period/end": "2026-10-31"}, want: pipeline.Pass},
		{rule: "EU-VAT-DATE-03", name: "out of order", change: sample{"/period/start": "2026-10-31", "/period/end": "2026-10-01"}, want: pipeline.Fail},
		{rule: "EU-VAT-DATE-03", name: "unread", change: sample{"/period/start": "2026-10-31", "/period/end": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/period/end"},
	} {
		c.run(t, goodInvoice, "invoice")
	}
}

// In Auckland it is already the next day at noon UTC.
func TestDates_timezone(t *testing.T) {
	t.Parallel()
	cfg := DefaultConfig()
	cfg.Timezone = "Pacific/Auckland"
	d := goodInvoice.with(sample{"/issue_date": "2026-11-23"}).document("invoice")
	if err := book(t, cfg).Stage(noon).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if d.Checks.AsOf != "2026-11-23" || d.Checks.Verdict != pipeline.Pass {
		t.Errorf("as of %s: %s, want 2026-11-23: pass", d.Checks.AsOf, d.Checks.Verdict)
	}
	if got := cfg.today(noon()); !got.Time.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("today = %v, want midnight UTC of the 23rd", got)
	}
}
