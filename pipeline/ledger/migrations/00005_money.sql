-- Money that a claim took for model calls, until it says what became of it; and what attempts
-- need so that usage can be summed by tenant, model and day. Days are UTC.

-- +goose Up
CREATE TABLE grants (
	document TEXT NOT NULL,
	epoch    BIGINT NOT NULL,
	tenant   TEXT NOT NULL,
	day      TEXT NOT NULL,                -- YYYY-MM-DD, whose budget it was taken from
	amount   BIGINT NOT NULL,              -- micro dollars
	PRIMARY KEY (document, epoch)
);
ALTER TABLE attempts ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN task TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN input_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN output_tokens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN possibly_billed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN estimate BIGINT NOT NULL DEFAULT 0;
CREATE INDEX attempts_day ON attempts (tenant, day);
