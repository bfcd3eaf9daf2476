package main

import (
	"io"
	"log/slog"

	"docpipe/compliance/pii"
)

// newLog returns the log of a service. No line of it should quote a document; should one do so
// all the same, in the words of a driver say, numbers of people and cards are masked.
func newLog(w io.Writer) *slog.Logger {
	finder := pii.New()
	masked := func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(finder.Text(v, personalInLogs...))
		case error:
			a.Value = slog.StringValue(finder.Text(v.Error(), personalInLogs...))
		}
		return a
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: masked}))
}

// personalInLogs leaves out addresses of machines, which a log is for.
var personalInLogs = []pii.Class{pii.PAN, pii.Card, pii.Account, pii.IDNumber, pii.TaxID, pii.Person, pii.Contact}
