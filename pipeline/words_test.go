package pipeline

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestWords_travelUnchanged(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]Words{
		"of a text layer": {
			{Text: "Rechnung", Box: Box{0.1, 0.2, 0.3, 0.25}, Confidence: 1, Source: SourceText, Block: 1, Line: 1, Size: 11.04},
			{Text: "№ 4711 – größer", Box: Box{0, 0, 1, 1}, Confidence: 1, Source: SourceText, Block: 3, Line: 2, Size: 9, Hidden: true},
			{Text: "", Box: Box{0.9999, 0.0001, 1, 0.5}, Confidence: 1, Source: SourceText, Block: 2, Line: 1},
		},
		"of OCR":               {{Text: "l0", Box: Box{0.5, 0.5, 0.5, 0.5}, Confidence: 0.8731, Source: SourceOCR, Line: -4, Size: 10.123456789}},
		"of another source":    {{Text: "x", Box: Box{-0.1, 0, 7.5, 0}, Source: SourceMRZ, Block: math.MaxInt32, Size: 1e12}},
		"read twice":           {{Text: "74", Confidence: 0.7, Source: SourceOCR, Second: "24"}, {Text: "9", Confidence: 1, Source: SourceText}},
		"with unusual numbers": {{Text: strings.Repeat("w", 300), Source: "", Confidence: -2, Size: -3}},
	} {
		packed, err := json.Marshal(words)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got Words
		if err := json.Unmarshal(packed, &got); err != nil || !reflect.DeepEqual(got, words) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, words)
		}
	}
}

// A field that is new must travel as well.
func TestWords_everyFieldTravels(t *testing.T) {
	t.Parallel()
	var word Word
	v := reflect.ValueOf(&word).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("text of " + v.Type().Field(i).Name)
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int:
			f.SetInt(7)
		case reflect.Float64:
			f.SetFloat(0.25)
		case reflect.Array:
			f.Set(reflect.ValueOf(Box{0.1, 0.2, 0.3, 0.4}))
		default:
			t.Fatalf("%s is a %s: say here what it holds", v.Type().Field(i).Name, f.Kind())
		}
	}
	packed, err := json.Marshal(Words{word})
	if err != nil {
		t.Fatal(err)
	}
	var got Words
	if err := json.Unmarshal(packed, &got); err != nil || !reflect.DeepEqual(got, Words{word}) {
		t.Errorf("%+v, %v, want %+v", got, err, word)
	}
}

// What was packed before words had second readings is read still.
func TestWords_firstForm(t *testing.T) {
	t.Parallel()
	packed := base64.RawStdEncoding.EncodeToString([]byte{firstForm, 1, wordOCR, 2, 4, 0, 0, 0, 0, 1, 'x'})
	var got Words
	want := Words{{Text: "x", Source: SourceOCR, Confidence: 1, Block: 1, Line: 2}}
	if err := got.UnmarshalJSON([]byte(`"` + packed + `"`)); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

func TestWords_keepWhatTheirJSONObjectsKeep(t *testing.T) {
	t.Parallel()
	words := Words{{Text: "a\xff\xffb<&>", Box: Box{1. / 3, 2. / 3, 0.123456, 0.99999}, Confidence: 1. / 3, Source: SourceOCR, Size: 7.25}}
	objects, err := json.Marshal([]Word(words))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	var got, want Words
	if err := errors.Join(json.Unmarshal(packed, &got), json.Unmarshal(objects, &want)); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("packed: %+v, %v, want %+v", got, err, want)
	}
}

func TestWords_ofAPageWithoutAny(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(Page{Number: 1})
	if err != nil || strings.Contains(string(b), "words") {
		t.Errorf("a page without words: %s, %v", b, err)
	}
	var p Page
	if err := json.Unmarshal([]byte(`{"words":null}`), &p); err != nil || p.Words != nil {
		t.Errorf("null: %v, %v", p.Words, err)
	}
}

func TestWords_noPlaceOnThePage(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{math.NaN(), math.Inf(1), 1e300} {
		if _, err := (Words{{Box: Box{v}}}).MarshalText(); !errors.Is(err, ErrInternal) {
			t.Errorf("%v: error = %v, want ErrInternal", v, err)
		}
	}
}

func TestWords_damaged(t *testing.T) {
	t.Parallel()
	text, err := Words{{Text: "whole", Confidence: 0.5, Source: "other", Size: 1. / 3, Second: "hole"}}.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := base64.RawStdEncoding.DecodeString(string(text))
	if err != nil {
		t.Fatal(err)
	}
	damaged := [][]byte{{}, {3, 0}, {1, 255, 255, 255, 255, 255, 1}, slices.Concat(whole, []byte{0})}
	for n := range whole {
		damaged = append(damaged, whole[:n])
	}
	for _, b := range damaged {
		var w Words
		if err := w.UnmarshalJSON([]byte(`"` + base64.RawStdEncoding.EncodeToString(b) + `"`)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%v: error = %v, want ErrDamaged", b, err)
		}
	}
}

// FuzzWords takes what a hostile worker may send: an error, or words that travel on unchanged.
func FuzzWords(f *testing.F) {
	for _, w := range []Words{nil, {{Text: "a", Source: SourceText, Confidence: 1}}, {{Text: "b", Source: "?", Size: 0.3}}} {
		text, _ := w.MarshalText()
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		var w, again Words
		if w.UnmarshalJSON([]byte(`"`+text+`"`)) != nil {
			return
		}
		packed, err := w.MarshalText()
		if err != nil {
			return // a place too far off the page
		}
		if err := again.UnmarshalJSON([]byte(`"` + string(packed) + `"`)); err != nil || !reflect.DeepEqual(again, w) {
			t.Errorf("%+v came back as %+v, %v", w, again, err)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	words := make(Words, 400)
	for i := range words {
		words[i] = Word{Text: "Leistung", Box: Box{0.1, 0.2, 0.3, 0.25}, Confidence: 1, Source: SourceText, Block: i / 9, Line: i / 5, Size: 9.96}
	}
	for b.Loop() {
		packed, err := json.Marshal(words)
		if err != nil {
			b.Fatal(err)
		}
		var got Words
		if err := json.Unmarshal(packed, &got); err != nil {
			b.Fatal(err)
		}
	}
}
