package archive

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"docpipe/compliance"
	"docpipe/compliance/alike"
	"docpipe/pipeline"
)

// likeName is the likeness from which a name of the master may be the supplier's: a person
// decides.
const likeName = 0.9

// mostSuppliers bounds the rows of an answer.
const mostSuppliers = 5

// masterCache keeps the masters of tenants while they do not change.
type masterCache struct {
	from  Masters
	mu    sync.Mutex
	known map[string]master
}

type master struct {
	version int64
	rows    []pipeline.Supplier
}

// of returns a tenant's master, false when there is none.
func (c *masterCache) of(ctx context.Context, tenant string) ([]pipeline.Supplier, bool, error) {
	version, err := c.from.SuppliersVersion(ctx, tenant)
	if err != nil || version == 0 {
		return nil, false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.known[tenant]; m.version == version {
		return m.rows, true, nil
	}
	rows, err := c.from.Suppliers(ctx, tenant)
	if err != nil {
		return nil, false, err
	}
	c.known[tenant] = master{version, rows}
	return rows, true, nil
}

// A candidate is a row of the master that may be the supplier.
type candidate struct {
	pipeline.Supplier
	by       string // vat_id | iban | name
	likeness float64
}

// knownSuppliers (vat_id, iban, supplier): rows of the master, found by the VAT id, else by the
// account, else by a name that is alike; the best first.
func (q question) knownSuppliers(ctx context.Context) (compliance.Recalled, error) {
	vat, iban, called := compact(q.text(0)), compact(q.text(1)), q.text(2)
	if vat == "" && iban == "" && name(called) == "" {
		return unanswered("the supplier is not known")
	}
	rows, ok, err := q.masters.of(ctx, q.d.Tenant)
	if err != nil {
		return compliance.Recalled{}, err
	}
	if !ok {
		return unanswered("no supplier master was imported (docpipe suppliers import)")
	}
	answer := compliance.Recalled{Rows: []compliance.Row{}}
	for _, c := range candidates(rows, vat, iban, called) {
		row := fill{"supplier_id": c.ID, "matched_by": c.by, "iban_known": c.pays(iban), "likeness": decimal.NewFromFloat(c.likeness).Round(3)}
		row.text("name", c.Name).text("vat_id", c.VATID).text("ibans", strings.Join(c.IBANs, " ")).text("country", c.Country).text("status", c.Status)
		answer.Rows = append(answer.Rows, compliance.Row(row))
	}
	return answer, nil
}

func (c candidate) pays(iban string) bool {
	return iban != "" && slices.ContainsFunc(c.IBANs, func(i string) bool { return compact(i) == iban })
}

func candidates(rows []pipeline.Supplier, vat, iban, called string) []candidate {
	var all []candidate
	words := alike.Words(called)
	for _, row := range rows {
		c := candidate{Supplier: row}
		switch {
		case vat != "" && compact(row.VATID) == vat:
			c.by, c.likeness = "vat_id", 1
		case c.pays(iban): // also where it is another company's: that is what has to be seen
			c.by, c.likeness = "iban", alike.Names(words, alike.Words(row.Name))
		case vat != "" && row.VATID != "":
			continue // another company, whatever it is called
		default:
			c.by, c.likeness = "name", alike.Names(words, alike.Words(row.Name))
			if c.likeness < likeName {
				continue
			}
		}
		all = append(all, c)
	}
	order := []string{"vat_id", "iban", "name"}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.by), slices.Index(order, b.by)), cmp.Compare(b.likeness, a.likeness))
	})
	return all[:min(len(all), mostSuppliers)]
}
