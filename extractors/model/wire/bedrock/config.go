package bedrock

import (
	"cmp"
	"errors"
	"net/http"

	"docpipe/extractors/model/wire"
)

// A Config says which model is meant, where, and with whose keys.
type Config struct {
	BaseURL      string       // address instead of the region's own, such as a private endpoint; default the region's
	Region       string       // such as eu-central-1; required
	Model        string       // id of a model or an inference profile; required
	AccessKey    string       // id of the key; default AWS's usual chain of credentials
	Key          string       // the secret key that goes with AccessKey
	SessionToken string       // for temporary keys; default none
	NoMetadata   bool         // never ask the machine's metadata service for credentials; default false
	MaxAnswer    int64        // bytes of one answer; default 16 MiB
	HTTP         *http.Client // carries the request; required
}

// DefaultConfig returns what holds for all models.
func DefaultConfig() Config { return Config{MaxAnswer: wire.DefaultMaxAnswer} }

// Validate reports all mistakes together.
func (c Config) Validate() error {
	var errs []error
	if c.Model == "" {
		errs = append(errs, errors.New("model: give the id of a model or an inference profile"))
	}
	if c.Region == "" {
		errs = append(errs, errors.New("region: give one, such as eu-central-1"))
	}
	if (c.AccessKey == "") != (c.Key == "") {
		errs = append(errs, errors.New("access key and secret key: give both, or none to take the machine's credentials"))
	}
	address := cmp.Or(c.BaseURL, "https://bedrock-runtime."+c.Region+".amazonaws.com")
	return errors.Join(append(errs, wire.CheckLine(address, c.HTTP, c.MaxAnswer))...)
}
