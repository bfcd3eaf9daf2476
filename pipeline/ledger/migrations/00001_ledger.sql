-- One set of tables for SQLite and Postgres. Times are milliseconds since 1970 UTC, 0 for
-- none. BYTEA columns hold sealed bytes; SQLite keeps a blob under any type name.

-- +goose Up
CREATE TABLE tenants (
	name       TEXT PRIMARY KEY,
	sequence   BIGINT NOT NULL DEFAULT 0, -- of its newest event
	claimed_at BIGINT NOT NULL DEFAULT 0  -- the last time a worker took a job of it
);

CREATE TABLE documents (
	id          TEXT PRIMARY KEY,
	tenant      TEXT NOT NULL,
	status      TEXT NOT NULL,
	version     BIGINT NOT NULL DEFAULT 0,
	verdict     TEXT NOT NULL DEFAULT 'not_checked',
	doctype     TEXT NOT NULL DEFAULT 'unknown',
	schema_id   TEXT NOT NULL DEFAULT '',
	parent      TEXT,
	batch       TEXT,
	case_id     TEXT,
	reference   TEXT,
	content     TEXT NOT NULL DEFAULT '', -- hash of its files' hashes
	source_key  TEXT NOT NULL DEFAULT '', -- hash of where it came from
	done_key    TEXT NOT NULL DEFAULT '', -- hash of source, bytes and settings
	page_count  BIGINT NOT NULL DEFAULT 0,
	stage       TEXT NOT NULL DEFAULT '',
	received_at BIGINT NOT NULL,
	updated_at  BIGINT NOT NULL,
	private     BYTEA,                    -- names, metadata, error
	password    BYTEA,
	receipt     TEXT NOT NULL DEFAULT ''  -- JSON, of the erasure
);
CREATE INDEX documents_newest ON documents (tenant, id);
CREATE INDEX documents_status ON documents (tenant, status, id);
CREATE INDEX documents_batch ON documents (tenant, batch) WHERE batch IS NOT NULL;
CREATE INDEX documents_content ON documents (tenant, content);
CREATE INDEX documents_source ON documents (tenant, source_key, id);
CREATE INDEX documents_done ON documents (done_key);

CREATE TABLE files (
	document   TEXT NOT NULL REFERENCES documents (id),
	n          BIGINT NOT NULL,
	tenant     TEXT NOT NULL,
	sha256     TEXT NOT NULL,
	media_type TEXT NOT NULL,
	bytes      BIGINT NOT NULL,
	first_page BIGINT NOT NULL,
	page_count BIGINT NOT NULL,
	PRIMARY KEY (document, n)
);
CREATE INDEX files_sha256 ON files (tenant, sha256);

CREATE TABLE jobs (
	id          TEXT PRIMARY KEY,
	document    TEXT NOT NULL UNIQUE REFERENCES documents (id),
	tenant      TEXT NOT NULL,
	stage       TEXT NOT NULL,
	state       TEXT NOT NULL,             -- ready | dead
	epoch       BIGINT NOT NULL DEFAULT 0, -- fencing token: grows with each claim
	lease_until BIGINT NOT NULL DEFAULT 0,
	not_before  BIGINT NOT NULL DEFAULT 0,
	attempts    BIGINT NOT NULL DEFAULT 0, -- of this stage
	worker      TEXT NOT NULL DEFAULT '',
	updated_at  BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (state, tenant, not_before, id);

CREATE TABLE results (
	document   TEXT NOT NULL REFERENCES documents (id),
	version    BIGINT NOT NULL,
	tenant     TEXT NOT NULL,
	status     TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	body       BYTEA NOT NULL,
	PRIMARY KEY (document, version)
);

CREATE TABLE drafts (
	document TEXT PRIMARY KEY REFERENCES documents (id),
	tenant   TEXT NOT NULL,
	body     BYTEA NOT NULL
);

-- A job's row stays until its stage is committed: it counts as being in the stream.
-- An event's row goes when it is published: the event itself stays in events.
CREATE TABLE outbox (
	id           INTEGER PRIMARY KEY,
	msg_id       TEXT NOT NULL UNIQUE,
	tenant       TEXT NOT NULL,
	document     TEXT NOT NULL,
	job          TEXT NOT NULL DEFAULT '', -- empty for an event
	stage        TEXT NOT NULL DEFAULT '',
	event        TEXT NOT NULL DEFAULT '', -- JSON without sequence
	sequence     BIGINT NOT NULL DEFAULT 0,
	created_at   BIGINT NOT NULL,
	published_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbox_pending ON outbox (tenant, published_at, id);
CREATE INDEX outbox_job ON outbox (job);
CREATE INDEX outbox_document ON outbox (document);

CREATE TABLE events (
	tenant     TEXT NOT NULL,
	sequence   BIGINT NOT NULL,
	id         TEXT NOT NULL UNIQUE,
	document   TEXT NOT NULL,
	type       TEXT NOT NULL,
	body       TEXT NOT NULL,
	stream_seq BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant, sequence)
);
CREATE INDEX events_document ON events (document, sequence);

CREATE TABLE findings (
	id          TEXT PRIMARY KEY,
	document    TEXT NOT NULL REFERENCES documents (id),
	tenant      TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	version     BIGINT NOT NULL,           -- of the result that holds it
	transition  TEXT NOT NULL,             -- raised | resolved | decided
	verdict     TEXT NOT NULL,
	severity    TEXT NOT NULL,
	doctype     TEXT NOT NULL,
	pack        TEXT NOT NULL,
	rule        TEXT NOT NULL,
	disposition TEXT NOT NULL DEFAULT 'open',
	updated_at  BIGINT NOT NULL,
	body        BYTEA NOT NULL,
	UNIQUE (document, fingerprint)
);
CREATE INDEX findings_newest ON findings (tenant, id);

CREATE TABLE idempotency (
	tenant      TEXT NOT NULL,
	key         TEXT NOT NULL,             -- hash of the sender's key
	fingerprint TEXT NOT NULL,
	document    TEXT NOT NULL,
	expires_at  BIGINT NOT NULL,
	PRIMARY KEY (tenant, key)
);

CREATE TABLE purses (
	tenant   TEXT NOT NULL,
	scope    TEXT NOT NULL,                -- a document's id, or a day
	spent    BIGINT NOT NULL DEFAULT 0,    -- micro dollars
	reserved BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant, scope)
);

CREATE TABLE attempts (
	id         TEXT PRIMARY KEY,
	tenant     TEXT NOT NULL,
	document   TEXT NOT NULL,
	epoch      BIGINT NOT NULL,
	target     TEXT NOT NULL,
	model      TEXT NOT NULL,
	state      TEXT NOT NULL,              -- open | answered | refused | possibly_billed
	reserved   BIGINT NOT NULL,
	cost       BIGINT NOT NULL DEFAULT 0,
	started_at BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX attempts_document ON attempts (document);

CREATE TABLE data_keys (
	tenant     TEXT NOT NULL,
	scope      TEXT NOT NULL,              -- a document's id, or a content hash
	wrapped    BYTEA NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (tenant, scope)
);

-- Scopes whose key was destroyed and whose blobs still wait to be deleted.
CREATE TABLE shredded (
	tenant TEXT NOT NULL,
	scope  TEXT NOT NULL,
	at     BIGINT NOT NULL,
	PRIMARY KEY (tenant, scope)
);

-- Messages of erased documents that still wait to be deleted from the stream.
CREATE TABLE erased_messages (
	tenant     TEXT NOT NULL,
	stream_seq BIGINT NOT NULL,
	PRIMARY KEY (tenant, stream_seq)
);

CREATE TABLE api_keys (
	id         TEXT PRIMARY KEY,
	tenant     TEXT NOT NULL,
	name       TEXT NOT NULL,
	scopes     TEXT NOT NULL,              -- separated by spaces
	hash       BYTEA NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL DEFAULT 0,
	revoked_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX api_keys_tenant ON api_keys (tenant, id);

CREATE TABLE dead (
	job      TEXT PRIMARY KEY,
	document TEXT NOT NULL,
	tenant   TEXT NOT NULL,
	stage    TEXT NOT NULL,
	code     TEXT NOT NULL,
	detail   BYTEA NOT NULL,
	attempts BIGINT NOT NULL,
	at       BIGINT NOT NULL
);
CREATE INDEX dead_tenant ON dead (tenant, at);

CREATE TABLE audit (
	n      BIGINT PRIMARY KEY,             -- 1, 2, 3: a gap is a deleted row
	at     BIGINT NOT NULL,
	tenant TEXT NOT NULL,
	actor  TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	detail TEXT NOT NULL,
	prev   TEXT NOT NULL,
	hash   TEXT NOT NULL
);

CREATE TABLE schemas (
	tenant     TEXT NOT NULL,
	id         TEXT NOT NULL,
	sha256     TEXT NOT NULL,
	body       TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (tenant, id)
);

-- Work that one process at a time does, such as the relay.
CREATE TABLE roles (
	name        TEXT PRIMARY KEY,
	holder      TEXT NOT NULL,
	lease_until BIGINT NOT NULL
);

CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);
