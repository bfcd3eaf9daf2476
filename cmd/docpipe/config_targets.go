package main

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// checkTargetKeys refuses settings of models.targets that do not exist.
func checkTargetKeys(v any) error {
	list, ok := v.([]any)
	if !ok {
		if empty, isList := v.([]targetConfig); isList && len(empty) == 0 {
			return nil
		}
		return errors.New("models.targets: write a list of targets, each with name, wire and model")
	}
	var errs []error
	for i, item := range list {
		at := fmt.Sprintf("models.targets[%d]", i)
		section, ok := item.(map[string]any)
		if !ok {
			errs = append(errs, fmt.Errorf("%s: write name, wire and model", at))
			continue
		}
		errs = append(errs, unknownKeys(at, section, reflect.TypeFor[targetConfig]()))
	}
	return errors.Join(errs...)
}

// unknownKeys names the keys of section, and of sections inside, that the struct t has not.
func unknownKeys(at string, section map[string]any, t reflect.Type) error {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		fields[t.Field(i).Tag.Get("koanf")] = t.Field(i).Type
	}
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(section)) {
		field, known := fields[key]
		if !known {
			errs = append(errs, fmt.Errorf("%s.%s: no such setting%s", at, key, didYouMean(key, slices.Sorted(maps.Keys(fields)))))
			continue
		}
		if inner, ok := section[key].(map[string]any); ok && field.Kind() == reflect.Struct {
			errs = append(errs, unknownKeys(at+"."+key, inner, field))
		}
	}
	return errors.Join(errs...)
}
