package ledger_test

import (
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// server is the URL of a Postgres started for this test run, empty where none is installed.
var server string

func TestMain(m *testing.M) {
	stop, err := startPostgres()
	if err != nil {
		fmt.Fprintln(os.Stderr, "starting Postgres:", err)
		os.Exit(1)
	}
	code := m.Run()
	stop()
	os.Exit(code)
}

var databases atomic.Int64

// postgresURL makes an empty database. Without Postgres the test is skipped, never on CI.
func postgresURL(t *testing.T) string {
	t.Helper()
	if server == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("Postgres is not installed: pg_config is missing")
		}
		t.Skip("Postgres is not installed")
	}
	db, err := sql.Open("pgx", fmt.Sprintf(server, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("t%d", databases.Add(1))
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(server, name)
}

func startPostgres() (stop func(), err error) {
	out, err := exec.Command("pg_config", "--bindir").Output()
	if err != nil {
		return func() {}, nil
	}
	bin := strings.TrimSpace(string(out))
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		return func() {}, nil
	}
	folder, err := os.MkdirTemp("", "ledger-pg-")
	if err != nil {
		return nil, err
	}
	who, err := unprivileged(folder)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
	initdb.SysProcAttr, initdb.Dir = &syscall.SysProcAttr{Credential: who}, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return runPostgres(bin, folder, data, who)
}

func runPostgres(bin, folder, data string, who *syscall.Credential) (func(), error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	postgres := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-k", "",
		"-c", "fsync=off", "-c", "max_connections=400", "-c", "shared_buffers=32MB")
	postgres.Dir = folder
	postgres.SysProcAttr = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT}
	if err := postgres.Start(); err != nil {
		return nil, err
	}
	stop := func() {
		postgres.Process.Signal(syscall.SIGQUIT)
		postgres.Wait()
		os.RemoveAll(folder)
	}
	url := fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%%s?sslmode=disable", port)
	if err := answers(fmt.Sprintf(url, "postgres")); err != nil {
		stop()
		return nil, err
	}
	server = url
	return stop, nil
}

// answers waits until the server takes a connection.
func answers(url string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer db.Close()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for {
		if err = db.Ping(); err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-deadline:
			return err
		}
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// unprivileged gives folder to a user that Postgres agrees to run as: it refuses root.
// Nil means that the tests do not run as root.
func unprivileged(folder string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	who, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(folder, uid, gid)
}
