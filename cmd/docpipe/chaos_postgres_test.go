package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // waits for the server
)

// A postgres is a real server with a folder and a port of its own.
type postgres struct {
	t                 *testing.T
	bin, folder, data string
	port              int
	who               *syscall.Credential // it refuses to run as root
	cmd               *exec.Cmd
}

// newPostgres starts a server that lives as long as the test. Where none is installed the test
// is skipped, never on CI.
func newPostgres(t *testing.T) *postgres {
	t.Helper()
	out, err := exec.Command("pg_config", "--bindir").Output()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("Postgres is not installed: pg_config is missing")
		}
		t.Skip("Postgres is not installed")
	}
	folder, err := os.MkdirTemp("", "docpipe-pg-") // t.TempDir is not for other users to enter
	if err != nil {
		t.Fatal(err)
	}
	p := &postgres{t: t, bin: strings.TrimSpace(string(out)), folder: folder, data: filepath.Join(folder, "data"), port: freePort(t)}
	t.Cleanup(func() { p.stop(); os.RemoveAll(folder) })
	p.who = p.unprivileged()
	initdb := p.command("initdb", "-D", p.data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, out)
	}
	p.start()
	return p
}

func (p *postgres) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, name), args...)
	cmd.Dir = p.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.who, Pdeathsig: syscall.SIGQUIT}
	return cmd
}

// start starts the server, also after a stop, and waits until it answers.
func (p *postgres) start() {
	p.t.Helper()
	p.cmd = p.command("postgres", "-D", p.data, "-h", "127.0.0.1", "-p", strconv.Itoa(p.port), "-k", "", "-c", "shared_buffers=32MB")
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	db, err := sql.Open("pgx", p.url())
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	eventually(p.t, 30*time.Second, "Postgres answers", func() bool { return db.PingContext(context.Background()) == nil })
}

// stop ends the server at once, as a crash of its machine would.
func (p *postgres) stop() {
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(syscall.SIGQUIT)
		_ = p.cmd.Wait()
		p.cmd = nil
	}
}

func (p *postgres) url() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", p.port)
}

// unprivileged gives the folder to a user that Postgres agrees to run as. Nil: not root.
func (p *postgres) unprivileged() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("nobody")
	if err != nil {
		p.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(who.Uid)
	gid, _ := strconv.Atoi(who.Gid)
	if err := os.Chown(p.folder, uid, gid); err != nil {
		p.t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
