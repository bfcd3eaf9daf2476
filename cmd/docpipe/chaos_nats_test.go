package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// A natsCluster is NATS servers on loopback with JetStream, as an operator would run them.
type natsCluster struct {
	t       *testing.T
	folder  string
	clients []int // ports
	routes  []int
	servers []*server.Server
}

// newNATS starts size servers that live as long as the test.
func newNATS(t *testing.T, size int) *natsCluster {
	t.Helper()
	c := &natsCluster{t: t, folder: t.TempDir()}
	for range size {
		c.clients, c.routes = append(c.clients, freePort(t)), append(c.routes, freePort(t))
	}
	t.Cleanup(c.stop)
	c.start()
	return c
}

// start starts all servers, also after a stop, and waits until they have a leader.
func (c *natsCluster) start() {
	c.t.Helper()
	c.servers = nil
	for i := range c.clients {
		s, err := server.NewServer(c.options(i))
		if err != nil {
			c.t.Fatal(err)
		}
		go s.Start()
		c.servers = append(c.servers, s)
	}
	eventually(c.t, 30*time.Second, "the NATS servers have a leader", func() bool {
		for _, s := range c.servers {
			if !s.ReadyForConnections(time.Second) || len(c.servers) > 1 && !s.JetStreamIsCurrent() {
				return false
			}
		}
		return true
	})
}

func (c *natsCluster) options(i int) *server.Options {
	o := &server.Options{
		ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: c.clients[i], NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: filepath.Join(c.folder, fmt.Sprintf("n%d", i)), SyncAlways: true,
	}
	if len(c.clients) > 1 {
		o.Cluster = server.ClusterOpts{Name: "docpipe", Host: "127.0.0.1", Port: c.routes[i]}
		for _, port := range c.routes {
			o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: fmt.Sprintf("127.0.0.1:%d", port)})
		}
	}
	return o
}

func (c *natsCluster) stop() {
	for _, s := range c.servers {
		s.Shutdown()
	}
	for _, s := range c.servers {
		s.WaitForShutdown()
	}
	c.servers = nil
}

// forget deletes what the stopped servers had stored.
func (c *natsCluster) forget() {
	c.t.Helper()
	for i := range c.clients {
		if err := os.RemoveAll(c.options(i).StoreDir); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *natsCluster) url() string {
	var all []string
	for _, port := range c.clients {
		all = append(all, fmt.Sprintf("nats://127.0.0.1:%d", port))
	}
	return strings.Join(all, ",")
}
