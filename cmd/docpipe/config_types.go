package main

import (
	"errors"
	"reflect"
	"strconv"
)

// formOf says what to write for settings whose text has a form of its own.
var formOf = map[reflect.Type]string{
	reflect.TypeFor[bytesSize](): "write a size, such as 100MiB",
	reflect.TypeFor[pixelSize](): "write a number of pixels, such as 50MP",
	reflect.TypeFor[duration]():  "write a time, such as 20s, 10m or 400d",
	reflect.TypeFor[money]():     `write an amount in quotes, such as "0.05"`,
	reflect.TypeFor[secret]():    wantText,
}

const wantText = "write a text, in quotes where it looks like a number"

// checkType is a decoder's hook that refuses what YAML reads as another type than the setting
// has: the decoder would make a text of a number, and nothing of an empty list. The environment
// has texts alone, so a text is taken for all that it can be read as.
func checkType(from, to reflect.Value) (any, error) {
	value := from.Interface()
	text, isText := value.(string)
	want, written := formOf[to.Type()]
	switch {
	case written:
		return value, unless(isText, want)
	case to.Kind() == reflect.String:
		return value, unless(isText, wantText)
	case to.Kind() == reflect.Int:
		return value, unless(isText && isWhole(text) || from.CanInt(), "write a whole number")
	case to.Kind() == reflect.Float64:
		return value, unless(isText && isDecimal(text) || from.CanInt() || from.CanFloat(), "write a number")
	case to.Kind() == reflect.Slice:
		return value, unless(isText || from.Kind() == reflect.Slice, "write a list")
	case to.Kind() == reflect.Struct, to.Kind() == reflect.Map:
		return value, unless(from.Kind() == reflect.Map || from.Type() == to.Type(), "write a section of settings")
	}
	return value, nil
}

func unless(ok bool, want string) error {
	if ok {
		return nil
	}
	return errors.New(want)
}

func isWhole(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

func isDecimal(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
