package model

import (
	"time"

	"docpipe/pipeline"
)

// A Target is one deployment of one model: what it can do, what it costs, how much it bears.
// What it can do belongs to the deployment, not to the model: the same model is served with
// other limits elsewhere.
type Target struct {
	Name     string // as the configuration calls it
	Provider string // gen_ai.provider.name of OpenTelemetry: openai, mistral_ai, azure.ai.openai, aws.bedrock, anthropic, or the target's own name
	Model    string // as the provider calls it
	Server   string // host of the address, for records

	Images ImageRules // zero MaxImages: text only
	JSON   []JSONMode // what it takes, the best first; never empty

	Context   int // tokens of input and output together
	MaxOutput int // tokens

	Price Price

	RPM         int // requests a minute; 0 is unlimited
	TPM         int // tokens a minute, input and output; 0 is unlimited
	Concurrency int // requests at once; at least 1

	Timeout time.Duration // of one request
	Quality float64       // 0..1, a prior for "prefer: quality"
	Premium bool          // asked only by escalation
}

// ImageRules say which images a deployment takes and how it counts them.
type ImageRules struct {
	MaxImages int // in one request; 0 takes none
	LongEdge  int // pixels; more is scaled down there, so we do it here
	MaxPixels int // width times height; 0 is no limit
	MaxBytes  int // of one image file; 0 is no limit

	// Formula is how tokens follow from pixels: see [ImageTokens].
	Formula string
}

// Price is in millionths of a US dollar per million tokens, so that a token costs Price/1e6
// micro-dollars.
type Price struct {
	Input  int64
	Output int64
	Batch  float64 // factor for batch endpoints, such as 0.5; 0 when there is none

	// Long holds the prices of a whole request with more than Long.Over tokens of input; Over 0
	// means that there are no others.
	Long LongPrice
}

// LongPrice is what a request costs that is longer than Over tokens of input.
type LongPrice struct {
	Over          int
	Input, Output int64
}

// Cost returns the price of tokens, rounded up to a whole micro-dollar.
func (p Price) Cost(input, output int) pipeline.Micros {
	if p.Long.Over > 0 && input > p.Long.Over {
		p.Input, p.Output = p.Long.Input, p.Long.Output
	}
	return pipeline.Micros((int64(input)*p.Input + int64(output)*p.Output + 999_999) / 1_000_000)
}

// A Mode is how a call is put to a target.
type Mode struct {
	Target Target
	Images bool // page images, with the words as context; otherwise text alone
	JSON   JSONMode
}
