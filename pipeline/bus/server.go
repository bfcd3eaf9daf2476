package bus

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
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

	mu      sync.Mutex
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
	return s, s.writeCredentials()
}

func (s *Server) start() error {
	host, port, err := freeAddress(s.cfg.Listen, s.port)
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
		return fmt.Errorf("nats: the embedded server was not ready within %v: look at %s: %w", startTimeout, s.cfg.Folder, pipeline.ErrInternal)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current, s.port = ns, port
	return nil
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
		return nil, errors.New("the embedded NATS server is stopped")
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
	return "nats://" + net.JoinHostPort(host, strconv.Itoa(s.port))
}

// Credentials is what the local subscriber needs, as the credentials file holds it.
type Credentials struct {
	URL    string `json:"url"`
	Token  string `json:"token"`
	Tenant string `json:"tenant"`
	Inbox  string `json:"inbox_prefix"` // the only inbox that this user may read
}

// CredentialsFile is where the embedded server writes them, beside the streams' folder.
func CredentialsFile(data string) string { return filepath.Join(data, "nats.creds") }

func (s *Server) writeCredentials() error {
	b, err := json.MarshalIndent(Credentials{
		URL: s.URL(), Token: s.access.Local, Tenant: localTenant, Inbox: inboxOf(localKey),
	}, "", "  ")
	if err != nil {
		return err
	}
	path := CredentialsFile(filepath.Dir(s.cfg.Folder))
	if err := os.WriteFile(path, append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("nats credentials: %w", err)
	}
	return os.Chmod(path, 0o600)
}

// freeAddress returns the address to listen on: the port used before, the configured one, or
// the first free one after it.
func freeAddress(listen string, before int) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, err
	}
	if port, err = strconv.Atoi(text); err != nil {
		return "", 0, fmt.Errorf("%q is no port", text)
	}
	if before > 0 {
		return host, before, nil
	}
	if port == 0 {
		return host, server.RANDOM_PORT, nil
	}
	for try := port; try < port+100; try++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(try)))
		if err == nil {
			return host, try, l.Close()
		}
		if !errors.Is(err, errInUse) {
			return "", 0, err
		}
	}
	return "", 0, fmt.Errorf("ports %d to %d are all in use", port, port+99)
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
