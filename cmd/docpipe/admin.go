package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/rpc"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// Admin answers the commands that steer an installation. A running service offers it on a
// unix socket in its data folder, which only its owner may enter; without a service the
// command opens the ledger itself.
type Admin struct {
	ledger *ledger.Ledger
	level  func() string // of the sandbox; nil without a service
	actor  string        // who asks, see [commandLine]

	// pages opens what makes pictures of pages; done closes it.
	pages func(ctx context.Context) (pages pagePictures, done func(), err error)
}

// socketPath is where a service listens for admin commands.
func socketPath(c Config) string { return filepath.Join(c.Data, "docpipe.sock") }

// serveAdmin answers on the socket until ctx ends.
func serveAdmin(ctx context.Context, a *Admin, path string) error {
	_ = os.Remove(path) // of a service that died; the folder's lock is ours
	l, err := net.Listen("unix", path)
	if errors.Is(err, syscall.EINVAL) {
		return usagef("data: a socket cannot have a path as long as %s, choose a shorter one", path)
	}
	if err != nil {
		return fmt.Errorf("admin socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(err, l.Close())
	}
	context.AfterFunc(ctx, func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go a.answer(conn)
		}
	}()
	return nil
}

// answer serves one caller, of whom the kernel tells who it is.
func (a *Admin) answer(conn net.Conn) {
	own := *a
	own.actor = commandLine(callerOf(conn))
	server := rpc.NewServer()
	if err := server.Register(&own); err != nil {
		conn.Close()
		return
	}
	server.ServeConn(conn)
}

// commandLine is whom the audit log names for what is done by commands on this machine: the number of
// the user, which names no person to who does not know the machine.
func commandLine(uid int) string {
	if uid < 0 {
		return "cli"
	}
	return "cli:" + strconv.Itoa(uid)
}

// callerOf is the user on the other end of a socket, -1 where the kernel does not know.
func callerOf(conn net.Conn) int {
	uid := -1
	if c, ok := conn.(*net.UnixConn); ok {
		if raw, err := c.SyscallConn(); err == nil {
			_ = raw.Control(func(fd uintptr) {
				if cred, err := syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED); err == nil {
					uid = int(cred.Uid)
				}
			})
		}
	}
	return uid
}

// callAdmin asks the running service, or the ledger itself where none runs.
func callAdmin(ctx context.Context, c Config, method string, args, reply any, notes io.Writer) error {
	l, err := openAdmin(ctx, c, method, notes)
	if err != nil {
		return err
	}
	defer l.close()
	return l.call(ctx, method, args, reply)
}

// An adminLine is a connection to the running service, or to an Admin of this process where none
// runs. It is for one caller at a time.
type adminLine struct {
	client *rpc.Client
	close  func() error
}

// openAdmin connects for method, and for others after it.
func openAdmin(ctx context.Context, c Config, method string, notes io.Writer) (*adminLine, error) {
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(ctx, "unix", socketPath(c))
	if err == nil {
		client := rpc.NewClient(conn)
		return &adminLine{client, client.Close}, nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err := knownFolder(c, method); err != nil {
		return nil, err
	}
	s, err := openStores(ctx, c, 1, notes)
	if err != nil {
		return nil, err
	}
	ours, theirs := net.Pipe()
	server := rpc.NewServer()
	pages := func(ctx context.Context) (pagePictures, func(), error) { return openPages(ctx, c, s) }
	if err := server.Register(&Admin{ledger: s.ledger, pages: pages, actor: commandLine(os.Getuid())}); err != nil {
		return nil, errors.Join(err, s.close())
	}
	go server.ServeConn(theirs)
	client := rpc.NewClient(ours)
	return &adminLine{client, func() error { return errors.Join(client.Close(), s.close()) }}, nil
}

// knownFolder refuses a folder without an installation: looking must not make one. A first key
// may be made before the first start.
func knownFolder(c Config, method string) error {
	if c.Ledger.URL != "" {
		return nil
	}
	if _, err := os.Stat(c.Data); err != nil {
		return usagef("data: %s is not there: name the folder of a service with --data", c.Data)
	}
	if method == "CreateKey" {
		return nil
	}
	sign := filepath.Join(c.Data, "ledger.db")
	if _, err := os.Stat(sign); err != nil {
		return usagef("data: %s is no folder of a service, there is no %s in it: name it with --data", c.Data, filepath.Base(sign))
	}
	return nil
}

// call waits for the reply, but no longer than ctx: an interrupt does not wait for a service that
// hangs. What it was asked to do it may do all the same.
func (l *adminLine) call(ctx context.Context, method string, args, reply any) error {
	var err error
	select {
	case answer := <-l.client.Go("Admin."+method, args, reply, make(chan *rpc.Call, 1)).Done:
		err = answer.Error
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	var told rpc.ServerError
	if errors.As(err, &told) {
		return fromText(string(told))
	}
	return err
}

// fromText finds the kind of an error again, of which the socket carries the text alone.
func fromText(text string) error {
	for _, k := range pipeline.Kinds {
		if before, found := strings.CutSuffix(text, k.Title); found {
			return fmt.Errorf("%s%w", before, k)
		}
	}
	return errors.New(text)
}

// adminTime bounds one admin command inside the service.
const adminTime = 30 * time.Second

func (a *Admin) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(pipeline.WithActor(context.Background(), a.actor), adminTime)
}

// A KeyRequest asks for a new key.
type KeyRequest struct {
	Tenant, Name string
	Scopes       []string
	Expires      *time.Time
}

// A KeyReply holds a key and, once only, its token.
type KeyReply struct {
	Token string
	Key   pipeline.APIKey
}

// CreateKey makes a key.
func (a *Admin) CreateKey(q KeyRequest, r *KeyReply) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	r.Token, r.Key, err = a.ledger.CreateKey(ctx, q.Tenant, q.Name, q.Scopes, q.Expires)
	return err
}

// A KeyName names a key of a tenant. Overlap is how long a rotated key stays valid.
type KeyName struct {
	Tenant, ID string
	Overlap    time.Duration
}

// Keys lists a tenant's keys.
func (a *Admin) Keys(q KeyName, r *[]pipeline.APIKey) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	*r, err = a.ledger.Keys(ctx, q.Tenant)
	return err
}

// RevokeKey ends a key at once.
func (a *Admin) RevokeKey(q KeyName, _ *struct{}) error {
	ctx, cancel := a.context()
	defer cancel()
	return a.ledger.RevokeKey(ctx, q.Tenant, q.ID)
}

// RotateKey makes a key in place of another, which stays valid for the overlap.
func (a *Admin) RotateKey(q KeyName, r *KeyReply) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	r.Token, r.Key, err = a.ledger.RotateKey(ctx, q.Tenant, q.ID, q.Overlap)
	return err
}

// A DeadName names a dead letter by its job or document; without one all of the tenant.
type DeadName struct{ Tenant, Job string }

// maxDead bounds a list of dead letters.
const maxDead = 500

// Dead lists dead letters, newest first.
func (a *Admin) Dead(q DeadName, r *[]pipeline.DeadLetter) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	*r, err = a.ledger.Dead(ctx, q.Tenant, maxDead)
	return err
}

// DeadLetter returns one, however old it is.
func (a *Admin) DeadLetter(q DeadName, r *pipeline.DeadLetter) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	*r, err = a.ledger.DeadGet(ctx, q.Tenant, q.Job)
	return err
}

// Retry queues a dead letter's job again.
func (a *Admin) Retry(q DeadName, _ *struct{}) error {
	ctx, cancel := a.context()
	defer cancel()
	return a.ledger.Retry(ctx, q.Tenant, q.Job)
}

// A StatusReply is what status shows.
type StatusReply struct {
	Running bool // a service answered
	Sandbox string
	Gauges  pipeline.Gauges
}

// Status counts documents, jobs and dead letters.
func (a *Admin) Status(_ struct{}, r *StatusReply) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	if a.level != nil {
		r.Running, r.Sandbox = true, a.level()
	}
	r.Gauges, err = a.ledger.Gauges(ctx)
	return err
}
