package rest

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"docpipe/pipeline"
)

// maxField bounds the bytes of one field of a form.
const maxField = 64 << 10

// receive takes the request's files and fields. Files go to their place as they arrive,
// whatever stands before or after them.
func (a *API) receive(w http.ResponseWriter, r *http.Request, p pipeline.Principal) (upload, error) {
	u := upload{fields: map[string]string{}}
	body := a.body(w, r, a.cfg.MaxBody)
	var err error
	mediaType, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case mediaType != "multipart/form-data":
		err = a.receiveRaw(r, p, body, &u)
	case params["boundary"] == "":
		err = mistake("/header/Content-Type", "multipart/form-data without a boundary")
	default:
		err = a.receiveParts(r, p, multipart.NewReader(body, params["boundary"]), &u)
	}
	if err != nil {
		return u, err
	}
	// The body is here. A deadline that stays would end the connection while the sender waits.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	if len(u.files) == 0 {
		return u, mistake("/form/file", "send at least one file")
	}
	return u, a.settle(r, p, &u)
}

func (a *API) receiveRaw(r *http.Request, p pipeline.Principal, body io.Reader, u *upload) error {
	for name, values := range r.URL.Query() {
		if !known(queryFields, name) {
			return mistake("/query/"+name, "unknown field; a password goes into a multipart form only")
		}
		u.fields[name] = values[0]
	}
	name := "unnamed"
	if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition")); err == nil && params["filename"] != "" {
		name = params["filename"]
	}
	return a.store(r, p, name, body, u)
}

func (a *API) receiveParts(r *http.Request, p pipeline.Principal, parts *multipart.Reader, u *upload) error {
	if r.URL.RawQuery != "" {
		return mistake("/query", "with a multipart form, fields go into the form")
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF { // bare: the form's own end. A wrapped one is a body that broke off.
			return nil
		}
		if err != nil {
			return bodyTrouble(err)
		}
		if part.FormName() == "file" {
			err = a.store(r, p, part.FileName(), part, u)
		} else {
			err = u.field(part)
		}
		if err != nil {
			return err
		}
	}
}

// store puts one file to its place.
func (a *API) store(r *http.Request, p pipeline.Principal, name string, body io.Reader, u *upload) error {
	if len(u.files) == a.cfg.MaxFiles {
		return fmt.Errorf("more than %d files, send them as several documents: %w", a.cfg.MaxFiles, pipeline.ErrTooLarge)
	}
	f, err := a.parts.Originals.Put(r.Context(), p.Tenant, name, troubledReader{body})
	if err != nil {
		return err
	}
	u.files = append(u.files, f)
	return nil
}

// field reads one field of a form.
func (u *upload) field(part *multipart.Part) error {
	name := part.FormName()
	if _, ok := fieldHelp[name]; !ok {
		return mistake("/form/"+name, "unknown field")
	}
	if _, twice := u.fields[name]; twice {
		return mistake("/form/"+name, "the field stands twice")
	}
	b, err := io.ReadAll(io.LimitReader(part, maxField+1))
	switch {
	case err != nil:
		return bodyTrouble(err)
	case len(b) > maxField:
		return fmt.Errorf("field %s has more than %d bytes: %w", name, maxField, pipeline.ErrTooLarge)
	}
	u.fields[name] = string(b)
	return nil
}
