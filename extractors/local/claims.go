package local

import (
	"docpipe/extractors"
	"docpipe/extractors/local/clause"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/party"
	"docpipe/extractors/local/plan"
	"docpipe/extractors/local/slip"
	"docpipe/extractors/local/table"
)

// claims reads all sheets and states what was found.
func claims(r *evidence.Reading) []extractors.Claim {
	if len(r.Sheets) == 0 {
		return nil
	}
	r.LookAround()
	listings, slips := tables(r)
	r.Rates = r.ReadTaxes(r.Skip)
	r.ReadFields()
	clause.AddTerms(r)
	clause.AddDefined(r)
	party.AddWriters(r)
	r.AddLists()
	clause.Add(r)
	r.Balance()
	table.AddBalances(r, listings)
	r.PreferFirstAccount()
	slip.AddChange(r)
	slip.AddTotal(r)
	r.AddExchange()
	rates := r.SettleTaxes(r.Rates)
	var tables []extractors.Claim
	for _, rec := range listings {
		tables = append(tables, rec.Claims(r)...)
		tables = append(tables, table.BrokenAccount(r, rec)...)
	}
	tables = append(tables, taxes(r, rates)...)
	tables = append(tables, clause.Signatories(r)...)
	for _, l := range slips {
		tables = append(tables, slip.Read(r, l)...)
		tables = append(tables, slip.ReadPayments(r, l)...)
	}
	tables = append(tables, r.LendRate(rates, tables)...)
	parties, addresses := party.Read(r)
	r.ShareOut()
	all := append(append(r.FieldClaims(parties), tables...), addresses...)
	r.Signed(all)
	all = table.TellAccounts(r, listings, r.BrokenSums(r.TellTwoUp(all)))
	return append(all, r.Unlabelled(all)...)
}

// tables reads the tables of goods and entries, and keeps their rows from everything else.
func tables(r *evidence.Reading) (listings []table.Listing, others []*plan.List) {
	r.Skip = make([]map[int]bool, len(r.Sheets))
	for n := range r.Skip {
		r.Skip[n] = map[int]bool{}
	}
	return table.Read(r, r.Skip)
}

// taxes reads the breakdown of the tax: by its sums, else as a table with a heading.
func taxes(r *evidence.Reading, rows []evidence.TaxRow) []extractors.Claim {
	var claims []extractors.Claim
	for _, t := range r.Plan.Taxes {
		if len(rows) > 0 {
			claims = append(claims, r.TaxClaims(t, rows)...)
		} else {
			claims = append(claims, table.ReadOne(r, t.List, r.Skip).Claims(r)...)
		}
	}
	return claims
}
