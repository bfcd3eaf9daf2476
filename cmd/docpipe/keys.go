package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func keysCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make, list and end API keys",
		Long: `A key belongs to one tenant and logs in to REST (Authorization: Bearer …) and to NATS (as
token or password). Its secret is shown once, when it is made.`,
		Example: `  docpipe keys create --tenant acme --name scanner \
    --scopes documents:write,documents:read
  docpipe keys rotate key_01jd… --tenant acme --overlap 24h
  docpipe keys revoke key_01jd… --tenant acme`,
	}
	cmd.AddCommand(keysCreate(g), keysList(g), keysRotate(g), keysRevoke(g))
	return cmd
}

func tenantFlag(cmd *cobra.Command, to *string) {
	cmd.Flags().StringVar(to, "tenant", localTenant, "the `tenant` whose it is")
}

func keysCreate(g *globals) *cobra.Command {
	var q KeyRequest
	var expires time.Duration
	cmd := &cobra.Command{
		Use: "create", Short: "Make a key and print its token once", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkScopes(q.Scopes); err != nil {
				return err
			}
			if cmd.Flags().Changed("expires") && expires <= 0 {
				return usagef("--expires %s: write how long from now, such as 720h", expires)
			}
			if expires > 0 {
				at := time.Now().Add(expires).UTC()
				q.Expires = &at
			}
			var r KeyReply
			if err := g.admin(cmd, "CreateKey", q, &r); err != nil {
				return err
			}
			return showToken(cmd, r)
		},
	}
	tenantFlag(cmd, &q.Tenant)
	cmd.Flags().StringVar(&q.Name, "name", "", "what the key is for")
	cmd.Flags().StringSliceVar(&q.Scopes, "scopes", []string{pipeline.ScopeDocumentsRead, pipeline.ScopeDocumentsWrite}, strings.Join(pipeline.Scopes, ", "))
	cmd.Flags().DurationVar(&expires, "expires", 0, "how long it is valid (default: until revoked)")
	return cmd
}

func checkScopes(scopes []string) error {
	for _, s := range scopes {
		if !slices.Contains(pipeline.Scopes, s) {
			return usagef("--scopes: %q is not known, write some of %s", s, strings.Join(pipeline.Scopes, ", "))
		}
	}
	return nil
}

func keysList(g *globals) *cobra.Command {
	var q KeyName
	cmd := &cobra.Command{
		Use: "list", Short: "List a tenant's keys", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var keys []pipeline.APIKey
			if err := g.admin(cmd, "Keys", q, &keys); err != nil {
				return err
			}
			return showKeys(cmd.OutOrStdout(), keys)
		},
	}
	tenantFlag(cmd, &q.Tenant)
	return cmd
}

func keysRotate(g *globals) *cobra.Command {
	var q KeyName
	cmd := &cobra.Command{
		Use: "rotate ID", Short: "Make a key in place of another, which stays valid for a while", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			q.ID = args[0]
			if q.Overlap < 0 {
				return usagef("--overlap %s: write 0 or more, such as 24h", q.Overlap)
			}
			var r KeyReply
			if err := g.admin(cmd, "RotateKey", q, &r); err != nil {
				return q.explain(err)
			}
			return showToken(cmd, r)
		},
	}
	tenantFlag(cmd, &q.Tenant)
	cmd.Flags().DurationVar(&q.Overlap, "overlap", 24*time.Hour, "how long the old key stays valid")
	return cmd
}

func keysRevoke(g *globals) *cobra.Command {
	var q KeyName
	cmd := &cobra.Command{
		Use: "revoke ID", Short: "End a key at once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			q.ID = args[0]
			return q.explain(g.admin(cmd, "RevokeKey", q, &struct{}{}))
		},
	}
	tenantFlag(cmd, &q.Tenant)
	return cmd
}

// explain says what to do about a key that is not there.
func (q KeyName) explain(err error) error {
	if errors.Is(err, pipeline.ErrNotFound) {
		return fmt.Errorf("%s: tenant %s has no such key that is valid, 'docpipe keys list --tenant %s' shows them: %w", q.ID, q.Tenant, q.Tenant, pipeline.ErrNotFound)
	}
	return err
}

// admin loads the configuration and asks the service or the ledger.
func (g *globals) admin(cmd *cobra.Command, method string, args, reply any) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	return callAdmin(cmd.Context(), c, method, args, reply, cmd.ErrOrStderr())
}

// showToken prints the token alone on stdout, so that a script can keep it.
func showToken(cmd *cobra.Command, r KeyReply) error {
	fmt.Fprintf(cmd.ErrOrStderr(), "key %s of tenant %s, scopes %s; this token is shown only now:\n", r.Key.ID, r.Key.Tenant, strings.Join(r.Key.Scopes, " "))
	_, err := fmt.Fprintln(cmd.OutOrStdout(), r.Token)
	return err
}

func showKeys(w io.Writer, keys []pipeline.APIKey) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tNAME\tSTATE\tSCOPES")
	for _, k := range keys {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", k.ID, k.Name, keyState(k, time.Now()), strings.Join(k.Scopes, " "))
	}
	return t.Flush()
}

func keyState(k pipeline.APIKey, now time.Time) string {
	switch {
	case k.RevokedAt != nil && !k.RevokedAt.After(now):
		return "revoked"
	case k.ExpiresAt != nil && !k.ExpiresAt.After(now):
		return "expired"
	case k.ExpiresAt != nil:
		return "until " + k.ExpiresAt.Format(time.DateOnly)
	}
	return "valid"
}
