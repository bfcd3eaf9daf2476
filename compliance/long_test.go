package compliance

import (
	"fmt"
	"testing"

	"docpipe/pipeline"
)

// A statement of twice as many entries takes twice the work, also where every entry asks for the days
// of all and no balance was found.
func TestLongStatement(t *testing.T) {
	book := shipped()
	for _, balances := range []bool{true, false} {
		work := func(entries int) float64 {
			return testing.AllocsPerRun(1, func() {
				d := longStatement(entries, balances)
				if err := book.Check(t.Context(), d, noon()); err != nil {
					t.Fatal(err)
				}
				if n := d.Checks.Counts; n.Error > 0 || n.Pass < entries {
					t.Errorf("%d entries: %+v, want answers about each", entries, n)
				}
			})
		}
		if few, many := work(200), work(800); many > 6*few {
			t.Errorf("balances %v: %.0f allocations for 200 entries, %.0f for 800: want about four times as many", balances, few, many)
		}
	}
}

// longStatement is an account with entries of one day, with balances or without.
func longStatement(entries int, balances bool) *pipeline.Document {
	fields := map[string]pipeline.Field{"/accounts/0/opening": {State: pipeline.FieldFound}, "/accounts/0/closing": {State: pipeline.FieldFound}}
	var rows []any
	for i := range entries {
		at := fmt.Sprintf("/accounts/0/transactions/%d/", i)
		row := map[string]any{"date": "2025-01-02", "amount": "1.00"}
		fields[at+"date"], fields[at+"amount"] = pipeline.Field{State: pipeline.FieldFound}, pipeline.Field{State: pipeline.FieldFound}
		fields[at+"balance"] = pipeline.Field{State: pipeline.FieldNotFound}
		if balances {
			row["balance"] = fmt.Sprintf("%d.00", i+2)
			fields[at+"balance"] = pipeline.Field{State: pipeline.FieldFound}
		}
		rows = append(rows, row)
	}
	account := map[string]any{"opening": "1.00", "closing": fmt.Sprintf("%d.00", entries+1), "transactions": rows}
	return &pipeline.Document{Extraction: &pipeline.Extraction{
		DocType: "bank_statement", Schema: "bank_statement.v1", Fields: fields, Data: map[string]any{"accounts": []any{account}},
	}}
}
