-- Each index of the outbox is written when a message comes and when it goes. So events, which are
-- most of them, stand in no index of jobs, and the messages of a document, which only its
-- erasure asks for, are found by reading the backlog. Only documents of a batch have a done_key.

-- +goose Up
DROP INDEX outbox_document;
DROP INDEX outbox_job;
CREATE INDEX outbox_job ON outbox (job) WHERE job <> '';
DROP INDEX documents_done;
CREATE INDEX documents_done ON documents (done_key) WHERE done_key <> '';
