package people

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// TestSpeakers holds one kind of source words a line, between « and »: whom they
// mean, or nobody.
func TestSpeakers(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"«US President Walter Kinsey» said yes.", "Walter Kinsey"},
		{"«Kinsey's envoy, Naomi Feldstein,» said yes. Walter Kinsey slept.", "Naomi Feldstein"},
		{"«Naomi Feldstein, who once worked for Walter Kinsey,» said yes.", "Naomi Feldstein"},
		{"«A spokesman for Walter Kinsey» said yes.", ""},
		{"«Aides to President Walter Kinsey» said yes.", ""},
		{"«The Kinsey administration» said yes. Walter Kinsey slept.", ""},
		{"«Walter Kinsey and Naomi Feldstein» said yes.", ""},
		{"«Mr. Kinsey and his colleagues» said yes. Walter Kinsey slept.", ""},
		{"Walter Kinsey slept. «He and Naomi Feldstein» said yes.", ""},
		{"«Critics» said yes. Walter Kinsey slept.", ""},
		{"Walter Kinsey slept. «His administration» said yes.", ""},
		{"Walter Kinsey slept. «He» said yes.", "Walter Kinsey"},
		{"Walter Kinsey slept. «She» said yes.", ""},
		{"Walter Kinsey met Paul Reiss. Both were tired, and «one of them» said yes.", ""},
		{"President Walter Kinsey slept. «The president» said yes.", "Walter Kinsey"},
		{"Senator Ann Holm of Utah met Senator Eva Roth of Ohio. «The senator» said yes.", ""},
		{"Vermont Senator Ann Holm met Ohio Senator Eva Roth. «The Ohio senator» said yes.", "Eva Roth"},
		{"The cost is small, «Walter Kinsey's» letter said.", "Walter Kinsey"},
		{"«The White House» said yes. Walter Kinsey slept.", ""},
		{"Robin Tate, who uses the pronoun they, left. «They» said yes.", "Robin Tate"},
		{"Robin Tate, 41, lives in Bergen and uses they/them pronouns. Ann Holm slept. «They» said yes.", "Robin Tate"},
		{"Robin Tate, who uses the pronoun they, met two farmers. «They» said yes.", ""},
		{"Robin Tate, who uses the pronoun they, left. «He» said yes.", ""},
		{"Robin Tate, 41, of the Harbour Agency said the tide was late. «They» said yes.", "Robin Tate"},
		{"Robin Tate said the farmers were late. «They» said yes.", ""},
		{"The farmers came late. Robin Tate said yes. «They» said no.", ""},
		{"Robin Tate and Ann Holm said the tide was late. «They» said yes.", ""},
		{"Ann Holm said the tide was late. «They» said yes.", ""},
		{"Robin Tate said the tide was late.\n\n«They» said yes.", ""},
		{"Katya Lebov has a farm and knows Minister Pavel Lebov. «Katya Lebov» said yes.", "Katya Lebov"},
		{"Ann Holm, who is leading the mediation for Norway, left. «The envoy» said yes.", "Ann Holm"},
		{"Ann Holm, who is leading the mediation, met the British envoy, Paul Reiss. «The British envoy» said yes.", "Paul Reiss"},
		{"«Major Walter Kinsey» is said to have slept.", ""},
		{"«The captain, Walter Kinsey,» was widely believed to have left.", ""},
		{"Ann Holm, «the water minister», has called it small.", "Ann Holm"},
		{"Katya Lebov has a farm and is no kin to Minister Pavel Lebov. «The 34-year-old farmer» said yes.", "Katya Lebov"},
		{"Katya Lebov met Paul Reiss. «The 34-year-old farmer» said yes.", ""},
		{"Former President Walter Kinsey met Judge Ann Holm. «She» said yes.", "Ann Holm"},
	} {
		before, rest, _ := strings.Cut(c.text, "«")
		source, after, _ := strings.Cut(rest, "»")
		d := doc.New(article.Article{Text: before + source + after})
		statements := []article.Statement{{Source: article.Span{Start: len(before), End: len(before) + len(source)}}}
		people, got := Find(lexicon.Tag(d), nil, statements), ""
		if s := statements[0].Speaker; s >= 0 {
			got = people[s].Name
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.text, got, c.want)
		}
	}
}

// TestOfficers takes the words between chief and officer for a part of the role, not for a name.
func TestOfficers(t *testing.T) {
	for _, office := range []string{"Operating", "Commercial", "Financial", "Marketing", "Product", "Risk", "Compliance", "Revenue", "Sustainability", "Strategy", "Data", "Medical"} {
		role := "Chief " + office + " Officer"
		d := doc.New(article.Article{Text: "“It is,” said Mara Lund, " + role + ". " + role + " Otto Quist of Corvane slept."})
		people, got := Find(lexicon.Tag(d), nil, nil), []string(nil)
		for _, p := range people {
			of := ""
			if len(p.Roles) > 0 {
				of = p.Roles[0].Of(d.Text)
			}
			got = append(got, p.Name+", "+of)
		}
		if want := "Mara Lund, " + role + "|Otto Quist, " + role; strings.Join(got, "|") != want {
			t.Errorf("got %q, want %s", got, want)
		}
	}
}

// FuzzPeople: any text gives spans that lie inside it, on rune boundaries, in
// order, and speakers that exist.
func FuzzFind(f *testing.F) {
	f.Add("President Arkady Belov met aides. “He is late,” said Belov. She left.", 10, 20)
	f.Add("MR. O’BRIEN's aide, Dr. al-Khatib Jr., said: \"I, van der", 0, 5)
	f.Add("İstanbul\xff\xfeŁukasz 's'' “” .J.T. Xi", 3, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		text = strings.ToValidUTF8(text, "?")
		d := doc.New(article.Article{Text: text})
		d.Quotes = doc.FindQuotes(d)
		statements := []article.Statement{{}}
		if from >= 0 && from < to && to <= len(text) {
			statements[0].Source = article.Span{Start: from, End: to}
			statements[0].Content = []article.Span{{Start: 0, End: from}}
		}
		people := Find(lexicon.Tag(d), nil, statements)
		if s := statements[0].Speaker; s < article.Nobody || s >= len(people) {
			t.Fatalf("speaker %d of %d", s, len(people))
		}
		for _, p := range people {
			checkSpans(t, text, p.Mentions)
			checkSpans(t, text, p.Roles)
			if !strings.Contains(text, p.Name) || len(p.Mentions) == 0 {
				t.Fatalf("%q is no name in the text", p.Name)
			}
		}
	})
}

func checkSpans(t *testing.T, text string, spans []article.Span) {
	t.Helper()
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after %d in %d bytes", s, last, len(text))
		}
		if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("span %v cuts a rune", s)
		}
		last = s.Start
	}
}

// TestPeopleLinear: articles of very many names, sentences, quotations or one
// endless run of capitals take seconds at most.
func TestPeopleLinear(t *testing.T) {
	var many strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&many, "Maria Bel%cov%c%c said she met the envoy. ", 'a'+rune(i%26), 'a'+rune(i/26%26), 'a'+rune(i/676%26))
	}
	for what, text := range map[string]string{
		"different names":     many.String(),
		"one family":          strings.Repeat("John Smith told Smith. Mary Smith said he left. ", 2000),
		"capitals":            strings.Repeat("Maria ", 20000),
		"particles":           "Maria " + strings.Repeat("van ", 20000) + "Smith",
		"titles":              strings.Repeat("President ", 20000),
		"pronouns":            "Mr. Smith left. " + strings.Repeat("he ", 20000),
		"commas":              strings.Repeat("Maria Smith, ", 20000),
		"one word":            strings.Repeat("A", 1<<18),
		"descriptions":        strings.Repeat("A minister said the envoy met one aide. ", 2000),
		"possessives":         strings.Repeat("Maria's ", 20000),
		"unnamed, one by one": strings.Repeat("the ", 20000),
	} {
		start := time.Now()
		d := doc.New(article.Article{Text: text})
		cut := time.Since(start)
		Find(lexicon.Tag(d), nil, nil)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v for %d bytes, %v of it before", what, took, len(text), cut)
		}
	}
}

// BenchmarkPeople measures the stage alone on the gold articles.
func BenchmarkFind(b *testing.B) {
	raw, err := os.ReadFile("testdata/people/tuned.txt")
	if err != nil {
		b.Fatal(err)
	}
	d := doc.New(article.Article{Text: string(raw)})
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Find(lexicon.Tag(d), nil, nil)
	}
}
