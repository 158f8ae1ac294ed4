package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// The SQLSTATE codes that matter one by one.
const (
	foreignKeyViolation   = "23503"
	uniqueViolation       = "23505"
	readOnlyTransaction   = "25006"
	idleInTransaction     = "25P03"
	transactionTimeout    = "25P04"
	serializationFailure  = "40001"
	deadlockDetected      = "40P01"
	undefinedTable        = "42P01"
	invalidCatalogName    = "3D000"
	insufficientPrivilege = "42501"
	lockNotAvailable      = "55P03"
	dataCorrupted         = "XX001"
	indexCorrupted        = "XX002"
)

// sqlState returns the code of the server's error in err, "" for none.
func sqlState(err error) string {
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		return failed.Code
	}
	return ""
}

// classify puts the error of package store that callers decide on before an
// error of PostgreSQL or of the way to it.
func classify(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnavailable) {
		return err
	}
	switch code := sqlState(err); {
	case code == uniqueViolation:
		return fmt.Errorf("%w: %w", store.ErrConflict, err)
	case code == foreignKeyViolation:
		return fmt.Errorf("%w: %w", store.ErrNotFound, err)
	case code == dataCorrupted, code == indexCorrupted:
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	case outOfService(code), lost(err), refused(err), timedOut(err), pgconn.SafeToRetry(err):
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return err
}

// explain is classify for an operation with a context.
func explain(ctx context.Context, err error) error {
	return sqlstore.Explain(ctx, err, classify)
}

// outOfService reports whether the server says with a code that it cannot do
// for now what it could do at other times.
func outOfService(code string) bool {
	switch code {
	case "":
		return false
	case readOnlyTransaction, idleInTransaction, transactionTimeout, serializationFailure, deadlockDetected, lockNotAvailable:
		return true
	}
	switch code[:2] {
	case "08", // connection exceptions
		"53", // no disk space, no memory, no connections left
		"57", // shutting down, starting up, a statement cancelled or timed out
		"58": // input and output errors
		return true
	}
	return false
}

// refused reports whether there is no connection.
func refused(err error) bool {
	_, ok := errors.AsType[*pgconn.ConnectError](err)
	return ok
}

// timedOut reports whether the server did not answer in time, or not at all:
// keepalive probes that nobody answers end a connection so.
func timedOut(err error) bool {
	network, ok := errors.AsType[net.Error](err)
	return ok && network.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// lost reports whether the connection has ended, at whatever point.
func lost(err error) bool {
	switch sqlState(err) {
	case "57P01", "57P02", "57P03", "08000", "08003", "08006", idleInTransaction, transactionTimeout:
		return true
	case "":
	default:
		return false
	}
	if network, ok := errors.AsType[net.Error](err); ok {
		return !network.Timeout()
	}
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, pgconn.ErrConnClosed, driver.ErrBadConn} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}

// retryable is the Retry of a sqlstore.DB. A transaction whose connection ended
// before its commit was sent is rolled back; where the commit is on its way,
// nobody knows.
func retryable(err error, committing bool) bool {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), refused(err):
		return false
	case sqlState(err) == serializationFailure, sqlState(err) == deadlockDetected, pgconn.SafeToRetry(err):
		return true
	}
	return !committing && lost(err)
}

// misconfigured reports whether an error on opening will not go away by itself.
func misconfigured(err error) bool {
	code := sqlState(err)
	return code == invalidCatalogName || len(code) == 5 && code[:2] == "28" // authorization
}
