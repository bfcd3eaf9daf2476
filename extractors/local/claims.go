package local

import (
	"docpipe/extractors"
)

// claims reads all sheets and states what was found.
func (r *reading) claims() []extractors.Claim {
	if len(r.sheets) == 0 {
		return nil
	}
	r.lookAround()
	listings, slips := r.tables()
	r.rates = r.readTaxes(r.skip)
	r.readFields()
	r.addTerms()
	r.addLists()
	r.addClauses()
	r.balance()
	r.addBalances(listings)
	r.preferFirstAccount()
	r.addChange()
	r.addSlipTotal()
	rates := r.settleTaxes(r.rates)
	var tables []extractors.Claim
	for _, rec := range listings {
		tables = append(tables, rec.claims(r)...)
		tables = append(tables, r.brokenAccount(rec)...)
	}
	tables = append(tables, r.taxes(rates)...)
	for _, l := range slips {
		tables = append(tables, r.readSlip(l)...)
		tables = append(tables, r.readPayments(l)...)
	}
	tables = append(tables, r.lendRate(rates, tables)...)
	parties, addresses := r.readParties()
	r.shareOut()
	all := append(append(r.fieldClaims(parties), tables...), addresses...)
	r.signed(all)
	return r.brokenSums(r.tellTwoUp(all))
}

// tables reads the tables of goods and entries, and keeps their rows from everything else.
func (r *reading) tables() (listings []listing, others []*list) {
	r.skip = make([]map[int]bool, len(r.sheets))
	for n := range r.skip {
		r.skip[n] = map[int]bool{}
	}
	return r.readTables(r.skip)
}

// taxes reads the breakdown of the tax: by its sums, else as a table with a heading.
func (r *reading) taxes(rows []taxRow) []extractors.Claim {
	var claims []extractors.Claim
	for _, t := range r.plan.taxes {
		if len(rows) > 0 {
			claims = append(claims, r.taxClaims(t, rows)...)
		} else {
			claims = append(claims, r.readOne(t.list, r.skip).claims(r)...)
		}
	}
	return claims
}
