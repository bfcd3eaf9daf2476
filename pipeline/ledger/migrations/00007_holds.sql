-- Money that one question to a model, asked outside of any job, has set aside.

-- +goose Up
CREATE TABLE holds (
	id       TEXT PRIMARY KEY,
	document TEXT NOT NULL,
	tenant   TEXT NOT NULL,
	day      TEXT NOT NULL,                -- YYYY-MM-DD, whose budget it was taken from
	amount   BIGINT NOT NULL,              -- micro dollars
	at       BIGINT NOT NULL               -- milliseconds since 1970
);
CREATE INDEX holds_document ON holds (document);
