package code

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// separators are what sheets between documents say in their codes, without anything but letters
// and digits: the patch codes that scanners act on, and the words that scanning programs print.
var separators = []string{
	"PATCHT", "PATCH2", "PATCHII", "PATCHCODET", "PATCHCODE2", "SEPARATOR", "SEPARATORPAGE", "SEPARATORSHEET",
	"DOCUMENTSEPARATOR", "DOCSEPARATOR", "DOCSEP", "NEWDOCUMENT", "NEWDOC", "NEXTDOCUMENT", "BREAKPAGE", "SPLIT",
	"TRENNBLATT", "TRENNSEITE", "PAGEDESEPARATION", "SEPARATEUR", "SEPARADOR", "SEPARATORE",
}

// parts reports whether a code says that its page only parts documents.
func parts(c pipeline.Code) bool {
	if c.Kind == pipeline.CodePatch {
		// Upside down, a T is a 3. The other patches change how scanners work within a document.
		return c.Text == "T" || c.Text == "2" || c.Text == "3"
	}
	plain := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(c.Text))
	return slices.Contains(separators, plain)
}
