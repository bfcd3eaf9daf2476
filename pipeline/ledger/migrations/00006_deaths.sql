-- A worker that dies with a job did not try it: deaths are counted apart from attempts.

-- +goose Up
ALTER TABLE jobs ADD COLUMN deaths BIGINT NOT NULL DEFAULT 0; -- of workers at this stage
