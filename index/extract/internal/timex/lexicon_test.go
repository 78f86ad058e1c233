package timex

import (
	"strconv"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/wordlist"
)

// TestLexiconFile checks that every group of the file has a class and two numbers,
// and that every class is used.
func TestLexiconFile(t *testing.T) {
	used := map[string]bool{}
	for line := range wordlist.Lines(wordFiles, "lexicon") {
		name, ok := strings.CutPrefix(line, "[")
		if !ok {
			continue
		}
		fields := strings.Fields(strings.TrimSuffix(name, "]"))
		if len(fields) != 3 || lexiconClasses[fields[0]] == noDate {
			t.Errorf("group %q", line)
			continue
		}
		used[fields[0]] = true
		for _, n := range fields[1:] {
			if _, err := strconv.Atoi(n); err != nil {
				t.Errorf("group %q: %v", line, err)
			}
		}
	}
	for class := range lexiconClasses {
		if !used[class] {
			t.Errorf("no words of class %s", class)
		}
	}
}

func TestLexicon(t *testing.T) {
	for word, want := range map[string]lexeme{
		"seven": {cardinal, 7}, "forty": {cardinal, 40}, "thousand": {cardinal, 1000}, "dozen": {cardinal, 12},
		"sept": {monthName, 9}, "thurs": {weekdayName, 4}, "weeks": {unitPlural, int(unitWeek)}, "period": {unitName, int(unitPeriod)},
		"tomorrow": {dayWord, 1}, "previous": {relativeWord, -1}, "ago": {agoWord, -1}, "later": {agoWord, 1},
		"midnight": {daypartName, partMidnight}, "eighties": {decadeName, 80}, "est": {zoneName, -300}, "of": {linkWord, 0},
	} {
		if got := lexicon[word]; got != want {
			t.Errorf("%q is %v, want %v", word, got, want)
		}
	}
}
