package slack

import (
	"testing"

	"github.com/slack-go/slack"
)

// TestOfOthers tells people of other organisations from those of one's own, also in Enterprise
// Grid, where people have several workspaces.
func TestOfOthers(t *testing.T) {
	alone, inGrid := &workspace{ID: "T1"}, &workspace{ID: "T1", Org: "E1"}
	of := func(team, org string, teams ...string) slack.User {
		return slack.User{TeamID: team, Enterprise: slack.EnterpriseUser{EnterpriseID: org, Teams: teams}}
	}
	for name, row := range map[string]struct {
		user    slack.User
		w       *workspace
		outside bool
	}{
		"a member":                             {of("T1", ""), alone, false},
		"a server that names no teams":         {of("", ""), alone, false},
		"of another workspace, in one channel": {of("T9", ""), alone, true},
		"of another organisation":              {of("T9", "E9", "T9"), inGrid, true},
		"of two workspaces of ours":            {of("T2", "E1", "T1", "T2"), inGrid, false},
		"of another workspace of ours":         {of("T2", "E1", "T2"), inGrid, false},
		"of the organisation itself":           {of("E1", "E1"), inGrid, false},
	} {
		if got := ofOthers(&row.user, row.w); got != row.outside {
			t.Errorf("%s: outside %v", name, got)
		}
	}
}
