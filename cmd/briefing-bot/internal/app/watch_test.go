package app

import (
	"errors"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// TestWatchProblems: each thing that keeps articles out has a problem of its own,
// and answers are incomplete while articles wait.
func TestWatchProblems(t *testing.T) {
	for _, test := range []struct {
		name       string
		status     ingest.WatchStatus
		want       []string // keys of the problems
		incomplete bool
	}{
		{"all is well", ingest.WatchStatus{}, nil, false},
		{"a folder is missing", ingest.WatchStatus{Missing: []string{"/in"}}, []string{"watch-missing"}, true},
		{"a file cannot be read", ingest.WatchStatus{Waiting: 1, Example: "/in/a.txt"}, []string{"watch-waiting"}, true},
		{"the disk is full", ingest.WatchStatus{Blocked: archive.ErrFull}, []string{"watch-blocked"}, true},
		{"articles cannot be stored", ingest.WatchStatus{Blocked: errors.New("input/output error")}, []string{"watch-blocked"}, true},
		{"the network drive hangs", ingest.WatchStatus{Slow: true}, []string{"watch-slow"}, true},
		{"changes are not reported", ingest.WatchStatus{Polling: "NFS"}, []string{"watch-polling"}, false},
		{"a file is no article", ingest.WatchStatus{Rejected: 2, Rejection: "/in/a.pdf: it is a PDF file"}, []string{"watch-rejected"}, false},
		{"two at once", ingest.WatchStatus{Slow: true, Polling: "NFS"}, []string{"watch-polling", "watch-slow"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			incomplete := false
			for key, p := range watchProblems(test.status) {
				if p.Text != "" {
					got, incomplete = append(got, key), incomplete || p.Incomplete
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) || incomplete != test.incomplete {
				t.Errorf("problems %v, incomplete %v; want %v, %v", got, incomplete, test.want, test.incomplete)
			}
		})
	}
}
