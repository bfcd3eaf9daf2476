-- A document that joins a case has the others of the case checked again. A job that does so leaves
-- its document as it stands until it is done. joined says that another document joined the case
-- while the job was at work: what it looked at may have been too little.

-- +goose Up
ALTER TABLE jobs ADD COLUMN recheck BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN joined BIGINT NOT NULL DEFAULT 0;
CREATE INDEX documents_case ON documents (tenant, case_id) WHERE case_id IS NOT NULL;
