package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"docpipe/pipeline"
)

// A client talks to the REST API of a service.
type client struct {
	base string
	key  string
	http *http.Client
}

func newClient(base, key string, dial dialFunc) *client {
	return &client{base: strings.TrimRight(base, "/") + "/v1", key: key, http: httpClient(dial)}
}

// unreachable says that no service answered.
type unreachable struct{ error }

// upload sends the files of d as one document, streaming them from the disk.
func (c *client) upload(ctx context.Context, d *pipeline.Document, paths []string, idempotency string) (h pipeline.Header, err error) {
	body, send := io.Pipe()
	form := multipart.NewWriter(send)
	go func() { send.CloseWithError(writeForm(form, d, paths)) }()
	defer body.Close()
	header := http.Header{"Content-Type": {form.FormDataContentType()}, "Idempotency-Key": {idempotency}}
	err = c.do(ctx, http.MethodPost, "/documents", header, body, &h)
	return h, err
}

func writeForm(form *multipart.Writer, d *pipeline.Document, paths []string) error {
	metadata := ""
	if len(d.Metadata) > 0 {
		b, _ := json.Marshal(d.Metadata) // texts always marshal
		metadata = string(b)
	}
	for name, value := range map[string]string{
		"schema": d.Settings.Schema, "locale": d.Settings.Locale, "languages": strings.Join(d.Settings.Languages, ","),
		"reference": d.Reference, "batch": d.Batch, "case": d.Case, "split": d.Settings.Split,
		"strategy": d.Settings.Strategy, "password": d.Settings.Password, "source": d.Source, "metadata": metadata,
	} {
		if value == "" {
			continue
		}
		if err := form.WriteField(name, value); err != nil {
			return err
		}
	}
	for _, path := range paths {
		if err := writeFile(form, path); err != nil {
			return err
		}
	}
	return form.Close()
}

func writeFile(form *multipart.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	part, err := form.CreateFormFile("file", filepath.Base(path))
	if err != nil {
		return err
	}
	_, err = io.Copy(part, f)
	return err
}

// header returns the JSON of a document's header.
func (c *client) header(ctx context.Context, id string) (raw json.RawMessage, err error) {
	err = c.do(ctx, http.MethodGet, "/documents/"+id, nil, nil, &raw)
	return raw, err
}

const pollEvery = 300 * time.Millisecond

// result waits until the document has a result.
func (c *client) result(ctx context.Context, id string) (*pipeline.Result, error) {
	for {
		var r pipeline.Result
		err := c.do(ctx, http.MethodGet, "/documents/"+id+"/result", nil, nil, &r)
		if err == nil && r.Format != "" {
			return &r, nil
		}
		var down unreachable
		if err != nil && !errors.As(err, &down) { // a service that restarts is waited for
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(pollEvery):
		}
	}
}

// do sends a request and decodes a 2xx answer into to. A problem becomes an error of its
// kind.
func (c *client) do(ctx context.Context, method, path string, header http.Header, body io.Reader, to any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return unreachable{fmt.Errorf("no service answers at %s: start 'docpipe serve' or name one with --server: %w", c.base, err)}
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return unreachable{err}
	}
	if resp.StatusCode >= 300 {
		return problemError(resp.StatusCode, raw)
	}
	return json.Unmarshal(raw, to)
}

// maxAnswer bounds what we take from a service, in bytes.
const maxAnswer = 256 << 20

// problemError turns an RFC 9457 problem back into its kind.
func problemError(status int, raw []byte) error {
	var p struct{ Code, Title, Detail string }
	if json.Unmarshal(raw, &p) != nil || p.Code == "" {
		return fmt.Errorf("the service answered %d: %w", status, pipeline.ErrInternal)
	}
	for _, k := range pipeline.Kinds {
		if k.Code == p.Code {
			return fmt.Errorf("%s: %w", p.Detail, k)
		}
	}
	return fmt.Errorf("%s: %s: %w", p.Title, p.Detail, pipeline.ErrInternal)
}
