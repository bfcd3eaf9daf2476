package main

import (
	"fmt"
	"time"

	"docpipe/testdata"
)

// A Statement is a bank statement: what is printed and what should be read.
type Statement struct {
	Bank     Party     `json:"bank"`
	Holder   Party     `json:"holder"`
	Number   string    `json:"statement_no"`
	Period   Period    `json:"period"`
	Accounts []Account `json:"accounts"`
}

// A Period is from the first to the last day.
type Period struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// An Account is the movements of one account; amounts are signed for its holder.
type Account struct {
	IBAN         string        `json:"iban"`
	Currency     string        `json:"currency"`
	Opening      string        `json:"opening"`
	Closing      string        `json:"closing"`
	TotalIn      string        `json:"total_in"`
	TotalOut     string        `json:"total_out"`
	Transactions []Transaction `json:"transactions"`
}

// A Transaction is one row.
type Transaction struct {
	Date        string `json:"date"`
	ValueDate   string `json:"value_date"`
	Description string `json:"description"`
	Amount      string `json:"amount"`
	Balance     string `json:"balance"`
}

// jurassienne is the September of an invented joiner's workshop.
func jurassienne() Statement {
	return Statement{
		Bank:   Party{Name: "Banque Jurassienne de Dépôt", Address: at("39000", "Lons-le-Saunier", "1 place du Marché")},
		Holder: Party{Name: "Menuiserie Aubépine SARL", Address: at("39300", "Champagnole", "12 rue des Scieurs")},
		Number: "2026-09", Period: Period{"2026-09-01", "2026-09-30"},
		Accounts: []Account{movements(iban("FR", "9999500002B7R5520391C08"), "8214.60", 40)},
	}
}

// movements makes count transactions of a month, in order, from a fixed set of reasons.
func movements(account, opening string, count int) Account {
	reasons := []struct {
		text string
		sign int
		base int // cents
	}{
		{"VIR SEPA Atelier Bruyère", 1, 124000}, {"PRLV Électricité Franche-Comté", -1, 18740},
		{"CB Quincaillerie du Pont", -1, 4385}, {"VIR SEPA Mairie de Morez", 1, 261550},
		{"CB Station Les Rousses", -1, 6210}, {"PRLV Assurance La Prévoyante", -1, 9725},
		{"VIR Salaires septembre", -1, 154800}, {"CB Papeterie Centrale", -1, 2790}, {"REM Chèque", 1, 38560},
	}
	d := dice(91)
	a := Account{IBAN: account, Currency: "EUR", Opening: opening}
	balance, in, out := dec(opening), dec("0"), dec("0")
	for i := range count {
		r := reasons[(i*4+d.roll(3))%len(reasons)]
		amount := dec(fmt.Sprint(r.sign * (r.base + d.roll(9000)))).Shift(-2)
		if balance = balance.Add(amount); amount.IsPositive() {
			in = in.Add(amount)
		} else {
			out = out.Sub(amount)
		}
		day := time.Date(2026, 9, 1+i*29/(count-1), 0, 0, 0, 0, time.UTC)
		a.Transactions = append(a.Transactions, Transaction{
			day.Format(time.DateOnly), day.AddDate(0, 0, d.roll(2)).Format(time.DateOnly),
			fmt.Sprintf("%s %04d", r.text, 1000+d.roll(9000)), cents(amount), cents(balance)})
	}
	a.TotalIn, a.TotalOut, a.Closing = cents(in), cents(out), cents(balance)
	return a
}

// statementFR is a French statement of two pages with forty rows.
func statementFR() sample {
	s := jurassienne()
	pdf := NewPDF()
	for _, p := range s.draw(french, 24) {
		pdf.Draw(p, Sheet{})
	}
	return sample{
		name: "statement-fr",
		docs: []file{{"releve.pdf", pdf.Bytes("Relevé " + s.Number)}},
		want: testdata.Want{
			About:   "A digital French bank statement: forty rows over two pages, with a running balance.",
			Doctype: "bank_statement", Schema: "bank_statement.v1", Languages: []string{"fr"}, PageCount: 2,
			Status: []string{"completed", "needs_review"}, Data: raw(s),
			Pages: append(readFrom("text"), readFrom("text")...),
		},
	}
}

// draw sets the statement, rows to a page.
func (s Statement) draw(l Locale, rows int) []*Page {
	a := s.Accounts[0]
	count := (len(a.Transactions) + rows - 1) / rows
	var pages []*Page
	for i := range count {
		p := A4()
		p.Left(48, 56, bold(15).in(navy), s.Bank.Name)
		p.Right(547, 56, plain(9).in(grey), fmt.Sprintf("Page %d / %d", i+1, count))
		p.Rule(48, 547, 66, 1.2, navy)
		from, to := i*rows, min((i+1)*rows, len(a.Transactions))
		y, before := 118.0, a.Opening
		if i == 0 {
			y = s.head(p, l)
		} else {
			before = a.Transactions[from-1].Balance
			p.Left(48, 90, plain(9), "Relevé n° "+s.Number+" (suite)")
		}
		title := map[bool]string{true: "Solde initial au ", false: "Report au "}[i == 0]
		p.Left(48, y-10, plain(9), title+l.Date(a.Transactions[from].Date))
		p.Right(543, y-10, bold(9), l.Number(before))
		y = s.rows(p, l, y, a.Transactions[from:to])
		if i == count-1 {
			s.foot(p, l, y+24)
		}
		pages = append(pages, p)
	}
	return pages
}

// head draws holder and account and returns where the table starts.
func (s Statement) head(p *Page, l Locale) float64 {
	a := s.Accounts[0]
	p.Block(48, 84, 12, plain(9).in(grey), s.Bank.Address.Lines[0], s.Bank.town(l))
	p.Left(48, 132, bold(13), "Relevé de compte n° "+s.Number)
	p.Block(330, 120, 14, plain(10.5), s.Holder.envelope(l)...)
	p.Left(48, 152, plain(9.5), "Période du "+l.Date(s.Period.Start)+" au "+l.Date(s.Period.End))
	p.Left(48, 180, plain(9.5), "IBAN "+grouped(a.IBAN))
	p.Left(48, 195, plain(9.5), "Devise "+a.Currency)
	return 236
}

func (s Statement) rows(p *Page, l Locale, y float64, rows []Transaction) float64 {
	columns := []Column{
		{"Date", 48, 58, false}, {"Valeur", 106, 58, false}, {"Libellé", 164, 182, false},
		{"Débit", 346, 62, true}, {"Crédit", 408, 66, true}, {"Solde", 474, 73, true},
	}
	var cells [][]string
	for _, t := range rows {
		debit, credit := "", l.Number(t.Amount)
		if t.Amount[0] == '-' {
			debit, credit = l.Number(t.Amount[1:]), ""
		}
		cells = append(cells, []string{l.Date(t.Date), l.Date(t.ValueDate), t.Description, debit, credit, l.Number(t.Balance)})
	}
	return p.Table(y, columns, Grid{Head: bold(9).in(white), Cell: plain(9), Shade: navy, Row: 18, Rules: true}, cells)
}

func (s Statement) foot(p *Page, l Locale, y float64) {
	a := s.Accounts[0]
	for _, pair := range [][2]string{
		{"Total des débits", a.TotalOut}, {"Total des crédits", a.TotalIn}, {"Solde final au " + l.Date(s.Period.End), a.Closing},
	} {
		p.Left(330, y, plain(10), pair[0])
		p.Right(543, y, bold(10), l.Number(pair[1]))
		y += 17
	}
}
