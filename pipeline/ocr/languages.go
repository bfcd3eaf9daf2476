package ocr

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// packs names Tesseract's data for a language, and the Debian package that brings it follows
// from the name. Regions and scripts after the first subtag matter only for Chinese and Serbian.
var packs = map[string]string{
	"af": "afr", "ar": "ara", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos", "ca": "cat", "cs": "ces",
	"cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "eu": "eus",
	"fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "gl": "glg", "gu": "guj", "he": "heb", "hi": "hin",
	"hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat",
	"kn": "kan", "ko": "kor", "lb": "ltz", "lt": "lit", "lv": "lav", "mk": "mkd", "ml": "mal", "mr": "mar",
	"ms": "msa", "mt": "mlt", "nb": "nor", "nl": "nld", "nn": "nor", "no": "nor", "pa": "pan", "pl": "pol",
	"pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe",
	"sw": "swa", "ta": "tam", "te": "tel", "th": "tha", "tl": "tgl", "tr": "tur", "uk": "ukr", "ur": "urd",
	"vi": "vie", "zh": "chi_sim", "zh-hant": "chi_tra", "zh-tw": "chi_tra", "zh-hk": "chi_tra", "sr-latn": "srp_latn",
}

// codes translates BCP 47 tags to the names of Tesseract's packs, each once, in order.
func codes(languages []string) ([]string, error) {
	var all []string
	for _, tag := range languages {
		code, err := code(tag)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all, nil
}

// code looks the tag up, then its shorter forms: zh-Hant-TW, zh-Hant, zh.
func code(tag string) (string, error) {
	short := strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	for {
		if code, ok := packs[short]; ok {
			return code, nil
		}
		cut := strings.LastIndexByte(short, '-')
		if cut < 0 {
			return "", fmt.Errorf("language %q: Tesseract has no pack that we know for it; use a BCP 47 tag such as de or pt-BR: %w", tag, pipeline.ErrInvalid)
		}
		short = short[:cut]
	}
}

// Missing returns those of the BCP 47 languages whose pack is not installed, all of them when
// Tesseract itself is not.
func (o *OCR) Missing(ctx context.Context, languages []string) []string {
	have, err := o.edition(ctx)
	if err != nil {
		return languages
	}
	var missing []string
	for _, tag := range languages {
		if code, err := code(tag); err != nil || !slices.Contains(have.packs, code) {
			missing = append(missing, tag)
		}
	}
	return missing
}

// wanted returns the packs for the languages of d, or the configured ones. A pack that is not
// installed is an error that names what to install and wraps [pipeline.ErrEnvironment].
func (o *OCR) wanted(ctx context.Context, d *pipeline.Document) (string, error) {
	want, err := codes(o.languages(d))
	if err != nil {
		return "", err
	}
	have, err := o.edition(ctx)
	if err != nil {
		return "", err
	}
	var lacking []string
	for _, code := range want {
		if !slices.Contains(have.packs, code) {
			lacking = append(lacking, debian(code))
		}
	}
	if len(lacking) > 0 {
		return "", fmt.Errorf("a language pack of Tesseract is missing: install %s, or run `docpipe doctor --install`: %w",
			strings.Join(lacking, " "), pipeline.ErrEnvironment)
	}
	return strings.Join(want, "+"), nil
}

func (o *OCR) languages(d *pipeline.Document) []string {
	if len(d.Settings.Languages) > 0 {
		return d.Settings.Languages
	}
	return o.cfg.Languages
}

// Package names the Debian package that brings the pack of a BCP 47 language. A language that
// Tesseract has no pack for wraps pipeline.ErrInvalid.
func Package(tag string) (string, error) {
	code, err := code(tag)
	return debian(code), err
}

// debian is the package that brings a pack.
func debian(code string) string { return "tesseract-ocr-" + strings.ReplaceAll(code, "_", "-") }

// An edition is the Tesseract of this machine and what it can read.
type edition struct {
	version string   // what it calls itself, such as "tesseract 5.3.0"
	packs   []string // with at least one
}

// Version returns what Tesseract calls itself, such as "tesseract 5.3.0", or "" when it is
// not installed.
func (o *OCR) Version(ctx context.Context) string {
	e, err := o.edition(ctx)
	if err != nil {
		return ""
	}
	return e.version
}

// edition asks Tesseract until an answer came.
func (o *OCR) edition(ctx context.Context) (edition, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known.packs != nil {
		return o.known, nil
	}
	out, err := o.sb.Run(ctx, sandbox.Tool{Name: Program, Args: []string{"--version", "--list-langs"}})
	if err != nil {
		return edition{}, fmt.Errorf("listing the languages of Tesseract: %w", err)
	}
	if out.Code != 0 {
		return edition{}, fmt.Errorf("listing the languages of Tesseract: exit code %d: %w", out.Code, pipeline.ErrEnvironment)
	}
	o.known = parseEdition(string(out.Stdout) + string(out.Stderr))
	return o.known, nil
}

// parseEdition reads the name in the first line, and the packs behind the head of their list.
func parseEdition(text string) (e edition) {
	list := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case e.version == "":
			e.version = line
		case strings.HasPrefix(line, "List of available languages"):
			list = true
		case list && line != "" && !strings.Contains(line, " "):
			e.packs = append(e.packs, line)
		}
	}
	return e
}
