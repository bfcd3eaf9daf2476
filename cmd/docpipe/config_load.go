package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/v2"
)

const (
	configFile = "docpipe.yaml"
	envPrefix  = "DOCPIPE_"
)

// loadConfig sums defaults, file, environment and flags. path names a file that must be
// there; when it is empty docpipe.yaml of the working folder is read if it exists. flags are
// settings by their dotted name. All mistakes come together, each naming its setting.
func loadConfig(path string, environ []string, flags map[string]any) (Config, error) {
	k := koanf.New(".")
	err := errors.Join(
		loadFile(k, path),
		k.Load(confmap.Provider(envSettings(environ), "."), nil),
		k.Load(confmap.Provider(flags, "."), nil),
	)
	if err != nil {
		return Config{}, usageError{err}
	}
	c := defaultConfig()
	err = errors.Join(checkKeys(k), expandAll(k), unmarshal(k, &c), c.validate())
	if err != nil {
		return Config{}, usageError{fmt.Errorf("the configuration has mistakes:\n%w", err)}
	}
	return c, nil
}

func loadFile(k *koanf.Koanf, path string) error {
	required := path != ""
	if !required {
		path = configFile
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !required {
		return nil
	}
	if err != nil && !required {
		return fmt.Errorf("%s of this folder: %w: go to another one, or name a file with --config", path, pathReason(err))
	}
	if err != nil {
		return fmt.Errorf("--config %s: %w", path, pathReason(err))
	}
	settings, err := yaml.Parser().Unmarshal(b)
	if err != nil {
		return fmt.Errorf("%s is not valid YAML: %w", path, err)
	}
	return k.Load(confmap.Provider(settings, ""), nil)
}

// envSettings turns DOCPIPE_NATS__URL=… into nats.url. Lists are separated by commas.
func envSettings(environ []string) map[string]any {
	settings := map[string]any{}
	for _, e := range environ {
		name, value, _ := strings.Cut(e, "=")
		if path, ours := strings.CutPrefix(name, envPrefix); ours && name != keyVariable {
			key := strings.ReplaceAll(strings.ToLower(path), "__", ".")
			settings[key] = value
		}
	}
	return settings
}

// checkKeys refuses settings that do not exist and offers the nearest one that does.
func checkKeys(k *koanf.Koanf) error {
	known := settingNames()
	var errs []error
	for _, key := range k.Keys() {
		switch {
		case key == "models.targets":
			errs = append(errs, checkTargetKeys(k.Get(key)))
		case strings.HasPrefix(key, "tenants."):
			errs = append(errs, checkTenantKey(key))
		case strings.HasPrefix(key, "rules.params."): // the packs know their parameters
		case slices.Contains(known, key), isSection(key, known): // a section that is none is the decoder's to say
		default:
			errs = append(errs, fmt.Errorf("%s: no such setting%s", key, didYouMean(key, known)))
		}
	}
	return errors.Join(errs...)
}

// isSection reports whether settings are below key.
func isSection(key string, known []string) bool {
	return slices.ContainsFunc(known, func(name string) bool { return strings.HasPrefix(name, key+".") })
}

// tenantSettings are what a tenant may set for itself.
var tenantSettings = []string{"min_confidence", "params"}

// checkTenantKey refuses tenants.NAME.SETTING where there is no such setting.
func checkTenantKey(key string) error {
	parts := strings.SplitN(key, ".", 3)
	if len(parts) < 3 || slices.Contains(tenantSettings, parts[2]) || strings.HasPrefix(parts[2], "params.") {
		return nil
	}
	return fmt.Errorf("%s: no such setting%s", key, didYouMean(parts[2], tenantSettings))
}

// settingNames lists the dotted name of every setting.
func settingNames() []string {
	var nested map[string]any
	k := koanf.New(".")
	err := errors.Join(decodeTagged(defaultConfig(), &nested), k.Load(confmap.Provider(nested, "."), nil))
	if err != nil {
		panic(err) // the type Config itself is broken
	}
	return append(k.Keys(), "tenants")
}

var placeholder = regexp.MustCompile(`\$\{(env|file):([^}]*)\}`)

// expandAll replaces ${env:NAME} and ${file:PATH} in every string.
func expandAll(k *koanf.Koanf) error {
	var errs []error
	for _, key := range k.Keys() {
		value, changed, err := expandValue(k.Get(key))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", key, err))
			k.Delete(key) // one mistake is enough to say
			continue
		}
		if changed {
			errs = append(errs, k.Set(key, value))
		}
	}
	return errors.Join(errs...)
}

// expandValue expands a string, or every string inside a list or section.
func expandValue(v any) (out any, changed bool, err error) {
	switch v := v.(type) {
	case string:
		if !strings.Contains(v, "${") {
			return v, false, nil
		}
		text, err := expand(v)
		return text, true, err
	case []any:
		list := slices.Clone(v)
		for i := range list {
			item, did, failed := expandValue(list[i])
			list[i], changed, err = item, changed || did, errors.Join(err, failed)
		}
		return list, changed, err
	case map[string]any:
		section := maps.Clone(v)
		for name := range section {
			item, did, failed := expandValue(section[name])
			section[name], changed, err = item, changed || did, errors.Join(err, failed)
		}
		return section, changed, err
	}
	return v, false, nil
}

func expand(text string) (string, error) {
	var failed error
	out := placeholder.ReplaceAllStringFunc(text, func(m string) string {
		part := placeholder.FindStringSubmatch(m)
		value, err := lookUp(part[1], part[2])
		failed = errors.Join(failed, err)
		return value
	})
	return out, failed
}

func lookUp(kind, name string) (string, error) {
	if kind == "env" {
		value, ok := os.LookupEnv(name)
		if !ok {
			return "", fmt.Errorf("the environment variable %s is not set", name)
		}
		return value, nil
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("the file %s: %w", name, pathReason(err))
	}
	return strings.TrimSpace(string(b)), nil
}

// unmarshal sets c and names the settings that have another form; the rest is set.
func unmarshal(k *koanf.Koanf, c *Config) error {
	return settingErrors(k.UnmarshalWithConf("", c, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		Result:           c,
		TagName:          "koanf",
		WeaklyTypedInput: true,
		DecodeHook: mapstructure.ComposeDecodeHookFunc(
			checkType,
			mapstructure.TextUnmarshallerHookFunc(),
			mapstructure.StringToSliceHookFunc(","),
		),
	}}))
}

var settingError = regexp.MustCompile(`'([^']+)' (.*)`)

// settingErrors writes the decoder's mistakes as validate writes its own: "name: what".
func settingErrors(err error) error {
	if err == nil {
		return nil
	}
	var errs []error
	for _, m := range settingError.FindAllStringSubmatch(err.Error(), -1) {
		errs = append(errs, fmt.Errorf("%s: %s", m[1], m[2]))
	}
	if len(errs) == 0 {
		return err
	}
	return errors.Join(errs...)
}

// decodeTagged turns the configuration into nested maps by its koanf tags.
func decodeTagged(c Config, out *map[string]any) error {
	*out = map[string]any{}
	d, err := mapstructure.NewDecoder(&mapstructure.DecoderConfig{Result: out, TagName: "koanf"})
	if err != nil {
		return err
	}
	return d.Decode(c)
}
