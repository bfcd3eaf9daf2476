-- Each tenant has a chain of its own, which an auditor can check without our key. What stands in
-- the table audit is of the one chain before; it is taken over at the next start.

-- +goose Up
CREATE TABLE audit_log (
	tenant TEXT NOT NULL,
	n      BIGINT NOT NULL,                -- 1, 2, 3: a gap is a deleted row
	at     BIGINT NOT NULL,
	actor  TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	detail TEXT NOT NULL,                  -- JSON
	prev   TEXT NOT NULL,
	hash   TEXT NOT NULL,
	seal   TEXT NOT NULL,                  -- of the hash, with the master key
	PRIMARY KEY (tenant, n)
);
CREATE TABLE audit_heads (
	tenant    TEXT PRIMARY KEY,
	n         BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	hash      TEXT NOT NULL,
	announced BIGINT NOT NULL DEFAULT 0    -- n of the head that an event told last
);

-- What the rules of a pack said when they gave a verdict, to the letter, once.
CREATE TABLE rule_texts (
	tenant   TEXT NOT NULL,
	sha256   TEXT NOT NULL,
	pack     TEXT NOT NULL,
	version  TEXT NOT NULL,
	body     TEXT NOT NULL,
	first_at BIGINT NOT NULL,
	PRIMARY KEY (tenant, sha256)
);

-- What people decided on findings. The newest of a fingerprint counts.
CREATE TABLE decisions (
	id          TEXT PRIMARY KEY,
	tenant      TEXT NOT NULL,
	document    TEXT NOT NULL,
	finding     TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	at          BIGINT NOT NULL,
	body        BYTEA NOT NULL             -- sealed: reasons are in people's own words
);
CREATE INDEX decisions_document ON decisions (document);
CREATE INDEX decisions_fingerprint ON decisions (tenant, fingerprint, id);
ALTER TABLE findings ADD COLUMN until_at BIGINT NOT NULL DEFAULT 0; -- when its waiver ends, 0 for never
CREATE INDEX findings_until ON findings (until_at) WHERE until_at > 0;
