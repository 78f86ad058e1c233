package bottest

import (
	"log/slog"
	"maps"
	"path"
	"slices"
	"testing"
	"testing/synctest"
)

// cases returns all cases of the kit.
func cases() []testCase {
	return slices.Concat(placeCases, onceCases, timeCases, restartCases, storeCases, panicCases, faultCases, hourCases, orderCases, changeCases, buttonCases, quoteCases, scopeCases)
}

// TestService runs every case against a service of its own. A case is named for
// what it is about and how the question is asked: "once/mention".
func TestService(t *testing.T, open Open, differs Differs) {
	t.Helper()
	names := map[string]bool{}
	for _, c := range cases() {
		for _, w := range c.ways {
			name := c.name + "/" + string(w)
			names[name] = true
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c.verdict(t, open, w, differs.reason(name))
			})
		}
	}
	for pattern := range differs {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(names)), func(name string) bool { return matches(pattern, name) }) {
			t.Errorf("the difference %q is of no case", pattern)
		}
	}
}

func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// reason returns why a case differs, "" for one that has to pass.
func (d Differs) reason(name string) string {
	if why, ok := d[name]; ok {
		return why
	}
	for pattern, why := range d {
		if matches(pattern, name) {
			return why
		}
	}
	return ""
}

// verdict runs a case, and fails t if it does not end as expected.
func (c testCase) verdict(t *testing.T, open Open, w Way, differs string) {
	var problems []string
	var log string
	synctest.Test(t, func(t *testing.T) { problems, log = c.play(t, open, w) })
	switch {
	case differs == "":
		for _, p := range problems {
			t.Errorf("%s\n%s", c.says, p)
		}
		if len(problems) > 0 {
			t.Log(log)
		}
	case len(problems) == 0:
		t.Errorf("%s\nThat holds here, and is listed as a difference: %s", c.says, differs)
	default:
		t.Logf("differs, as listed (%s): %s", differs, problems[0])
	}
}

// play runs a case in its bubble and returns what went wrong, and the bot's log.
func (c testCase) play(t *testing.T, open Open, w Way) (problems []string, log string) {
	k := &kit{t: t, network: &Network{}, dir: t.TempDir(), log: &Logbook{}, slow: make(chan struct{})}
	k.Service = open(t, k.network)
	k.logger = slog.New(slog.NewTextHandler(k.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	k.mux = Mux(k.logger, k.slow)
	done := make(chan struct{})
	go func() { // fatalf ends it
		defer close(done)
		c.run(k, w)
	}()
	<-done
	k.finish()
	return k.problems, k.log.Text()
}
