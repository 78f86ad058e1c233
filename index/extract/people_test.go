package extract

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// TestPeopleNames holds one trap of names a line: whom the text names.
func TestPeopleNames(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // Name and its variants, set apart by a slash
	}{
		{"President Arkady Belov met aides. Belov left.", []string{"Arkady Belov/Belov"}},
		{"“It is late,” Danforth told reporters.", []string{"Danforth"}},
		{"Boeing Co said it would pay. Boeing said the sum was small.", nil},
		{"The White House said no. Truth Social was down in the Middle East.", nil},
		{"Critics say so. Yet officials, in Moscow, said nothing.", nil},
		{"Ruth Castellan met Owen Castellan.", []string{"Ruth Castellan/Castellan", "Owen Castellan/Castellan"}},
		{"Annelies van der Meulen spoke. Van der Meulen left.", []string{"Annelies van der Meulen/van der Meulen/Van der Meulen"}},
		{"Mayor Bill de Santos spoke, and de Santos left.", []string{"Bill de Santos/de Santos"}},
		{"Crown Prince Fahd bin Turki came; bin Turki smiled.", []string{"Fahd bin Turki/bin Turki"}},
		{"Nabil al-Khatib resigned. Al-Khatib was ill.", []string{"Nabil al-Khatib/al-Khatib/Al-Khatib"}},
		{"George R. Haldane Jr. said yes. Haldane smiled.", []string{"George R. Haldane Jr./Haldane"}},
		{"J.T. Wexler spoke. Wexler sat down.", []string{"J.T. Wexler/Wexler"}},
		{"Margaret “Peggy” Wexler spoke. Peggy sat down, and Wexler left.", []string{"Margaret “Peggy” Wexler/Peggy/Wexler"}},
		{"Margaret (Peggy) Wexler spoke. Margaret Wexler left.", []string{"Margaret (Peggy) Wexler/Peggy/Wexler/Margaret Wexler"}},
		{"Ottokar Wexler, the leader whom all Oldtown calls Otti, met Ann Holm.", []string{"Ottokar Wexler/Otti/Wexler", "Ann Holm/Holm"}},
		{"Ottokar Wexler, known to friends as Otti, left. Otti said yes.", []string{"Ottokar Wexler/Otti/Wexler"}},
		{"Ottokar Wexler called Peter. “Go,” Peter said.", []string{"Ottokar Wexler/Wexler", "Peter"}},
		{"President Arkady Belov talked about the late harvest with Zelva Belov.", []string{"Arkady Belov/Belov", "Zelva Belov/Belov"}},
		{"President Arkady Belov left. Critics of Ruthless Belov slept.", []string{"Arkady Belov/Belov"}},
		{"JT Wexler spoke. Wexler sat down.", []string{"JT Wexler/Wexler"}},
		{"Leader Kim Tae Hwan smiled. Kim left.", []string{"Kim Tae Hwan/Kim"}},
		{"Gen. Oleksandr Myronovskyi wrote. Myronovsky said no.", []string{"Oleksandr Myronovskyi/Myronovskyi/Myronovsky"}},
		{"President Petro Lukashenkov spoke to Daria Lukashenkova.", []string{"Petro Lukashenkov/Lukashenkov", "Daria Lukashenkova/Lukashenkova"}},
		{"William Hargreave won. Bill Hargreave wept.", []string{"William Hargreave/Hargreave/Bill Hargreave"}},
		{"Donald Price Sr. met Donald Price Jr. in Boston.", []string{"Donald Price Sr./Price", "Donald Price Jr./Price"}},
		{"Texas-based analyst Maria Lopes said so.", []string{"Maria Lopes/Lopes"}},
		{"Shares fell in San Bernardino and Fort Hood.", nil},
		{"Following Belov's speech, Anton Belov slept.", []string{"Anton Belov/Belov"}},
		{"The Clinton Foundation and Goldman Sachs paid Harvard University.", nil},
		{"MINISTER ARKADY BELOV QUITS\nArkady Belov has quit, Belov said.", []string{"Arkady Belov/Belov"}},
		{"I've seen it. We're tired. They didn't call on Monday in May.", nil},
		{"Secretary Lloyd Denver spoke in Denver. Denver said yes. Will Russia agree?", []string{"Lloyd Denver/Denver"}},
		{"Jean-Luc Barthélemy called José Ibáñez-Ruiz.", []string{"Jean-Luc Barthélemy/Barthélemy", "José Ibáñez-Ruiz/Ibáñez-Ruiz"}},
	} {
		var got []string
		for _, p := range New(nil).Annotate(article.Article{Text: c.text}).People {
			got = append(got, strings.Join(append([]string{p.Name}, p.Variants...), "/"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestKnownNames: the names file joins forms that nothing else would.
func TestKnownNames(t *testing.T) {
	names := []Name{{Full: "Alexandra Ortega-Cruz", Forms: []string{"AOC", "Sandy Ortega"}}}
	text := "Alexandra Ortega-Cruz spoke. AOC then left, and Sandy Ortega slept."
	people := New(names).Annotate(article.Article{Text: text}).People
	if len(people) != 1 || len(people[0].Mentions) != 3 {
		t.Errorf("people: %+v", people)
	}
}

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
		people, got := findPeople(d, nil, statements), ""
		if s := statements[0].Speaker; s >= 0 {
			got = people[s].Name
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.text, got, c.want)
		}
	}
}

// TestPeopleRoles holds one build of a role a line.
func TestPeopleRoles(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Norway's special envoy for the Sund dispute, Ann Berg, said yes.", "Ann Berg: Norway's special envoy for the Sund dispute"},
		{"The mayor of Oldtown, Ann Berg, slept.", "Ann Berg: mayor of Oldtown"},
		{"One councillor, Ann Berg, slept.", "Ann Berg: councillor"},
		{"Blue Fields slept. Its founder, Ann Berg, said yes.", "Ann Berg: founder"},
		{"He met the mayor of Oldtown, Ann Berg, and Paul Reiss.", "Ann Berg:/Paul Reiss:"},
		{"He wrote to the king of Norway, Ann Berg said.", "Ann Berg:"},
		{"Paul Reiss, whose lawyer, Ann Berg, slept, said yes.", "Paul Reiss:/Ann Berg:"},
		{"Paul Reiss and his interior minister, Ann Berg, slept.", "Paul Reiss:/Ann Berg: interior minister"},
	} {
		var got []string
		for _, p := range New(nil).Annotate(article.Article{Text: c.text}).People {
			line := p.Name + ":"
			for _, r := range p.Roles {
				line += " " + r.Of(c.text)
			}
			got = append(got, line)
		}
		if strings.Join(got, "/") != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// FuzzPeople: any text gives spans that lie inside it, on rune boundaries, in
// order, and speakers that exist.
func FuzzPeople(f *testing.F) {
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
		people := findPeople(d, nil, statements)
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
		findPeople(d, nil, nil)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v for %d bytes, %v of it before", what, took, len(text), cut)
		}
	}
}

// BenchmarkPeople measures the stage alone on the gold articles.
func BenchmarkPeople(b *testing.B) {
	raw, err := os.ReadFile("testdata/people/tuned.txt")
	if err != nil {
		b.Fatal(err)
	}
	d := doc.New(article.Article{Text: string(raw)})
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		findPeople(d, nil, nil)
	}
}

// TestPlacesAreNobody holds one sign of a place a line: a state or town that no
// table has is nobody, a family name alone stays a person's.
func TestPlacesAreNobody(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Ostravia said the bridge was open. The Ostravian army left.", nil},
		{"Ostravia said the bridge was open. Ostravia's foreign minister, Anna Berg, left.", []string{"Anna Berg"}},
		{"“It is late,” Ostravia said. Prime Minister Anna Berg of Ostravia left.", []string{"Anna Berg"}},
		{"Tellmar said the way was clear. Tellmar's envoy watched the talks.", nil},
		{"Tellmar denied that its army had fired, and Tellmar told reporters so.", nil},
		{"Tellmar said yes. He was the ambassador to Tellmar until May.", nil},
		{"TELLMAR, May 3 (Wire) - It was late, Tellmar said.", nil},
		{"Ostravian President Anna Berg spoke. Ostravia says the shots came from afar.", []string{"Anna Berg"}},
		{"“It is late,” Danforth told reporters in Oslo. “Go home,” Danforth said.", []string{"Danforth"}},
		{"Anna Danforth left. Danforth said yes. Danforth's government fell.", []string{"Anna Danforth"}},
		{"Mr Danforth said yes. Danforth's envoy slept.", []string{"Danforth"}},
		{"“Go,” Danforth said. He left in May. Danforth said he was tired, and Danforth's envoy slept.", []string{"Danforth"}},
		{"Blue Fields, whose founder, Anna Berg, left, said nothing.", []string{"Anna Berg"}},
	} {
		var got []string
		for _, p := range New(nil).Annotate(article.Article{Text: c.text}).People {
			got = append(got, p.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
