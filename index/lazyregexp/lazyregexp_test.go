package lazyregexp_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
)

// TestNew checks that a pattern works, and that a wrong one is found in tests without a use.
func TestNew(t *testing.T) {
	if digits := lazyregexp.New(`^\d+$`); !digits.MatchString("42") || digits.MatchString("x") {
		t.Error("digits are not matched")
	}
	defer func() {
		if recover() == nil {
			t.Error("a wrong pattern was not found")
		}
	}()
	lazyregexp.New(`(`)
}
