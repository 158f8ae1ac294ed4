package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// defaultConns is how many connections a pool has at most when its DSN does
// not say, with pool_max_conns.
const defaultConns = 10

// connectTimeout is how long connecting to one address may take when the DSN
// does not say, with connect_timeout.
const connectTimeout = 3 * time.Second

// pingTimeout is how long a connection that was idle may take to answer before
// another one is taken.
const pingTimeout = time.Second

// closePatience is how long connections may take to end when the store closes.
const closePatience = time.Second

// A connection whose other end is gone without a word is found within half a
// minute, also while it is idle.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 4}

// Target names the server, database and user of a DSN, without its password.
// For several hosts it names the first.
func Target(dsn string) (string, error) {
	config, err := parseDSN(dsn)
	if err != nil {
		return "", err
	}
	return target(&config.ConnConfig.Config), nil
}

// parseDSN reads a DSN: a URL or a list of keywords, whose gaps are filled from
// the environment as libpq does. Its errors never show a part of it.
func parseDSN(dsn string) (*pgxpool.Config, error) {
	if strings.TrimSpace(dsn) == "" {
		return nil, errors.New("no DSN is given: want one like postgres://user:password@host:5432/database")
	}
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, unreadable(err)
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = defaultConns
	}
	// A pooler like PgBouncer gives every transaction another session, so none
	// may keep anything: no prepared statements, no settings.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.ConnConfig.StatementCacheCapacity = 0
	config.ConnConfig.DescriptionCacheCapacity = 0
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "picloud"
	}
	if !strings.Contains(dsn, "connect_timeout") {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	dialer := &net.Dialer{Timeout: config.ConnConfig.ConnectTimeout, KeepAliveConfig: keepAlive}
	config.ConnConfig.DialFunc = dialer.DialContext
	return config, nil
}

// unreadable says what is wrong with a DSN, in words that hold nothing of it:
// where it is malformed, any part may be the password.
func unreadable(err error) error {
	const intro = "the DSN cannot be read"
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: a file that it names: %w", intro, file)
	}
	_, reason, _ := strings.Cut(err.Error(), "`: ")
	for _, known := range []struct{ mark, hint string }{
		{"failed to parse as URL", "as a URL it must be like postgres://user:password@host:5432/database, with characters such as : / ? # [ ] @ % in the password percent-encoded"},
		{"invalid port", "the port is no number from 1 to 65535; in a URL, characters such as : / ? # [ ] @ % in the password must be percent-encoded"},
		{"failed to parse as keyword/value", "want a URL like postgres://user:password@host:5432/database, or keywords like host=... user=... password=... dbname=..., with values that have spaces in single quotes"},
		{"failed to configure TLS", "its sslmode or certificate settings are wrong"},
		{"invalid connect_timeout", "connect_timeout is no number of seconds"},
		{"unknown target_session_attrs", "target_session_attrs is none of any, read-write, read-only, primary, standby and prefer-standby"},
		{"port numbers to", "it has another number of ports than of hosts"},
		{"failed to read service", "the service that it names is not in the service file"},
	} {
		if strings.HasPrefix(reason, known.mark) || strings.Contains(reason, known.mark) {
			return fmt.Errorf("%s: %s", intro, known.hint)
		}
	}
	return fmt.Errorf("%s: want one like postgres://user:password@host:5432/database?sslmode=verify-full, where settings that start with pool_ have numbers or durations such as 10 and 30s", intro)
}

func address(host string, port uint16) string {
	if strings.HasPrefix(host, "/") {
		return host // the folder of a Unix socket
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}
