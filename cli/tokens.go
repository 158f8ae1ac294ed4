package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

func (p *program) tokens() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "token",
		Short: "Makes, lists and removes API tokens",
	},
		p.tokensCreate(),
		p.tokensList(),
		p.tokensRemove(),
	)
}

func (p *program) tokensCreate() *cobra.Command {
	var scope, expires, file string
	cmd := p.command(&cobra.Command{
		Use:   "create NAME",
		Short: "Makes a token and prints it, this once",
		Long: `Makes a token and prints it. It is shown this once: the server keeps only a hash of
it. Scopes: read sees scripts, routes and logs; write changes and tests them too;
admin makes tokens and reads the audit as well.

  token create laptop --scope write --expires 90d -o ~/.picloud-token`,
	}, func(ctx context.Context, r *run) error {
		in := map[string]any{"name": r.arg(0), "scopes": []string{scope}}
		if !slices.Contains([]string{"read", "write", "admin"}, scope) {
			return usagef("--scope %q: want read, write or admin", scope)
		}
		if err := r.eitherOutput(file); err != nil {
			return err
		}
		if expires != "" {
			at, err := r.expiry(expires)
			if err != nil {
				return err
			}
			in["expires_at"] = at
		}
		if _, err := os.Lstat(file); file != "" && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already: choose another file", file)
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		a, err := c.send(ctx, http.MethodPost, "/tokens", nil, in)
		made, err := decode[apiToken](a, err)
		if err != nil {
			return err
		}
		if r.json {
			r.printJSON(r.out, a.body)
			return nil
		}
		if file == "" {
			r.say("%s", made.Token)
		} else if err := writeSecret(file, made.Token); err != nil {
			// It is lost else.
			r.say("%s", made.Token)
			return err
		}
		until := "does not expire"
		if made.ExpiresAt != nil {
			until = "expires " + r.when(*made.ExpiresAt)
		}
		r.note("token %s (%s) %s; it is not shown again", clean(made.Name), strings.Join(made.Scopes, ", "), until)
		return nil
	})
	cmd.Flags().StringVarP(&file, "output", "o", "", "write it to a new `file` that only you can read, for --token-file")
	cmd.Flags().StringVar(&scope, "scope", "read", "the `scope`: read, write or admin; each includes those before it")
	cmd.Flags().StringVar(&expires, "expires", "", "the `time` at which it expires: in 90d, 12h, or at 2026-12-31T00:00:00Z; the default is never")
	return cmd
}

// writeSecret writes a new file that only its owner can read.
func writeSecret(path, secret string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing the token: %w", err)
	}
	_, err = file.WriteString(secret + "\n")
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the token: %w", err)
	}
	return nil
}

// expiry reads when a token ends to be valid.
func (r *run) expiry(text string) (string, error) {
	if in, err := duration(text); err == nil && in > 0 {
		return r.Now().Add(in).UTC().Format(time.RFC3339), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || !t.After(r.Now()) {
		return "", usagef("--expires %q is no time to come: write in how long, such as 90d or 12h, or a time such as 2026-12-31T00:00:00Z", text)
	}
	return t.UTC().Format(time.RFC3339), nil
}

func (p *program) tokensList() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "list",
		Short: "Lists the tokens, without their secrets",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		items, err := c.items(ctx, "/tokens", nil, 0)
		if err == nil && r.json {
			return r.printItems(items)
		}
		list, err := decodeAll[apiToken](items, err)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			r.note("there are no tokens: over the site, the admin API is closed")
			return nil
		}
		rows := [][]string{{"NAME", "SCOPES", "TOKEN", "CREATED", "EXPIRES", "LAST USED", "ID"}}
		for _, t := range list {
			expires, used := "never", "never"
			if t.ExpiresAt != nil {
				expires = r.when(*t.ExpiresAt)
				if !t.ExpiresAt.After(r.Now()) {
					expires = "expired"
				}
			}
			if t.LastUsedAt != nil {
				used = r.when(*t.LastUsedAt)
			}
			rows = append(rows, []string{t.Name, strings.Join(t.Scopes, ","), t.Prefix + "…", r.when(t.CreatedAt), expires, used, t.ID})
		}
		return r.table(rows)
	})
}

func (p *program) tokensRemove() *cobra.Command {
	return p.command(&cobra.Command{
		Use:     "rm NAME|ID",
		Aliases: []string{"remove", "delete", "revoke"},
		Short:   "Removes a token: it is refused from then on, and sessions that it began end",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		list, err := decodeAll[apiToken](c.items(ctx, "/tokens", nil, 0))
		if err != nil {
			return err
		}
		var found []apiToken
		for _, t := range list {
			if t.ID == r.arg(0) {
				found = []apiToken{t}
				break
			}
			if t.Name == r.arg(0) {
				found = append(found, t)
			}
		}
		switch len(found) {
		case 0:
			return coded(ExitRefused, &missingError{"there is no such token: `token list` shows them"})
		case 1:
		default:
			return usagef("%d tokens are named %q: name one by its id, which `token list` shows", len(found), r.arg(0))
		}
		if _, err := c.send(ctx, http.MethodDelete, "/tokens/"+found[0].ID, nil, nil); err != nil {
			return err
		}
		if !r.json {
			r.say("removed the token %s", clean(found[0].Name))
		}
		return nil
	})
}
