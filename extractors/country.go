package extractors

import "strings"

// countryNames maps names of countries, folded, to ISO 3166-1 alpha-2: in English, in the
// country's own languages, and as neighbours write them.
var countryNames = countries(map[string]string{
	"AT": "austria|österreich|autriche|oostenrijk", "AU": "australia", "BE": "belgium|belgien|belgique|belgië|belgio|bélgica",
	"CA": "canada|kanada", "CH": "switzerland|schweiz|suisse|svizzera|suiza|zwitserland", "CZ": "czech republic|czechia|tschechien|česko",
	"DE": "germany|deutschland|allemagne|alemania|germania|duitsland|niemcy|alemanha", "DK": "denmark|dänemark|danmark",
	"ES": "spain|spanien|espagne|españa|spagna|spanje|hiszpania|espanha", "FI": "finland|finnland|suomi",
	"FR": "france|frankreich|francia|frankrijk|francja|frança", "GB": "united kingdom|great britain|england|scotland|wales|northern ireland|" +
		"uk|großbritannien|royaume-uni", "GR": "greece|griechenland|grèce|hellas", "HU": "hungary|ungarn|magyarország",
	"IE": "ireland|irland|irlande|éire|ierland", "IN": "india", "IT": "italy|italien|italie|italia|italië|włochy",
	"LU": "luxembourg|luxemburg", "MY": "malaysia", "NL": "netherlands|the netherlands|niederlande|pays-bas|nederland|holland|paesi bassi",
	"NO": "norway|norwegen|norge", "NZ": "new zealand", "PL": "poland|polen|pologne|polska|polonia", "PT": "portugal|portogallo",
	"SE": "sweden|schweden|suède|sverige", "SG": "singapore", "SK": "slovakia|slowakei|slovensko", "SI": "slovenia|slowenien|slovenija",
	"US": "usa|u.s.a.|united states|united states of america|vereinigte staaten|états-unis", "ZA": "south africa", "RO": "romania|rumänien|românia",
})

func countries(lists map[string]string) map[string]string {
	codes := map[string]string{}
	for code, names := range lists {
		for name := range strings.SplitSeq(names, "|") {
			codes[Fold(name)] = code
		}
	}
	return codes
}

// Country returns the ISO 3166-1 alpha-2 code of a country's printed name, "" for any other text.
func Country(name string) string { return countryNames[Fold(name)] }
