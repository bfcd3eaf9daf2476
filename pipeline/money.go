package pipeline

import "time"

// A Budget is what may be spent on models. Each bound is hard, and 0 spends nothing.
type Budget struct {
	Document  Micros // for one document, all its tries together
	TenantDay Micros // for one tenant on one day, UTC
	TotalDay  Micros // for all tenants on one day, UTC
}

// A Grant is money that was taken out of the budgets for one claim. What it does not spend
// returns when it is settled.
type Grant struct {
	Amount Micros
	Bound  string // the budget that made it as small as it is: document, tenant_day or total_day
	Held   Micros // what others hold of a day's budget that made it so small, and may give back
}

// A UsageQuery selects what was spent. Zero fields do not restrict.
type UsageQuery struct {
	Tenant   string
	From, To time.Time // days, both included, UTC
}

// A UsageRow sums what one tenant spent on one model on one day.
type UsageRow struct {
	Day            string `json:"day"` // YYYY-MM-DD, UTC
	Tenant         string `json:"tenant"`
	Target         string `json:"target"`
	Model          string `json:"model"`
	Documents      int    `json:"documents"`
	Calls          int    `json:"model_calls"`
	CacheHits      int    `json:"cache_hits"`
	BatchCalls     int    `json:"batch_calls"` // of Calls, those that were bought in a batch
	InputTokens    int64  `json:"input_tokens"`
	OutputTokens   int64  `json:"output_tokens"`
	Cost           Micros `json:"cost_usd"`
	PossiblyBilled Micros `json:"possibly_billed_usd"`
	Estimate       Micros `json:"estimate_usd"`
}
