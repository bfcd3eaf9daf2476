-- What documents leave behind to be compared with: sealed facts, and hashes to find them by. A part
-- of a stack stands under its stack, which is what can be erased; part names its pages.

-- +goose Up
CREATE TABLE footprints (
	owner       TEXT NOT NULL,
	part        TEXT NOT NULL,            -- its pages, empty for a whole document
	tenant      TEXT NOT NULL,
	document    TEXT NOT NULL,            -- its id, empty while a part has none
	source_key  TEXT NOT NULL DEFAULT '', -- as in documents
	doctype     TEXT NOT NULL,
	received_at BIGINT NOT NULL,
	body        BYTEA NOT NULL,
	PRIMARY KEY (owner, part)
);

CREATE TABLE traces (
	tenant TEXT NOT NULL,
	hash   TEXT NOT NULL, -- of kind and key, with a key of the tenant
	owner  TEXT NOT NULL,
	part   TEXT NOT NULL,
	PRIMARY KEY (tenant, hash, owner, part)
);
CREATE INDEX traces_owner ON traces (owner, part);

CREATE TABLE suppliers (
	tenant TEXT NOT NULL,
	id     TEXT NOT NULL,
	body   BYTEA NOT NULL,
	PRIMARY KEY (tenant, id)
);
CREATE TABLE supplier_masters (
	tenant      TEXT PRIMARY KEY,
	count       BIGINT NOT NULL,
	imported_at BIGINT NOT NULL
);
