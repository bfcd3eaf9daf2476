package main

import (
	"fmt"
	"strings"
	"time"
)

// bytesSize is a number of bytes, written as 100MiB.
type bytesSize int64

// UnmarshalText reads "100MiB".
func (s *bytesSize) UnmarshalText(text []byte) error {
	v, err := parseQuantity(string(text), byteUnits)
	*s = bytesSize(v)
	return err
}

// MarshalText writes the largest unit that divides the size.
func (s bytesSize) MarshalText() ([]byte, error) {
	for _, u := range []unit{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n := int64(u.times); int64(s) >= n && int64(s)%n == 0 {
			return fmt.Appendf(nil, "%d%s", int64(s)/n, u.name), nil
		}
	}
	return fmt.Appendf(nil, "%dB", int64(s)), nil
}

// pixelSize is a number of pixels, written as 50MP.
type pixelSize int64

// UnmarshalText reads "50MP".
func (s *pixelSize) UnmarshalText(text []byte) error {
	v, err := parseQuantity(string(text), pixelUnits)
	*s = pixelSize(v)
	return err
}

// MarshalText writes megapixels.
func (s pixelSize) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%gMP", float64(s)/1e6), nil
}

// duration is a span of time, written as 20s or 400d.
type duration time.Duration

// UnmarshalText reads "20s" or "400d".
func (d *duration) UnmarshalText(text []byte) error {
	v, err := parseDuration(string(text))
	*d = duration(v)
	return err
}

// MarshalText writes whole days as such, and no zeros behind: 10m.
func (d duration) MarshalText() ([]byte, error) {
	const day = 24 * time.Hour
	t := time.Duration(d)
	if t >= day && t%day == 0 {
		return fmt.Appendf(nil, "%dd", t/day), nil
	}
	text := t.String()
	for _, zero := range []string{"m0s", "h0m"} { // 10m0s is written 10m
		if short, ok := strings.CutSuffix(text, zero); ok {
			text = short + zero[:1]
		}
	}
	return []byte(text), nil
}

// secret is a string that never shows itself.
type secret string

// String hides the value.
func (s secret) String() string {
	if s == "" {
		return ""
	}
	return "(set)"
}

// MarshalText hides the value.
func (s secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
