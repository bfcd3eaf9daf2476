package mark

import (
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

const schema = `{"type":"object","properties":{"signature_present":{"type":"boolean"},"stamped":{"type":"boolean"},"signed":{"type":"string"},
	"parties":{"type":"array","items":{"type":"object","properties":{"signed":{"type":"boolean"}}}}}}`

// A signature fills what asks for one, grounded on the words beside it; rows and other types are
// left alone.
func TestExtract(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("own", []byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	p := &pipeline.Page{
		Number: 2,
		Words:  []pipeline.Word{{Text: "Dear", Box: pipeline.Box{0.1, 0.1, 0.2, 0.12}}, {Text: "Signature", Box: pipeline.Box{0.1, 0.8, 0.2, 0.82}}},
		Marks:  []pipeline.Mark{{Kind: pipeline.MarkSignature, Box: pipeline.Box{0.1, 0.7, 0.4, 0.78}, Set: true, Confidence: 0.8}},
	}
	claims, err := Reader{}.Extract(t.Context(), &pipeline.Document{Pages: []*pipeline.Page{p}}, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(claims) != 1 || claims[0].Pointer != "/signature_present" || claims[0].Value != true {
		t.Fatalf("claims = %+v, want /signature_present true alone", claims)
	}
	if e := claims[0].Evidence[0]; e.Page != 2 || e.Quote != "Signature" || *e.Box != (pipeline.Box{0.1, 0.7, 0.4, 0.82}) {
		t.Errorf("evidence = %+v, want the mark with the word Signature on page 2", e)
	}
	p.Marks = []pipeline.Mark{{Kind: pipeline.MarkStamp, Box: pipeline.Box{0.5, 0.1, 0.7, 0.2}, Set: true, Confidence: 0.7}}
	claims, err = Reader{}.Extract(t.Context(), &pipeline.Document{Pages: []*pipeline.Page{p}}, s)
	if err != nil || len(claims) != 1 || claims[0].Pointer != "/stamped" || claims[0].Evidence[0].Quote != "Dear" {
		t.Errorf("stamp: %+v, %v, want /stamped true by the word Dear", claims, err)
	}
	p.Marks = []pipeline.Mark{{Kind: pipeline.MarkUnsigned, Box: pipeline.Box{0.1, 0.7, 0.4, 0.78}, Confidence: 0.8}}
	claims, err = Reader{}.Extract(t.Context(), &pipeline.Document{Pages: []*pipeline.Page{p}}, s)
	if err != nil || len(claims) != 1 || claims[0].Value != false || claims[0].Evidence[0].Box[1] != 0.7 {
		t.Errorf("unsigned: %+v, %v, want /signature_present false with the empty room", claims, err)
	}
	p.Marks = nil
	if claims, err = (Reader{}).Extract(t.Context(), &pipeline.Document{Pages: []*pipeline.Page{p}}, s); err != nil || len(claims) != 0 {
		t.Errorf("without marks: %v, %v, want no claims", claims, err)
	}
}
