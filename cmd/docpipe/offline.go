package main

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// mayReach refuses, under --offline, an address that is not on this machine. Whatever docpipe
// connects to is named by a setting or flag, so this is asked before anything is dialled.
// Several addresses are parted by commas.
func (g *globals) mayReach(setting, addresses string) error {
	if !g.offline || addresses == "" {
		return nil
	}
	for _, address := range strings.Split(addresses, ",") {
		if !onThisMachine(strings.TrimSpace(address)) {
			return usagef("--offline: %s names another machine: use one on this machine, or leave --offline out", setting)
		}
	}
	return nil
}

// modelClient carries requests to models. It sets no deadline: each request has its own.
func modelClient(dial dialFunc) *http.Client {
	c := httpClient(dial)
	c.Transport.(*http.Transport).MaxIdleConnsPerHost = 64 // as many as any target bears at once
	return c
}

// offline checks every address of the configuration.
func (c Config) offline(g *globals) error {
	if !g.offline {
		return nil
	}
	targets, err := chooseTargets(c.Models, os.Environ(), nil)
	for _, t := range targets {
		err = errors.Join(err, g.mayReach("models target "+t.Name, first(t.BaseURL, "https://"+t.Wire)))
	}
	return errors.Join(err, g.mayTell(os.Environ()),
		g.mayReach("nats.url", c.NATS.URL), g.mayReach("ledger.url", c.Ledger.URL), g.mayReach("blobs.url", c.Blobs.URL),
		g.mayReach("screening.service", c.Screening.Service),
	)
}

// mayTell checks where traces and metrics would go: their exporters dial by themselves.
func (g *globals) mayTell(environ []string) error {
	v := variablesOf(environ)
	var err error
	for _, name := range []string{"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"} {
		err = errors.Join(err, g.mayReach(name, v[name]))
	}
	return err
}

// onThisMachine reports whether a URL names a folder, a socket or a loopback address here.
func onThisMachine(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "file", "mem":
		return true
	case "s3":
		endpoint := u.Query().Get("endpoint")
		return endpoint != "" && onThisMachine(endpoint)
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	socket := host == "" && u.Query().Get("host") != "" && strings.HasPrefix(u.Query().Get("host"), "/")
	return host == "localhost" || socket || ip != nil && ip.IsLoopback()
}
