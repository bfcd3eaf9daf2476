package bedrock

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"

	"docpipe/extractors/model"
)

// load finds region and credentials: those that were given, or AWS's usual chain.
func load(ctx context.Context, c Config) (aws.Config, error) {
	if c.AccessKey != "" {
		return aws.Config{
			Region:      c.Region,
			Credentials: aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider(c.AccessKey, c.Key, c.SessionToken)),
		}, nil
	}
	options := []func(*config.LoadOptions) error{config.WithRegion(c.Region), config.WithHTTPClient(lookup(c.HTTP))}
	if c.NoMetadata { // the SDK's client for it keeps to no dialer of ours
		options = append(options, config.WithEC2IMDSClientEnableState(imds.ClientDisabled))
	}
	loaded, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return aws.Config{}, fmt.Errorf("read AWS credentials of this machine: %w", err)
	}
	return loaded, nil
}

// lookup is the client for finding credentials. It dials as client does; only the SDK's own
// kind can take the certificates that AWS_CA_BUNDLE names.
func lookup(client *http.Client) config.HTTPClient {
	from, ok := client.Transport.(*http.Transport)
	if !ok {
		return client
	}
	return awshttp.NewBuildableClient().WithTransportOptions(func(to *http.Transport) {
		to.DialContext, to.Proxy = from.DialContext, from.Proxy
		if from.TLSClientConfig != nil {
			to.TLSClientConfig = from.TLSClientConfig.Clone()
		}
	})
}

// identify finds the credentials, which are kept while they are valid. The SDK would report
// missing ones as a failure to send.
func (w *Wire) identify(ctx context.Context) error {
	o := w.client.Options()
	if o.Credentials == nil || o.BearerAuthTokenProvider != nil {
		return nil
	}
	_, err := o.Credentials.Retrieve(ctx)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return &model.Fault{Kind: model.ErrAuth, Detail: "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE or AWS_BEARER_TOKEN_BEDROCK"}
}
