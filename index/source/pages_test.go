package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// minF1 is the least mean F1 of the main text of testdata/pages, by runs of
// three words.
const minF1 = 0.99

// TestMainText scores the main text of invented pages in the mark-up of newsrooms,
// NN.html, against what an editor would keep of them, NN.txt: paragraphs, subheads,
// lists and tables, without captions, other articles, boxes and menus.
func TestMainText(t *testing.T) {
	pages, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(pages) != 40 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	var precision, recall, sum float64
	for _, path := range pages {
		gold, err := os.ReadFile(strings.TrimSuffix(path, ".html") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for it := range ReadFile(path, "page") {
			if text = it.Article.Text; it.Err != nil {
				t.Errorf("%s: %v", path, it.Err)
			}
		}
		p, r, f := runsInCommon(text, string(gold))
		precision, recall, sum = precision+p, recall+r, sum+f
		if f < 0.95 {
			t.Logf("%s: precision %.2f, recall %.2f", path, p, r)
		}
	}
	n := float64(len(pages))
	report := fmt.Sprintf("precision %.3f, recall %.3f, F1 %.3f", precision/n, recall/n, sum/n)
	if t.Log(report); sum/n < minF1 {
		t.Errorf("%s, want an F1 of %.3f", report, minF1)
	}
}

// runsInCommon returns the precision, recall and F1 of a text's runs of three words.
func runsInCommon(text, gold string) (precision, recall, f1 float64) {
	got, want := wordRuns(text), wordRuns(gold)
	common, all, wanted := 0, 0, 0
	for run, n := range got {
		all += n
		common += min(n, want[run])
	}
	for _, n := range want {
		wanted += n
	}
	precision, recall = float64(common)/float64(max(all, 1)), float64(common)/float64(max(wanted, 1))
	if common == 0 {
		return precision, recall, 0
	}
	return precision, recall, 2 * precision * recall / (precision + recall)
}

func wordRuns(text string) map[string]int {
	out := map[string]int{}
	words := strings.Fields(text)
	for i := range len(words) - 2 {
		out[strings.Join(words[i:i+3], " ")]++
	}
	return out
}

// TestTinyPages: a page of a few words is no article, whatever they are.
func TestTinyPages(t *testing.T) {
	for text, want := range map[string]string{
		"login please":                       "the page is a paywall",
		"Please sign in.":                    "the page is a paywall",
		"You need to log in.":                "the page is a paywall",
		"Nothing here.":                      "fewer than 6 words",
		"Moved.":                             "fewer than 6 words",
		"The ferry sank at noon on Tuesday.": "",
	} {
		for it := range Read(Input{Name: "a.html", ID: "a", Reader: strings.NewReader("<html><head><title>Quay</title></head><body><p>" + text + "</p></body></html>")}) {
			if want == "" && it.Err != nil || want != "" && (it.Err == nil || !strings.Contains(it.Err.Error(), want)) {
				t.Errorf("%q: %v, want %q", text, it.Err, want)
			}
		}
	}
}
