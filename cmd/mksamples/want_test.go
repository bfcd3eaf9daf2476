package main

import (
	"encoding/json"
	"slices"
	"testing"

	"docpipe/pipeline"
	"docpipe/testdata"
)

func TestEverySampleSaysWhatIsWanted(t *testing.T) {
	t.Parallel()
	samples := testdata.Samples()
	if got := len(samples); got != len(cases) {
		t.Errorf("%d samples, want %d", got, len(cases))
	}
	for _, s := range samples {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			want, err := s.Expect()
			if err != nil {
				t.Fatal(err)
			}
			if s.About == "" || len(s.Files) == 0 || len(want.Status) == 0 {
				t.Errorf("%s lacks a description, a file or a status", s.Want)
			}
			for _, name := range s.Files {
				if data, err := testdata.Files.ReadFile(name); err != nil || len(data) == 0 {
					t.Errorf("ReadFile(%s) = %d bytes, %v", name, len(data), err)
				}
			}
			if len(want.Pages) > 0 && len(want.Pages) != want.PageCount {
				t.Errorf("%d pages described, page_count %d", len(want.Pages), want.PageCount)
			}
			checkCodes(t, want)
		})
	}
}

// checkCodes holds the names in a want to pipeline's closed lists.
func checkCodes(t *testing.T, want testdata.Want) {
	t.Helper()
	for _, code := range []string{want.Error, want.NoPassword, want.Wrong} {
		known := slices.ContainsFunc(pipeline.Kinds, func(k *pipeline.Kind) bool { return k.Code == code })
		if code != "" && !known {
			t.Errorf("error %q is no code of pipeline", code)
		}
	}
	if (want.Error != "") != slices.Contains(want.Status, "failed") {
		t.Errorf("status %v and error %q do not fit together", want.Status, want.Error)
	}
	if want.Error == "" && want.Doctype != "" && want.Doctype != "stack" && !json.Valid(want.Data) {
		t.Error("no data, although the document is read")
	}
}

func TestStatementBalancesAddUp(t *testing.T) {
	t.Parallel()
	a := jurassienne().Accounts[0]
	balance, in, out := dec(a.Opening), dec("0"), dec("0")
	for i, row := range a.Transactions {
		amount := dec(row.Amount)
		if amount.IsPositive() {
			in = in.Add(amount)
		} else {
			out = out.Sub(amount)
		}
		if balance = balance.Add(amount); cents(balance) != row.Balance {
			t.Fatalf("row %d: balance = %s, want %s", i, row.Balance, cents(balance))
		}
	}
	if cents(balance) != a.Closing || cents(in) != a.TotalIn || cents(out) != a.TotalOut {
		t.Errorf("closing %s in %s out %s, want %s %s %s", a.Closing, a.TotalIn, a.TotalOut, cents(balance), cents(in), cents(out))
	}
}

func TestOnlyTheWrongInvoiceIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		inv  Invoice
		slip string
	}{
		"right": {talhofInvoice("A", "0"), "0.00"}, "wrong": {talhofInvoice("B", "3.00"), "3.00"},
		"two rates": {harbourInvoice(), "0.00"}, "french": {papeterieInvoice(), "0.00"},
	} {
		off := dec("0")
		for _, v := range c.inv.VATLines {
			off = off.Add(dec(v.Tax).Sub(dec(v.Base).Mul(dec(v.Rate)).Div(dec("100")).Round(2)))
		}
		if cents(off) != c.slip {
			t.Errorf("%s: VAT is off by %s, want %s", name, cents(off), c.slip)
		}
		if got, want := c.inv.Totals.Gross, cents(dec(c.inv.Totals.Net).Add(dec(c.inv.Totals.VAT))); got != want {
			t.Errorf("%s: gross = %s, want %s", name, got, want)
		}
	}
}
