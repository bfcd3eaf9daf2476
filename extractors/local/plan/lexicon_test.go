package plan

import (
	"strings"
	"testing"
)

// Each line of the lexicons says a thing in each of the languages.
func TestLexicon(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"lexicon.txt": lexiconText, "choices.txt": choicesText} {
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			columns := strings.Split(line, "|")
			if len(columns) != len(lexiconLanguages) {
				t.Errorf("%s: %d columns, want %d: %s", name, len(columns), len(lexiconLanguages), line)
			}
			for _, column := range columns {
				for phrase := range strings.SplitSeq(column, ",") {
					if len(Folded(phrase)) == 0 {
						t.Errorf("%s: an empty phrase in %q", name, line)
					}
				}
			}
		}
	}
}

func TestInEnglish(t *testing.T) {
	t.Parallel()
	tests := map[string]string{"geburtsdatum": "date of birth", "montant": "amount", "first_name": "first name", "kennzeichen": "license plate", "frobnicator": "frobnicator"}
	for name, want := range tests {
		if got := strings.Join(words().inEnglish(splitName(name)), " "); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

// Names that the lexicon does not have are put together as each language does it.
func TestCompose(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, parent, label string }{
		{"claim_number", "", "Schadennummer"}, {"claim_number", "", "numéro de sinistre"}, {"referral_date", "", "Datum der Überweisung"},
		{"date_of_loss", "", "loss date"}, {"reported_on", "", "date reported"}, {"gross_weight_kg", "", "Bruttogewicht"},
		{"name", "tenant", "Mieter"}, {"name", "tenant", "Name des Mieters"}, {"owner_name", "", "nombre del propietario"},
	}
	for _, tt := range tests {
		p := Phrases{}
		var parent []string
		if tt.parent != "" {
			parent = splitName(tt.parent)
		}
		p.addWords(0, splitName(tt.name), parent)
		if _, ok := p.of[strings.Join(Folded(tt.label), "")]; !ok {
			t.Errorf("%s %s is not labelled %q", tt.parent, tt.name, tt.label)
		}
	}
}
