package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// A dialFunc connects to another process, as net.Dialer.DialContext does. nil is that one.
type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// dialer is how every client of docpipe connects. Settings are looked at before, but an address
// may also come from a redirect, a proxy, or the list of members that a cluster sends.
func (g *globals) dialer() dialFunc {
	if g.offline {
		return dialHere
	}
	return nil
}

// dialHere connects to sockets and loopback addresses alone. It looks no other name up: to ask
// for it is an outgoing connection, too.
func dialHere(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if !strings.HasPrefix(network, "unix") && (err != nil || host != "localhost" && !isLoopback(host)) {
		return nil, refuseDial(address)
	}
	d := net.Dialer{Control: func(network, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if strings.HasPrefix(network, "unix") || err == nil && isLoopback(host) {
			return nil
		}
		return refuseDial(address) // what localhost stands for here
	}}
	return d.DialContext(ctx, network, address)
}

func refuseDial(address string) error {
	return usageError{fmt.Errorf("--offline: %s is on another machine: use one on this machine, or leave --offline out", address)}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// httpClient makes HTTP clients that connect by dial.
func httpClient(dial dialFunc) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	if dial != nil {
		t.DialContext = dial
	}
	return &http.Client{Transport: t}
}
