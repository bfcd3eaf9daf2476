package extractors

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docpipe/pipeline"
)

// stopWords holds frequent short words that few other languages of the list use.
var stopWords = stops(map[string]string{
	"en": "the and of to for is with this on by be your are not or from that please date total invoice number no will shall any which amount vat",
	"de": "der die das und mit von zu den für nicht auf ist bei im dem des ein eine zum oder bitte wir sie ihre rechnung datum betrag nr steuer zzgl bis über vielen dank ihren einkauf summe mwst netto",
	"fr": "le la les de des du en et est pour une sur dans par avec votre au aux nous vous facture montant numéro ce sont ou client adresse tva",
	"es": "el los las de del en y para con por una su en es se que al número fecha factura importe cliente dirección nif pago total iva",
	"it": "il lo gli della di e per con una dei del nel al è si che fattura data numero importo cliente indirizzo pagamento totale iva",
	"nl": "het een van de en voor met op uw te is niet bij wij aan zijn factuur datum bedrag nummer klant totaal btw u",
	"pt": "o os as de do da dos e para com por uma em no na não fatura data número valor cliente morada pagamento total iva é se",
	"pl": "i w z na do nie się jest od za dla oraz po faktura data numer kwota sprzedawca nabywca razem zapłaty wartość vat",
})

func stops(lists map[string]string) map[string][]string {
	byWord := map[string][]string{}
	for _, language := range []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt"} {
		for w := range strings.FieldsSeq(lists[language]) {
			byWord[w] = append(byWord[w], language)
		}
	}
	return byWord
}

// languageWords is how many words of the document are looked at.
const languageWords = 3000

// Languages returns the languages of the document's visible words by their frequent words, as
// BCP 47 codes, the most frequent first. A language needs a fair share; text without such
// words, such as a bare table, has none.
func Languages(d *pipeline.Document) []string {
	votes, looked := map[string]ballot{}, 0
	for _, p := range d.Pages {
		for i := range p.Words {
			if w := &p.Words[i]; !w.Hidden && looked < languageWords {
				looked++
				vote(votes, w.Text)
			}
		}
	}
	return ranked(votes)
}

// A ballot is what speaks for a language: frequent words, and those of one letter, which may as well be
// initials or boxes to tick that recognition took for an "O".
type ballot struct{ words, letters float64 }

// votes never count more letters than words.
func (b ballot) votes() float64 { return b.words + min(b.words, b.letters) }

func vote(votes map[string]ballot, text string) {
	word := strings.ToLower(strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }))
	speakers := stopWords[word]
	share := 1 / float64(len(speakers))
	for _, language := range speakers {
		b := votes[language]
		if utf8.RuneCountInString(word) == 1 {
			b.letters += share
		} else {
			b.words += share
		}
		votes[language] = b
	}
}

// ranked keeps languages with at least three votes and a third of the best one's.
func ranked(ballots map[string]ballot) []string {
	best := 0.0
	names, votes := []string{}, map[string]float64{}
	for name, b := range ballots {
		votes[name] = b.votes()
		best = max(best, votes[name])
		names = append(names, name)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return votes[n] < 3 || votes[n] < best/3 })
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(votes[b], votes[a]), strings.Compare(a, b))
	})
	return names
}
