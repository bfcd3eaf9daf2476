package bedrock

import (
	"context"
	"fmt"
	"io"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"docpipe/extractors/model/wire"
)

// place puts the pictures into the body between its encoding and its signing.
func place(pictures *wire.Pictures) func(*middleware.Stack) error {
	step := middleware.SerializeMiddlewareFunc("PlacePictures", func(
		ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler,
	) (middleware.SerializeOutput, middleware.Metadata, error) {
		req, ok := in.Request.(*smithyhttp.Request)
		if !ok {
			return middleware.SerializeOutput{}, middleware.Metadata{}, fmt.Errorf("a request of type %T cannot take pictures", in.Request)
		}
		placed, err := compose(req, pictures)
		if err != nil {
			return middleware.SerializeOutput{}, middleware.Metadata{}, err
		}
		in.Request = placed
		return next.HandleSerialize(ctx, in)
	})
	return func(s *middleware.Stack) error { return s.Serialize.Add(step, middleware.After) }
}

func compose(req *smithyhttp.Request, pictures *wire.Pictures) (*smithyhttp.Request, error) {
	body, err := io.ReadAll(req.GetStream())
	if err != nil {
		return nil, fmt.Errorf("read the composed body: %w", err)
	}
	whole, err := pictures.Compose(body)
	if err != nil {
		return nil, err
	}
	return req.SetStream(whole)
}
