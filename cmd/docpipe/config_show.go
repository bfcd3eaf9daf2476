package main

import (
	"encoding"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"
)

// showConfig writes c as a docpipe.yaml that means the same, in the order of [Config]. What
// is secret stands as a reference to the environment, with a comment.
func showConfig(w io.Writer, c Config) error {
	n, err := settingNode("", reflect.ValueOf(c))
	if err != nil {
		return err
	}
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		return err
	}
	return e.Close()
}

// settingNode turns the setting at path, or a section of settings, into YAML.
func settingNode(path string, v reflect.Value) (*yaml.Node, error) {
	switch {
	case v.Kind() == reflect.Struct:
		return sectionNode(path, v)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		return listNode(path, v)
	case v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[secret]():
		return listNode(path, v)
	}
	if text := v.String(); v.Kind() == reflect.String && text != "" {
		if note, hide := hidden(v.Interface(), text); hide {
			return &yaml.Node{Kind: yaml.ScalarNode, Value: "${env:" + envName(path) + "}", LineComment: note}, nil
		}
	}
	n := &yaml.Node{}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return nil, err
		}
		return n, n.Encode(string(text))
	}
	return n, n.Encode(v.Interface())
}

func sectionNode(path string, v reflect.Value) (*yaml.Node, error) {
	section := &yaml.Node{Kind: yaml.MappingNode}
	for i := range v.NumField() {
		name, setting := v.Type().Field(i).Tag.Lookup("koanf")
		if !setting {
			continue
		}
		value, err := settingNode(strings.TrimPrefix(path+"."+name, "."), v.Field(i))
		if err != nil {
			return nil, err
		}
		section.Content = append(section.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, value)
	}
	return section, nil
}

// listNode writes a list of sections, or of secrets; each item's place becomes part of its path.
func listNode(path string, v reflect.Value) (*yaml.Node, error) {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		item, err := settingNode(fmt.Sprintf("%s.%d", path, i), v.Index(i))
		if err != nil {
			return nil, err
		}
		list.Content = append(list.Content, item)
	}
	if v.Len() == 0 {
		list.Style = yaml.FlowStyle
	}
	return list, nil
}

// hidden reports whether a setting must not be shown, and what may be said of it.
func hidden(v any, text string) (note string, hide bool) {
	if _, ok := v.(secret); ok {
		return "set, not shown", true
	}
	if u, err := url.Parse(text); err == nil && u.User != nil {
		if _, has := u.User.Password(); has {
			return u.Redacted(), true
		}
	}
	return "", false
}

// envName is the environment variable of a setting. An item of a list has none of its own, so
// that its name there is free: MODELS_TARGETS_0_API_KEY.
func envName(path string) string {
	name := strings.ToUpper(path)
	if strings.ContainsAny(path, "0123456789") {
		return strings.ReplaceAll(name, ".", "_")
	}
	return envPrefix + strings.ReplaceAll(name, ".", "__")
}
