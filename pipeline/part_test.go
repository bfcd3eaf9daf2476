package pipeline

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// twoInOne is a file of three pages with two documents, and a file that the second has to itself.
func twoInOne() *Document {
	return &Document{
		ID: "doc_1", Tenant: "acme", Source: "in/scan.pdf",
		Files: []File{
			{SHA256: "aa", PageCount: 3, Attachments: []Attachment{{Name: "a.xml"}}, Form: []FormValue{{Name: "one", Page: 1}, {Name: "three", Page: 3}}},
			{SHA256: "bb", PageCount: 1, Attachments: []Attachment{{Name: "b.xml"}}},
		},
		Pages:  []*Page{{Number: 1}, {Number: 2, Index: 1}, {Number: 3, Index: 2}, {Number: 4, File: 1}},
		Pieces: []Piece{{Pages: []int{1}}, {Pages: []int{3, 4}}},
	}
}

func TestPartHasWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	d := twoInOne()
	p := d.Part(1)
	if p.ID != "" || p.Parent != "doc_1" || p.Content() != d.Content() || len(p.Pages) != 2 || p.Pages[0] != d.Pages[2] {
		t.Errorf("part %q of %q, content %s, pages %v, want the pages of doc_1 and its content", p.ID, p.Parent, p.Content(), p.Pages)
	}
	if f := p.Files[0]; len(f.Attachments) != 0 || len(f.Form) != 1 || f.Form[0].Name != "three" {
		t.Errorf("shared file: attachments %v, form %v, want none and field three", f.Attachments, f.Form)
	}
	if f := p.Files[1]; len(f.Attachments) != 1 {
		t.Errorf("attachments of its own file = %v, want b.xml", f.Attachments)
	}
	if f := d.Files[0]; len(f.Attachments) != 1 || len(f.Form) != 2 {
		t.Errorf("the stack's file = %+v, want it as it was", f)
	}
}

func TestEachPart(t *testing.T) {
	t.Parallel()
	d, closed := twoInOne(), 0
	stage := EachPart(Stage{Name: "extract", Do: func(_ context.Context, d *Document) error {
		d.OnClose(func() { closed++ })
		d.Extraction = &Extraction{DocType: fmt.Sprint(len(d.Pages))}
		return nil
	}})
	if err := stage.Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	r := NewResult(d, 1, nil)
	if len(r.Parts) != 2 || r.Parts[0].DocType != "1" || r.Parts[1].DocType != "2" || r.Parts[1].Status != Completed || closed != 2 {
		t.Errorf("parts %+v, %d closed, want both read and closed", r.Parts, closed)
	}
	if failed := NewResult(d, 1, ErrDamaged); len(failed.Parts) != 0 {
		t.Errorf("parts of a failed run = %v, want none", failed.Parts)
	}
	broken := EachPart(Stage{Do: func(context.Context, *Document) error { return ErrTimeout }})
	if err := broken.Do(t.Context(), d); !errors.Is(err, ErrTimeout) {
		t.Errorf("a part that fails gives %v, want ErrTimeout", err)
	}
}
