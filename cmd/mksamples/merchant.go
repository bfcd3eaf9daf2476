package main

import (
	"encoding/json"
	"strings"
)

// A Merchant is a Party whose address the receipt's schema keeps as one text.
type Merchant struct {
	Party
	locale Locale
}

// MarshalJSON writes what the schema of receipts asks of a merchant.
func (m Merchant) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name    string `json:"name"`
		VATID   string `json:"vat_id,omitempty"`
		Address string `json:"address"`
		Phone   string `json:"phone,omitempty"`
	}{m.Name, m.VATID, strings.Join(m.Address.Lines, ", ") + ", " + m.town(m.locale), m.Phone})
}
