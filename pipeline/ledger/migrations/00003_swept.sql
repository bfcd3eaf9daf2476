-- A swept scope is remembered until no upload can be on its way any more that had stored its
-- bytes before the key was destroyed.

-- +goose Up
ALTER TABLE shredded ADD COLUMN swept BIGINT NOT NULL DEFAULT 0;
