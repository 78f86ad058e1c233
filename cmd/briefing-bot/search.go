package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

const searchLimit = 10

func newSearch(s *config.Flags) *cobra.Command {
	var batch bool
	var rows rowFlags
	cmd := &cobra.Command{
		Use:   "search WORDS | search --batch [FILE]",
		Short: "Find the passages that answer a question",
		Example: `  briefing-bot search who pays for the dam
  briefing-bot search --batch queries.jsonl > hits.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !batch && len(args) == 0 {
				return fmt.Errorf("search needs words or --batch: %w", errUsage)
			}
			if err := rows.check(); err != nil {
				return err
			}
			return withBackend(cmd.Context(), s, func(_ config.Config, d control.Backend) error {
				if batch {
					return searchBatch(cmd, d, args, rows)
				}
				call := bot.Call{Command: "ask", Args: bot.Args{"question": strings.Join(args, " ")}}
				_, err := answerWith(cmd, d, control.Question{Call: &call, Limit: rows.limit, Offset: rows.offset}, false)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&batch, "batch", false, "read queries as JSON Lines and print one line of hits for each")
	rows.add(cmd, searchLimit, "maximum number of passages, up to 1000")
	return cmd
}

// searchBatch prints one line per query, in order. A line that is not a query is an
// error that gives its number.
func searchBatch(cmd *cobra.Command, d control.Backend, args []string, rows rowFlags) error {
	in, closeIn, err := input(cmd, args)
	if err != nil {
		return err
	}
	defer closeIn()
	out := bufio.NewWriter(cmd.OutOrStdout())
	defer out.Flush()
	decoder := json.NewDecoder(in)
	for n := 1; ; n++ {
		var q control.Query
		if err := decoder.Decode(&q); err == io.EOF {
			return out.Flush()
		} else if err != nil {
			return fmt.Errorf("query %d is not a line such as {\"id\": 1, \"query\": \"dam\"}: %w: %w", n, err, errUsage)
		}
		if q.Limit <= 0 {
			q.Limit = rows.limit
		}
		if q.Offset <= 0 {
			q.Offset = rows.offset
		}
		hits, err := d.Search(cmd.Context(), q)
		if err != nil {
			return fmt.Errorf("query %d: %w", n, err)
		}
		if err := writeLine(out, map[string]any{"id": q.ID, "hits": hits}); err != nil {
			return err
		}
	}
}

// input returns the file named, or standard input.
func input(cmd *cobra.Command, args []string) (io.Reader, func() error, error) {
	if len(args) == 0 || args[0] == "-" {
		return cmd.InOrStdin(), func() error { return nil }, nil
	}
	f, err := os.Open(args[0])
	if err != nil {
		return nil, nil, fmt.Errorf("open: %w", err)
	}
	return f, f.Close, nil
}
