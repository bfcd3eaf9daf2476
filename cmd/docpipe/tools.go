package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// A tool is a program of the system that docpipe starts.
type tool struct {
	name     string // as it stands on PATH
	pack     string // Debian package
	why      string
	required bool // nothing works without it
	version  []string
}

// tools lists every program, in the order in which doctor shows them.
var tools = []tool{
	{"tesseract", "tesseract-ocr", "reads scans", true, []string{"--version"}},
	{"qpdf", "qpdf", "opens passwords, repairs, fills in forms", true, []string{"--version"}},
	{"pdftotext", "poppler-utils", "invisible text of searchable scans", true, []string{"-v"}},
	{"zbarimg", "zbar-tools", "barcodes", false, []string{"--version"}},
}

// missingTools names the required programs that are not on PATH.
func missingTools() []string {
	var missing []string
	for _, t := range tools {
		if t.required && !t.installed() {
			missing = append(missing, t.name)
		}
	}
	return missing
}

func (t tool) installed() bool {
	_, err := exec.LookPath(t.name)
	return err == nil
}

// versionLine is the first line of what the program says of itself.
func (t tool) versionLine(ctx context.Context) string {
	if !t.installed() {
		return t.name + " is not installed"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, t.name, t.version...).CombinedOutput()
	line, _, _ := bytes.Cut(out, []byte("\n"))
	text := strings.TrimSpace(string(line))
	switch {
	case err != nil && text == "":
		return fmt.Sprintf("%s does not start: %v", t.name, err)
	case !strings.Contains(text, t.name):
		return t.name + " " + text
	}
	return text
}

func joinWords(words []string) string { return strings.Join(words, ", ") }
