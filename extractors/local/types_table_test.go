package local_test

import (
	"slices"
	"strconv"
	"strings"
)

// A column of a table as the layout gives it.
type tabColumn struct {
	key   string
	width float64
}

// numbersOf are columns whose values stand at the right.
var rightColumns = strings.Fields("ordered delivered quantity unit_price net amount debit credit balance earn ded rate")

// listAt is where the rows of a table belong.
func (t *typesetter) listAt(list string) string {
	if list == "tx" {
		return "/accounts/0/transactions"
	}
	return "/" + list
}

func (t *typesetter) table(list string, args []string) {
	var columns []tabColumn
	carry, first := false, ""
	for _, a := range args {
		key, points, ok := strings.Cut(a, ":")
		if !ok {
			if carry = carry || a == "carry"; a != "carry" {
				first = a
			}
			continue
		}
		if name, there := t.optional(strings.TrimSuffix(key, "*")); there {
			w, _ := strconv.ParseFloat(points, 64)
			columns = append(columns, tabColumn{name, w})
		}
	}
	t.y += 6
	t.tableHead(list, columns)
	if first != "" {
		t.carried(columns, t.word(first), t.fact(first).want)
	}
	sum := 0
	for _, row := range t.tableRows(list) {
		if t.y > bottom-30 {
			t.turn(list, columns, carry, sum)
		}
		t.tableRow(list, columns, row)
		n, _ := strconv.Atoi(strings.Replace(t.sumOf(row).want, ".", "", 1))
		sum += n
	}
	t.y += 6
}

func (t *typesetter) sumOf(row map[string]fact) fact {
	if f, ok := row["balance"]; ok {
		return f
	}
	return row["net"]
}

// turn begins a page within a table, with what is carried over.
func (t *typesetter) turn(list string, columns []tabColumn, carry bool, sum int) {
	if rows := t.lists[t.listAt(list)]; carry && list == "tx" {
		last := t.rows[list][len(rows)-1]["balance"].want
		t.carried(columns, t.word("carry"), last)
		defer func() { t.carried(columns, t.word("carried"), last) }()
	} else if carry {
		t.carried(columns, t.word("carry"), hundredths(sum))
		defer func() { t.carried(columns, t.word("carried"), hundredths(sum)) }()
	}
	t.put(280, 8, t.word("page")+" "+strconv.Itoa(len(t.pages)))
	t.newPage()
	t.put(480, 8, t.word("page")+" "+strconv.Itoa(len(t.pages)))
	t.y += 24
	t.tableHead(list, columns)
}

// carried prints a sum in the last column.
func (t *typesetter) carried(columns []tabColumn, word, plain string) {
	x := 40.0
	for i, c := range columns {
		if c.key == "description" {
			t.put(x, 9, word)
		}
		if x += c.width; i == len(columns)-1 {
			t.right(x-10, 9, t.direction(plain))
		}
	}
	t.y += 14
}

func (t *typesetter) tableHead(list string, columns []tabColumn) {
	x := 40.0
	for _, c := range columns {
		if t.heads[list+c.key] == "" {
			t.heads[list+c.key] = t.headFor(list, c)
		}
		t.cellIn(c, x, t.heads[list+c.key])
		x += c.width
	}
	t.y += 16
}

// headFor is the heading of a column: one that fits, or the shortest.
func (t *typesetter) headFor(list string, c tabColumn) string {
	for _, name := range []string{list + "." + c.key, t.doctype + "." + c.key, c.key} {
		all, ok := t.words[name]
		if !ok {
			continue
		}
		if text := t.word(name); width(9, text) < c.width-8 {
			return text
		}
		return slices.MinFunc(all, func(a, b string) int { return len(a) - len(b) })
	}
	panic("no heading for " + c.key)
}

func (t *typesetter) cellIn(c tabColumn, x float64, text string) {
	if slices.Contains(rightColumns, c.key) {
		t.right(x+c.width-10, 9, text)
		return
	}
	t.put(x, 9, text)
}

// tableRows are the rows of a list; all are those of a payslip in one table.
func (t *typesetter) tableRows(list string) []map[string]fact {
	if list == "all" {
		return slices.Concat(t.rows["earnings"], t.rows["deductions"], t.rows["taxes"])
	}
	return t.rows[list]
}

func (t *typesetter) tableRow(list string, columns []tabColumn, row map[string]fact) {
	x, known := 40.0, map[string]fact{}
	earned := list == "all" && len(t.lists["/earnings"]) < len(t.rows["earnings"])
	for _, c := range columns {
		f := t.printedIn(c.key, row, earned)
		if f.printed != "" {
			t.cellIn(c, x, f.printed)
			known[f.pointer] = f
		}
		x += c.width
	}
	at := t.listAt(list)
	if list == "all" {
		if at = "/deductions"; earned {
			at = "/earnings"
		}
	}
	delete(known, "")
	t.lists[at] = append(t.lists[at], known)
	t.y += 14
}

// printedIn is what a row prints in a column.
func (t *typesetter) printedIn(key string, row map[string]fact, earned bool) fact {
	amount := row["amount"]
	rest, negative := strings.CutPrefix(amount.want, "-")
	switch {
	case key == "debit" && negative, key == "credit" && !negative:
		return fact{"amount", amount.want, grouped(rest, t.points)}
	case key == "debit", key == "credit", key == "earn" && !earned, key == "ded" && earned:
		return fact{}
	case key == "earn", key == "ded":
		return amount
	case t.doctype == "bank_statement" && (key == "amount" || key == "balance"):
		f := row[key]
		return fact{f.pointer, f.want, t.direction(f.want)}
	}
	return row[key]
}
