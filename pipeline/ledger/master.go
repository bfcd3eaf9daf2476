package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"docpipe/pipeline"
)

// LoadOrCreateMasterKey reads the key at path (64 hex digits), or makes one with mode 0600.
// Without this file nothing sealed can be read again: back it up apart from the data.
// created tells that the file is new. A file that others may read, or that holds something
// else, is an error that wraps pipeline.ErrInvalid.
func LoadOrCreateMasterKey(path string) (key []byte, created bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return createMasterKey(path)
	}
	if err != nil {
		return nil, false, fmt.Errorf("encryption.key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, false, fmt.Errorf("encryption.key: %s has mode %04o, others may read it; run chmod 600: %w",
			path, info.Mode().Perm(), pipeline.ErrInvalid)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, false, fmt.Errorf("encryption.key: %w", err)
	}
	key, err = hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(key) != keySize {
		return nil, false, fmt.Errorf("encryption.key: %s does not hold %d hex digits: %w", path, 2*keySize, pipeline.ErrInvalid)
	}
	return key, false, nil
}

// createMasterKey writes the file whole under another name and links it, so that two
// processes that start together agree on one key.
func createMasterKey(path string) ([]byte, bool, error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, false, fmt.Errorf("encryption.key: %w", err)
	}
	temp, err := os.CreateTemp(folder, ".key-*") // 0600
	if err != nil {
		return nil, false, fmt.Errorf("encryption.key: %w", err)
	}
	defer os.Remove(temp.Name())
	key := newKey()
	_, err = temp.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return nil, false, fmt.Errorf("encryption.key: %w", err)
	}
	err = os.Link(temp.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return LoadOrCreateMasterKey(path)
	}
	if err = errors.Join(err, syncFolder(folder)); err != nil {
		return nil, false, fmt.Errorf("encryption.key: %w", err)
	}
	return key, true, nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// checkMaster refuses a master key that is not the one this ledger was made with: better
// than failing at the first sealed row.
func (l *Ledger) checkMaster(ctx context.Context) error {
	const name = "master_check"
	var check string
	err := l.read().row(ctx, `SELECT value FROM meta WHERE name = $1`, name).Scan(&check)
	if errors.Is(err, sql.ErrNoRows) {
		sealed := hex.EncodeToString(l.master.seal(nil, name))
		return l.write(ctx, func(s session) error {
			_, err := s.exec(ctx, `INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, sealed)
			return err
		})
	}
	if err != nil {
		return err
	}
	sealed, err := hex.DecodeString(check)
	if err == nil {
		_, err = l.master.open(sealed, name)
	}
	if err != nil {
		return fmt.Errorf("encryption.key: this is not the key that the ledger was made with: %w", pipeline.ErrInvalid)
	}
	return nil
}
