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

// past returns what is wrong when there is no such day, or it is still to come.
func past(year, month, dayOfMonth int) string {
	if time.Now().AddDate(0, 0, 1).Before(time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)) {
		return fmt.Sprintf("holds a birth on %04d-%02d-%02d, which is still to come", year, month, dayOfMonth)
	}
	return day(year, month, dayOfMonth)
}
