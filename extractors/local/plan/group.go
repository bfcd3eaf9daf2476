package plan

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/schemas"
)

// A Group is a person or company that the schema describes: seller, buyer, merchant.
type Group struct {
	Node      *schemas.Node // in the schema
	Headers   Phrases       // what stands above or before its block
	Issuer    bool          // who wrote the document
	Recipient bool          // whom it is addressed to
	Bank      bool          // it is one
	Plain     bool          // its schema states no labels: what names its fields decides whose they are
}

// roleNames are built-in headings of parties, beside those of the schema.
var roleNames = map[string]string{
	"issuer": "seller|supplier|vendor|from|sold by|bill from|issued by|service provider|remit to|verkäufer|lieferant|rechnungssteller|" +
		"leistungserbringer|vendeur|fournisseur|émetteur|vendedor|proveedor|emisor|venditore|fornitore|cedente|verkoper|leverancier|" +
		"fornecedor|emitente|sprzedawca|wystawca",
	"recipient": "prepared for|estimate for|quotation for|quote for|proposal for|for the attention of|angebot für|devis pour|établi pour|" +
		"à l'attention de|presupuesto para|preventivo per|offerte voor|orçamento para|oferta dla|bill to|billed to|billing address|bill to address|buyer|customer|client|sold to|invoice to|invoiced to|recipient|" +
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
	"buyer": true, "customer": true, "client": true, "recipient": true, "receiver": true, "holder": true, "bill": true, "employee": true,
}

// newGroup prepares a party; index numbers it among the groups. Orders are written by the buyer and
// addressed to the supplier.
func newGroup(n *schemas.Node, index int, ordered bool) *Group {
	words := NameWords(n)
	g := &Group{Node: n, Plain: !stated(n), Headers: Phrases{}, Bank: words[0] == "bank",
		Issuer: issuerNames[words[0]] || isRole("issuer", words), Recipient: recipientNames[words[0]] || isRole("recipient", words)}
	called := "issuer"
	if g.Recipient {
		called = "recipient"
	}
	if ordered && (g.Issuer || g.Recipient) && !g.Bank {
		g.Issuer, g.Recipient = !g.Issuer, !g.Recipient
	}
	for _, label := range append([]string{n.Title, strings.Join(words, " ")}, n.Labels...) {
		g.Headers.add(index, Folded(label), 1)
	}
	if g.Plain {
		for _, label := range saidToBe(n.Description) {
			g.Headers.add(index, label, 0.95)
		}
		for _, c := range lexiconOf(words) {
			g.Headers.addConcept(index, c, 0.9)
		}
	}
	if g.Issuer || g.Recipient {
		for name := range strings.SplitSeq(roleNames[called], "|") {
			g.Headers.add(index, Folded(name), 0.95)
		}
	}
	return g
}

// lexiconOf is what the lexicon knows of the name of a group.
func lexiconOf(name []string) []*concept { return words().find(name) }

// stated reports whether the schema says how the group or its fields are labelled.
func stated(n *schemas.Node) bool {
	return len(n.Labels) > 0 || slices.ContainsFunc(n.Properties, func(c *schemas.Node) bool { return len(c.Labels) > 0 })
}

// addGroup enters how the heading of a group may read.
func (p *Plan) addGroup(n *schemas.Node) {
	if n.Name == "" || len(n.Labels) > 0 {
		return
	}
	index := len(p.Scopes)
	p.Scopes = append(p.Scopes, n.Pointer)
	for _, name := range [][]string{Folded(n.Title), NameWords(n)} {
		p.Headings.add(index, name, weightTitle)
		if len(name) > 0 {
			p.Headings.addWords(index, name, nil)
		}
	}
}

// OtherHeaders begin blocks that belong to nobody whom the schema describes.
var OtherHeaders = func() Phrases {
	p := Phrases{}
	for name := range strings.SplitSeq(roleNames["other"], "|") {
		p.add(-1, Folded(name), 1)
	}
	return p
}()

// isRole reports whether a property is called as documents head such a party, in any language:
// "nabywca", "rechnungsempfänger".
func isRole(role string, words []string) bool {
	return slices.ContainsFunc(strings.Split(roleNames[role], "|"), func(name string) bool {
		return extractors.Fold(name) == extractors.Fold(strings.Join(words, " "))
	})
}

// writers are those who write papers under their own letterhead, as properties are called in English.
var writers = layout.WordSet(`seller supplier vendor merchant issuer company hotel school employer insurer bank clinic hospital laboratory lab
	store shop restaurant university college provider airline agency practice contractor firm operator landlord utility carrier dealer garage`)

// anyWriters are those among them that every writer of a paper is.
var anyWriters = layout.WordSet("seller supplier vendor merchant issuer company provider firm")

// Writes reports whether a field outside groups is the name of who wrote the document: "hotel",
// "company_name", "versicherer".
func (f *Field) Writes() bool {
	if f.Group != "" || f.List || f.Kind != Text && f.Kind != Name || len(f.Node.Labels) > 0 {
		return false
	}
	name := f.writer()
	return len(name) == 1 && (writers[name[0]] || writers[strings.Join(words().inEnglish(name), "")] || isRole("issuer", name))
}

// AnyWrites reports whether whoever wrote the document is what such a field asks for: a seller, but
// not a hotel.
func (f *Field) AnyWrites() bool {
	name := f.writer()
	return anyWriters[strings.Join(name, "")] || anyWriters[strings.Join(words().inEnglish(name), "")]
}

// writer is the words of a field for who wrote the document, "company" of "company_name".
func (f *Field) writer() []string {
	name := NameWords(f.Node)
	if last := len(name) - 1; last > 0 && name[last] == "name" {
		name = name[:last]
	}
	return name
}

// Means reports whether a name says one of some things, in English or as the lexicon has it.
func (f *Field) Means(things ...string) bool { return Has(meaning(f.Node), things...) }
