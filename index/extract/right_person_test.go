package extract

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// speakerCase names who must be given as the speaker of the words said in text; "" is
// nobody, and a slash separates several right answers.
type speakerCase struct{ text, said, speaker string }

// checkSpeakers annotates each text and compares the speaker of the statement with the words.
func checkSpeakers(t *testing.T, cases []speakerCase) {
	t.Helper()
	x := New(nil)
	for _, c := range cases {
		got, found := speakerOf(x.Annotate(article.Article{Text: c.text}), c.text, c.said)
		switch {
		case !found:
			t.Errorf("%s\n no statement has %q", c.text, c.said)
		case !strings.Contains("/"+c.speaker+"/", "/"+got+"/"):
			t.Errorf("%s\n %q is given to %q, want %q", c.text, c.said, got, c.speaker)
		}
	}
}

// speakerOf returns the name of the speaker of the statement in whose content said is.
func speakerOf(a article.Annotation, text, said string) (name string, found bool) {
	for _, s := range a.Statements {
		for _, span := range s.Content {
			if strings.Contains(span.Of(text), said) {
				if s.Speaker == article.Nobody {
					return "", true
				}
				return a.People[s.Speaker].Name, true
			}
		}
	}
	return "", false
}

// TestQualifiedRole: a town, firm, club or person before a role is not its bearer.
func TestQualifiedRole(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"“It was arson,” said Ostwick police chief Ida Holm.", "It was arson", "Ida Holm"},
		{"“It was arson,” said Marlow Bay fire chief Ida Holm.", "It was arson", "Ida Holm"},
		{"“We lost,” said Brenfield winger Nils Aker. Brenfield lost 2-0.", "We lost", "Nils Aker"},
		{"“Orders rose,” said Voltaro spokeswoman Ida Holm. Voltaro makes lamps.", "Orders rose", "Ida Holm"},
		{"“It is late,” Ostwick councillor Nils Aker told the board.", "It is late", "Nils Aker"},
		{"“It is late,” according to Tarnby mayor Nils Aker.", "It is late", "Nils Aker"},
		{"“It is false,” said Obama lawyer Ida Holm.", "It is false", "Ida Holm"},
		{"Peter Vance won. “It is false,” said Vance attorney Ida Holm.", "It is false", "Ida Holm"},
		{"Peter Vance won. “It is false,” Vance campaign manager Ida Holm said.", "It is false", "Ida Holm"},
		{"“It is false,” said Peter Vance spokesman Nils Aker.", "It is false", "Nils Aker"},
		{"Peter Vance won. “It is false,” said Vance crony Nils Aker.", "It is false", "Nils Aker"},
		{"Peter Vance won. “It is false,” said Vance’s attorney Ida Holm.", "It is false", "Ida Holm"},
		{"Peter Vance won. “It is false,” a Vance spokesman said.", "It is false", ""},
		{"Peter Vance won. “It is false,” a Vance family lawyer said.", "It is false", ""},
		{"“Rates will rise,” said Merton Brothers economist Nils Aker.", "Rates will rise", "Nils Aker"},
		{"“We will vote,” said Labour whip Ida Holm.", "We will vote", "Ida Holm"},
		{"“We will vote,” said Unity Party treasurer Ida Holm.", "We will vote", "Ida Holm"},
		{"“We will vote,” said Danish envoy Ida Holm.", "We will vote", "Ida Holm"},
	})
}

// TestQualifierIsNobody: what only comes before somebody's role is not a person.
func TestQualifierIsNobody(t *testing.T) {
	for _, text := range []string{
		"“It was arson,” said Ostwick police chief Ida Holm.",
		"“It was arson,” said Marlow Bay fire chief Ida Holm.",
		"“Orders rose,” said Voltaro spokeswoman Ida Holm. Voltaro makes lamps.",
		"“Orders rose,” Voltaro chief executive Ida Holm said. Holm left.",
		"“We lost,” said Brenfield midfielder Ida Holm. Brenfield lost 2-0.",
	} {
		people := New(nil).Annotate(article.Article{Text: text}).People
		if len(people) != 1 || people[0].Name != "Ida Holm" {
			t.Errorf("%s\n got %+v", text, people)
		}
	}
}
