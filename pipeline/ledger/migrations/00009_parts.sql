-- The parts of a stack are looked up with each result of it.

-- +goose Up
CREATE INDEX documents_parent ON documents (tenant, parent) WHERE parent IS NOT NULL;
