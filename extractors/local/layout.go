package local

import "docpipe/pipeline"

// layOut lays out the visible words of a page. Columns begin where words of labels do.
func layOut(p *pipeline.Page) *sheet { return newSheet(p, isLabel) }

// isLabel reports whether words are those of labels, or what a form calls something.
func isLabel(s *sheet, sp span) bool { return labelLike(s, sp) || knowsLabel(s.fold(sp)) }

// knowsLabel reports whether folded text without spaces is how a form may label something.
func knowsLabel(fold string) bool { return words().any[fold] != nil }
