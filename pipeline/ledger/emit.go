package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// summary is what an event says of its document: no names, no values.
type summary struct {
	ID        string            `json:"id"`
	Version   int               `json:"version"`
	Status    pipeline.Status   `json:"status"`
	Verdict   pipeline.Verdict  `json:"verdict"`
	Parent    *string           `json:"parent"`
	Batch     *string           `json:"batch"`
	Case      *string           `json:"case"`
	Reference *string           `json:"reference"`
	PageCount int               `json:"page_count"`
	Checks    *pipeline.Checks  `json:"checks,omitempty"` // of document.checked: no finding means checked
	Code      string            `json:"code,omitempty"`   // of the error that ended it
	Links     map[string]string `json:"links"`
}

func summarise(h pipeline.Header) summary {
	self := "/v1/documents/" + h.ID
	sum := summary{ID: h.ID, Version: h.Version, Status: h.Status, Verdict: h.Verdict, Parent: h.Parent, Batch: h.Batch,
		Case: h.Case, Reference: h.Reference, PageCount: h.PageCount, Links: map[string]string{"self": self}}
	if h.Version > 0 {
		sum.Links["result"] = fmt.Sprintf("%s/result?version=%d", self, h.Version)
	}
	if h.Error != nil {
		sum.Code = h.Error.Code
	}
	return sum
}

// emit completes e with what it lacks and puts it into the outbox. Its sequence comes later,
// from the relay.
func (l *Ledger) emit(ctx context.Context, s session, h pipeline.Header, e pipeline.Event, data any) error {
	if l.cfg.Quiet {
		return nil
	}
	e.SpecVersion, e.ContentType, e.Source = "1.0", "application/json", l.cfg.Source
	e.ID, e.Time = NewID("evt"), time.Now().UTC().Truncate(time.Millisecond)
	e.Tenant, e.Subject = h.Tenant, h.ID
	if e.DocType == "" {
		e.DocType = h.DocType
	}
	if e.Data == nil {
		body, err := json.Marshal(data)
		if err != nil {
			return fmt.Errorf("event %s: %w", e.Type, err)
		}
		e.Data = body
	}
	event, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.Type, err)
	}
	_, err = s.exec(ctx, `INSERT INTO outbox (msg_id, tenant, document, event, created_at) VALUES ($1, $2, $3, $4, {now})`,
		e.ID, h.Tenant, h.ID, string(event))
	return err
}

// wake puts the message that a job is due into the outbox.
func wake(ctx context.Context, s session, tenant, document, job, stage string) error {
	_, err := s.exec(ctx, `INSERT INTO outbox (msg_id, tenant, document, job, stage, created_at) VALUES ($1, $2, $3, $4, $5, {now})`,
		NewID("msg"), tenant, document, job, stage)
	return err
}
