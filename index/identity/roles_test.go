package identity_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/identity"
)

// TestRoleFits tells the holder of a role from who merely stands near it.
func TestRoleFits(t *testing.T) {
	for _, row := range []struct {
		typed, printed string
		want           identity.RoleFit
	}{
		{"the envoy", "Halmark's special envoy for the Imber dispute", identity.SameRole},
		{"envoy", "Halmark's envoy", identity.SameRole},
		{"special envoy", "Halmark's envoy", identity.NoRole},
		{"the envoy", "spokeswoman for the envoy", identity.NoRole},
		{"the envoy", "the envoy's deputy", identity.NoRole},
		{"prime minister", "Quessar’s prime minister", identity.SameRole},
		{"the prime minister of Quessar", "Quessari Prime Minister", identity.SameRole},
		{"Lorvanian president", "president of Lorvania", identity.SameRole},
		{"president of Lorvania", "president of Lorrain", identity.NoRole},
		{"minister", "foreign minister", identity.SameRole},
		{"foreign minister", "finance minister", identity.NoRole},
		{"foreign minister", "deputy foreign minister", identity.NoRole},
		{"deputy foreign minister", "deputy foreign minister", identity.SameRole},
		{"finance minister", "leader of the opposition and a former finance minister", identity.PastRole},
		{"opposition leader", "leader of the opposition and a former finance minister", identity.SameRole},
		{"defence minister", "Acting Defence Minister", identity.PastRole},
		{"mayor", "mayor of Brennik", identity.SameRole},
		{"the mayor of Dorrum", "mayor of Brennik", identity.NoRole},
		{"chairman", "chairman and chief executive of the bank", identity.SameRole},
		{"chief executive", "chairman and chief executive of the bank", identity.SameRole},
		{"war", "man of war", identity.NoRole},
		{"mayor", "ex-mayor of Brennik", identity.PastRole},
		{"mayor", "one-time mayor of Brennik", identity.PastRole},
		{"president", "vice-president", identity.NoRole},
		{"vice president", "vice-president of the bank", identity.SameRole},
		{"the current mayor", "mayor of Brennik", identity.SameRole},
		{"the new mayor", "mayor of Brennik", identity.NoRole},
		{"the new mayor", "Brennik's new mayor", identity.SameRole},
		{"the new head of roads", "acting head of roads", identity.SameRole},
		{"the next head of roads", "incoming head of roads", identity.SameRole},
		{"the new mayor", "former mayor", identity.NoRole},
		{"the new mayor", "mayor-elect of Brennik", identity.SameRole},
		{"the minister for new towns", "minister for new towns", identity.SameRole},
		{"mayor", "mayor-elect of Brennik", identity.PastRole},
	} {
		r, ok := identity.ReadRole(row.typed)
		if got := r.Fits(row.printed); !ok || got != row.want {
			t.Errorf("%s, printed %s: %d, want %d", row.typed, row.printed, got, row.want)
		}
	}
	for _, typed := range []string{"", "the", "a b c d e f g h i j k"} {
		if r, ok := identity.ReadRole(typed); ok {
			t.Errorf("%q is the role %+v", typed, r)
		}
	}
}
