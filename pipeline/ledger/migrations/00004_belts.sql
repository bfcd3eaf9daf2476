-- Jobs and events leave the outbox apart, and neither must wade through the other's backlog.

-- +goose Up
DROP INDEX outbox_pending;
CREATE INDEX outbox_jobs ON outbox (tenant, published_at, id) WHERE job <> '';
CREATE INDEX outbox_events ON outbox (tenant, sequence, id) WHERE job = '';
ALTER TABLE events DROP COLUMN type; -- the body says it
