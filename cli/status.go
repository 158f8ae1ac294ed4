package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// info is what the server says of itself.
type info struct {
	Product       string `json:"product"`
	SDK           string `json:"sdk"`
	API           int    `json:"api"`
	Schema        int    `json:"schema"`
	PublicBaseURL string `json:"public_base_url"`
	Executor      struct {
		Name  string `json:"name"`
		Walls []struct {
			Name   string `json:"name"`
			Stands bool   `json:"stands"`
			Detail string `json:"detail"`
		} `json:"walls"`
	} `json:"executor"`
	Store struct {
		Kind string `json:"kind"`
	} `json:"store"`
	LogSink struct {
		Queued  int   `json:"queued"`
		Written int64 `json:"written"`
		Dropped int64 `json:"dropped"`
	} `json:"log_sink"`
}

func (p *program) status() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "status",
		Short: "Tells whether the server is there, what it is, and who you are to it",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		config, err := c.get(ctx, "/config", nil)
		about, err := decode[info](config, err)
		if err != nil {
			return err
		}
		session, err := c.get(ctx, "/session", nil)
		if p, ok := errors.AsType[*problem](err); ok && p.Status == http.StatusNotFound {
			session, err = answer{body: json.RawMessage("null")}, nil
		}
		who, err := decode[struct {
			Kind   string   `json:"kind"`
			Name   string   `json:"name"`
			Scopes []string `json:"scopes"`
		}](session, err)
		if err != nil {
			return err
		}
		scripts, err := c.items(ctx, "/scripts", nil, 0)
		if err != nil {
			return err
		}
		routes, err := c.items(ctx, "/routes", nil, 0)
		if err != nil {
			return err
		}
		nodes, listed, err := c.nodes(ctx)
		if err != nil {
			return err
		}
		if r.json {
			document, err := json.Marshal(map[string]any{
				"server": c.base, "session": session.body, "config": config.body,
				"scripts": len(scripts), "routes": len(routes), "nodes": listed,
			})
			if err != nil {
				return fmt.Errorf("writing the status: %w", err)
			}
			r.printJSON(r.out, document)
			return nil
		}
		var walls, missing []string
		for _, wall := range about.Executor.Walls {
			if wall.Stands {
				walls = append(walls, wall.Name)
				continue
			}
			missing = append(missing, strings.TrimSuffix(wall.Name+": "+wall.Detail, ": "))
		}
		you := who.Kind
		if who.Name != "" && who.Name != who.Kind {
			you += " " + who.Name
		}
		if len(who.Scopes) > 0 {
			you += " (" + strings.Join(who.Scopes, ", ") + ")"
		}
		rows := [][]string{
			{"server", c.base},
			{"version", fmt.Sprintf("%s (SDK %s, API %d, schema %d)", about.Product, about.SDK, about.API, about.Schema)},
			{"site", about.PublicBaseURL},
			{"you", you},
			{"scripts", strconv.Itoa(len(scripts))},
			{"routes", strconv.Itoa(len(routes))},
			{"store", about.Store.Kind},
			{"executor", about.Executor.Name},
			{"walls", strings.Join(walls, ", ")},
		}
		for _, one := range missing {
			rows = append(rows, []string{"no wall", one})
		}
		if len(nodes) > 1 {
			for _, one := range nodes {
				rows = append(rows, []string{"node", one.String()})
			}
		}
		rows = append(rows, []string{"log", fmt.Sprintf("%d written, %d waiting, %d lost", about.LogSink.Written, about.LogSink.Queued, about.LogSink.Dropped)})
		return r.table(rows)
	})
}
