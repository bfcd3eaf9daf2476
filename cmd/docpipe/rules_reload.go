package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// rulesEvery is how often the folder of rules is looked at.
const rulesEvery = 5 * time.Second

// watchRules puts packs in force as they change in folder, until ctx ends; before is the state of
// the folder from which the running ones come. A pack that does not load is told with its file and
// line, and those in force stay.
func watchRules(ctx context.Context, folder, before string, every time.Duration, reload func() error, log *slog.Logger) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := folderState(folder)
		if now == before {
			continue
		}
		before = now
		if err := reload(); err != nil {
			log.Error("the rules have changed and do not load: those in force stay", "folder", folder, "error", err)
		} else {
			log.Info("the rules have changed and are in force", "folder", folder)
		}
	}
}

// reloadRules reads the packs again, and notes what is in force of the folder.
func (s *service) reloadRules() error {
	err := s.app.book.Reload()
	if err == nil {
		logFolder(s.app.book, s.config.Rules.Folder, s.log)
	}
	return err
}

// folderState is the names, sizes and times of the files of a folder; a folder that cannot be
// read has none.
func folderState(folder string) string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, e := range entries {
		if info, err := os.Stat(filepath.Join(folder, e.Name())); err == nil {
			fmt.Fprintln(&b, e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}
