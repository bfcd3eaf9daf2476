package bus

import (
	"context"
	"net"

	"github.com/nats-io/nats.go"
)

// A DialFunc connects to a NATS server, as net.Dialer.DialContext does. Servers that a cluster
// tells of are dialled as well, so this is where to refuse some.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// Dial implements nats.CustomDialer.
func (d DialFunc) Dial(network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), nats.DefaultTimeout)
	defer cancel()
	return d(ctx, network, address)
}

var _ nats.CustomDialer = DialFunc(nil)

// option makes a connection dial by d; nil leaves it to the client.
func (d DialFunc) option() nats.Option {
	if d == nil {
		return func(*nats.Options) error { return nil }
	}
	return nats.SetCustomDialer(d)
}
