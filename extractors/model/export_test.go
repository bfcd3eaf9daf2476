package model

import "time"

// SetJitter makes the random part of waits known.
func (r *Router) SetJitter(j func(ceiling time.Duration) time.Duration) { r.jitter = j }

// Parse is parse.
var Parse = parse
