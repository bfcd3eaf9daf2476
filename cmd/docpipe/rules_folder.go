package main

import (
	"fmt"
	"io"
	"log/slog"

	"docpipe/compliance"
)

// notRead is said of a file that looks like a pack.
const notRead = "it looks like a pack and is not read: the names of packs end in .yaml or .yml"

// logFolder notes what is in force from the folder of rules, and what is not though it may have
// been meant to be.
func logFolder(b *compliance.Book, folder string, log *slog.Logger) {
	for _, p := range b.Packs() {
		switch {
		case p.Replaces != "":
			log.Warn("a pack of the folder is in force in place of the one that docpipe ships",
				"pack", p.Name, "version", p.Version, "shipped", p.Replaces, "file", p.File)
		case !p.Shipped:
			log.Info("a pack of the folder is in force", "pack", p.Name, "version", p.Version, "file", p.File)
		}
	}
	for _, name := range compliance.Strays(folder) {
		log.Warn(notRead, "file", name)
	}
}

// tellStrays names files of the folder of rules that somebody may look for in a list.
func (g *globals) tellStrays(w io.Writer) error {
	c, err := g.config()
	if err != nil || c.Rules.Folder == "" {
		return err
	}
	for _, name := range compliance.Strays(c.Rules.Folder) {
		fmt.Fprintf(w, "%s: %s\n", name, notRead)
	}
	return nil
}
