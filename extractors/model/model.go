// Package model asks multimodal language models about documents, without losing money, time
// or truth.
//
//	Wire      one request to one deployment, never repeated: one package per provider in wire/
//	Target    what a deployment can do, what it costs and how much it bears
//	Router    which target is asked, what it may cost, what is tried when it fails: the only retry loop
//	Call      one question about a document, composed anew for each target: package task makes them
//	Wallet    a purse in memory, for runs without a ledger
//	Failure   why a call has no answer, what was tried, and when to come back
//	Observer  is told of calls and requests, for traces and metrics
//
// A model may quote, and nothing else: it gives no coordinates and no confidence of its own,
// sees one document at a time, and calls nothing. What it says is parsed strictly and checked.
package model

import (
	"context"
	"encoding/json"
)

// A Wire sends one request to one deployment with one key and returns what came back. It
// never retries and sets no deadline of its own beside ctx. Its error wraps one of this
// package's kinds in a [Fault], or is ctx's; when ctx ended after the request was out, it wraps a
// Fault that says so too. A Wire must be safe for concurrent use.
type Wire interface {
	Send(ctx context.Context, r Request) (Response, error)
}

// A Request is what a model is told. It is complete: a Wire adds no text of its own.
type Request struct {
	Task   string // name@version of the task, such as extract@1; for records, never sent
	System string // the instruction
	Turns  []Turn // user and assistant in turn, beginning and ending with the user

	// Output is the JSON that is wanted; nil asks for plain text.
	Output *Output

	MaxOutput   int      // tokens; 0 leaves it to the provider
	Temperature *float64 // nil leaves it to the provider
	Seed        *int64   // nil leaves it to the provider
}

// Roles of turns.
const (
	RoleUser      = "user"
	RoleAssistant = "assistant"
)

// A Turn is what one side said.
type Turn struct {
	Role  string
	Parts []Part
}

// A Part is text or one image.
type Part struct {
	Text      string
	Image     []byte // an image file as it is sent; nil for text
	MediaType string // of Image: image/jpeg or image/png
	Width     int    // of Image in pixels, for the estimate of its tokens
	Height    int
}

// An Output is the shape of the answer and how the deployment is told about it.
type Output struct {
	Name   string          // of the shape, [a-zA-Z0-9_-]{1,64}
	Schema json.RawMessage // a provider-safe JSON Schema of an object
	Mode   JSONMode
}

// A JSONMode is a way to ask for JSON.
type JSONMode string

// The ways to ask for JSON, from the strictest.
const (
	JSONSchema JSONMode = "schema" // the provider holds the answer to the schema
	JSONTool   JSONMode = "tool"   // the answer is the argument of one tool that must be called
	JSONObject JSONMode = "object" // the provider promises JSON, the schema stands in System
	JSONPrompt JSONMode = "prompt" // nothing is promised, the schema stands in System
)

// A Finish says why a model stopped.
type Finish string

// Why a model stopped. Only FinishStop is an answer; a called tool counts as FinishStop.
const (
	FinishStop    Finish = "stop"
	FinishLength  Finish = "length"  // it met its limit of output
	FinishFilter  Finish = "filter"  // the provider's filter cut it
	FinishRefusal Finish = "refusal" // it declined
	FinishOther   Finish = "other"
)

// A Response is what came back whole.
type Response struct {
	Text   string // the answer; in tool mode the tool's argument as JSON
	Finish Finish
	Usage  Usage
	ID     string // the provider's name of this answer
	Model  string // the model that answered, as the provider names it
}

// Usage is what the provider counted; zero where it says nothing.
type Usage struct {
	Input  int // tokens, cached ones included
	Output int // tokens
	Cached int // tokens of Input that the provider had cached
}
