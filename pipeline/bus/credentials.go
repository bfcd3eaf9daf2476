package bus

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Credentials is what the local subscriber needs, as the credentials file holds it.
type Credentials struct {
	URL    string `json:"url"`
	Token  string `json:"token"`
	Tenant string `json:"tenant"`
	Inbox  string `json:"inbox_prefix"` // the only inbox that this user may read
}

// CredentialsFile is where the embedded server writes them, beside the streams' folder.
func CredentialsFile(data string) string { return filepath.Join(data, "nats.creds") }

func (s *Server) writeCredentials() error {
	b, err := json.MarshalIndent(Credentials{
		URL: s.URL(), Token: s.access.Local, Tenant: localTenant, Inbox: Inbox(localKey),
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := replaceFile(CredentialsFile(filepath.Dir(s.cfg.Folder)), append(b, '\n')); err != nil {
		return fmt.Errorf("nats credentials: %w", err)
	}
	return nil
}

// replaceFile puts a file that only its owner can read in the place of path, at once.
func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".nats.creds-*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
