package extract

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// leastNamed is how many of the paragraphs in testdata/hard.txt have their speaker named.
const leastNamed = 159

// TestHardParagraphs: where several may have spoken, nobody is named wrongly. Its log has
// the paragraphs in which nobody is named though a reader would know.
func TestHardParagraphs(t *testing.T) {
	f, err := os.Open("testdata/hard.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x := New(nil)
	named, all := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(lines.Text(), "#") || len(fields) != 3 {
			continue
		}
		all++
		text, right := strings.ReplaceAll(fields[0], "|", "\n"), strings.Split(fields[2], "/")
		got, _ := speakerOf(x.Annotate(article.Article{Text: text}), text, fields[1])
		switch {
		case got == "" && !slices.Contains(right, ""):
			t.Logf("%s\n nobody, and not %s, says %q", fields[0], fields[2], fields[1])
		case got == "":
		case slices.Contains(right, got):
			named++
		default:
			t.Errorf("%s\n %q is given to %q, want %q", fields[0], fields[1], got, fields[2])
		}
	}
	t.Logf("%d of %d paragraphs have a speaker by name", named, all)
	if named < leastNamed {
		t.Errorf("%d speakers are named, want %d", named, leastNamed)
	}
}
