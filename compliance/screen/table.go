package screen

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// A row is one line of a table with a header.
type row struct {
	columns map[string]int
	cells   []string
}

// get returns the cell of the first of the columns that is there and not empty.
func (r row) get(columns ...string) string {
	for _, c := range columns {
		if i, ok := r.columns[strings.ToLower(c)]; ok && i < len(r.cells) {
			if v := strings.TrimSpace(r.cells[i]); v != "" {
				return v
			}
		}
	}
	return ""
}

// tables are the lists that come as CSV with a header, known by columns that only they have.
var tables = []struct {
	list   string // empty: the user's own
	proof  []string
	reader func(row) Entry
}{
	{"eu", []string{"entity_logicalid", "namealias_wholename"}, euRow},
	{"uk", []string{"unique id", "name 6"}, ukRow},
	{"uk", []string{"group id", "name 6"}, ukRow},
	{"", []string{"name"}, ownRow},
}

// headerWithin is how many lines may stand before the header: the UK prints a date there.
const headerWithin = 3

func readTable(from io.Reader, to *roll, comma rune) error {
	c := csv.NewReader(from)
	c.Comma, c.LazyQuotes, c.FieldsPerRecord, c.ReuseRecord = comma, true, -1, true
	for range headerWithin {
		cells, err := c.Read()
		if err != nil {
			return unknownList(err)
		}
		cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
		if _, err := strconv.Atoi(cells[0]); err == nil {
			return readOFAC(c, to, cells)
		}
		columns := header(cells)
		for _, t := range tables {
			if hasAll(columns, t.proof) {
				return readRows(c, to, columns, t.list, t.reader)
			}
		}
		if len(cells) <= 2 {
			to.day = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.Join(cells, " "), "Report Date:"), "Last Updated"))
		}
	}
	return unknownList(nil)
}

func unknownList(err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the list: %w: %w", err, pipeline.ErrInvalid)
	}
	return fmt.Errorf("this is none of the lists of the EU, UN, OFAC or UK, and has no column \"name\": %w", pipeline.ErrInvalid)
}

func header(cells []string) map[string]int {
	columns := map[string]int{}
	for i, c := range cells {
		columns[strings.ToLower(strings.TrimSpace(c))] = i
	}
	return columns
}

func hasAll(columns map[string]int, proof []string) bool {
	for _, p := range proof {
		if _, ok := columns[p]; !ok {
			return false
		}
	}
	return true
}

func readRows(c *csv.Reader, to *roll, columns map[string]int, list string, one func(row) Entry) error {
	if list != "" {
		to.list = list
	}
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the list: %w: %w", err, pipeline.ErrInvalid)
		}
		r := row{columns, cells}
		if to.day == "" {
			to.day = r.get("fileGenerationDate")
		}
		to.take(one(r))
	}
}

// ownRow reads a row of a list that the user made: a column name, and id, kind, birth, alias
// (several parted by |) and programme where there are such.
func ownRow(r row) Entry {
	e := Entry{ID: r.get("id", "name"), Kind: kindOf(r.get("kind", "type")), Programme: r.get("programme", "program", "reason")}
	e.name(r.get("name"), false)
	for alias := range strings.SplitSeq(r.get("alias", "aliases"), "|") {
		e.name(strings.TrimSpace(alias), false)
	}
	e.born(r.get("birth", "birth_date", "date of birth", "dob"))
	return e
}

func joined(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
