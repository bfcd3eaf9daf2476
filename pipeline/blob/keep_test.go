package blob_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/blob/blobtest"
)

func contentOf(tenant, sha string) *pipeline.Document {
	return &pipeline.Document{Tenant: tenant, Files: []pipeline.File{{SHA256: sha}}}
}

func TestArtefacts(t *testing.T) {
	t.Parallel()
	known := keys{}
	a := blob.NewArtefacts(blob.NewSealed(memory(t), known))
	d := contentOf("acme", "aa11")
	name := "attachments/../Müller krank.xml" // as a stranger's file may call it
	if _, err := a.Load(t.Context(), d, name); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Load before Save = %v, want ErrNotFound", err)
	}
	for _, text := range []string{"first", "second"} {
		if err := a.Save(t.Context(), d, name, []byte(text)); err != nil {
			t.Fatalf("Save: %v", err)
		}
	}
	if got, err := a.Load(t.Context(), d, name); err != nil || string(got) != "second" {
		t.Errorf("Load = %q, %v, want the later bytes", got, err)
	}
	if got, err := a.Load(t.Context(), contentOf("acme", "aa11"), name); err != nil || string(got) != "second" {
		t.Errorf("Load for the same bytes = %q, %v, want the shared work", got, err)
	}
	for _, other := range []*pipeline.Document{contentOf("other", "aa11"), contentOf("acme", "bb22")} {
		if _, err := a.Load(t.Context(), other, name); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("Load for %s/%s = %v, want ErrNotFound", other.Tenant, other.Content(), err)
		}
	}
	known["aa11"] = destroyed
	if _, err := a.Load(t.Context(), d, name); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Load after an erasure = %v, want ErrNotFound", err)
	}
}

func TestArtefactsReportDamage(t *testing.T) {
	t.Parallel()
	bucket := memory(t)
	a := blob.NewArtefacts(blob.NewSealed(bucket, keys{}))
	d := contentOf("acme", "aa11")
	if err := a.Save(t.Context(), d, "page/1", blobtest.Bytes(100)); err != nil {
		t.Fatal(err)
	}
	for entry := range bucket.List(t.Context(), "") {
		stored, err := blobtest.Get(t.Context(), bucket, entry.Key)
		if err != nil {
			t.Fatal(err)
		}
		blobtest.Put(t, bucket, entry.Key, flip(60)(stored))
	}
	if _, err := a.Load(t.Context(), d, "page/1"); !errors.Is(err, pipeline.ErrDamaged) {
		t.Errorf("Load of a changed artefact = %v, want ErrDamaged", err)
	}
}

func TestEvictKeepsWhatWasUsed(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	store := blob.NewSealed(openConfig(t, blob.Config{Path: root}), keys{})
	a := blob.NewArtefacts(store)
	d := contentOf("acme", "aa11")
	for _, name := range []string{"old", "used"} {
		if err := a.Save(t.Context(), d, name, blobtest.Bytes(1000)); err != nil {
			t.Fatal(err)
		}
	}
	sha, _, err := blob.NewOriginals(store, t.TempDir()).Put(t.Context(), "acme", bytes.NewReader(blobtest.Bytes(5000)))
	if err != nil {
		t.Fatal(err)
	}
	age(t, root, time.Hour)
	if _, err := a.Load(t.Context(), d, "used"); err != nil {
		t.Fatal(err)
	}
	freed, err := a.Evict(t.Context(), 1500)
	if err != nil || freed < 1000 || freed > 1500 {
		t.Errorf("Evict = %d, %v, want the bytes of one artefact", freed, err)
	}
	if _, err := a.Load(t.Context(), d, "old"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Load of what was not used = %v, want ErrNotFound", err)
	}
	if _, err := a.Load(t.Context(), d, "used"); err != nil {
		t.Errorf("Load of what was used: %v", err)
	}
	if _, err := blob.NewOriginals(store, "").Open(t.Context(), "acme", sha); err != nil {
		t.Errorf("Open of the original: %v", err)
	}
}

// A cache that has room is not looked through: what another process saved waits for the hour.
func TestEvictLooksOnlyWhenItMust(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	store := blob.NewSealed(openConfig(t, blob.Config{Path: root}), keys{})
	a, other := blob.NewArtefacts(store), blob.NewArtefacts(store)
	save := func(by *blob.Artefacts, name string, size int) {
		t.Helper()
		if err := by.Save(t.Context(), contentOf("acme", "aa11"), name, blobtest.Bytes(size)); err != nil {
			t.Fatal(err)
		}
	}
	evict := func(freesSome bool) {
		t.Helper()
		if freed, err := a.Evict(t.Context(), 5000); err != nil || (freed > 0) != freesSome {
			t.Errorf("Evict = %d, %v, want bytes freed: %v", freed, err, freesSome)
		}
	}
	evict(false)
	save(other, "unseen", 6000)
	evict(false)
	save(a, "seen", 4990)
	evict(false)
	save(a, "more", 20)
	evict(true)
	evict(false)
}

// age makes every file older.
func age(t *testing.T, root string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(path, then, then))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOriginals(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"empty": 0, "small": 1000, "at_the_edge": 1 << 20, "large": 3<<20 + 17} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			o := blob.NewOriginals(blob.NewSealed(folder(t), keys{}), temp)
			want := blobtest.Bytes(size)
			sha, n, err := o.Put(t.Context(), "acme", bytes.NewReader(want))
			if err != nil || n != int64(size) || len(sha) != 64 {
				t.Fatalf("Put = %q, %d, %v, want a hash and %d", sha, n, err, size)
			}
			r, err := o.Open(t.Context(), "acme", sha)
			if err != nil {
				t.Fatalf("Open: %v", err)
			}
			defer r.Close()
			var got bytes.Buffer
			if _, err := got.ReadFrom(r); err != nil || !bytes.Equal(got.Bytes(), want) {
				t.Errorf("Open gave %d bytes, %v, want what was put", got.Len(), err)
			}
			if _, err := o.Open(t.Context(), "other", sha); !errors.Is(err, pipeline.ErrNotFound) {
				t.Errorf("Open by another tenant = %v, want ErrNotFound", err)
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Errorf("the temporary folder holds %v, %v, want nothing", left, err)
			}
		})
	}
}

// An upload that is given up leaves nothing.
func TestUploadClosedEarly(t *testing.T) {
	t.Parallel()
	bucket := memory(t)
	u := blob.NewOriginals(blob.NewSealed(bucket, keys{}), t.TempDir()).Upload("acme")
	if _, err := u.Write(blobtest.Bytes(2 << 20)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(u.Close(), u.Close()); err != nil {
		t.Errorf("Close twice = %v, want nil", err)
	}
	for entry := range bucket.List(t.Context(), "") {
		t.Errorf("the bucket holds %s, want nothing", entry.Key)
	}
}

func TestFolderCleansUpAfterKilledProcesses(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	openConfig(t, blob.Config{Path: root})
	left := filepath.Join(root, ".tmp", "put-left")
	fresh := filepath.Join(root, ".tmp", "put-fresh")
	for _, path := range []string{left, fresh} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	then := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(left, then, then); err != nil {
		t.Fatal(err)
	}
	openConfig(t, blob.Config{Path: root})
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old temporary file: %v, want it gone", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the fresh temporary file: %v, want it kept", err)
	}
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	for _, cfg := range []blob.Config{{}, {URL: "gs://bucket"}, {URL: "::"}} {
		if err := cfg.Validate(); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), "blobs") {
			t.Errorf("Validate(%+v) = %v, want ErrInvalid that names the setting", cfg, err)
		}
	}
}

func TestAnswersStayWhenArtefactsGo(t *testing.T) {
	t.Parallel()
	store := blob.NewSealed(memory(t), keys{})
	answers, artefacts := blob.NewAnswers(store), blob.NewArtefacts(store)
	d := contentOf("acme", "aa11")
	if _, err := answers.Load(t.Context(), d, "q"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Load before Save = %v, want ErrNotFound", err)
	}
	if err := errors.Join(answers.Save(t.Context(), d, "q", []byte("bought")), artefacts.Save(t.Context(), d, "q", []byte("made"))); err != nil {
		t.Fatal(err)
	}
	if _, err := artefacts.Evict(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := artefacts.Load(t.Context(), d, "q"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("the artefact is still there: %v", err)
	}
	if got, err := answers.Load(t.Context(), contentOf("acme", "aa11"), "q"); err != nil || string(got) != "bought" {
		t.Errorf("Load after the eviction = %q, %v, want the answer", got, err)
	}
	if _, err := answers.Load(t.Context(), contentOf("other", "aa11"), "q"); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("another tenant reads the answer: %v", err)
	}
}
