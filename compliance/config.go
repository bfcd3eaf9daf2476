package compliance

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"docpipe/pipeline"
)

// Config holds what a policy may set.
type Config struct {
	// Timezone is the IANA name of the zone whose calendar says what "today" is. Default UTC.
	Timezone string

	// MinConfidence is the confidence, 0..1, below which a value counts as unreadable for
	// rules that do not say themselves. A value whose confidence nobody estimated counts as
	// read. Default 0.80.
	MinConfidence float64

	// Params overrides parameters of packs, by pack and name. Default none.
	Params Params

	// Tenants overrides parameters for single tenants, over those of Params. Default none.
	Tenants map[string]Params

	// Packs names the packs on request that are in force beside the others; AllPacks is every
	// one. Default none.
	Packs []string

	// Folder holds the user's own packs, *.yaml and *.yml; one that says replaces: shipped stands
	// in the place of the shipped one of the same name. Default none.
	Folder string
}

// AllPacks in Config.Packs puts every pack in force.
const AllPacks = "*"

// wants reports whether a pack is in force.
func (c Config) wants(p *Pack) bool {
	return !p.OnRequest || slices.Contains(c.Packs, p.Name) || slices.Contains(c.Packs, AllPacks)
}

// named refuses names of packs that there are not.
func (c Config) named(packs []*Pack) error {
	var errs []error
	for _, name := range c.Packs {
		if name != AllPacks && !slices.ContainsFunc(packs, func(p *Pack) bool { return p.Name == name }) {
			errs = append(errs, fmt.Errorf("packs: there is no pack %q: %w", name, pipeline.ErrInvalid))
		}
	}
	return errors.Join(errs...)
}

// Params are values of policy.*, by pack and name.
type Params map[string]map[string]any

// DefaultConfig returns the defaults.
func DefaultConfig() Config { return Config{Timezone: "UTC", MinConfidence: 0.80} }

// Validate reports every mistake, each naming its setting; it wraps ErrInvalid. Parameters are
// checked when the packs are loaded.
func (c Config) Validate() error {
	var all []error
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		all = append(all, fmt.Errorf("timezone %q: use an IANA name such as Europe/Paris: %w", c.Timezone, pipeline.ErrInvalid))
	}
	if c.MinConfidence < 0 || c.MinConfidence > 1 {
		all = append(all, fmt.Errorf("min_confidence %v: use 0 to 1: %w", c.MinConfidence, pipeline.ErrInvalid))
	}
	return errors.Join(all...)
}

// params are the overrides of a pack for a tenant.
func (c Config) params(pack, tenant string) map[string]any {
	own := c.Tenants[tenant][pack]
	if len(own) == 0 {
		return c.Params[pack]
	}
	m := maps.Clone(c.Params[pack])
	if m == nil {
		m = map[string]any{}
	}
	maps.Copy(m, own)
	return m
}

// check tells every mistake in the parameters: packs that are not there, names and kinds that
// they do not have.
func (c Config) check(packs []*Pack) error {
	var errs []error
	for _, all := range append([]Params{c.Params}, slices.Collect(maps.Values(c.Tenants))...) {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			i := slices.IndexFunc(packs, func(p *Pack) bool { return p.Name == name })
			if i < 0 {
				errs = append(errs, fmt.Errorf("params.%s: there is no such pack: %w", name, pipeline.ErrInvalid))
				continue
			}
			errs = append(errs, packs[i].accepts(all[name]))
		}
	}
	return errors.Join(errs...)
}

// today returns the calendar day that now falls on in the configured zone.
func (c Config) today(now time.Time) day {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := now.In(zone).Date()
	return day{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}
