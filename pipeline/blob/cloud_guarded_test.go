package blob_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
)

// Neither the bucket nor what gives credentials is reached past the client.
func TestOpenGuarded(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "",
		"AWS_CONFIG_FILE": t.TempDir() + "/none", "AWS_SHARED_CREDENTIALS_FILE": t.TempDir() + "/none",
	} {
		t.Setenv(name, value)
	}
	const refusal = "this test forbids connections"
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New(refusal) }}
	for query, want := range map[string]string{
		"?region=eu-west-1&endpoint=http://192.0.2.1:9000&anonymous=true": refusal,
		"?region=eu-west-1&endpoint=http://192.0.2.1:9000":                "access disabled to EC2 IMDS",
	} {
		b, err := blob.OpenGuarded(t.Context(), "s3://bucket"+query, &http.Client{Transport: transport})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Open(t.Context(), "some/key"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open with %s = %v, want %q", query, err, want)
		}
	}
	if _, err := blob.OpenGuarded(t.Context(), "s3://bucket?role=arn:aws:iam::1:role/x", http.DefaultClient); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("OpenGuarded with a role = %v, want a refusal", err)
	}
}
