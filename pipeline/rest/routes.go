package rest

import "docpipe/pipeline"

// anything is the pattern of all paths that no other pattern takes.
const anything = "/"

// routes is the API, line by line.
func (a *API) routes() {
	const (
		read, write = pipeline.ScopeDocumentsRead, pipeline.ScopeDocumentsWrite
		originals   = pipeline.ScopeOriginalsRead
		findings    = pipeline.ScopeFindingsRead
		decide      = pipeline.ScopeFindingsDecide
		events      = pipeline.ScopeEventsRead
		schemas     = pipeline.ScopeSchemasWrite
	)
	plain(a, route{"POST", "/documents", "upload-document", "Upload the files of one document", write}, a.describeUpload, a.upload)
	typed(a, route{"GET", "/documents", "list-documents", "List documents, newest first", read}, a.listDocuments)
	typed(a, route{"GET", "/documents/counts", "count-documents", "Count documents by status", read}, a.countDocuments)
	typed(a, route{"GET", "/documents/{id}", "get-document", "Where a document is", read}, a.getDocument)
	typed(a, route{"DELETE", "/documents/{id}", "erase-document", "Erase a document and all that was made of it", write}, a.eraseDocument)
	typed(a, route{"POST", "/documents/{id}/cancel", "cancel-document", "Stop working on a document", write}, a.cancelDocument)
	typed(a, route{"PUT", "/documents/{id}/split", "split-document", "Say how the pages of a stack belong together", write}, a.splitDocument)
	plain(a, route{"GET", "/documents/{id}/result", "get-result", "The result of a document", read}, a.describeResult, a.result)
	typed(a, route{"GET", "/documents/{id}/versions", "list-versions", "The versions of a result", read}, a.listVersions)
	typed(a, route{"GET", "/documents/{id}/checks", "get-checks", "What the rules said", findings}, a.getChecks)
	typed(a, route{"GET", "/documents/{id}/events", "list-document-events", "What happened to a document", events}, a.listDocumentEvents)
	plain(a, route{"GET", "/documents/{id}/text", "get-text", "The text of all pages, parted by form feeds", read}, a.describeText, a.text)
	plain(a, route{"GET", "/documents/{id}/files/{n}", "get-file", "An original file, as it was uploaded", originals}, a.describeFile, a.file)
	plain(a, route{"GET", "/documents/{id}/pages/{n}", "get-page", "The image of a page", originals}, a.describePage, a.page)
	plain(a, route{"GET", "/documents/{id}/redacted.pdf", "get-redacted", "A copy without personal data", read}, a.describeRedacted, a.redacted)
	plain(a, route{"GET", "/documents/{id}/pages/{n}/redacted", "get-redacted-page", "The image of a page without personal data", read}, a.describeRedactedPage, a.redactedPage)
	typed(a, route{"GET", "/documents/{id}/pages/{n}/words", "get-words", "The words of a page with their places", read}, a.getWords)
	typed(a, route{"POST", "/documents/{id}/ask", "ask-document", "Ask a model about a document", read}, a.askDocument)
	typed(a, route{"POST", "/documents/{id}/summarise", "summarise-document", "Have a model summarise a document", read}, a.summariseDocument)
	typed(a, route{"POST", "/documents/{id}/translate", "translate-document", "Have a model translate a document", read}, a.translateDocument)
	typed(a, route{"POST", "/documents/{id}/describe", "describe-document", "Have a model describe what pages show besides text", read}, a.describeDocument)
	typed(a, route{"GET", "/batches/{batch}", "get-batch", "How far a batch is", read}, a.getBatch)
	typed(a, route{"GET", "/findings", "list-findings", "List findings, newest first", findings}, a.listFindings)
	plain(a, route{"GET", "/findings/export", "export-findings", "Findings as SARIF or CSV", findings}, a.describeExport, a.exportFindings)
	typed(a, route{"GET", "/findings/{id}", "get-finding", "A finding and what was decided on it", findings}, a.getFinding)
	typed(a, route{"POST", "/findings/{id}/decision", "decide-finding", "Accept, waive, correct or escalate a finding", decide}, a.decideFinding)
	typed(a, route{"GET", "/usage", "list-usage", "What models have cost, by day and model", read}, a.listUsage)
	typed(a, route{"GET", "/schemas", "list-schemas", "List document shapes", read}, a.listSchemas)
	plain(a, route{"GET", "/schemas/{id}", "get-schema", "A document shape as JSON Schema", read}, a.describeSchema, a.schema)
	plain(a, route{"PUT", "/schemas/{id}", "put-schema", "Add a document shape; an id is never given other content", schemas}, a.describePutSchema, a.putSchema)
	plain(a, route{"GET", "/events", "list-events", "Events after a sequence number, as a list or a stream", events}, a.describeEvents, a.events)

	a.mux.HandleFunc("GET /healthz", a.healthz)
	a.mux.HandleFunc("GET /readyz", a.readyz)
	a.mux.Handle("GET /metrics", a.parts.Metrics.Handler())
	a.mux.HandleFunc("GET /openapi.json", a.openapi)
	a.mux.HandleFunc(anything, a.nothing)
}
