package raster

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
)

// evalSet returns a folder of DOCPIPETEST_EVAL, or skips.
func evalSet(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("DOCPIPETEST_EVAL")
	if root == "" {
		t.Skip("DOCPIPETEST_EVAL names no evaluation data")
	}
	return filepath.Join(root, name)
}

// A specimen is one hostile file, with what pdfinfo said of it.
type specimen struct {
	File      string
	Kind      string
	PDFInfo   int `json:"pdfinfo_rc"`
	Pages     int
	Encrypted bool
}

// TestHostile demands that no file ends the process, that each gives pages or an error of a
// known kind in time, and that pages are counted as pdfinfo counts them.
func TestHostile(t *testing.T) {
	dir := evalSet(t, "hostile")
	needTools(t, "qpdf", "pdftotext")
	b := setup(t)
	counted, right := 0, 0
	for _, s := range specimens(t, dir) {
		mediaType := mediaTypeOf(s.File)
		if mediaType == "" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, s.File))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		d := document(t, mediaType, content)
		err = b.Inspect().Do(t.Context(), d)
		if err != nil && errors.Is(err, pipeline.ErrInternal) || pipeline.KindOf(err) == pipeline.ErrInternal {
			t.Errorf("%s: %v, want an error of a kind", s.File, err)
		}
		if strings.HasPrefix(s.Kind, "pdf") && s.PDFInfo == 0 && !s.Encrypted {
			counted++
			if len(d.Pages) == s.Pages {
				right++
			} else {
				t.Logf("%s: %d pages, pdfinfo %d: %v", s.File, len(d.Pages), s.Pages, err)
			}
		}
		states := map[pipeline.PageState]int{}
		for _, p := range d.Pages[:min(len(d.Pages), 5)] {
			if err := b.Step().Do(t.Context(), d, p); err != nil {
				if pipeline.KindOf(err) == pipeline.ErrInternal || errors.Is(err, pipeline.ErrEnvironment) {
					t.Errorf("%s page %d: %v, want an error of a kind", s.File, p.Number, err)
				}
				p.State = pipeline.PageFailed
				t.Logf("%s page %d: %v", s.File, p.Number, err)
			}
			states[p.State]++
		}
		d.Close()
		t.Logf("%-60s %8v %v %v", s.File, time.Since(start).Round(time.Millisecond), states, err)
	}
	if share := float64(right) / float64(max(counted, 1)); share < 0.97 {
		t.Errorf("page counts right in %d of %d files, want 97 %%", right, counted)
	}
}

func specimens(t testing.TB, dir string) (all []specimen) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var x specimen
		if err := json.Unmarshal(s.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

func mediaTypeOf(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf":
		return mediaPDF
	case ".tif", ".tiff":
		return mediaTIFF
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".webp":
		return "image/webp"
	case ".bmp":
		return "image/bmp"
	case ".gif":
		return "image/gif"
	}
	return ""
}
