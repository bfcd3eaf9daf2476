package bus

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// keyring is an Authenticator of a few keys.
type keyring map[string]pipeline.Principal

func (k keyring) Authenticate(_ context.Context, token string) (pipeline.Principal, error) {
	p, ok := k[token]
	if !ok {
		return p, fmt.Errorf("key: %w", pipeline.ErrUnauthorized)
	}
	return p, nil
}

func reader(tenant, key string, scopes ...string) pipeline.Principal {
	return pipeline.Principal{Tenant: tenant, KeyID: key, Scopes: append(scopes, pipeline.ScopeEventsRead)}
}

// guarded is a bench with a key each for acme and globex, and two events each.
func guarded(t *testing.T) *bench {
	t.Helper()
	b := setupWith(t, testConfig(t), Access{Local: "local-token", Keys: keyring{
		"key of acme": reader("acme", "key_a"), "key of globex": reader("globex", "key_g"),
		"key without the scope": {Tenant: "acme", KeyID: "key_n", Scopes: []string{pipeline.ScopeDocumentsRead}},
		"key of a wildcard":     reader("*", "key_w"),
	}})
	for _, tenant := range []string{"acme", "globex", "default"} {
		b.publish(t, b.ledger.event(tenant, "one of "+tenant))
		b.publish(t, b.ledger.event(tenant, "two of "+tenant))
	}
	return b
}

func (b *bench) publish(t testing.TB, m pipeline.Message) {
	t.Helper()
	if _, err := b.bus.Publish(context.Background(), []pipeline.Message{m}); err != nil {
		t.Fatalf("Publish: %v", err)
	}
}

// outsider connects as a subscriber and collects what the server refuses.
func (b *bench) outsider(t *testing.T, inbox string, login nats.Option) (*nats.Conn, jetstream.JetStream, chan error) {
	t.Helper()
	refused := make(chan error, 99)
	nc, err := nats.Connect(b.server.URL(), login, nats.CustomInboxPrefix(Inbox(inbox)),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err }))
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(300*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return nc, js, refused
}

func TestSubscriberReadsItsTenant(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	for name, login := range map[string]nats.Option{
		"token": nats.Token("key of acme"), "password": nats.UserInfo("any", "key of acme"),
	} {
		t.Run("ordered consumer with the key as "+name, func(t *testing.T) {
			_, js, _ := b.outsider(t, "key_a", login)
			c, err := js.OrderedConsumer(t.Context(), EventsStream("acme"), jetstream.OrderedConsumerConfig{})
			if err != nil {
				t.Fatalf("OrderedConsumer: %v", err)
			}
			for _, want := range []string{`"one of acme"`, `"two of acme"`} {
				if m, err := c.Next(); err != nil || string(m.Data()) != want {
					t.Errorf("Next = %v, %v, want %s", m, err, want)
				}
			}
		})
	}
	t.Run("durable pull consumer with acks", func(t *testing.T) {
		_, js, _ := b.outsider(t, "key_a", nats.Token("key of acme"))
		c, err := js.CreateConsumer(t.Context(), EventsStream("acme"), jetstream.ConsumerConfig{
			Durable: "erp", AckPolicy: jetstream.AckExplicitPolicy, FilterSubject: "docpipe.v1.acme.document.>",
		})
		if err != nil {
			t.Fatalf("CreateConsumer: %v", err)
		}
		m, err := c.Next()
		if err != nil || m.DoubleAck(t.Context()) != nil {
			t.Fatalf("Next, ack = %v", err)
		}
		if i, err := c.Info(t.Context()); err != nil || i.AckFloor.Stream != 1 {
			t.Errorf("Info = %+v, %v, want the first event acked", i, err)
		}
	})
	t.Run("plain subscription", func(t *testing.T) {
		nc, _, _ := b.outsider(t, "key_a", nats.Token("key of acme"))
		sub, err := nc.SubscribeSync("docpipe.v1.acme.>")
		if err != nil || nc.Flush() != nil {
			t.Fatalf("Subscribe: %v", err)
		}
		b.publish(t, b.ledger.event("globex", "not for acme"))
		b.publish(t, b.ledger.event("acme", "live"))
		if m, err := sub.NextMsg(5 * time.Second); err != nil || string(m.Data) != `"live"` {
			t.Errorf("NextMsg = %v, %v, want the live event", m, err)
		}
	})
}

func TestSubscriberIsRefused(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	nc, js, refused := b.outsider(t, "key_a", nats.Token("key of acme"))
	jobs := b.stored(t, jobsStream)
	for name, try := range forbidden(t, nc, js) {
		_ = try() // silence, a timeout: the server's refusal comes apart
		if err := nc.Flush(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		select {
		case err := <-refused:
			if !errors.Is(err, nats.ErrPermissionViolation) {
				t.Errorf("%s: %v, want a permissions violation", name, err)
			}
		case <-time.After(2 * time.Second):
			t.Errorf("%s was allowed", name)
		}
	}
	for tenant := range map[string]bool{"acme": true, "globex": true} {
		if n := b.stored(t, EventsStream(tenant)); n != 2 {
			t.Errorf("stream of %s holds %d events, want its 2", tenant, n)
		}
	}
	if n := b.stored(t, jobsStream); n != jobs {
		t.Errorf("jobs stream holds %d messages, want %d", n, jobs)
	}
}

// forbidden is what a subscriber of acme may not do.
func forbidden(t *testing.T, nc *nats.Conn, js jetstream.JetStream) map[string]func() error {
	ask := func(subject, body string) func() error {
		return func() error { _, err := nc.Request(subject, []byte(body), 300*time.Millisecond); return err }
	}
	hear := func(subject string) func() error {
		return func() error { _, err := nc.SubscribeSync(subject); return err }
	}
	say := func(subject string) func() error {
		return func() error { return nc.Publish(subject, []byte(`{"v":1,"job":"job1"}`)) }
	}
	return map[string]func() error{
		"a consumer on another tenant's stream": func() error {
			_, err := js.CreateConsumer(t.Context(), EventsStream("globex"), jetstream.ConsumerConfig{})
			return err
		},
		"a consumer on the jobs": func() error {
			_, err := js.CreateConsumer(t.Context(), jobsStream, jetstream.ConsumerConfig{})
			return err
		},
		"a new stream":                         ask("$JS.API.STREAM.CREATE.X", `{"name":"X"}`),
		"the end of its stream":                ask("$JS.API.STREAM.DELETE."+EventsStream("acme"), ""),
		"purging its stream":                   ask("$JS.API.STREAM.PURGE."+EventsStream("acme"), ""),
		"the list of streams":                  ask("$JS.API.STREAM.LIST", ""),
		"the names of streams":                 ask("$JS.API.STREAM.NAMES", ""),
		"what the account holds":               ask("$JS.API.INFO", ""),
		"about another tenant's stream":        ask("$JS.API.STREAM.INFO."+EventsStream("globex"), ""),
		"a message of another tenant's stream": ask("$JS.API.STREAM.MSG.GET."+EventsStream("globex"), `{"seq":1}`),
		"directly from another's stream":       ask("$JS.API.DIRECT.GET."+EventsStream("globex"), `{"seq":1}`),
		"the end of a consumer":                ask("$JS.API.CONSUMER.DELETE."+EventsStream("acme")+".erp", ""),
		"hearing another tenant":               hear("docpipe.v1.globex.>"),
		"hearing all tenants":                  hear("docpipe.v1.>"),
		"hearing everything":                   hear(">"),
		"hearing the jobs":                     hear("docpipe-jobs.v1.>"),
		"hearing another key's inbox":          hear(Inbox("key_g") + ".>"),
		"hearing the common inbox":             hear("_INBOX.>"),
		"hearing every inbox":                  hear("*.>"),
		"hearing the server":                   hear("$SYS.>"),
		"hearing advisories":                   hear("$JS.EVENT.>"),
		"an event of its own":                  say("docpipe.v1.acme.document.result.invoice"),
		"an event of another":                  say("docpipe.v1.globex.document.result.invoice"),
		"a job":                                say("docpipe-jobs.v1.prepare.acme"),
		"an ack of the workers":                say("$JS.ACK." + jobsStream + ".stage-prepare.1.1.1.1.1"),
	}
}

// What a server does in a subscriber's name must not reach further than the subscriber: the
// answers it asks for, and the events it has pushed, go nowhere but to itself.
func TestSubscriberCannotUseTheServer(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]string{
		"as another's event": "docpipe.v1.globex.document.result.invoice",
		"as a job":           "docpipe-jobs.v1.prepare.globex",
		"as a command":       "$JS.API.STREAM.DELETE." + EventsStream("globex"),
	} {
		for how, send := range map[string]func(nc *nats.Conn, js jetstream.JetStream, to string){
			"pushed": func(nc *nats.Conn, _ jetstream.JetStream, to string) {
				_, _ = nc.Request("$JS.API.CONSUMER.CREATE."+EventsStream("acme"), []byte(`{"stream_name":"`+EventsStream("acme")+
					`","config":{"deliver_subject":"`+to+`","ack_policy":"none","deliver_policy":"all"}}`), 500*time.Millisecond)
			},
			"asked": func(nc *nats.Conn, _ jetstream.JetStream, to string) {
				_ = nc.PublishRequest("$JS.API.STREAM.INFO."+EventsStream("acme"), to, nil)
			},
			"answered": func(nc *nats.Conn, js jetstream.JetStream, to string) {
				_, _ = js.CreateConsumer(context.Background(), EventsStream("acme"), jetstream.ConsumerConfig{Name: "pull"})
				_ = nc.PublishRequest("$JS.API.CONSUMER.MSG.NEXT."+EventsStream("acme")+".pull", to, []byte("1"))
			},
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				b := guarded(t)
				victim, _, _ := b.outsider(t, "key_g", nats.Token("key of globex"))
				heard, err := victim.SubscribeSync("docpipe.v1.globex.>")
				if err != nil || victim.Flush() != nil {
					t.Fatalf("Subscribe: %v", err)
				}
				nc, js, _ := b.outsider(t, "key_a", nats.Token("key of acme"))
				send(nc, js, target)
				if err := nc.Flush(); err != nil {
					t.Fatal(err)
				}
				if m, err := heard.NextMsg(500 * time.Millisecond); err == nil {
					t.Errorf("the other tenant hears %s", m.Data)
				}
				if n := b.stored(t, EventsStream("globex")); n != 2 {
					t.Errorf("the other tenant's stream holds %d events, want its 2", n)
				}
				if n := b.stored(t, jobsStream); n != 0 {
					t.Errorf("the jobs stream holds %d messages, want none", n)
				}
			})
		}
	}
}

func TestWrongKeysAreRefused(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	for name, login := range map[string]nats.Option{
		"no key":                nats.Name("nobody"),
		"an unknown key":        nats.Token("guessed"),
		"without the scope":     nats.Token("key without the scope"),
		"an impossible tenant":  nats.Token("key of a wildcard"),
		"our name, no password": nats.UserInfo(ownUser, ""),
		"our name, a key":       nats.UserInfo(ownUser, "guessed"),
	} {
		nc, err := nats.Connect(b.server.URL(), login)
		if !errors.Is(err, nats.ErrAuthorization) {
			t.Errorf("%s: Connect = %v, want an authorization violation", name, err)
		}
		if nc != nil {
			nc.Close()
		}
	}
}
