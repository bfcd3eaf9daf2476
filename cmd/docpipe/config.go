package main

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"docpipe/compliance"
	"docpipe/compliance/screen"
	"docpipe/pipeline"
)

// Config is what docpipe.yaml, the environment and flags decide, in that order of rank from
// below. The zero install works: every setting has a default.
type Config struct {
	Version    int               `koanf:"version"`    // of this file's format; 1
	Listen     string            `koanf:"listen"`     // HTTP address; 127.0.0.1:8080
	Data       string            `koanf:"data"`       // folder of ledger, blobs and streams; ./docpipe-data
	NATS       natsConfig        `koanf:"nats"`       //
	Ledger     urlConfig         `koanf:"ledger"`     // postgres://…; empty: SQLite in data
	Blobs      urlConfig         `koanf:"blobs"`      // s3://… or file://…; empty: folder in data
	Auth       authConfig        `koanf:"auth"`       //
	Timezone   string            `koanf:"timezone"`   // decides "today" for rules; UTC
	OCR        ocrConfig         `koanf:"ocr"`        //
	Review     reviewConfig      `koanf:"review"`     //
	Rules      rulesConfig       `koanf:"rules"`      //
	Screening  screeningConfig   `koanf:"screening"`  //
	Events     eventsConfig      `koanf:"events"`     //
	Encryption encryptionConfig  `koanf:"encryption"` //
	Limits     limitsConfig      `koanf:"limits"`     //
	Cache      cacheConfig       `koanf:"cache"`      //
	Tenants    map[string]tenant `koanf:"tenants"`    // settings by tenant; none

	dial    dialFunc     // no setting: what --offline makes of connections
	sandbox string       // no setting: the level of --sandbox
	Models  modelsConfig `koanf:"models"` //
}

type natsConfig struct {
	URL         string `koanf:"url"`         // of an external cluster; empty: embedded
	Credentials string `koanf:"credentials"` // file for the external cluster; none
	Listen      string `koanf:"listen"`      // where the embedded server listens; 127.0.0.1:4222
}

type urlConfig struct {
	URL string `koanf:"url"` // empty
}

type authConfig struct {
	Keys string `koanf:"keys"` // auto (required unless on loopback) | required; auto
}

type ocrConfig struct {
	Languages []string `koanf:"languages"` // BCP 47; en, de, fr
}

type reviewConfig struct {
	MinConfidence float64 `koanf:"min_confidence"` // 0..1, below it a field needs review; 0.90
}

type rulesConfig struct {
	Folder        string                    `koanf:"folder"`         // of your own packs, *.yaml and *.yml; none
	Packs         []string                  `koanf:"packs"`          // packs on request that are in force, "*" for all; none
	MinConfidence float64                   `koanf:"min_confidence"` // 0..1, below it rules take a value as unread; 0.80
	Params        map[string]map[string]any `koanf:"params"`         // of packs, by pack and name; as the packs say
}

// screeningConfig names what names are looked up in, see package screen.
type screeningConfig struct {
	Lists     []string `koanf:"lists"`     // files of sanctions lists as they are published; none
	Service   string   `koanf:"service"`   // URL of a screening service in place of lists; none
	Threshold float64  `koanf:"threshold"` // 0.5..1, likeness from which an entry is a hit; 0.88
	Timeout   duration `koanf:"timeout"`   // of one question to the service; 10s
}

type eventsConfig struct {
	Content string   `koanf:"content"` // none | masked | full; masked
	MaxAge  duration `koanf:"max_age"` // how long the stream keeps events; 400d
}

type encryptionConfig struct {
	Key secret `koanf:"key"` // 64 hex digits; empty: the file key in data
}

type limitsConfig struct {
	File         bytesSize `koanf:"file"`          // per upload; 100MiB
	Pages        int       `koanf:"pages"`         // per document; 2000
	PagePixels   pixelSize `koanf:"page_pixels"`   // per page; 50MP
	PageTime     duration  `koanf:"page_time"`     // 20s
	DocumentTime duration  `koanf:"document_time"` // 10m
	MinFreeDisk  bytesSize `koanf:"min_free_disk"` // below it uploads are refused; 2GiB
}

type cacheConfig struct {
	Max bytesSize `koanf:"max"` // size of artefacts kept; 20GiB
}

// A tenant's own settings; empty fields follow the rest of the configuration.
type tenant struct {
	MinConfidence float64                   `koanf:"min_confidence"` // 0: review.min_confidence
	Params        map[string]map[string]any `koanf:"params"`         // of packs, over rules.params; none
}

// defaultConfig is a single machine without account and network.
func defaultConfig() Config {
	return Config{
		Version: 1, Listen: "127.0.0.1:8080", Data: "./docpipe-data",
		NATS:      natsConfig{Listen: "127.0.0.1:4222"},
		Auth:      authConfig{Keys: "auto"},
		Timezone:  "UTC",
		OCR:       ocrConfig{Languages: []string{"en", "de", "fr"}},
		Review:    reviewConfig{MinConfidence: 0.90},
		Rules:     rulesConfig{MinConfidence: compliance.DefaultConfig().MinConfidence, Params: map[string]map[string]any{}},
		Screening: screeningConfig{Threshold: screen.DefaultConfig().Threshold, Timeout: duration(screen.DefaultConfig().Timeout)},
		Events:    eventsConfig{Content: "masked", MaxAge: duration(400 * 24 * time.Hour)},
		Limits: limitsConfig{
			File: 100 << 20, Pages: 2000, PagePixels: 50e6,
			PageTime: duration(20 * time.Second), DocumentTime: duration(10 * time.Minute), MinFreeDisk: 2 << 30,
		},
		Cache:   cacheConfig{Max: 20 << 30},
		Tenants: map[string]tenant{},
		Models:  defaultModels(),
	}
}

// validate returns every mistake at once, each naming its setting.
func (c Config) validate() error {
	var errs []error
	bad := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	bad(c.Version != 1, "version: %d is not known, write 1", c.Version)
	bad(!isAddress(c.Listen), "listen: %q is no address, write host:port such as 127.0.0.1:8080", c.Listen)
	bad(!isAddress(c.NATS.Listen), "nats.listen: %q is no address, write host:port such as 127.0.0.1:4222", c.NATS.Listen)
	bad(c.Data == "", "data: name a folder")
	bad(!slices.Contains([]string{"auto", "required"}, c.Auth.Keys), "auth.keys: %q is not known, write auto or required", c.Auth.Keys)
	bad(!slices.Contains([]string{"none", "masked", "full"}, c.Events.Content), "events.content: %q is not known, write none, masked or full", c.Events.Content)
	bad(c.Review.MinConfidence < 0 || c.Review.MinConfidence > 1, "review.min_confidence: %v is not between 0 and 1", c.Review.MinConfidence)
	bad(c.Rules.MinConfidence < 0 || c.Rules.MinConfidence > 1, "rules.min_confidence: %v is not between 0 and 1", c.Rules.MinConfidence)
	bad(len(c.OCR.Languages) == 0, "ocr.languages: name at least one, such as en")
	bad(c.Limits.Pages < 1, "limits.pages: %d is not at least 1", c.Limits.Pages)
	bad(c.Limits.File < 1, "limits.file: must be more than 0")
	bad(c.Limits.PagePixels < 1e5, "limits.page_pixels: less than 0.1MP cannot be read")
	bad(c.Limits.PageTime <= 0, "limits.page_time: must be more than 0")
	bad(c.Limits.DocumentTime <= 0, "limits.document_time: must be more than 0")
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		bad(true, "timezone: %q is not known, write a name such as Europe/Berlin", c.Timezone)
	}
	if err := c.Screening.config().Validate(); err != nil {
		errs = append(errs, fmt.Errorf("screening: %w", err))
	}
	if err := c.Encryption.validate(); err != nil {
		errs = append(errs, err)
	}
	if err := c.Models.validate(); err != nil {
		errs = append(errs, err)
	}
	for name := range c.Tenants {
		if err := pipeline.ValidTenant(name); err != nil {
			errs = append(errs, fmt.Errorf("tenants: %w", err))
		}
	}
	return errors.Join(errs...)
}

func (e encryptionConfig) validate() error {
	if e.Key != "" && !isHexKey(string(e.Key)) {
		return errors.New("encryption.key: write 64 hex digits, for example ${file:/etc/docpipe/key}")
	}
	return nil
}

func isAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	return err == nil && port != ""
}

func isHexKey(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, r := range s {
		if !('0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F') {
			return false
		}
	}
	return true
}
