package ledger

import (
	"context"
	"errors"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// quarantine ends a job whose stored document cannot be opened any more, so that it does not
// come back for ever: as a failed document with a dead letter, where its data key is sound.
// Where not even that is, only the status tells; there is nothing left to seal a result with.
func (l *Ledger) quarantine(ctx context.Context, c *pipeline.Claim, tenant, document string, cause error) error {
	err := l.write(ctx, func(s session) error {
		h, err := l.header(ctx, s, tenant, document)
		if err != nil {
			return err
		}
		stub := *c
		stub.Document = stubOf(h)
		return l.bury(ctx, s, &stub, cause)
	})
	if !errors.Is(err, pipeline.ErrDamaged) {
		return err
	}
	return l.write(ctx, func(s session) error {
		changed, err := s.exec(ctx, `UPDATE jobs SET state = 'dead', lease_until = 0, worker = '' WHERE id = $1 AND epoch = $2`, c.Job, c.Epoch)
		if err := fenced(c, changed, err); err != nil {
			return err
		}
		if err := settle(ctx, s, c.Job); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `UPDATE documents SET status = $2, stage = '', updated_at = {now} WHERE id = $1`, document, pipeline.Failed); err != nil {
			return fmt.Errorf("document %s: %w", document, err)
		}
		return s.audit(ctx, tenant, audit.Damaged, document, none{})
	})
}

// stubOf is the document as its header alone knows it.
func stubOf(h pipeline.Header) *pipeline.Document {
	d := &pipeline.Document{ID: h.ID, Tenant: h.Tenant, Source: h.Source, Metadata: h.Metadata,
		Run: pipeline.Run{ID: NewID("run"), ReceivedAt: h.ReceivedAt}, Settings: pipeline.Settings{Schema: h.Schema}}
	for _, f := range h.Files {
		d.Files = append(d.Files, pipeline.File{Name: f.Name, SHA256: f.SHA256, MediaType: f.MediaType, Bytes: f.Bytes})
	}
	return d
}
