package raster

import (
	"encoding/json"
	"fmt"
	"image"
	"strings"

	"github.com/gen2brain/go-fitz"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// Names of the operations of a worker child.
const (
	opInspect = "inspect"
	opRead    = "read"
	opRender  = "render"
)

// store is MuPDF's cache in bytes: enough for the fonts of a document. Page images do not fit,
// and need not: a page is drawn once.
const store = 8 << 20

// Ops returns what a worker of the kind "page" does for this package. Everything in this file
// and in the files named child_ runs in the locked child.
func Ops() map[string]sandbox.Op {
	c := &child{}
	return map[string]sandbox.Op{
		opInspect: with(c, c.inspect),
		opRead:    with(c, c.read),
		opRender:  with(c, c.render),
	}
}

// Warm makes MuPDF ready before the child is locked: a first page brings in what it needs.
func Warm() error {
	fitz.MaxStore = store
	doc, err := fitz.NewFromMemory([]byte(warmPage))
	if doc != nil {
		defer doc.Close()
	}
	if err != nil {
		return fmt.Errorf("the PDF engine does not start: %w: %w", err, pipeline.ErrEnvironment)
	}
	if _, err := doc.SVG(0); err != nil {
		return fmt.Errorf("the PDF engine draws nothing: %w: %w", err, pipeline.ErrEnvironment)
	}
	return nil
}

// warmPage is a page with one letter, without the cross-reference table that MuPDF mends.
const warmPage = "%PDF-1.4\n" +
	"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R" +
	"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n" +
	"4 0 obj<</Length 28>>stream\nBT /F 12 Tf 9 9 Td (a)Tj ET\nendstream endobj\n" +
	"trailer<</Root 1 0 R>>\n"

// child keeps the document of the last call open: pages of one document follow each other.
type child struct {
	doc     *fitz.Document
	opened  string        // key of the open document
	picture *image.RGBA   // or the decoded image
	about   pictureHeader // and what its header says

	directories []directory // of a TIFF
}

// request is what every operation is told.
type request struct {
	MediaType string  // as intake found it
	Index     int     // 0-based page
	DPI       float64 // resolution of pixels
	MaxPixels int     // the resolution is reduced to keep to it
	Colour    bool    // RGB in place of grey
	Scan      bool    // one image covers the page: do not ask where its letters are painted
}

func with(c *child, do func(*sandbox.Call, request) (any, []byte, error)) sandbox.Op {
	return func(call *sandbox.Call) (any, []byte, error) {
		var r request
		if err := json.Unmarshal(call.Args, &r); err != nil {
			return nil, nil, fmt.Errorf("arguments: %w: %w", err, pipeline.ErrInternal)
		}
		if call.Fresh || c.opened != call.InputKey {
			c.forget()
		}
		c.opened = call.InputKey
		return do(call, r)
	}
}

func (c *child) forget() {
	if c.doc != nil {
		c.doc.Close()
	}
	*c = child{}
}

// pages reports whether MuPDF opens files of this type; the others are pictures.
func hasPages(mediaType string) bool {
	return mediaType == mediaPDF || mediaType == mediaTIFF
}

const (
	mediaPDF  = "application/pdf"
	mediaTIFF = "image/tiff"
	mediaHEIC = "image/heic"
	mediaXML  = "application/xml"
)

// open opens input in MuPDF. A document that comes back beside an error is closed all the
// same, or it leaks.
func (c *child) open(input []byte, mediaType string) error {
	if c.doc != nil {
		return nil
	}
	if mediaType == mediaPDF {
		input = fromHeader(input)
	}
	doc, err := fitz.NewFromMemory(input)
	if err == nil {
		c.doc = doc
		return nil
	}
	if doc != nil {
		doc.Close()
	}
	if err == fitz.ErrNeedsPassword {
		return pipeline.ErrEncrypted
	}
	return fmt.Errorf("it cannot be opened: %w", pipeline.ErrDamaged)
}

// fromHeader drops what stands before the header of a PDF: MuPDF tells types by the first bytes.
func fromHeader(input []byte) []byte {
	head := input[:min(len(input), 2048)]
	return input[max(strings.Index(string(head), "%PDF"), 0):]
}
