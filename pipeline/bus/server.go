package bus

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"docpipe/pipeline"
)

// startTimeout is how long the embedded server may take to be ready.
const startTimeout = 10 * time.Second

// A Server is the embedded NATS server. We ourselves reach it in process; subscribers reach
// it on Config.Listen with an API key or with the credentials file. It is safe for concurrent
// use.
type Server struct {
	cfg    Config
	access Access
	secret string // password of our own connections

	mu      sync.Mutex // guards what follows
	current *server.Server
	port    int
}

// StartServer starts the server and writes the credentials of the local subscriber to
// CredentialsFile. An address that cannot be listened on at all wraps pipeline.ErrInvalid.
func StartServer(cfg Config, access Access) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, access: access, secret: randomHex(32)}
	if access.Local == "" {
		s.access.Local = randomHex(16)
	}
	if err := s.start(); err != nil {
		return nil, err
	}
	if err := s.writeCredentials(); err != nil {
		s.Shutdown()
		return nil, err
	}
	return s, nil
}

func (s *Server) start() error {
	host, port, err := freeAddress(s.cfg.Listen, s.lastPort())
	if err != nil {
		return fmt.Errorf("nats.listen: %w: %w", err, pipeline.ErrInvalid)
	}
	ns, err := server.NewServer(s.options(host, port))
	if err != nil {
		return fmt.Errorf("nats: %w", err)
	}
	go ns.Start()
	if !ns.ReadyForConnections(startTimeout) {
		ns.Shutdown()
		ns.WaitForShutdown()
		return fmt.Errorf("nats: the embedded server was not ready within %v: look at %s: %w", startTimeout, s.cfg.Folder, pipeline.ErrInternal)
	}
	s.use(ns)
	s.openAccounts()
	return nil
}

func (s *Server) use(ns *server.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = ns
	if at, ok := ns.Addr().(*net.TCPAddr); ok {
		s.port = at.Port
	}
}

func (s *Server) lastPort() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.port
}

func (s *Server) options(host string, port int) *server.Options {
	return &server.Options{
		ServerName: "docpipe", Host: host, Port: port,
		JetStream: true, StoreDir: s.cfg.Folder, SyncAlways: s.cfg.Sync,
		JetStreamMaxMemory: 64 << 20, JetStreamMaxStore: maxStore,
		NoSigs: true, NoLog: true, MaxPayload: 1 << 20, DisableJetStreamBanner: true,
		CustomClientAuthentication: &gate{server: s},
	}
}

// maxStore bounds the folder of streams; uploads are refused long before, by the disk floor.
const maxStore = 64 << 30

// InProcessConn lets our own client connect without a socket; after a restart its
// reconnection reaches the new server.
func (s *Server) InProcessConn() (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil, errStopped
	}
	return s.current.InProcessConn()
}

// Restart stops the server and starts it again on the same folder and port. It is the way out
// of a full disk: a stream that met one refuses to store until its server starts anew.
func (s *Server) Restart() error {
	s.Shutdown()
	return s.start()
}

// Shutdown stops the server and waits for it.
func (s *Server) Shutdown() {
	s.mu.Lock()
	ns := s.current
	s.current = nil
	s.mu.Unlock()
	if ns != nil {
		ns.Shutdown()
		ns.WaitForShutdown()
	}
}

// URL is where subscribers connect.
func (s *Server) URL() string {
	host, _, _ := net.SplitHostPort(s.cfg.Listen)
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "nats://" + net.JoinHostPort(host, strconv.Itoa(s.lastPort()))
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
