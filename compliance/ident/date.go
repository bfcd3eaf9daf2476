package ident

import (
	"fmt"
	"time"
)

// day returns what is wrong when there is no such day.
func day(year, month, dayOfMonth int) string {
	t := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != dayOfMonth {
		return fmt.Sprintf("holds the date %04d-%02d-%02d, there is no such day", year, month, dayOfMonth)
	}
	return ""
}
