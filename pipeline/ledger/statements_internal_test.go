package ledger

import "testing"

func TestOnceForAll(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT a FROM t ORDER BY a LIMIT $2":                "SELECT a FROM t ORDER BY a LIMIT CAST($2 AS BIGINT)",
		"SELECT a FROM (SELECT a FROM t LIMIT $1) LIMIT $12": "SELECT a FROM (SELECT a FROM t LIMIT CAST($1 AS BIGINT)) LIMIT CAST($12 AS BIGINT)",
		"SELECT a FROM t WHERE b = $1 LIMIT 500":             "SELECT a FROM t WHERE b = $1 LIMIT 500",
	} {
		if got := onceForAll(query); got != want {
			t.Errorf("onceForAll(%q)\n= %q, want\n  %q", query, got, want)
		}
	}
}
