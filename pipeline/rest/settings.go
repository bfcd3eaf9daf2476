package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"docpipe/pipeline"
)

// fieldHelp are the fields that go with an upload, and what they say.
var fieldHelp = map[string]string{
	"schema":    "Id or name of the document shape; auto finds it out",
	"locale":    "BCP 47; decides dates and numbers that read two ways",
	"languages": "BCP 47, parted by commas: what OCR expects",
	"reference": "The sender's own number",
	"metadata":  "A JSON object of texts, returned with the result",
	"batch":     "Name of the batch that this document belongs to",
	"case":      "Name of the case that this document belongs to",
	"split":     "auto or never",
	"source":    "Where the document came from, such as a path; the file's name when not given",
	"strategy":  "local, model or hybrid",
	"password":  "Opens an encrypted file; kept out of results and logs",
}

// queryFields are those that may stand in a URL. A password may not: URLs are logged.
var queryFields = slices.DeleteFunc(slices.Sorted(maps.Keys(fieldHelp)), func(s string) bool { return s == "password" })

var splits = []string{"auto", "never"}

// longest bounds fields that are stored as they are.
var longest = map[string]int{"schema": 200, "reference": 500, "batch": 200, "case": 200, "source": 1000, "password": 1000}

// An upload is what arrived in one request.
type upload struct {
	files    []pipeline.File
	fields   map[string]string
	settings pipeline.Settings
	metadata map[string]string
}

// settle reads the fields. All mistakes come back together.
func (a *API) settle(r *http.Request, p pipeline.Principal, u *upload) error {
	var all mistakes
	f := u.fields
	for name, most := range longest {
		if len(f[name]) > most {
			all = append(all, mistake("/form/"+name, fmt.Sprintf("use at most %d bytes", most))...)
		}
	}
	for name, value := range f {
		if !plainText(value) {
			all = append(all, mistake("/form/"+name, "use UTF-8 without zero characters")...)
		}
	}
	u.settings = pipeline.Settings{
		Schema: or(f["schema"], "auto"), Strategy: or(f["strategy"], a.cfg.Strategy), Split: or(f["split"], "auto"),
		Locale: tag(f["locale"]), Languages: tags(f["languages"]), Password: f["password"],
	}
	s := u.settings
	if !known(a.cfg.Strategies, s.Strategy) {
		all = append(all, mistake("/form/strategy", "this service does "+strings.Join(a.cfg.Strategies, ", "))...)
	}
	if !known(splits, s.Split) {
		all = append(all, mistake("/form/split", "use "+strings.Join(splits, ", "))...)
	}
	if f["locale"] != "" && s.Locale == "" {
		all = append(all, mistake("/form/locale", "use a BCP 47 tag such as de-DE")...)
	}
	if slices.Contains(s.Languages, "") {
		all = append(all, mistake("/form/languages", "use BCP 47 tags parted by commas, such as de,en")...)
	} else if missing := a.unread(r.Context(), s.Languages); len(missing) > 0 {
		all = append(all, mistake("/form/languages", "this service cannot read "+strings.Join(missing, ", "))...)
	}
	if err := metadata(f["metadata"], &u.metadata); err != nil {
		all = append(all, mistake("/form/metadata", "use a JSON object of at most 100 texts without zero characters")...)
	}
	if len(all) > 0 {
		slices.SortFunc(all, func(a, b ProblemItem) int { return strings.Compare(a.Pointer, b.Pointer) })
		return all
	}
	if s.Schema == "auto" {
		return nil
	}
	_, err := a.parts.Schemas.Get(r.Context(), p.Tenant, s.Schema)
	return err
}

// unread returns the languages that the service cannot read.
func (a *API) unread(ctx context.Context, languages []string) []string {
	if a.parts.Languages == nil || len(languages) == 0 {
		return nil
	}
	return a.parts.Languages.Missing(ctx, languages)
}

// acceptance is what the ledger records. The fingerprint holds all that the sender said, but
// not how the files are called, and not the password: a hash of it could be guessed. See
// [API.samePassword].
func (u *upload) acceptance(tenant, key, stage string) pipeline.Acceptance {
	d := &pipeline.Document{
		Tenant: tenant, Batch: u.fields["batch"], Case: u.fields["case"], Reference: u.fields["reference"],
		Metadata: u.metadata, Source: or(u.fields["source"], u.files[0].Name), Settings: u.settings, Files: u.files,
	}
	h := sha256.New()
	for _, part := range []any{d.Content(), d.Settings, d.Batch, d.Case, d.Reference, d.Metadata, u.fields["source"]} {
		_ = json.NewEncoder(h).Encode(part) // texts and maps of texts always encode
	}
	return pipeline.Acceptance{
		Document: d, IdempotencyKey: key, Fingerprint: hex.EncodeToString(h.Sum(nil)), FirstStage: stage,
	}
}

func metadata(field string, into *map[string]string) error {
	if field == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(field), into); err != nil {
		return err
	}
	if len(*into) > 100 {
		return errors.New("more than 100 keys")
	}
	for key, value := range *into {
		if !plainText(key + value) {
			return errors.New("a zero character")
		}
	}
	return nil
}

// plainText reports whether a text can be kept by every ledger: Postgres takes neither zero
// characters nor what is no UTF-8.
func plainText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// tag returns a BCP 47 tag in its usual spelling, "" for what is none.
func tag(field string) string {
	t, err := language.Parse(strings.TrimSpace(field))
	if err != nil || field == "" {
		return ""
	}
	return t.String()
}

func tags(field string) []string {
	if field == "" {
		return nil
	}
	var all []string
	for one := range strings.SplitSeq(field, ",") {
		all = append(all, tag(one))
	}
	return all
}

func or(field, otherwise string) string {
	if field == "" {
		return otherwise
	}
	return field
}

func known(names []string, name string) bool { return slices.Contains(names, name) }
