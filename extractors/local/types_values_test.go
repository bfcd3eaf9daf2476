package local_test

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// typeLanguages are the columns of testdata/types/words.txt.
var typeLanguages = []string{"en", "de", "fr", "es", "it", "nl", "pt", "pl"}

// A land says how a language's documents write places, numbers and registrations.
type land struct {
	code, currency string
	symbols        []string
	points         []string // signs of thousands and decimals
	dates          []string
	companies      string
	streets        string
	cities         string
	names          string
	vat            string
	bban           string // # for a digit, A for a letter
	register       string
	phone          string
}

var lands = map[string]land{
	"en": {"GB", "GBP", []string{"£", "GBP"}, []string{",."}, []string{"2 January 2006", "02/01/2006", "02 Jan 2006", "January 2, 2006"},
		"Marlow & Finch Ltd;Harbour Light Trading Limited;Eastbridge Foods plc;Northfield Tools Ltd", "14 High Street;Unit 3, Mill Lane;27 Station Road;8 Albert Square",
		"LS1 4DY Leeds;M2 5PD Manchester;BS1 6QH Bristol;EH3 9AA Edinburgh", "Emma Whitfield;Oliver Marsh;Grace Okafor;Daniel Price",
		"GB569184107;GB326847925;GB241475375", "AAAA##############", "Registered in England No. 0#######", "0113 496 ####"},
	"de": {"DE", "EUR", []string{"€", "EUR"}, []string{".,", ".,", ".,", " ,"}, []string{"02.01.2006", "2. Januar 2006", "02.01.06"},
		"Nordwind Handels GmbH;Bergmann & Söhne KG;Hafenkontor AG;Lichtwerk Technik GmbH & Co. KG", "Lindenallee 8;Hafenweg 31;Am Markt 3;Industriestraße 12",
		"20457 Hamburg;50668 Köln;28195 Bremen;04109 Leipzig", "Karla Bergmann;Jonas Vogt;Petra Lindner;Stefan Krüger",
		"DE103322457;DE483236400;DE662241541", "##################", "Amtsgericht Hamburg HRB #####", "040 / 55 ## ##"},
	"fr": {"FR", "EUR", []string{"€", "EUR"}, []string{" ,", " ,", ".,"}, []string{"02/01/2006", "2 janvier 2006"},
		"Atelier Dubois SARL;Établissements Moreau SAS;Lumière du Rhône SA;Boulanger Frères SARL", "12 rue des Lilas;3 avenue Jean Jaurès;45 bis rue Victor Hugo;8 place du Marché",
		"69003 Lyon;75011 Paris;31000 Toulouse;44000 Nantes", "Claire Moreau;Henri Dupont;Sophie Laurent;Luc Garnier",
		"FR95287757447;FR23748554565;FR21275582823", "#######################", "RCS Lyon 287 757 447", "04 78 ## ## ##"},
	"es": {"ES", "EUR", []string{"€", "EUR"}, []string{".,"}, []string{"02/01/2006", "2 de enero de 2006", "02-01-2006"},
		"Meridian Alimentos S.L.;Talleres García S.A.;Comercial Levante SL;Iberluz Energía S.A.", "Calle Mayor 12;Avda. de la Constitución, 45;C/ Alcalá 7, 2º B;Polígono Sur, nave 4",
		"41001 Sevilla;28014 Madrid;46002 Valencia;50003 Zaragoza", "Lucía García Pérez;Tomás Ferrer;Inés Romero Gil;Pablo Ortega",
		"ESB79232070;ESB32021529;ESB73806754", "####################", "Registro Mercantil de Sevilla, tomo ####", "954 ## ## ##"},
	"it": {"IT", "EUR", []string{"€", "EUR"}, []string{".,"}, []string{"02/01/2006", "2 gennaio 2006", "02-01-2006"},
		"Fratelli Rossi S.r.l.;Officine Bianchi S.p.A.;Lume Energia S.r.l.;Colli Verdi S.n.c.", "Via Roma 15;Via G. Marconi, 8;Corso Italia 102;Piazza Garibaldi 4",
		"40121 Bologna;20121 Milano;10123 Torino;50122 Firenze", "Lucia Rossi;Marco Bianchi;Giulia Conti;Paolo Ferri",
		"IT04797890961;IT06140990166;IT02984880803", "A######################", "REA BO-######", "051 ######"},
	"nl": {"NL", "EUR", []string{"€", "EUR"}, []string{".,"}, []string{"02-01-2006", "2 januari 2006"},
		"Van Dam Handel B.V.;Jansen & Zonen B.V.;De Lichtbron N.V.;Bakker Techniek V.O.F.", "Kerkstraat 12;Oudegracht 140;Industrieweg 7;Prins Hendrikkade 33",
		"3511 AB Utrecht;1012 JS Amsterdam;3011 HD Rotterdam;9711 LM Groningen", "Pieter Jansen;Anna de Vries;Sanne Bakker;Joris van Dam",
		"NL736775183B01;NL086026318B01;NL173296531B01", "AAAA##########", "KvK ########", "030 - 2## ## ##"},
	"pt": {"PT", "EUR", []string{"€", "EUR"}, []string{" ,", ".,"}, []string{"02/01/2006", "2 de janeiro de 2006", "2006-01-02", "02-01-2006"},
		"Porto Verde, Lda.;Cerâmica do Norte S.A.;Mar Azul Comércio Lda;Luz do Douro, S.A.", "Rua Nova 12;Avenida da Liberdade, 110;Rua de Santa Catarina 45;Largo do Rossio 3",
		"4000-123 Porto;1250-142 Lisboa;3000-075 Coimbra;4700-320 Braga", "Maria Silva;Tomás Ferreira;Inês Costa;João Almeida",
		"PT546580998;PT532611004;PT523307756", "#####################", "Cap. Social 50.000 €", "22 ### ## ##"},
	"pl": {"PL", "PLN", []string{"zł", "PLN"}, []string{" ,"}, []string{"02.01.2006", "2006-01-02", "2 stycznia 2006", "02-01-2006"},
		"Baltic Trade Sp. z o.o.;Kowalski i Wspólnicy S.A.;Światło Polskie Sp. z o.o.;Hurtownia Polna Sp. j.", "ul. Polna 7;ul. Marszałkowska 12/4;al. Jana Pawła II 45;ul. Długa 3",
		"30-001 Kraków;00-590 Warszawa;80-831 Gdańsk;61-701 Poznań", "Katarzyna Nowak;Marek Kowalski;Anna Wiśniewska;Piotr Zieliński",
		"PL8824332676;PL8395253544;PL1816661189", "########################", "KRS 0000######", "12 4## ## ##"},
}

var monthsOf = map[string]string{
	"de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
	"fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"nl": "januari februari maart april mei juni juli augustus september oktober november december",
	"pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}

// dateIn writes a day; the month's name is at the place where the layout has January's.
func dateIn(language, layout string, day time.Time) string {
	months := strings.Fields(monthsOf[language])
	if len(months) == 0 {
		return day.Format(layout)
	}
	for _, january := range []string{months[0], "January"} {
		if before, after, ok := strings.Cut(layout, january); ok {
			return day.Format(before) + months[day.Month()-1] + day.Format(after)
		}
	}
	return day.Format(layout)
}

// hundredths writes hundredths plainly.
func hundredths(n int) string {
	if n < 0 {
		return "-" + hundredths(-n)
	}
	return fmt.Sprintf("%d.%02d", n/100, n%100)
}

// grouped writes a plain decimal with the signs of a country.
func grouped(plain, points string) string {
	whole, part, has := strings.Cut(plain, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + points[:len(points)-1] + whole[i:]
	}
	if has {
		whole += points[len(points)-1:] + part
	}
	return sign + whole
}

// account makes an IBAN with right check digits.
func (m maker) account(l land) string {
	var b strings.Builder
	for _, r := range l.bban {
		switch r {
		case '#':
			r = rune('0' + m.IntN(10))
		case 'A':
			r = rune('A' + m.IntN(26))
		}
		b.WriteRune(r)
	}
	digits := ""
	for _, r := range b.String() + l.code + "00" {
		if r >= 'A' {
			digits += strconv.Itoa(int(r-'A') + 10)
		} else {
			digits += string(r)
		}
	}
	n, _ := new(big.Int).SetString(digits, 10)
	return fmt.Sprintf("%s%02d%s", l.code, 98-new(big.Int).Mod(n, big.NewInt(97)).Int64(), b.String())
}

// spaced writes an account number in groups of four.
func spaced(iban string) string {
	var groups []string
	for ; len(iban) > 4; iban = iban[4:] {
		groups = append(groups, iban[:4])
	}
	return strings.Join(append(groups, iban), " ")
}
