package archive

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"docpipe/pipeline"
)

// masterColumns are the names that a column of a supplier master may have.
var masterColumns = map[string][]string{
	"id":      {"id", "supplier_id", "number", "vendor", "vendor_id", "creditor"},
	"name":    {"name", "supplier", "company"},
	"vat_id":  {"vat_id", "vat", "vat id", "vat_number", "tax_id"},
	"iban":    {"iban", "ibans", "account", "accounts"},
	"country": {"country", "country_code"},
	"status":  {"status", "state"},
}

// ReadSuppliers reads a supplier master from CSV with a header: columns id and name, and vat_id,
// iban (several parted by blank, | or /), country and status where there are such. Columns are
// parted by commas or semicolons. Rows of one id are one supplier with several accounts. A row
// without an id or in another encoding than UTF-8, or a file without the two columns, wraps ErrInvalid
// and names the line; so do accounts, VAT ids and countries that are none, and a status that is neither
// of [Active] nor of statuses, which are told together, numbers by their end alone.
func ReadSuppliers(from io.Reader, statuses ...string) ([]pipeline.Supplier, error) {
	table, columns, err := openTable(from)
	if err != nil {
		return nil, err
	}
	var list []pipeline.Supplier
	at := map[string]int{}
	check := newChecker(statuses)
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) && len(list) == 0 {
			return nil, fmt.Errorf("no supplier is in it: %w", pipeline.ErrInvalid)
		}
		if errors.Is(err, io.EOF) {
			return list, check.err()
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", err, pipeline.ErrInvalid)
		}
		one := supplier(columns, cells)
		line, _ := table.FieldPos(0)
		if !utf8.ValidString(strings.Join(cells, "")) {
			return nil, fmt.Errorf("line %d: its letters are not UTF-8, and no name would be found again: save the file as UTF-8: %w", line, pipeline.ErrInvalid)
		}
		if one.ID == "" || one.Name == "" {
			return nil, fmt.Errorf("line %d: a supplier needs an id and a name: %w", line, pipeline.ErrInvalid)
		}
		check.row(line, one)
		if i, again := at[one.ID]; again {
			if column := contradiction(list[i], one); column != "" {
				return nil, fmt.Errorf("line %d: another row of supplier %s has another %s: %w", line, one.ID, column, pipeline.ErrInvalid)
			}
			list[i].IBANs = append(list[i].IBANs, one.IBANs...)
			continue
		}
		at[one.ID] = len(list)
		list = append(list, one)
	}
}

// contradiction names the column in which two rows of one supplier do not agree, "" for none.
// What the second leaves out is as in the first.
func contradiction(first, second pipeline.Supplier) string {
	for _, c := range []struct{ column, first, second string }{
		{"name", first.Name, second.Name}, {"vat_id", first.VATID, second.VATID},
		{"country", first.Country, second.Country}, {"status", first.Status, second.Status},
	} {
		if c.second != "" && c.second != c.first {
			return c.column
		}
	}
	return ""
}

func openTable(from io.Reader) (*csv.Reader, map[string]int, error) {
	b := bufio.NewReader(from)
	start, err := b.Peek(3)
	if err == nil && bytes.Equal(start, []byte("\ufeff")) {
		_, err = b.Discard(3)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	first, err := b.Peek(b.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	head, _, _ := bytes.Cut(first, []byte("\n"))
	table := csv.NewReader(b)
	table.FieldsPerRecord, table.TrimLeadingSpace = -1, true
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		table.Comma = ';'
	}
	cells, err := table.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("there is no header: %w", pipeline.ErrInvalid)
	}
	columns := map[string]int{}
	for column, names := range masterColumns {
		for i, cell := range cells {
			if containsFold(names, strings.TrimSpace(cell)) {
				columns[column] = i
				break
			}
		}
	}
	for _, needed := range []string{"id", "name"} {
		if _, ok := columns[needed]; !ok {
			return nil, nil, fmt.Errorf("the header has no column %q: %w", needed, pipeline.ErrInvalid)
		}
	}
	return table, columns, nil
}

func containsFold(names []string, cell string) bool {
	for _, n := range names {
		if strings.EqualFold(n, cell) {
			return true
		}
	}
	return false
}

func supplier(columns map[string]int, cells []string) pipeline.Supplier {
	get := func(column string) string {
		if i, ok := columns[column]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	one := pipeline.Supplier{ID: get("id"), Name: get("name"), VATID: compact(get("vat_id")), Country: strings.ToUpper(get("country")), Status: strings.ToLower(get("status"))}
	for _, iban := range accounts(get("iban")) {
		one.IBANs = append(one.IBANs, compact(iban))
	}
	return one
}

// accounts parts a cell: an IBAN is printed in groups, so a blank parts two only where a country
// begins anew.
func accounts(cell string) []string {
	var all []string
	for _, piece := range strings.FieldsFunc(cell, func(r rune) bool { return r == '|' || r == '/' || r == ';' || r == ',' }) {
		for i, group := range strings.Fields(piece) {
			if i == 0 || begins(group) {
				all = append(all, group)
				continue
			}
			all[len(all)-1] += group
		}
	}
	return all
}

// begins reports whether a group is the first of an IBAN: two letters and two digits.
func begins(group string) bool {
	if len(group) < 4 {
		return false
	}
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	return letter(group[0]) && letter(group[1]) && digit(group[2]) && digit(group[3])
}
