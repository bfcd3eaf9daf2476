package compliance

import (
	"fmt"
	"time"
)

// dateRules find dates of an invoice that cannot be.
func dateRules() []Rule {
	return []Rule{
		notInFuture("EU-VAT-DATE-01", "The issue date is not in the future", "/issue_date"),
		ordered("EU-VAT-DATE-02", "The due date is not before the issue date", Medium, "/issue_date", "/due_date"),
		ordered("EU-VAT-DATE-03", "The period does not end before it begins", Medium, "/period/start", "/period/end"),
	}
}

func notInFuture(id, title, pointer string) Rule {
	return Rule{
		ID: id, Title: title, Severity: High, Source: policy("date plausibility"),
		Fix: "Compare the date with the original and with the day it was received.",
		Check: func(f *Facts) Answer {
			day := f.Date(pointer)
			a := holds(!day.After(f.Today), fmt.Sprintf("dated %s, which is after %s", iso(day), iso(f.Today)))
			return compared(a, "not after "+iso(f.Today), iso(day))
		},
	}
}

func ordered(id, title, severity, earlier, later string) Rule {
	return Rule{
		ID: id, Title: title, Severity: severity, Source: policy("date plausibility"),
		Fix: "Compare both dates with the original.",
		Check: func(f *Facts) Answer {
			from, to := f.Date(earlier), f.Date(later)
			a := holds(!to.Before(from), fmt.Sprintf("%s %s is before %s %s", later, iso(to), earlier, iso(from)))
			return compared(a, "not before "+iso(from), iso(to))
		},
	}
}

// compared adds what was expected and what stands there to a failure.
func compared(a Answer, expected, actual string) Answer {
	if a.Message != "" {
		a.Expected, a.Actual = expected, actual
	}
	return a
}

func iso(day time.Time) string { return day.Format(time.DateOnly) }
