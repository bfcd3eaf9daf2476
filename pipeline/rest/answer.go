package rest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// writeJSON answers with v.
func writeJSON(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only our own types come here
	}
	writeBytes(w, status, "application/json", b)
}

func writeBytes(w http.ResponseWriter, status int, mediaType string, b []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	_, _ = w.Write(b) // the sender may be gone
}

// unchanged sets the answer's ETag and reports whether the sender has that version already;
// then it has been told so. Bytes with a tag may be kept by their reader, who must ask again
// each time.
func unchanged(w http.ResponseWriter, r *http.Request, tag string) bool {
	tag = strconv.Quote(tag)
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	known := strings.Split(r.Header.Get("If-None-Match"), ",")
	same := slices.ContainsFunc(known, func(k string) bool {
		k = strings.TrimPrefix(strings.TrimSpace(k), "W/")
		return k == tag || k == "*"
	})
	if same {
		w.WriteHeader(http.StatusNotModified)
	}
	return same
}
