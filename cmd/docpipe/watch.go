package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"docpipe/pipeline/bus"
)

// keyVariable holds the API key of commands that talk to a server.
const keyVariable = "DOCPIPE_API_KEY"

func watchCommand(g *globals) *cobra.Command {
	var since, server, tenant, team string
	cmd := &cobra.Command{
		Use:   "watch [FILTER]",
		Short: "Print events as they happen, one CloudEvent a line",
		Long: `Follows the events of a tenant on NATS. Without --nats it reads where the service of the data
folder listens, and its credentials, from nats.creds there. With --nats the API key is taken
from ` + keyVariable + `.

FILTER is a NATS subject below docpipe.v1.<tenant>. such as 'finding.raised.>' or
'document.result.*'. NATS answers a key without the right to listen with silence, which this
command reports as a timeout.

With --team the server remembers what was taken. Who comes again gets what it missed, several
who listen as one team share the events, and --since counts only when the team is new. A team
that nobody listened as for 90 days is forgotten.`,
		Example: "  docpipe watch\n  docpipe watch 'finding.raised.critical.>' --since 720h\n  docpipe watch --since all | jq .type\n  docpipe watch 'finding.raised.>' --team payments --since 30d",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := g.config()
			if err != nil {
				return err
			}
			filter := strings.Join(args, "")
			if err := checkFilter(filter); err != nil {
				return err
			}
			if err := g.mayReach("--nats", server); err != nil {
				return err
			}
			s, err := subscription(c, server, tenant)
			if err != nil {
				return err
			}
			s.Filter, s.Team = filter, team
			if err := setSince(&s, since); err != nil {
				return err
			}
			return bus.Subscribe(cmd.Context(), s, printLine(cmd.OutOrStdout()))
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "all | a duration such as 24h or 30d | a date or time (default: from now on)")
	cmd.Flags().StringVar(&team, "team", "", "`name` of a subscription that is kept: go on where the team stopped, share its events among all who listen")
	cmd.Flags().StringVar(&server, "nats", "", "`URL` of the NATS server")
	tenantFlag(cmd, &tenant)
	return cmd
}

// checkFilter refuses what NATS would call an invalid subject.
func checkFilter(filter string) error {
	if filter == "" {
		return nil
	}
	words := strings.Split(filter, ".")
	for i, w := range words {
		if w == "" || strings.ContainsFunc(w, unicode.IsSpace) || strings.Contains(w, ">") && (w != ">" || i < len(words)-1) {
			return usagef("filter %q: write words parted by dots, * for any word, > at the end for all that follows, such as 'finding.raised.>'", filter)
		}
	}
	return checkWords(filter, words)
}

// subjectWords are the words that subjects may have at a place, by the word they begin with; "" has
// those words. A place without any has names, such as those of types of documents.
var subjectWords = map[string][][]string{
	"":         {{"document", "finding", "review", "audit"}},
	"document": {nil, {"received", "prepared", "extracted", "checked", "result", "reviewed", "failed", "cancelled", "erased"}},
	"finding":  {nil, {"raised", "resolved", "decided"}, {"critical", "high", "medium", "low", "info"}},
	"review":   {nil, {"requested", "claimed", "decided"}},
	"audit":    {nil, {"head"}},
}

// checkWords refuses words that no subject has: who waits for nothing must not believe that nothing
// happens.
func checkWords(filter string, words []string) error {
	for i, w := range words {
		places := subjectWords[words[0]]
		if i == 0 {
			places = subjectWords[""]
		}
		if w == "*" || w == ">" || i >= len(places) || places[i] == nil || slices.Contains(places[i], w) {
			continue
		}
		return usagef("filter %q: no event has the word %q there, only %s%s", filter, w, joinWords(places[i]), didYouMean(w, places[i]))
	}
	return nil
}

func printLine(w io.Writer) func([]byte) error {
	return func(event []byte) error {
		_, err := w.Write(append(event, '\n'))
		return err
	}
}

func subscription(c Config, server, tenant string) (bus.Subscription, error) {
	s := bus.Subscription{Tenant: tenant, URL: first(server, c.NATS.URL), Token: os.Getenv(keyVariable), Dial: c.dial}
	if s.Token != "" {
		s.Inbox = inboxOfToken(s.Token)
	}
	if s.URL != "" {
		return s, nil
	}
	path := bus.CredentialsFile(c.Data)
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return s, usagef("%s is not there: start 'docpipe serve' on this data folder, or name a server with --nats", path)
	}
	if err != nil {
		return s, err
	}
	var local bus.Credentials
	if err := json.Unmarshal(b, &local); err != nil {
		return s, fmt.Errorf("%s: %w", path, err)
	}
	s.URL = local.URL
	if s.Token == "" {
		s.Token, s.Inbox = local.Token, local.Inbox
	}
	return s, nil
}

// inboxOfToken is the inbox that a key may read: the part of its token that names it.
func inboxOfToken(token string) string {
	parts := strings.SplitN(token, "_", 3)
	if len(parts) < 3 {
		return ""
	}
	return bus.Inbox(parts[1])
}

func setSince(s *bus.Subscription, since string) error {
	switch {
	case since == "":
		return nil
	case since == "all":
		s.All = true
		return nil
	}
	if d, err := parseDuration(since); err == nil {
		s.Since = time.Now().Add(-d)
		return nil
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, since); err == nil {
			s.Since = t
			return nil
		}
	}
	return usagef("--since: %q is not known, write all, 24h, 30d or 2026-11-01", since)
}
