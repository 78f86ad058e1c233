package people

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// goldMention is a marked stretch of a gold article.
type goldMention struct {
	article.Span
	person  string // letter, "?" where it must stay open
	kind    string
	variant bool
}

// goldArticle is one article of testdata/people with what is right about it.
type goldArticle struct {
	trap, text string
	mentions   []goldMention
	roles      []goldMention
	statements []article.Statement
	speakers   []string // of statements; "" if nobody
}

func readGold(t *testing.T, path string) []goldArticle {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []goldArticle
	for block := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		head, body, _ := strings.Cut(block, "\n")
		p := goldParser{goldArticle: goldArticle{trap: strings.TrimPrefix(head, "# trap: ")}, numbers: map[string]int{}}
		p.parse(body)
		out = append(out, p.goldArticle)
	}
	return out
}

// goldParser takes the marks out of a gold article.
type goldParser struct {
	goldArticle
	numbers map[string]int // statement by its label
	out     strings.Builder
	open    []int // where the marks that are open began, in out
	opened  []byte
}

func (p *goldParser) parse(body string) {
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case strings.IndexByte("[{<", c) >= 0:
			p.open, p.opened = append(p.open, p.out.Len()), append(p.opened, c)
		case c == '|' && len(p.open) > 0:
			closing := map[byte]byte{'[': ']', '{': '}', '<': '>'}[p.opened[len(p.opened)-1]]
			end := i + strings.IndexByte(body[i:], closing)
			p.mark(p.opened[len(p.opened)-1], strings.Split(body[i+1:end], "|"))
			i = end
		default:
			p.out.WriteByte(c)
		}
	}
	p.text = p.out.String()
	for i := range p.mentions {
		p.mentions[i].kind = kindOfMention(p.mentions[i], p.text)
	}
}

func (p *goldParser) mark(bracket byte, fields []string) {
	n := len(p.open) - 1
	span := article.Span{Start: p.open[n], End: p.out.Len()}
	p.open, p.opened = p.open[:n], p.opened[:n]
	person, variant := strings.CutSuffix(fields[0], "~")
	switch bracket {
	case '{':
		p.roles = append(p.roles, goldMention{Span: span, person: person})
	case '<':
		s := p.statement(fields[0])
		s.Content = append(s.Content, span)
	default:
		if len(fields) > 1 {
			p.statement(fields[1]).Source = span
			p.speakers[p.numbers[fields[1]]] = strings.Trim(person, "=?")
		}
		if !strings.HasPrefix(person, "=") {
			p.mentions = append(p.mentions, goldMention{Span: span, person: person, variant: variant})
		}
	}
}

func (p *goldParser) statement(label string) *article.Statement {
	if _, ok := p.numbers[label]; !ok {
		p.numbers[label] = len(p.statements)
		p.statements = append(p.statements, article.Statement{Speaker: article.Nobody})
		p.speakers = append(p.speakers, "")
	}
	return &p.statements[p.numbers[label]]
}

func kindOfMention(m goldMention, text string) string {
	words := strings.Fields(m.Of(text))
	lower := strings.ToLower(words[0])
	switch {
	case m.variant:
		return "variant"
	case len(words) == 1 && lexicon.Words[lower].Is(lexicon.PronounWord):
		return "pronoun"
	case lower == "the" || lower == "a" || lower == "one":
		return "description"
	case len(words) == 1 || strings.HasPrefix(lower, "mr") || lexicon.Words[lower].Is(lexicon.Particle) && len(words) < 4:
		return "surname"
	}
	return "full name"
}

// document returns the article cut up, its statements' quotations included.
func (g goldArticle) document() (*doc.Document, []article.Statement) {
	d := doc.New(article.Article{Text: g.text})
	d.Quotes = doc.FindQuotes(d)
	statements := slices.Clone(g.statements)
	for i := range statements {
		if s := &statements[i]; len(s.Content) == 0 {
			s.Content = quotesBeside(d, s.Source)
		}
	}
	return d, statements
}

// quotesBeside returns the quotations in the paragraph of a source that no other
// sentence's source is nearer to: the last before it.
func quotesBeside(d *doc.Document, source article.Span) []article.Span {
	var out []article.Span
	for _, q := range d.Quotes {
		if q.End <= source.Start && source.Start-q.End < 60 && !strings.Contains(d.Text[q.End:source.Start], ". ") {
			out = []article.Span{q.Span}
		}
	}
	return out
}

// goldTally counts what was right of one kind.
type goldTally struct{ right, wrong, missed int }

func (t goldTally) String() string {
	n := t.right + t.wrong + t.missed
	return fmt.Sprintf("%4d of %4d right (%5.1f %%), %d wrong, %d open", t.right, n, 100*float64(t.right)/float64(max(1, n)), t.wrong, t.missed)
}

// scores are the figures of a set of gold articles.
type scores struct {
	kinds                  map[string]goldTally
	predicted, hit, gold   int // mentions
	roles, roleHit, roleIs int // predicted, right, gold
	speakers               goldTally
	open                   goldTally // mentions that must stay open
}

func (s *scores) add(kind string, right, wrong bool) {
	t := s.kinds[kind]
	switch {
	case right:
		t.right++
	case wrong:
		t.wrong++
	default:
		t.missed++
	}
	s.kinds[kind] = t
}

// score runs the finder over gold and counts; report is called for every fault.
func score(gold []goldArticle, report func(string, ...any)) scores {
	s := scores{kinds: map[string]goldTally{}}
	for _, g := range gold {
		d, statements := g.document()
		people := Find(lexicon.Tag(d), nil, statements)
		s.article(g, people, statements, func(format string, args ...any) {
			report("%s: "+format, append([]any{g.trap}, args...)...)
		})
	}
	return s
}

func (s *scores) article(g goldArticle, people []article.Person, statements []article.Statement, report func(string, ...any)) {
	found := map[article.Span]int{}
	for i, p := range people {
		for _, m := range p.Mentions {
			found[m] = i
		}
		s.predicted += len(p.Mentions)
	}
	who := matchPersons(g, people)
	for _, m := range g.mentions {
		i, ok := found[m.Span]
		delete(found, m.Span)
		if m.person == "?" {
			if ok {
				s.open.wrong++
				report("[%s] should stay open, is %s", m.Of(g.text), people[i].Name)
			} else {
				s.open.right++
			}
			continue
		}
		s.gold++
		right := ok && who[i] == m.person
		s.add(m.kind, right, ok && !right)
		if ok {
			s.hit++
		}
		if !right {
			name := "open"
			if ok {
				name = people[i].Name
			}
			report("%s [%s|%s] at %d is %s", m.kind, m.Of(g.text), m.person, m.Start, name)
		}
	}
	for span, i := range found {
		report("not a mention: [%s] as %s", span.Of(g.text), people[i].Name)
	}
	s.countRoles(g, people, who, report)
	for i, want := range g.speakers {
		got := ""
		if n := statements[i].Speaker; n >= 0 {
			got = who[n]
		}
		switch {
		case got == want:
			s.speakers.right++
			continue
		case got != "":
			s.speakers.wrong++
		default:
			s.speakers.missed++
		}
		report("speaker [%s] is %q, not %q", statements[i].Source.Of(g.text), got, want)
	}
}

func (s *scores) countRoles(g goldArticle, people []article.Person, who []string, report func(string, ...any)) {
	want := map[goldMention]bool{}
	for _, r := range g.roles {
		want[r] = true
	}
	s.roleIs += len(want)
	for i, p := range people {
		for _, r := range p.Roles {
			s.roles++
			key := goldMention{Span: r, person: who[i]}
			if want[key] {
				s.roleHit++
				delete(want, key)
			} else {
				report("not a role: {%s} of %s", r.Of(g.text), p.Name)
			}
		}
	}
	for r := range want {
		report("role missed: {%s|%s}", r.Of(g.text), r.person)
	}
}

// matchPersons gives each found person the gold letter of the most of its
// names, each letter once: the person who has most of them.
func matchPersons(g goldArticle, people []article.Person) []string {
	who := make([]string, len(people))
	taken := map[string]int{}
	for i, p := range people {
		count := map[string]int{}
		for _, m := range g.mentions {
			if m.kind != "pronoun" && m.kind != "description" && slices.Contains(p.Mentions, m.Span) {
				count[m.person]++
			}
		}
		best := ""
		for letter, n := range count {
			if n > count[best] || n == count[best] && letter < best {
				best = letter
			}
		}
		if best != "" && count[best] > taken[best] {
			for j := range who {
				if who[j] == best {
					who[j] = "-"
				}
			}
			who[i], taken[best] = best, count[best]
		}
	}
	return who
}

func (s scores) log(t *testing.T, set string) {
	for _, kind := range []string{"full name", "surname", "variant", "pronoun", "description"} {
		t.Logf("%s: %-12s %v", set, kind, s.kinds[kind])
	}
	t.Logf("%s: mentions: precision %.1f %%, recall %.1f %% of %d", set, percent(s.hit, s.predicted), percent(s.hit, s.gold), s.gold)
	t.Logf("%s: roles: precision %.1f %%, recall %.1f %% of %d", set, percent(s.roleHit, s.roles), percent(s.roleHit, s.roleIs), s.roleIs)
	t.Logf("%s: speakers: %v", set, s.speakers)
	t.Logf("%s: must stay open: %v", set, s.open)
	t.Logf("%s: right person of pronoun or surname: %.1f %%", set, s.main())
}

// main returns the main figure: the right person of pronouns and family names.
func (s scores) main() float64 {
	var sum goldTally
	for _, kind := range []string{"surname", "variant", "pronoun"} {
		t := s.kinds[kind]
		sum.right, sum.wrong = sum.right+t.right, sum.wrong+t.wrong+t.missed
	}
	return percent(sum.right, sum.right+sum.wrong)
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }

// TestPeopleGold holds the finder to floors on the two gold sets; -v shows every
// fault and all figures.
func TestPeopleGold(t *testing.T) {
	for _, set := range []struct {
		name                                string
		main, precision, recall, role, says float64
	}{
		{"tuned", 97, 97, 97, 95, 97},
		{"held", 94, 98, 95, 95, 97},
		{"late", 92, 97, 95, 90, 97},
	} {
		gold := readGold(t, "testdata/people/"+set.name+".txt")
		s := score(gold, t.Logf)
		s.log(t, set.name)
		for _, figure := range []struct {
			what       string
			got, floor float64
		}{
			{"right person", s.main(), set.main},
			{"precision of mentions", percent(s.hit, s.predicted), set.precision},
			{"recall of mentions", percent(s.hit, s.gold), set.recall},
			{"recall of roles", percent(s.roleHit, s.roleIs), set.role},
			{"speakers", percent(s.speakers.right, s.speakers.right+s.speakers.wrong+s.speakers.missed), set.says},
		} {
			if figure.got < figure.floor {
				t.Errorf("%s: %s is %.1f %%, under %.1f %%", set.name, figure.what, figure.got, figure.floor)
			}
		}
	}
}
