package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestLog(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	newLog(&b).Info("ready at http://127.0.0.1:8080", "document", "doc_01jd3k8q2v4n6x8z0b2d4f6h8j",
		"error", fmt.Errorf("card 4111 1111 1111 1111 of erika@post.example.org: %w", pipeline.ErrInternal), "iban", "DE89370400440532013000", "bytes", 4111111111111111)
	for _, secret := range []string{"4111 1111", "erika@", "DE893704"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("the log says %s", b.String())
		}
	}
	for _, want := range []string{"http://127.0.0.1:8080", "doc_01jd3k8q2v4n6x8z0b2d4f6h8j", "411111••••••1111", "iban=••••••••••••••••••3000"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the log says %s, want %s in it", b.String(), want)
		}
	}
}
