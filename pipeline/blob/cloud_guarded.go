package blob

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gocloud.dev/blob"
	"gocloud.dev/blob/s3blob"

	"docpipe/pipeline"
)

// OpenGuarded is [OpenURL] for a bucket that is reached through client alone, its credentials
// too: whoever forbids connections does it there. Settings that take other services (role,
// ssetype, kmskeyid) are refused.
func OpenGuarded(ctx context.Context, address string, client *http.Client) (Bucket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("blobs.url: %w", err)
	}
	if u.Scheme != "s3" {
		return OpenURL(ctx, address)
	}
	q := u.Query()
	for _, name := range []string{"role", "ssetype", "kmskeyid"} {
		if q.Has(name) {
			return nil, fmt.Errorf("blobs.url: %s takes another service, leave it out: %w", name, pipeline.ErrInvalid)
		}
	}
	bucket, err := blob.OpenBucket(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("blobs.url: %w", err)
	}
	defer bucket.Close() // it has sent nothing
	var open *s3.Client
	if !bucket.As(&open) {
		return nil, fmt.Errorf("blobs.url: %s is no S3 bucket: %w", u.Host, pipeline.ErrInternal)
	}
	guarded := open.Options()
	guarded.HTTPClient = client
	if q.Get("anonymous") != "true" {
		found, err := config.LoadDefaultConfig(ctx, config.WithHTTPClient(dialling(client)),
			config.WithEC2IMDSClientEnableState(imds.ClientDisabled), // it dials by itself, past any client
			config.WithSharedConfigProfile(q.Get("profile")))
		if err != nil {
			return nil, fmt.Errorf("blobs.url: credentials of this machine: %w", err)
		}
		guarded.Credentials = found.Credentials
	}
	again, err := s3blob.OpenBucket(ctx, s3.New(guarded), u.Host, &s3blob.Options{RequestChecksumCalculation: guarded.RequestChecksumCalculation})
	if err != nil {
		return nil, fmt.Errorf("blobs.url: %w", err)
	}
	return &cloud{again}, nil
}

// dialling finds credentials and dials as client does. Only the SDK's own kind of client can take
// the certificates that AWS_CA_BUNDLE names.
func dialling(client *http.Client) config.HTTPClient {
	from, ok := client.Transport.(*http.Transport)
	if !ok {
		return client
	}
	return awshttp.NewBuildableClient().WithTransportOptions(func(to *http.Transport) {
		to.DialContext, to.Proxy = from.DialContext, from.Proxy
	})
}
