package audit_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

const rules = "pack: p\nversion: 1.0.0\n"

var (
	decision = []byte(`{"id":"dec_1","decision":"accept"}`)
	checks   = json.RawMessage(`{"verdict":"fail"}`)
	findings = json.RawMessage(`[{"id":"fnd_1"}]`)
)

// log is a chain that grows.
type log []audit.Entry

func (l *log) book(t *testing.T, action, object string, detail any) {
	t.Helper()
	raw, err := json.Marshal(detail)
	if err != nil {
		t.Fatal(err)
	}
	e := audit.Entry{N: int64(len(*l) + 1), At: time.UnixMilli(1790000000000 + int64(len(*l))).UTC(), Tenant: "acme", Actor: "key_1", Action: action, Object: object, Detail: raw}
	if len(*l) > 0 {
		e.Prev = (*l)[len(*l)-1].Hash
	}
	*l = append(*l, rehash(e))
}

// exported makes an export of one document, from the second entry of its chain on.
func exported(t *testing.T) (raw []byte, head audit.Head) {
	t.Helper()
	var l log
	l.book(t, audit.KeyMade, "key_1", nil)
	l.book(t, audit.Accepted, "doc_1", audit.Acceptance{Content: "aa"})
	l.book(t, audit.Checked, "doc_1", audit.Verdict{Version: 1, Verdict: pipeline.Fail, Checks: audit.Sum(checks), Findings: audit.Sum(findings),
		Rules: map[string]string{"p": audit.Sum([]byte(rules))}})
	l.book(t, audit.Decided, "fnd_1", audit.Decision{Document: "doc_1", Decision: "accept", Record: audit.Sum(decision)})
	l.book(t, audit.Checked, "doc_2", audit.Verdict{Version: 1})
	l.book(t, audit.Erased, "doc_2", nil)
	var out bytes.Buffer
	b := audit.NewBundle(&out, audit.Manifest{Tenant: "acme", Since: l[1].At, Until: l[5].At.Add(time.Second), First: 2})
	record, err := json.Marshal(audit.VerdictRecord{Document: "doc_1", Version: 1, Checks: checks, Findings: findings})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ name, text string }{
		{audit.VerdictsName, string(record) + "\n"}, {audit.DecisionsName, string(decision) + "\n"},
		{audit.RulesName(audit.Sum([]byte(rules))), rules}, {"evidence/doc_1/1.jpg", "picture"},
	} {
		if err := b.Add(f.name, func(w io.Writer) error { _, err := io.WriteString(w, f.text); return err }); err != nil {
			t.Fatal(err)
		}
	}
	err = b.Close(func(x audit.Export) error { l.book(t, audit.Exported, "", x); return nil }, func(do func(audit.Entry) error) error {
		for _, e := range l[1:] {
			if err := do(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), headOf(l)
}

func unpack(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err = errors.Join(err, in.Close()); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func pack(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func checkBundle(t *testing.T, raw []byte, kept audit.Head) audit.Report {
	t.Helper()
	r, err := audit.CheckBundle(bytes.NewReader(raw), int64(len(raw)), kept)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestBundle(t *testing.T) {
	t.Parallel()
	raw, head := exported(t)
	if r := checkBundle(t, raw, audit.Head{}); !r.Sound() || r.Complete || r.Head != head || r.Files != 4 || r.First != 2 || r.Entries != 6 {
		t.Errorf("report = %+v, want a sound one of 6 entries and 4 files up to %s", r, head)
	}
	if r := checkBundle(t, raw, head); !r.Sound() || !r.Complete {
		t.Errorf("report with its head = %+v, want it complete", r)
	}
	if r := checkBundle(t, pack(t, unpack(t, raw)), head); !r.Sound() {
		t.Errorf("report of the same files packed again = %+v, want it sound", r)
	}
}

func TestBundleTamperingHasAName(t *testing.T) {
	t.Parallel()
	raw, head := exported(t)
	replace := func(name, old, with string) func(map[string]string) {
		return func(f map[string]string) { f[name] = strings.Replace(f[name], old, with, 1) }
	}
	line := func(do func(lines []string) []string) func(map[string]string) {
		return func(f map[string]string) {
			lines := strings.SplitAfter(strings.TrimSuffix(f["chain.jsonl"], "\n"), "\n")
			f["chain.jsonl"] = strings.Join(do(lines), "")
		}
	}
	rulesFile := audit.RulesName(audit.Sum([]byte(rules)))
	for name, c := range map[string]struct {
		do   func(files map[string]string)
		want string
	}{
		"entry edited":       {replace("chain.jsonl", "key_1", "key_2"), audit.Edited},
		"entry with more":    {replace("chain.jsonl", `{"n":3`, `{"note":"x","n":3`), audit.Edited},
		"entry deleted":      {line(func(l []string) []string { return slices.Delete(l, 2, 3) }), audit.Deleted},
		"first deleted":      {line(func(l []string) []string { return l[1:] }), audit.Deleted},
		"entries moved":      {line(func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }), audit.Moved},
		"chain cut off":      {line(func(l []string) []string { return l[:4] }), audit.Truncated},
		"manifest edited":    {replace("manifest.json", `"acme"`, `"acme" `), audit.Mismatch},
		"verdict edited":     {replace(audit.VerdictsName, `"fail"`, `"pass"`), audit.Mismatch},
		"verdict deleted":    {func(f map[string]string) { f[audit.VerdictsName] = "" }, audit.FileMissing},
		"decision edited":    {replace(audit.DecisionsName, "accept", "waive"), audit.Mismatch},
		"decision deleted":   {func(f map[string]string) { f[audit.DecisionsName] = "" }, audit.FileMissing},
		"rules edited":       {replace(rulesFile, "1.0.0", "1.0.1"), audit.Mismatch},
		"rules deleted":      {func(f map[string]string) { delete(f, rulesFile) }, audit.FileMissing},
		"picture exchanged":  {replace("evidence/doc_1/1.jpg", "picture", "another"), audit.FileEdited},
		"picture grown":      {replace("evidence/doc_1/1.jpg", "picture", "picture2"), audit.FileEdited},
		"file added":         {func(f map[string]string) { f["evidence/doc_1/2.jpg"] = "more" }, audit.FileAdded},
		"a way out":          {func(f map[string]string) { f["../../etc/cron.d/x"] = "more" }, audit.FileAdded},
		"no manifest":        {func(f map[string]string) { delete(f, "manifest.json") }, audit.FileMissing},
		"no chain":           {func(f map[string]string) { delete(f, "chain.jsonl") }, audit.FileMissing},
		"manifest of others": {func(f map[string]string) { f["manifest.json"] = `{}` }, audit.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := unpack(t, raw)
			c.do(files)
			r := checkBundle(t, pack(t, files), head)
			if !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool { return f.Kind == c.want }) {
				t.Errorf("faults = %+v, want %s among them", r.Faults, c.want)
			}
		})
	}
	if r := checkBundle(t, []byte("no zip"), head); len(r.Faults) != 1 || r.Faults[0].Kind != audit.Unreadable {
		t.Errorf("faults of no zip = %+v, want unreadable", r.Faults)
	}
}

// Whatever byte of whatever file is changed, it shows.
func TestAnyByteOfABundleShows(t *testing.T) {
	t.Parallel()
	raw, head := exported(t)
	r := rand.New(rand.NewPCG(3, 4))
	for range 400 {
		files := unpack(t, raw)
		names := slices.Sorted(maps.Keys(files))
		name := names[r.IntN(len(names))]
		text := []byte(files[name])
		at := r.IntN(len(text))
		text[at] ^= byte(1 + r.IntN(255))
		files[name] = string(text)
		if checkBundle(t, pack(t, files), head).Sound() {
			t.Fatalf("byte %d of %s changed to %q is not seen", at, name, text[at])
		}
	}
}

func TestBundleNamesStayInside(t *testing.T) {
	t.Parallel()
	b := audit.NewBundle(io.Discard, audit.Manifest{})
	for _, name := range []string{"../x", "/x", "a/../../x", "", "a\\b", "c:x", "."} {
		if err := b.Add(name, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("Add(%q) = nil, want an error", name)
		}
	}
}

func FuzzCheckBundle(f *testing.F) {
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r, err := audit.CheckBundle(bytes.NewReader(raw), int64(len(raw)), audit.Head{}); err == nil && r.Sound() {
			t.Errorf("junk is a sound export: %+v", r)
		}
	})
}
