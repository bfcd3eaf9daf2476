package pipeline

import (
	"encoding/json"
	"fmt"
)

// Micros is money in millionths of a US dollar.
type Micros int64

// MarshalJSON writes a string of dollars with six decimals.
func (m Micros) MarshalJSON() ([]byte, error) {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Appendf(nil, `"%s%d.%06d"`, sign, m/1e6, m%1e6), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (m *Micros) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	var whole, part int64
	if _, err := fmt.Sscanf(text, "%d.%06d", &whole, &part); err != nil {
		return fmt.Errorf("money %q: %w", text, err)
	}
	if len(text) > 0 && text[0] == '-' {
		part = -part
	}
	*m = Micros(whole*1e6 + part)
	return nil
}

// Usage is what a document cost.
type Usage struct {
	ModelCalls     int       `json:"model_calls"`
	InputTokens    int       `json:"input_tokens"`
	OutputTokens   int       `json:"output_tokens"`
	Cost           Micros    `json:"cost_usd"`
	PossiblyBilled Micros    `json:"possibly_billed_usd"` // calls whose answer never arrived
	CacheHits      int       `json:"cache_hits"`
	Attempts       []Attempt `json:"attempts"`
}

// An Attempt is one request to a provider.
type Attempt struct {
	Target       string `json:"target"`
	Model        string `json:"model"`
	Outcome      string `json:"outcome"`
	LatencyMS    int64  `json:"latency_ms"`
	InputTokens  int    `json:"input_tokens"`
	OutputTokens int    `json:"output_tokens"`
	Cost         Micros `json:"cost_usd"`
}
