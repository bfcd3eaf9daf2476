package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"docpipe/extractors/model"
)

// Learned is what 'models check' has found out about deployments of models that the catalogue does
// not know, by their identity. It stands in the user's cache folder: it is no setting, a
// setting wins over it, and a file that is lost costs one more check.
type learned map[string]learnedModel

type learnedModel struct {
	Images  bool   `json:"images"`  // it read a number off a picture
	Checked string `json:"checked"` // day
}

// identity is what was tried: a model at an address.
func (t targetConfig) identity() string { return t.Wire + " " + t.BaseURL + " " + t.Model }

func learnedPath() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "docpipe", "models.json"), err
}

// loadLearned returns what is known; nothing where the file is not there or not ours.
func loadLearned() learned {
	l := learned{}
	path, err := learnedPath()
	if err != nil {
		return l
	}
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &l) != nil {
		return learned{}
	}
	return l
}

// keep writes down whether t reads images.
func (l learned) keep(t targetConfig, images bool) error {
	path, err := learnedPath()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err != nil {
		return fmt.Errorf("keep what was learned about %s: %w", t.Model, err)
	}
	l[t.identity()] = learnedModel{Images: images, Checked: time.Now().UTC().Format(time.DateOnly)}
	return replaceFile(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(l) })
}

// unexplored reports whether neither settings nor the catalogue say if t reads images.
func (t targetConfig) unexplored(catalogue *model.Catalogue) bool {
	_, known := catalogue.Find(t.Model)
	return !known && (t.Input == "" || t.Input == "auto")
}

// unknownImages are cautious rules for a model that reads images and of which nobody says more.
func unknownImages() model.ImageRules {
	return model.ImageRules{MaxImages: 4, LongEdge: 1540, MaxBytes: 5_000_000, Formula: "patch28"}
}
