package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A quantity's units, longest spelling first.
var (
	byteUnits  = []unit{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}, {"", 1}}
	pixelUnits = []unit{{"MP", 1e6}, {"", 1}}
)

type unit struct {
	name  string
	times float64
}

// parseQuantity reads "100MiB" or "50MP" as a whole number of bytes or pixels.
func parseQuantity(text string, units []unit) (int64, error) {
	for _, u := range units {
		number, found := strings.CutSuffix(strings.TrimSpace(text), u.name)
		if !found {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || v < 0 || v*u.times > 1<<62 {
			break
		}
		return int64(v * u.times), nil
	}
	return 0, fmt.Errorf("%q is no size: write a number and a unit, such as 100MiB", text)
}

// parseDuration reads Go durations and whole days, such as "400d".
func parseDuration(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err == nil && n >= 0 && n < 100_000 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no duration: write it as 90s, 10m, 24h or 30d", text)
	}
	return d, nil
}
