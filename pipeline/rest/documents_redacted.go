package rest

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// A Redactor makes copies of documents from which personal data is gone. Classes name what is to
// go; none stands for all.
type Redactor interface {
	// Redacted writes the document to w as a PDF of images and the words that are left. It wraps
	// ErrInvalid for a class that is not known and ErrNotFound while the document has not been
	// read, both before it writes.
	Redacted(ctx context.Context, d *pipeline.Document, classes []string, w io.Writer) error
	// RedactedPage returns page n, 1-based, as a JPEG. Errors are those of Redacted.
	RedactedPage(ctx context.Context, d *pipeline.Document, n int, classes []string) ([]byte, error)
	// Mask hides personal data in the words of d's pages.
	Mask(d *pipeline.Document)
}

func (a *API) describeRedacted(op *huma.Operation) {
	takes(op, "path", "id", "Id of the document", text())
	takes(op, "query", "class", "What is to go, parted by commas: pan, card, account, id_number, tax_id, person, contact, online, signature; all when it is not given", text())
	answers(op, "200", "The copy: images with the remaining words under them, nothing else of the original", "application/pdf", nil)
}

// pagePatience is how long a page of a copy may take to draw.
const pagePatience = 5 * time.Second

// pageBytes is about how large it becomes.
const pageBytes = 1 << 20

func (a *API) redacted(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if err := onlyQuery(r, "class"); err != nil {
		return err
	}
	d, err := a.parts.Ledger.Document(r.Context(), p.Tenant, r.PathValue("id"))
	if err != nil {
		return err
	}
	defer d.Close()
	pages := int64(len(d.Pages) + 1)
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(a.cfg.MaxWait + time.Duration(pages)*pagePatience + a.cfg.transferTime(pages*pageBytes)))
	out := &copyWriter{w: w, name: d.ID + "-redacted.pdf"}
	return a.parts.Redactor.Redacted(r.Context(), d, classesOf(r), out)
}

// A copyWriter says what comes when the first byte does: until then the answer may be a problem.
type copyWriter struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

// Write sends bytes of the copy.
func (c *copyWriter) Write(b []byte) (int, error) {
	if !c.begun {
		c.begun = true
		c.w.Header().Set("Content-Type", "application/pdf")
		c.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.name}))
	}
	return c.w.Write(b)
}

func (a *API) describeRedactedPage(op *huma.Operation) {
	takes(op, "path", "n", "Number of the page, from 1", number(1))
	a.describeRedacted(op)
	op.Responses["200"] = nil
	answers(op, "200", "The page as it is shown, painted over", "image/jpeg", nil)
}

func (a *API) redactedPage(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if err := onlyQuery(r, "class"); err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return mistake("/path/n", "use a number from 1")
	}
	d, _, err := a.pageOf(r.Context(), p.Tenant, r.PathValue("id"), n)
	if err != nil {
		return err
	}
	defer d.Close()
	image, err := a.parts.Redactor.RedactedPage(r.Context(), d, n, classesOf(r))
	if err != nil {
		return err
	}
	writeBytes(w, http.StatusOK, "image/jpeg", image)
	return nil
}

func classesOf(r *http.Request) []string {
	return strings.FieldsFunc(r.URL.Query().Get("class"), func(c rune) bool { return c == ',' || c == ' ' })
}

// legibleTo returns the document as p may read it: who may not see originals reads words from
// which personal data is masked.
func (a *API) legibleTo(p pipeline.Principal, d *pipeline.Document) *pipeline.Document {
	if !p.Can(pipeline.ScopeOriginalsRead) {
		a.parts.Redactor.Mask(d)
	}
	return d
}

var _ io.Writer = (*copyWriter)(nil)
