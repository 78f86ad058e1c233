package query_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
)

// TestScope reports which outlets each scope shows, whatever the case of their
// names.
func TestScope(t *testing.T) {
	for name, row := range map[string]struct {
		scope query.Scope
		shown string // of Quay, Coast, Inland and an outlet without a name
		whole bool
	}{
		"a query without a scope shows nothing":        {query.Scope{}, "", false},
		"everything":                                   {query.Everything(), "Quay Coast Inland -", true},
		"all but one":                                  {query.Everything().Except("coast"), "Quay Inland -", false},
		"all but two, one after the other":             {query.Everything().Except("Coast").Except("QUAY"), "Inland -", false},
		"all but none":                                 {query.Everything().Except(), "Quay Coast Inland -", true},
		"one alone":                                    {query.Only("QUAY"), "Quay", false},
		"two, one of them hidden":                      {query.Only("Quay", "Coast").Except("Coast"), "Quay", false},
		"only what is hidden":                          {query.Only("Coast").Except("Coast"), "", false},
		"none":                                         {query.Only(), "", false},
		"those without a name hidden":                  {query.Everything().Except(""), "Quay Coast Inland", false},
		"a place's list within all":                    {query.Everything().Within("Coast", "Inland"), "Coast Inland", false},
		"a place's list within all but one":            {query.Everything().Except("Coast").Within("Coast", "Inland"), "Inland", false},
		"a channel's list within its workspace's list": {query.Only("Quay", "Coast").Within("Coast", "Inland"), "Coast", false},
		"a list within nothing":                        {query.Scope{}.Within("Coast"), "", false},
		"nothing with an outlet hidden":                {query.Scope{}.Except("Coast"), "", false},
	} {
		var shown []string
		for _, outlet := range []string{"Quay", "Coast", "Inland", ""} {
			if row.scope.Shows(outlet) {
				shown = append(shown, cmp.Or(outlet, "-"))
			}
		}
		if got := strings.Join(shown, " "); got != row.shown || row.scope.ShowsEverything() != row.whole {
			t.Errorf("%s: shows %q, everything: %v", name, got, row.scope.ShowsEverything())
		}
	}
}

// TestScopeString gives each scope a name of its own.
func TestScopeString(t *testing.T) {
	seen := map[string]int{}
	for i, s := range []query.Scope{{}, query.Everything(), query.Only("a"), query.Everything().Except("a"), query.Only("a", "b"), query.Only("everything"), query.Only("a b")} {
		if other, ok := seen[s.String()]; ok {
			t.Errorf("scopes %d and %d are both named %q", i, other, s)
		}
		seen[s.String()] = i
	}
	if query.Only("b", "A").String() != query.Only("a", "B", "b").String() {
		t.Error("the order and case of a scope's outlets change its name")
	}
}
