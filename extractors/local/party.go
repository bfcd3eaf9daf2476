package local

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// A group is a person or company that the schema describes: seller, buyer, merchant.
type group struct {
	node      *schemas.Node
	headers   phrases // what stands above or before its block
	issuer    bool    // who wrote the document
	recipient bool    // whom it is addressed to
	bank      bool
	plain     bool // its schema states no labels: what names its fields decides whose they are
}

// roleNames are built-in headings of parties, beside those of the schema.
var roleNames = map[string]string{
	"issuer": "seller|supplier|vendor|from|sold by|bill from|issued by|service provider|remit to|verkäufer|lieferant|rechnungssteller|" +
		"leistungserbringer|vendeur|fournisseur|émetteur|vendedor|proveedor|emisor|venditore|fornitore|cedente|verkoper|leverancier|" +
		"fornecedor|emitente|sprzedawca|wystawca",
	"recipient": "bill to|billed to|billing address|bill to address|buyer|customer|client|sold to|invoice to|invoiced to|recipient|" +
		"käufer|käufer/leistungsempfänger|rechnungsanschrift|kundenanschrift|leistungsempfänger|rechnungsempfänger|rechnungsadresse|rechnung an|kunde|auftraggeber|" +
		"acheteur|client|facturé à|adresse de facturation|adresse du client|adresse client|destinataire|cliente|comprador|facturar a|destinatario|acquirente|" +
		"cessionario|koper|klant|factuuradres|afnemer|adquirente|nabywca|odbiorca",
	"other": "ship to|shipping address|deliver to|delivery address|lieferadresse|warenempfänger|abweichender warenempfänger|" +
		"abweichender zahlungsempfänger|zahlungsempfänger|adresse de livraison|dirección de entrega|indirizzo di consegna|" +
		"afleveradres|leveringsadres|adres dostawy|payee|bemerkungen|positionsdaten|remarks|notes|bankverbindung|bank details|" +
		"zahlungsbedingungen|payment terms|invoice summary|contact commercial",
}

var issuerNames = map[string]bool{
	"seller": true, "supplier": true, "vendor": true, "merchant": true, "issuer": true, "employer": true, "sender": true,
	"bank": true, "company": true, "provider": true,
}

var recipientNames = map[string]bool{
	"buyer": true, "customer": true, "client": true, "recipient": true, "receiver": true, "holder": true, "bill": true,
}

// newGroup prepares a party; index numbers it among the groups. Orders are written by the buyer and
// addressed to the supplier.
func newGroup(n *schemas.Node, index int, ordered bool) *group {
	words := nameWords(n)
	g := &group{node: n, plain: !stated(n), headers: phrases{}, bank: words[0] == "bank",
		issuer: issuerNames[words[0]] || isRole("issuer", words), recipient: recipientNames[words[0]] || isRole("recipient", words)}
	called := "issuer"
	if g.recipient {
		called = "recipient"
	}
	if ordered && (g.issuer || g.recipient) && !g.bank {
		g.issuer, g.recipient = !g.issuer, !g.recipient
	}
	for _, label := range append([]string{n.Title, strings.Join(words, " ")}, n.Labels...) {
		g.headers.add(index, folded(label), 1)
	}
	if g.issuer || g.recipient {
		for name := range strings.SplitSeq(roleNames[called], "|") {
			g.headers.add(index, folded(name), 0.95)
		}
	}
	return g
}

// isRole reports whether a property is called as documents head such a party, in any language:
// "nabywca", "rechnungsempfänger".
func isRole(role string, words []string) bool {
	return slices.ContainsFunc(strings.Split(roleNames[role], "|"), func(name string) bool {
		return extractors.Fold(name) == extractors.Fold(strings.Join(words, " "))
	})
}

// stated reports whether the schema says how the group or its fields are labelled.
func stated(n *schemas.Node) bool {
	return len(n.Labels) > 0 || slices.ContainsFunc(n.Properties, func(c *schemas.Node) bool { return len(c.Labels) > 0 })
}

// otherHeaders begin blocks that belong to nobody whom the schema describes.
var otherHeaders = func() phrases {
	p := phrases{}
	for name := range strings.SplitSeq(roleNames["other"], "|") {
		p.add(-1, folded(name), 1)
	}
	return p
}()

// A header is the heading of a party's block on a sheet; group is -1 for other blocks.
type header struct {
	group int
	span  span
	row   int
	x0    float64
}

// headersOf finds the headings on a sheet. They begin a segment and explain it.
func (r *reading) headersOf(n int) []header {
	s := r.sheets[n]
	seen := map[int]bool{}
	var all []header
	take := func(hits []hit) {
		for _, h := range hits {
			first := s.segs[s.segOf[h.span.from]].from
			if h.weight >= 0.7 && h.span.from == first && !seen[first] && s.stands(h.span) && !r.skip[n][s.rowOf[first]] {
				seen[first] = true
				all = append(all, header{h.field, h.span, s.rowOf[first], s.tokens[first].x0})
			}
		}
	}
	for _, g := range r.plan.groups {
		take(g.headers.findHits(s, r.languages))
	}
	take(otherHeaders.findHits(s, r.languages))
	return all
}

// stands reports whether a heading is one: it ends its segment or a colon ends it, or a name with
// a capital follows.
func (s *sheet) stands(sp span) bool {
	if sp.to == s.segs[s.segOf[sp.to-1]].to || ends(s.tokens[sp.to-1].text, ':') {
		return true
	}
	next := s.tokens[sp.to].text
	return next[0] == ':' || next != strings.ToLower(next)
}

// ownerRows is how far below its heading a block may reach, in rows.
const ownerRows = 12

// owner returns the group in whose block a token lies: that of the nearest heading above it or
// to its left in the same column. It reports false when no heading is near.
func owner(s *sheet, headers []header, i int) (group int, ok bool) {
	best := header{row: -1}
	for _, h := range headers {
		down := s.rowOf[i] - h.row
		if down < 0 || down > ownerRows || h.x0 > s.tokens[i].x0+2*s.line || s.besides(h, i) {
			continue
		}
		if h.row > best.row || h.row == best.row && h.x0 > best.x0 {
			best = h
		}
	}
	return best.group, best.row >= 0
}

// columnWidth is the width, in parts of the page, that a block takes at most.
const columnWidth = 0.35

// besides reports whether a token stands in another column than a heading: far to the right of
// it, in a row that has no label below the heading.
func (s *sheet) besides(h header, i int) bool {
	if s.rowOf[i] == h.row || s.tokens[s.segs[s.segOf[i]].from].x0-h.x0 < columnWidth*s.width {
		return false
	}
	seg, below := s.segmentAt(s.rowOf[i], h.x0)
	return !below || !ends(s.tokens[seg.to-1].text, ':') && !labelLike(s, seg)
}

// readParties claims the fields of persons and companies, and the parts of their addresses.
func (r *reading) readParties() (claims map[int]extractors.Claim, addresses []extractors.Claim) {
	claims = map[int]extractors.Claim{}
	if len(r.plan.groups) == 0 {
		return claims, nil
	}
	headers := make([][]header, len(r.sheets))
	for n := range r.sheets {
		headers[n] = r.headersOf(n)
	}
	blocks := r.blocks(headers)
	addresses = r.readAddresses(blocks, headers)
	for i := range r.plan.fields {
		f := &r.plan.fields[i]
		for g, group := range r.plan.groups {
			if f.party != group.node.Pointer {
				continue
			}
			r.options[i] = r.owned(i, headers, g)
			if c, ok := r.fromBlock(blocks[g], i); ok {
				claims[i] = c
			}
		}
	}
	return claims, addresses
}

// readAddresses reads the address of each party whose schema has its parts. A name above an
// address is surer than one alone.
func (r *reading) readAddresses(blocks map[int]*block, headers [][]header) []extractors.Claim {
	var claims []extractors.Claim
	for g, group := range r.plan.groups {
		n := group.node.Property("address")
		if blocks[g] == nil {
			continue
		}
		a, ok := r.addressOf(blocks[g], group, blocks, headers[0])
		if !ok {
			continue
		}
		if r.certain(blocks[g], group, blocks) {
			blocks[g].strength = max(blocks[g].strength, 0.92)
		}
		if n != nil && len(n.Properties) > 0 {
			claims = append(claims, r.addressClaims(n, a)...)
		}
	}
	return claims
}

// certain reports whether the name of a block that holds an address is beyond doubt: it stands
// below a heading, in or under the line of the sender, or has a legal form and comes again.
func (r *reading) certain(b *block, g *group, blocks map[int]*block) bool {
	switch {
	case b.headed || b.sender:
		return true
	case g.issuer:
		s := r.sheets[b.sheet]
		return hasCompanyForm(s, b.lines[0]) && repeated(s, s.text(b.lines[0]), b.lines[0])
	}
	for i, other := range r.plan.groups {
		if other.issuer && blocks[i] != nil && blocks[i].sender {
			return true
		}
	}
	return false
}

// fromBlock claims field i from its party's block, unless a label says it better.
func (r *reading) fromBlock(b *block, i int) (extractors.Claim, bool) {
	if b == nil {
		return extractors.Claim{}, false
	}
	f := &r.plan.fields[i]
	o, ok := b.option(r, f)
	if ok && r.saysLabels(o) {
		return extractors.Claim{}, false
	}
	if !ok || len(r.options[i]) > 0 && r.options[i][0].value != o.value && r.options[i][0].strength > 0.75*o.strength {
		return extractors.Claim{}, false
	}
	if len(r.options[i]) > 0 && r.options[i][0].value == o.value {
		o.strength = max(o.strength, r.options[i][0].strength)
	}
	return r.claimOf(firstRow(f.node.Pointer), o, nil), true
}

// saysLabels reports whether the lines of a block are labels or headings of a form, and no name.
func (r *reading) saysLabels(o option) bool {
	s := r.sheets[o.sheet]
	return s.captions != nil && slices.ContainsFunc(append([]span{o.span}, o.more...), func(line span) bool {
		return s.captions[s.segOf[line.from]] != noCaption || s.isHeadline(s.rowOf[line.from])
	})
}

// clearly is the strength from which on a label tells by itself whose a value is.
const clearly = 0.85

// owned keeps the options of field i that lie in the group's block, or in nobody's when the group
// is the one who wrote the document. What only one party has needs no block.
func (r *reading) owned(i int, headers [][]header, g int) []option {
	var kept []option
	for _, o := range r.options[i] {
		who, ok := owner(r.sheets[o.sheet], headers[o.sheet], o.span.from)
		switch {
		case ok && who == g, r.plan.fields[i].alone:
			kept = append(kept, o)
		case r.plan.groups[g].plain && (!ok || who < 0 || !r.plan.groups[g].issuer && !r.plan.groups[g].recipient):
			kept = append(kept, o)
		case (!ok || who < 0) && r.plan.groups[g].issuer:
			if o.strength < clearly {
				o.strength *= 0.9
			}
			kept = append(kept, o)
		}
	}
	sortOptions(kept)
	return kept
}
