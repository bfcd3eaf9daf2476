package archive

import (
	"docpipe/compliance"
)

// fill adds columns to a row, and leaves out what is not known.
type fill compliance.Row

func (f fill) text(column, value string) fill {
	if value != "" {
		f[column] = value
	}
	return f
}

func (f fill) amount(column, value string) fill {
	if d, ok := parse(value); ok {
		f[column] = d
	}
	return f
}

func (f fill) day(column, value string) fill {
	if t, ok := day(value); ok {
		f[column] = t
	}
	return f
}
