package ledger

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. Several processes may start at once: on Postgres an
// advisory lock, on SQLite the file's lock lets one of them go first.
func (l *Ledger) migrate(ctx context.Context) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{goose.WithExcludeVersions(l.dialect.not), goose.WithDisableGlobalRegistry(true)}
	if l.dialect.goose == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(l.dialect.goose, l.writer, folder, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
