package lexicon

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

func tag(text string) *Tagged { return Tag(doc.New(article.Article{Text: text})) }

// TestTag looks up a word of each kind of list.
func TestTag(t *testing.T) {
	for _, c := range []struct {
		text  string
		token int
		want  Class
	}{
		{"Ann slept", 0, FemaleName},
		{"Ann slept in Russia", 3, CountryWord},
		{"The White House slept", 2, CountryWord},
		{"Mr. Holt", 0, Honorific},
		{"Senator Holt", 0, TitleWord},
		{"he said", 1, SpeechVerb},
		{"she's late", 0, PronounWord},
		{"they didn't", 1, VerbWord},
		{"his wife", 1, Relation},
		{"Annelies van der Meulen", 1, Particle},
	} {
		if d := tag(c.text); !d.Info[c.token].Is(c.want) {
			t.Errorf("%s: token %d is %b, want one of %b", c.text, c.token, d.Info[c.token].Class, c.want)
		}
	}
	if d := tag("Russians left Moscow."); d.Info[0].Country == 0 || d.Info[0].Country != d.Info[2].Country {
		t.Errorf("countries %d and %d", d.Info[0].Country, d.Info[2].Country)
	}
}

func TestParts(t *testing.T) {
	for name, want := range map[string][3]string{
		"Ann Berg":           {"ann", "berg", ""},
		"George Haldane Jr.": {"george", "haldane", "jr"},
		"Kim Jong Un":        {"jong-un", "kim", ""},
		"Nabil al-Khatib":    {"nabil", "khatib", ""},
	} {
		d := tag(name)
		given, family, suffix := d.Parts(doc.Range{First: 0, Last: len(d.Tokens)})
		if got := [3]string{given, family, suffix}; got != want {
			t.Errorf("%s has parts %q, want %q", name, got, want)
		}
	}
}

func TestWordsInContext(t *testing.T) {
	d := tag("“Yes,” said Prof. J. van der Meulen. They're late, the NATO envoy’s aide wrote.")
	at := func(word string) int {
		for i := range d.Tokens {
			if d.Word(i) == word {
				return i
			}
		}
		t.Fatalf("no token %q", word)
		return -1
	}
	if got := d.TitleBefore(at("J")); got != at("Prof") {
		t.Errorf("the title before J is token %d", got)
	}
	if got := d.TitleBefore(at("Meulen")); got != -1 {
		t.Errorf("the title before Meulen is token %d", got)
	}
	if !d.OneWord(doc.Range{First: at("van"), Last: at("Meulen") + 1}) || d.OneWord(doc.Range{First: at("J"), Last: at("Meulen") + 1}) {
		t.Error("only van der Meulen is one word, its particles aside")
	}
	if !d.StartsSentence(at("They're")) || d.StartsSentence(at("late")) {
		t.Error("a sentence starts with They're, not with late")
	}
	if got := d.PronounSpan(at("They're")).Of(d.Text); got != "They" {
		t.Errorf("the pronoun of They're is %q", got)
	}
	if !d.Capital(at("NATO")) || d.Capital(at("envoy")) || !d.Article(at("the")) || !d.InitialDot(at("J")+1) || !d.Apostrophe(at("envoy")+1) {
		t.Error("a capital, an article, an initial's full stop or an apostrophe was not seen")
	}
	if first, last := d.TokensIn(d.Span(at("van"), at("Meulen")+1)); first != at("van") || last != at("Meulen")+1 {
		t.Errorf("tokens %d to %d", first, last)
	}
}
