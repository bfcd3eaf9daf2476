-- What a claim may have spent of its grant, so that the rest can be given back without asking
-- it; what attempts say of themselves; and the names of documents that were begun without a job.

-- +goose Up
ALTER TABLE grants ADD COLUMN drawn BIGINT NOT NULL DEFAULT 0; -- micro dollars
ALTER TABLE grants ADD COLUMN at BIGINT NOT NULL DEFAULT 0;    -- milliseconds since 1970
UPDATE grants SET drawn = amount;                              -- of those before nobody knows
ALTER TABLE attempts ADD COLUMN estimated BIGINT NOT NULL DEFAULT 0; -- 1: the provider counted nothing
ALTER TABLE attempts ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;     -- 1: bought in a batch
ALTER TABLE attempts ADD COLUMN recovered BIGINT NOT NULL DEFAULT 0; -- 1: bought by a try that could not say so
CREATE TABLE begun (
	done_key TEXT PRIMARY KEY,             -- hash of source, bytes and settings
	document TEXT NOT NULL
);
