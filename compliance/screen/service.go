package screen

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"docpipe/compliance"
	"docpipe/compliance/alike"
	"docpipe/pipeline"
)

// maxAnswer bounds an answer of a service, in bytes.
const maxAnswer = 4 << 20

// A Service is a screening service with the interface of Watchman
// (github.com/moov-io/watchman): GET /v2/search. It is safe for concurrent use.
type Service struct {
	base      string
	threshold float64
	client    *http.Client
}

var _ compliance.Screener = (*Service)(nil)

// NewService returns the service that c names. client decides how it is reached, so that a
// machine that must not call others has one that refuses; its timeout becomes c's.
func NewService(c Config, client *http.Client) *Service {
	own := *client
	own.Timeout = c.Timeout
	return &Service{base: strings.TrimSuffix(c.Service, "/"), threshold: c.Threshold, client: &own}
}

func checkAddress(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("service %q: write a URL such as http://127.0.0.1:8084: %w", address, pipeline.ErrInvalid)
	}
	return nil
}

// found is the part of an answer that is used.
type found struct {
	Entities *[]struct {
		Name       string  `json:"name"`
		EntityType string  `json:"entityType"`
		SourceList string  `json:"sourceList"`
		SourceID   string  `json:"sourceID"`
		Match      float64 `json:"match"`
	} `json:"entities"`
}

// Screen asks the service. One that does not answer, or answers something else, is an error
// that wraps ErrProviderUnavailable: never a clean answer.
func (s *Service) Screen(ctx context.Context, q compliance.ScreenQuery) (compliance.Screened, error) {
	if len(alike.Words(q.Name)) == 0 {
		return compliance.Screened{Unanswered: "there is no name to look up"}, nil
	}
	var answer found
	if err := s.get(ctx, q, &answer); err != nil {
		return compliance.Screened{}, fmt.Errorf("screening service: %w: %w", err, pipeline.ErrProviderUnavailable)
	}
	result := compliance.Screened{Lists: []string{s.base}}
	for _, e := range *answer.Entities {
		if e.Match < s.threshold {
			continue
		}
		result.Hits = append(result.Hits, compliance.ScreenHit{
			List: e.SourceList, Entry: e.SourceID, Name: e.Name, Main: e.Name, Kind: e.EntityType, Likeness: min(e.Match, 1),
		})
	}
	return result, nil
}

func (s *Service) get(ctx context.Context, q compliance.ScreenQuery, to *found) error {
	values := url.Values{"name": {q.Name}, "limit": {strconv.Itoa(maxHits)}, "minMatch": {strconv.FormatFloat(s.threshold, 'f', -1, 64)}}
	if len(q.Birth) == len("2006-01-02") {
		values.Set("birthDate", q.Birth)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/v2/search?"+values.Encode(), nil)
	if err != nil {
		return err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it answered %s", answer.Status)
	}
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return fmt.Errorf("it answered something that is no search result: %w", err)
	}
	if to.Entities == nil {
		return errors.New("it answered something that is no search result: there are no entities in it")
	}
	return nil
}
