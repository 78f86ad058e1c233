package discord_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestABrokenResumeIsTriedAgain: a connection that breaks while it resumes leaves the
// session, and no event is missed.
func TestABrokenResumeIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, codes := range [][]int{{1006, 1001}, {4000, 1000}, {4008, 4000}} {
		t.Run(fmt.Sprint(codes), func(t *testing.T) {
			t.Parallel()
			f := start(t)
			f.CloseResumes(codes...)
			f.Drop()
			id := f.Say(anna, mention+"who-said truce") // while nobody listens
			if m := f.answer(channel, 1); m.ReplyTo != id {
				t.Errorf("answered %v", m)
			}
			f.connected(1, 1)
			if text := f.log.Text(); strings.Contains(text, "what=RESUME") {
				t.Error("a broken connection is taken for a server without RESUME")
			}
			f.clean()
		})
	}
}

// TestASessionThatIsLostIsLeft: for the codes that say so, at once; where a server ends
// every RESUME, after three, and that is said once.
func TestASessionThatIsLostIsLeft(t *testing.T) {
	t.Parallel()
	rows := []struct {
		codes  []int
		lacks  bool // the server is said to lack RESUME
		gaveUp int  // how often the log says that the session is given up
	}{
		{[]int{4003}, false, 0}, {[]int{4007}, false, 0}, {[]int{4009}, false, 0}, {[]int{4001}, true, 0}, {[]int{4002}, true, 0},
		{[]int{1000, 1000, 1000}, false, 1}, {[]int{1006, 1001, 1000}, false, 1},
	}
	var all []*fixture
	for _, row := range rows { // each waits for its next IDENTIFY, all at the same time
		f := start(t)
		f.CloseResumes(row.codes...)
		f.Drop()
		all = append(all, f)
	}
	for i, row := range rows {
		f := all[i]
		f.connected(2, 0)
		if n := f.ResumesTried(); n != len(row.codes) {
			t.Errorf("%d: tried to resume %d times", row.codes, n)
		}
		text := f.log.Text()
		if lacks := strings.Contains(text, "what=RESUME"); lacks != row.lacks {
			t.Errorf("%d: said that the server lacks RESUME: %v", row.codes, lacks)
		}
		if n := strings.Count(text, "could not be resumed"); n != row.gaveUp {
			t.Errorf("%d: said %d times that the session is given up", row.codes, n)
		}
		f.answers(fmt.Sprint(row.codes), 1)
		f.clean()
	}
}
