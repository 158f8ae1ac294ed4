package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// completionPatience is how long a shell waits for names.
const completionPatience = 2 * time.Second

// completeScripts offers the names of scripts for the first argument, and files
// too if files is true.
func (p *program) completeScripts(files bool) cobra.CompletionFunc {
	directive := cobra.ShellCompDirectiveNoFileComp
	if files {
		directive = cobra.ShellCompDirectiveDefault
	}
	return func(cmd *cobra.Command, args []string, begin string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		r := &run{program: p, err: &printer{w: cmd.ErrOrStderr()}}
		c, err := r.client()
		if err != nil {
			return nil, directive
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), completionPatience)
		defer cancel()
		list, err := decodeAll[script](c.items(ctx, "/scripts", query("q", begin), 0))
		if err != nil {
			return nil, directive
		}
		var names []cobra.Completion
		for _, s := range list {
			if strings.HasPrefix(s.Name, begin) {
				names = append(names, cobra.CompletionWithDesc(clean(s.Name), clean(s.Description)))
			}
		}
		return names, directive
	}
}
