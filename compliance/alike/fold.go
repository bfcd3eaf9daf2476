package alike

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters writes in Latin what no decomposition does: letters of their own, and the Cyrillic
// (in the manner of ICAO Doc 9303 part 3) and Greek (ISO 843) alphabets.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ə': "a",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'і': "i", 'є': "ye", 'ґ': "g", 'ј': "j", 'љ': "lj",
	'њ': "nj", 'ћ': "c", 'ђ': "dj", 'џ': "dz",
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// whole letters that carry a mark and are no variant of the letter below it.
var marked = strings.NewReplacer("й", "y", "Й", "y", "ё", "e", "Ё", "e", "ї", "yi", "Ї", "yi")

// Words returns the words of a name in plain small letters, sorted: "Müller, Jörg" and "Jorg
// MULLER" are the same. A hyphen and an apostrophe join nothing and part nothing that is one
// name to its readers: a hyphen parts, an apostrophe is left out. Legal forms of companies are
// left out where something else remains.
func Words(name string) []string {
	words := strings.FieldsFunc(fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return legalForms[w] }); len(kept) > 0 {
		words = kept
	}
	slices.Sort(words)
	return words
}

func fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(marked.Replace(norm.NFC.String(name)))) {
		switch latin, own := letters[r]; {
		case own:
			b.WriteString(latin)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == '`', r == 'ʼ', r == '.':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// legalForms are words that say what kind of company it is; with them two strangers look
// alike.
var legalForms = set("ltd limited llc llp lp plc inc incorporated corp corporation co company gmbh ag kg kgaa ohg ug se " +
	"sa sas sarl sarlu srl spa snc bv nv vof cv ab as asa aps oy oyj ou uab doo dd zrt kft nyrt sro sp zoo ooo oao zao pao ao " +
	"pjsc jsc ojsc cjsc fze fzc fzco dmcc est pte pty sdn bhd kk pt tbk lda ltda eirl sl slu eood ead ood and the of")

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}
