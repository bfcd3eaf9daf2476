package ident

import "strings"

// vatSeparators are what people write in VAT numbers.
const vatSeparators = " -./,:"

const vatSource = "Directive 2006/112/EC, Art. 215; structure published for VIES, check digits by "

var euVAT = []Kind{
	{
		Name: "eu.vat", Title: "VAT identification number of a member state or Northern Ireland",
		Source: vatSource + "each member state's tax office", check: written(vatSeparators, memberVAT),
	},
	vatKind("at.uid", "AT", "Austria", "Bundesministerium für Finanzen"),
	vatKind("be.vat", "BE", "Belgium", "SPF Finances"),
	vatKind("bg.vat", "BG", "Bulgaria", "National Revenue Agency"),
	vatKind("cy.vat", "CY", "Cyprus", "Tax Department"),
	vatKind("cz.dic", "CZ", "Czechia", "Finanční správa"),
	vatKind("de.vat", "DE", "Germany", "Bundeszentralamt für Steuern, ISO/IEC 7064 MOD 11,10"),
	vatKind("dk.cvr", "DK", "Denmark", "Erhvervsstyrelsen"),
	vatKind("ee.kmkr", "EE", "Estonia", "Maksu- ja Tolliamet"),
	vatKind("es.nif", "ES", "Spain", "Agencia Tributaria, Orden EHA/451/2008 and Real Decreto 1065/2007"),
	vatKind("fi.alv", "FI", "Finland", "Verohallinto"),
	vatKind("fr.tva", "FR", "France", "Direction générale des Finances publiques"),
	vatKind("gr.vat", "EL", "Greece", "AADE", "el.vat"),
	vatKind("hr.oib", "HR", "Croatia", "Porezna uprava, ISO/IEC 7064 MOD 11,10"),
	vatKind("hu.anum", "HU", "Hungary", "NAV"),
	vatKind("ie.vat", "IE", "Ireland", "Revenue Commissioners"),
	vatKind("it.iva", "IT", "Italy", "Agenzia delle Entrate"),
	vatKind("lt.pvm", "LT", "Lithuania", "VMI"),
	vatKind("lu.tva", "LU", "Luxembourg", "Administration de l'enregistrement"),
	vatKind("lv.pvn", "LV", "Latvia", "VID"),
	vatKind("mt.vat", "MT", "Malta", "Commissioner for Revenue"),
	vatKind("nl.btw", "NL", "Netherlands", "Belastingdienst: eleven test, or ISO/IEC 7064 MOD 97-10 since 2020"),
	vatKind("pl.nip", "PL", "Poland", "Ministerstwo Finansów"),
	vatKind("pt.nif", "PT", "Portugal", "Autoridade Tributária"),
	vatKind("ro.cf", "RO", "Romania", "ANAF"),
	vatKind("se.vat", "SE", "Sweden", "Skatteverket"),
	vatKind("si.ddv", "SI", "Slovenia", "FURS"),
	vatKind("sk.dph", "SK", "Slovakia", "Finančná správa"),
}

func vatKind(name, prefix, country, office string, aliases ...string) Kind {
	if other := strings.ToLower(prefix) + ".vat"; other != name && len(aliases) == 0 {
		aliases = []string{other}
	}
	return Kind{
		Name: name, Aliases: aliases, Title: "VAT identification number of " + country,
		Source: vatSource + office, check: prefixed(vatSeparators, prefix, memberNumbers[prefix]),
	}
}

// memberNumbers check what stands behind the prefix of a VAT number. XI is Northern Ireland,
// which uses British numbers; Greece writes EL.
var memberNumbers = map[string]checker{
	"AT": atVAT, "BE": beVAT, "BG": bgVAT, "CY": cyVAT, "CZ": czVAT, "DE": deVAT, "DK": dkVAT,
	"EE": eeVAT, "EL": elVAT, "ES": esNIF, "FI": fiVAT, "FR": frVAT, "HR": hrVAT, "HU": huVAT,
	"IE": ieVAT, "IT": itVAT, "LT": ltVAT, "LU": luVAT, "LV": lvVAT, "MT": mtVAT, "NL": nlVAT,
	"PL": plVAT, "PT": ptVAT, "RO": roVAT, "SE": seVAT, "SI": siVAT, "SK": skVAT, "XI": gbVAT,
}

// memberVAT reads the member state from the prefix. It must be there, since the same digits may
// be right in several states; the compact form carries it.
func memberVAT(c string) (compact, problem string) {
	if len(c) < 2 {
		return "", "is too short for a VAT number"
	}
	prefix := c[:2]
	if prefix == "GR" {
		prefix = "EL"
	}
	body, member := memberNumbers[prefix]
	if !member {
		return "", "does not begin with the prefix of a member state"
	}
	compact, problem = body(c[2:])
	return prefix + compact, problem
}
