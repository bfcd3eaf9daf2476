package ledger

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// notes is a table with what the changes of one group left.
type notes struct {
	group *group
	read  session
}

func openNotes(t *testing.T) notes {
	t.Helper()
	cfg := Config{Path: filepath.Join(t.TempDir(), "notes.db")}
	d := dialectOf(cfg)
	writer, reader, err := d.open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Exec(`CREATE TABLE notes (text TEXT NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	g, err := startGroup(t.Context(), writer, d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(g.close(), reader.Close(), writer.Close()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return notes{g, session{dialect: d, on: reader}}
}

func note(text string) func(session) error {
	return func(s session) error {
		_, err := s.exec(context.Background(), `INSERT INTO notes (text) VALUES ($1)`, text)
		return err
	}
}

// together makes all changes in one transaction and returns what each was told.
func (n notes) together(t *testing.T, changes ...func(session) error) []error {
	t.Helper()
	told := make([]error, len(changes))
	begun, release := make(chan bool), make(chan bool)
	var all sync.WaitGroup
	all.Go(func() {
		first := func(s session) error { begun <- true; <-release; return changes[0](s) }
		told[0] = n.group.write(t.Context(), first)
	})
	<-begun
	for i, do := range changes[1:] {
		all.Go(func() { told[i+1] = n.group.write(t.Context(), do) })
	}
	synctest.Wait() // they stand in the queue
	close(release)
	all.Wait()
	return told
}

func (n notes) kept(t *testing.T) []string {
	t.Helper()
	kept, err := all(t.Context(), n.read, single[string], `SELECT text FROM notes ORDER BY text`)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

var errOwn = errors.New("its own error")

func TestGroup(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := openNotes(t)
		half := func(s session) error { return errors.Join(note("half")(s), errOwn) }
		told := n.together(t, note("one"), half, note("two"))
		if told[0] != nil || !errors.Is(told[1], errOwn) || told[2] != nil {
			t.Errorf("told %v, want nil, its own error, nil", told)
		}
		if got, want := n.kept(t), []string{"one", "two"}; !slices.Equal(got, want) {
			t.Errorf("kept %v, want %v: the change that failed undoes itself only", got, want)
		}
	})
}

// When the transaction is lost with all changes in it, nobody may believe in one of them.
func TestGroupThatIsLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := openNotes(t)
		lose := func(s session) error { // as SQLite does itself when the disk is full
			_, err := s.exec(context.Background(), `ROLLBACK`)
			return errors.Join(err, errOwn)
		}
		refused := func(session) error { return errors.New("refused for what one of them did") }
		for i, err := range n.together(t, note("one"), refused, lose) {
			if err == nil {
				t.Errorf("change %d was told of success", i)
			}
		}
		if got := n.kept(t); len(got) > 0 {
			t.Errorf("kept %v, want nothing", got)
		}
		if err := n.group.write(t.Context(), note("after")); err != nil || len(n.kept(t)) != 1 {
			t.Errorf("the change after it: %v, want it kept", err)
		}
	})
}

// Who goes away while a change is made does not interrupt it: others share its transaction.
func TestGroupOutlivesAContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := openNotes(t)
		ctx, cancel := context.WithCancel(t.Context())
		err := n.group.write(ctx, func(s session) error {
			cancel()
			_, err := s.exec(ctx, `INSERT INTO notes (text) VALUES ('whole')`)
			return err
		})
		if err != nil || len(n.kept(t)) != 1 {
			t.Errorf("write = %v with %v kept, want the whole change", err, n.kept(t))
		}
		if err := n.group.write(ctx, note("late")); !errors.Is(err, context.Canceled) || len(n.kept(t)) != 1 {
			t.Errorf("write after the end of its context = %v, want context.Canceled and nothing kept", err)
		}
	})
}

func TestGroupThatIsClosed(t *testing.T) {
	t.Parallel()
	cfg := Config{Path: filepath.Join(t.TempDir(), "notes.db")}
	d := dialectOf(cfg)
	writer, reader, err := d.open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	g, err := startGroup(t.Context(), writer, d)
	if err == nil {
		err = errors.Join(g.close(), reader.Close(), writer.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := g.write(t.Context(), note("late")); !errors.Is(err, errClosed) {
		t.Errorf("write = %v, want errClosed", err)
	}
}
