package quotes

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// names are runs of capitalized words.
var names = regexp.MustCompile(`\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)*`)

// maxNames is the maximum number of names of a message that are looked up.
const maxNames = 8

// withSpeaker returns r by the one person whom the words around a message's
// quotations name; r itself if they name nobody or several, or if r names somebody.
func (c Commands) withSpeaker(ctx context.Context, r query.Request, around string) (query.Request, error) {
	if r.Args["by"] != "" {
		return r, nil
	}
	var keys []string
	name := ""
	for _, found := range names.FindAllString(around, maxNames) {
		people, err := c.Index.FindPeople(ctx, r.Scope, found)
		if err != nil {
			return r, fmt.Errorf("find person: %w", err)
		}
		if len(people) != 1 || !strings.Contains(people[0].Name+" "+strings.Join(people[0].Variants, " "), found) {
			continue
		}
		if key := people[0].Key; !slices.Contains(keys, key) {
			keys, name = append(keys, key), people[0].Name
		}
	}
	if len(keys) != 1 {
		return r, nil
	}
	r.Args = maps.Clone(r.Args)
	r.Args["by"] = name
	return r, nil
}
