package doc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestFindQuotes(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       string // each quotation, with < where its opening mark is missing and > where its closing one is
	}{
		{"curly", `“We sail at dawn,” the captain said.`, "We sail at dawn,"},
		{"typewriter", `"We sail," she said. "At dawn."`, "We sail,|At dawn."},
		{"two accents", "``We sail,'' she said, ``at dawn.''", "We sail,|at dawn."},
		{"doubled apostrophes both ways", "''We sail,'' she said.", "We sail,"},
		{"single", `'We sail at dawn,' the captain said.`, "We sail at dawn,"},
		{"single curly", `‘We sail at dawn,’ the captain said.`, "We sail at dawn,"},
		{"guillemets", `«We sail», she said.`, "We sail"},
		{"nested", `“She told me ‘never’ twice,” he said.`, "She told me ‘never’ twice,|never"},
		{"nested, typewriter", `"She told me 'never again,'" he said.`, "She told me 'never again,'|never again,"},
		{"apostrophes are none", `The sailors' wives don't mind the '90s.`, ""},
		{"apostrophe within single marks", `'I don't mind,' he said.`, "I don't mind,"},
		{"possessive within single marks", `'It's the owners' debt, not ours.' She left.`, "It's the owners' debt, not ours."},
		{"possessive within single curly marks", `‘It’s the owners’ debt,’ she said. The owners’ reply was short: ‘You will.’`, "It’s the owners’ debt,|You will."},
		{"single marks after an s", `The ‘boss’ and the ‘owners’ left. ‘Bosses’ it is.`, "boss|owners|Bosses"},
		{"possessive outside single marks", `‘We won’t,’ said the miners’ leader. ‘It’s ours.’`, "We won’t,|It’s ours."},
		{"single marks, then a possessive", `The ‘boss’ took the miners’ money.`, "boss"},
		{"never closed", "“We sail at dawn, she said.\nNobody answered.", "We sail at dawn, she said.>"},
		{"never opened", "Nobody came. We sail at dawn.” She left.", "<We sail at dawn."},
		{"over paragraphs", "“We sail.\n“Then we rest,” she said.", "We sail.>|Then we rest,"},
		{"opened twice", "“We sail. “We rest,” she said.", "We sail. >|We rest,"},
		{"two apart", `The “old” and “new” ships`, "old|new"},
		{"after a bracket", `(“old”)`, "old"},
		{"nothing between", `“” and ""`, ""},
		{"quoted word before a clitic", `the “boss”'s hat`, "boss"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := New(article.Article{Text: row.text})
			var got []string
			for _, q := range FindQuotes(d) {
				s := q.Of(row.text)
				if !q.Open {
					s = "<" + s
				}
				if !q.Closed {
					s += ">"
				}
				got = append(got, s)
			}
			if g := strings.Join(got, "|"); g != row.want {
				t.Errorf("%s\n got %s\nwant %s", row.text, g, row.want)
			}
		})
	}
}

func TestFindQuotesDepth(t *testing.T) {
	text := `“He said ‘no’ and left,” she wrote.`
	d := New(article.Article{Text: text})
	got := ""
	for _, q := range FindQuotes(d) {
		got += fmt.Sprintf("%d:%s ", q.Depth, q.Of(text))
	}
	if want := "0:He said ‘no’ and left, 1:no "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
