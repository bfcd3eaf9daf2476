package main

import "fmt"

// A Delivery is a delivery note: what is printed and what should be read.
type Delivery struct {
	Number   string         `json:"number"`
	Date     string         `json:"date"`
	OrderRef string         `json:"order_ref"`
	Sender   Party          `json:"sender"`
	Receiver Party          `json:"receiver"`
	Carrier  string         `json:"carrier"`
	Lines    []DeliveryLine `json:"lines"`
	Packages string         `json:"packages"`
	Weight   string         `json:"weight"`
}

// A DeliveryLine is one row of a delivery note.
type DeliveryLine struct {
	Item      string `json:"item"`
	Ordered   string `json:"ordered"`
	Delivered string `json:"delivered"`
	Unit      string `json:"unit"`
	Batch     string `json:"batch"`
}

// deliveryWords are the printed words of a delivery note in one language.
type deliveryWords struct {
	title, to, number, date, order, carrier string
	columns                                 [6]string
	packages, weight, received, signature   string
	page                                    string // with two numbers
}

// draw sets the note on as many pages as its rows take, rows to a page.
func (n Delivery) draw(l Locale, w deliveryWords, rows int) []*Page {
	count := (len(n.Lines) + rows - 1) / rows
	var pages []*Page
	for i := range count {
		p := A4()
		top := n.continued(p, w)
		if i == 0 {
			top = n.head(p, l, w)
		}
		y := n.table(p, w, top, i*rows, min(len(n.Lines), (i+1)*rows))
		if i == count-1 {
			n.foot(p, w, max(y+30, 600))
		}
		if count > 1 {
			p.Right(535, 806, plain(9).in(grey), fmt.Sprintf(w.page, i+1, count))
		}
		pages = append(pages, p)
	}
	return pages
}

// head draws what only the first page has and returns where the table starts.
func (n Delivery) head(p *Page, l Locale, w deliveryWords) float64 {
	p.Fills, p.Texts = nil, nil
	s := n.Sender
	p.Left(60, 62, bold(15), s.Name)
	p.Left(60, 78, plain(9).in(grey), s.Address.Lines[0]+", "+s.town(l)+" · "+s.Phone)
	p.Rule(60, 535, 88, 1, black)
	p.Left(60, 124, bold(9).in(grey), w.to)
	p.Block(60, 140, 15, plain(11), n.Receiver.envelope(l)...)
	y := 140.0
	for _, pair := range [][2]string{{w.number, n.Number}, {w.date, l.Date(n.Date)}, {w.order, n.OrderRef}, {w.carrier, n.Carrier}} {
		p.Left(330, y, plain(10).in(grey), pair[0])
		p.Left(430, y, plain(10), pair[1])
		y += 15
	}
	p.Left(60, 240, bold(18), w.title)
	return 262
}

// continued draws the top of a later page.
func (n Delivery) continued(p *Page, w deliveryWords) float64 {
	p.Left(60, 62, bold(10), n.Sender.Name)
	p.Right(535, 62, plain(10), w.title+" "+n.Number)
	p.Rule(60, 535, 72, 1, black)
	return 92
}

func (n Delivery) table(p *Page, w deliveryWords, y float64, from, to int) float64 {
	t := w.columns
	columns := []Column{
		{t[0], 60, 34, false}, {t[1], 94, 211, false}, {t[2], 305, 52, true},
		{t[3], 357, 56, true}, {t[4], 417, 48, false}, {t[5], 465, 70, false},
	}
	var rows [][]string
	for i, x := range n.Lines[from:to] {
		rows = append(rows, []string{fmt.Sprint(from + i + 1), x.Item, x.Ordered, x.Delivered, x.Unit, x.Batch})
	}
	return p.Table(y, columns, Grid{Head: bold(9.5), Cell: plain(10), Shade: pale, Row: 22, Rules: true}, rows)
}

// foot draws what only the last page has.
func (n Delivery) foot(p *Page, w deliveryWords, y float64) {
	p.Left(60, y, plain(10).in(grey), w.packages)
	p.Left(140, y, plain(10), n.Packages)
	p.Left(60, y+16, plain(10).in(grey), w.weight)
	p.Left(140, y+16, plain(10), n.Weight)
	p.Rule(60, 250, y+80, 0.6, black)
	p.Left(60, y+92, plain(9).in(grey), w.received)
	p.Rule(330, 535, y+80, 0.6, black)
	p.Left(330, y+92, plain(9).in(grey), w.signature)
}
