package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	_ "modernc.org/sqlite" // the reference writes to the same database engine

	"docpipe/pipeline/blob"
)

// bareWrites does what a document costs at least, without any of our code but the folder.
func bareWrites(ctx context.Context, dir string, count int) (took time.Duration, err error) {
	folder, err := blob.OpenFolder(filepath.Join(dir, "blobs"), true)
	if err != nil {
		return 0, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)`); err != nil {
		return 0, err
	}
	insert, err := db.PrepareContext(ctx, `INSERT INTO rows (body) VALUES ($1)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	js, end, err := bareStream(ctx, filepath.Join(dir, "nats"))
	if err != nil {
		return 0, err
	}
	defer end()
	return inFlight(count, func(i int) error { return bareDocument(ctx, folder, insert, js, i) })
}

func bareStream(ctx context.Context, dir string) (jetstream.JetStream, func(), error) {
	ns, err := server.NewServer(&server.Options{
		DontListen: true, JetStream: true, StoreDir: dir, SyncAlways: true, NoSigs: true, NoLog: true,
	})
	if err != nil {
		return nil, nil, err
	}
	go ns.Start()
	if !ns.ReadyForConnections(5 * time.Second) {
		return nil, nil, errors.New("the reference NATS server did not start")
	}
	nc, err := nats.Connect("", nats.InProcessServer(ns))
	if err != nil {
		ns.Shutdown()
		return nil, nil, err
	}
	end := func() { nc.Close(); ns.Shutdown() }
	js, err := jetstream.New(nc)
	if err == nil {
		_, err = js.CreateStream(ctx, jetstream.StreamConfig{Name: "BARE", Subjects: []string{"bare"}, Storage: jetstream.FileStorage})
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return js, end, nil
}

func bareDocument(ctx context.Context, folder *blob.Folder, insert *sql.Stmt, js jetstream.JetStream, i int) error {
	raw := content(i)
	if err := folder.Put(ctx, fmt.Sprintf("bare/%d/file", i), bytes.NewReader(raw)); err != nil {
		return err
	}
	for range streamCommits {
		if _, err := insert.ExecContext(ctx, string(raw[:1024])); err != nil {
			return err
		}
	}
	for range streamPublishes {
		if _, err := js.Publish(ctx, "bare", raw[:512]); err != nil {
			return err
		}
	}
	return nil
}
