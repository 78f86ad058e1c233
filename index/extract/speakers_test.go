package extract_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
)

const (
	// sure is the confidence from which a name is shown without a doubt.
	sure = 0.9
	// maxWrongSure is the largest tolerated share, in percent, of wrong names among
	// those given with a confidence of sure and more. It should become 1.
	maxWrongSure = 2.0
)

var showSpeakers = flag.String("speakers", "", "list every wrong name in the articles whose file begins so")

// speakerKinds are the kinds of words that say who speaks, in the table's order.
var speakerKinds = []string{"name", "pronoun", "description", "body", "none", "inner"}

// TestSpeakers counts who is named as the speaker of each statement in
// testdata/speakers, whose README explains the form and the rules. It fails only if too many
// names given with confidence are wrong.
func TestSpeakers(t *testing.T) {
	extractor := extract.New(nil)
	for _, part := range []string{"dev", "held"} {
		t.Run(part, func(t *testing.T) {
			files, err := filepath.Glob("testdata/speakers/" + part + "-*.txt")
			if err != nil || len(files) == 0 {
				t.Fatalf("no articles: %v", err)
			}
			all, confident := make(speakerTable), make(speakerTable)
			for _, file := range files {
				c := readSpeakerCase(t, file)
				annotation := extractor.Annotate(c.article)
				for _, s := range c.statements {
					heard := c.heard(s, annotation)
					all.add(s, c.judge(s, heard, annotation))
					heard = slices.DeleteFunc(heard, func(i int) bool { return annotation.Statements[i].Confidence < sure })
					confident.add(s, c.judge(s, heard, annotation))
				}
				if *showSpeakers != "" && strings.HasPrefix(filepath.Base(file), *showSpeakers) {
					c.logWrong(t, annotation)
				}
			}
			t.Logf("%s: %d articles\n%s\nwith a confidence of %.1f and more\n%s", part, len(files), all, sure, confident)
			if got := confident.total().percentWrong(); got > maxWrongSure {
				t.Errorf("%.1f %% of the names given with confidence are wrong, more than %.1f", got, maxWrongSure)
			}
		})
	}
}

// TestSpeakerVerdicts checks the scorer on annotations that are made up: who is
// given each of the two statements, and what becomes of them.
func TestSpeakerVerdicts(t *testing.T) {
	const marked = "Ann Hale met Eva Brandt. [[“We wait,”]]{Ann Hale|pronoun} she said, [[“and pay.”]]{+} [[“I will not,”]]{|none}"
	people := []article.Person{{Name: "Ann Hale", Variants: []string{"Hale"}}, {Name: "Brandt"}, {Name: "Councillor Ann Hale"}, {Name: "Hale Brandt"}}
	for _, c := range []struct {
		name     string
		speakers map[string]int // by the words that a statement consists of
		want     [2]speakerVerdict
	}{
		{"nothing is annotated", nil, [2]speakerVerdict{notFound, notFound}},
		{"the right person", map[string]int{"We wait,": 0, "I will not,": article.Nobody}, [2]speakerVerdict{rightName, rightlyOpen}},
		{"a role in the name", map[string]int{"We wait,": 2}, [2]speakerVerdict{rightName, notFound}},
		{"another person", map[string]int{"We wait,": 1, "I will not,": 0}, [2]speakerVerdict{wrongName, wrongName}},
		{"a name of two persons' parts", map[string]int{"We wait,": 3}, [2]speakerVerdict{wrongName, notFound}},
		{"nobody", map[string]int{"We wait,": article.Nobody}, [2]speakerVerdict{unnamed, notFound}},
		{"the second part is another's", map[string]int{"We wait,": 0, "and pay.": 1}, [2]speakerVerdict{wrongName, notFound}},
		{"both statements in one", map[string]int{"We wait,” she said, “and pay.” “I will not,": 0}, [2]speakerVerdict{rightName, wrongName}},
		{"more than half in a part", map[string]int{"and pay.” “I": 1}, [2]speakerVerdict{wrongName, notFound}},
		{"less than half in a part", map[string]int{"she said, “and": 1}, [2]speakerVerdict{notFound, notFound}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sc := speakerCase{people: []string{"Ann Hale", "Eva Brandt"}}
			if err := sc.readMarks(marked); err != nil {
				t.Fatal(err)
			}
			annotation := article.Annotation{People: people}
			for words, speaker := range c.speakers {
				start := strings.Index(sc.article.Text, words)
				span := article.Span{Start: start, End: start + len(words)}
				annotation.Statements = append(annotation.Statements, article.Statement{Content: []article.Span{span}, Speaker: speaker})
			}
			for i, s := range sc.statements {
				if got := sc.judge(s, sc.heard(s, annotation), annotation); got != c.want[i] {
					t.Errorf("statement %d: verdict %d, want %d", i, got, c.want[i])
				}
			}
		})
	}
}

// TestSpeakerMarksMalformed checks that a slip of the pen in a file is reported.
func TestSpeakerMarksMalformed(t *testing.T) {
	for _, marked := range []string{
		"[[“We wait,”]] she said.",
		"[[“We wait,”]]{Ann Hale|pronoun she said.",
		"[[“We wait,”]]{Ann Hale} she said.",
		"[[“We wait,”]]{Ann Hal|pronoun} she said.",
		"[[“We wait,” she said.",
		"“We wait,”]]{Ann Hale|pronoun} she said.",
		"[[“We wait,”]]{+} she said.",
		"[[We [[wait]]{+}]]{Ann Hale|pronoun}, she said.",
		"[“We wait,”]{Ann Hale|pronoun} she said.",
	} {
		c := speakerCase{people: []string{"Ann Hale"}}
		if err := c.readMarks(marked); err == nil {
			t.Errorf("%s: no error", marked)
		}
	}
}

// speakerTable counts the statements of each kind of source.
type speakerTable map[string]speakerCount

// speakerCount counts what became of marked statements.
type speakerCount struct {
	marked, found int
	right, wrong  int // found and named
	open, unnamed int // found without a name: rightly, and although the speaker has one
}

type speakerVerdict int

const (
	notFound speakerVerdict = iota
	rightName
	wrongName
	rightlyOpen
	unnamed
)

func (t speakerTable) add(s markedStatement, v speakerVerdict) {
	c := t[s.kind]
	c.marked++
	if v != notFound {
		c.found++
	}
	switch v {
	case rightName:
		c.right++
	case wrongName:
		c.wrong++
	case rightlyOpen:
		c.open++
	case unnamed:
		c.unnamed++
	}
	t[s.kind] = c
}

func (t speakerTable) total() speakerCount {
	var sum speakerCount
	for _, c := range t {
		sum.marked += c.marked
		sum.found += c.found
		sum.right += c.right
		sum.wrong += c.wrong
		sum.open += c.open
		sum.unnamed += c.unnamed
	}
	return sum
}

// percentWrong returns the share of wrong names among all names given.
func (c speakerCount) percentWrong() float64 {
	return 100 * float64(c.wrong) / float64(max(1, c.right+c.wrong))
}

func (t speakerTable) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %6s %6s %6s %6s %6s %8s %8s\n", "source", "marked", "found", "right", "wrong", "open", "unnamed", "% wrong")
	row := func(name string, c speakerCount) {
		fmt.Fprintf(&b, "%-12s %6d %6d %6d %6d %6d %8d %8.1f\n", name, c.marked, c.found, c.right, c.wrong, c.open, c.unnamed, c.percentWrong())
	}
	for _, kind := range speakerKinds {
		row(kind, t[kind])
	}
	row("all", t.total())
	return b.String()
}

// speakerCase is an article with its marked statements.
type speakerCase struct {
	file       string
	article    article.Article
	people     []string // everybody whom the article names
	statements []markedStatement
}

// markedStatement is what somebody says in an article, as a person marked it.
type markedStatement struct {
	content []article.Span
	speaker string // one of the article's people, or "" for nobody by name
	kind    string // one of speakerKinds
}

// heard returns the indices of the annotated statements whose content is s's: half of the
// shorter of the two is common, and no other marked statement around or within s
// fits better.
func (c speakerCase) heard(s markedStatement, annotation article.Annotation) []int {
	var indices []int
	for i, a := range annotation.Statements {
		fit, half := fitOf(s.content, a.Content)
		if !half {
			continue
		}
		better := slices.ContainsFunc(c.statements, func(other markedStatement) bool {
			otherFit, otherHalf := fitOf(other.content, a.Content)
			return otherHalf && otherFit > fit && common(s.content, other.content) > 0
		})
		if !better {
			indices = append(indices, i)
		}
	}
	return indices
}

// judge returns the verdict on s, given the indices of the annotated statements
// that are s. One wrong name among several is wrong.
func (c speakerCase) judge(s markedStatement, heard []int, annotation article.Annotation) speakerVerdict {
	verdict := notFound
	for _, i := range heard {
		speaker := annotation.Statements[i].Speaker
		switch {
		case speaker == article.Nobody && verdict == rightName:
		case speaker == article.Nobody && s.speaker == "":
			verdict = rightlyOpen
		case speaker == article.Nobody:
			verdict = unnamed
		case c.isPerson(annotation.People[speaker], s.speaker):
			verdict = rightName
		default:
			return wrongName
		}
	}
	return verdict
}

// isPerson reports whether p is the person of that name in the article: it bears
// the name, with or without a role before it, or words of the name that nobody
// else there bears all.
func (c speakerCase) isPerson(p article.Person, name string) bool {
	if name == "" {
		return false
	}
	if p.Name == name || strings.HasSuffix(p.Name, " "+name) || slices.Contains(p.Variants, name) {
		return true
	}
	for _, other := range c.people {
		if within(p.Name, other) != (other == name) {
			return false
		}
	}
	return true
}

// logWrong logs each wrong name in the article.
func (c speakerCase) logWrong(t *testing.T, annotation article.Annotation) {
	for _, s := range c.statements {
		for _, i := range c.heard(s, annotation) {
			a := annotation.Statements[i]
			if c.judge(s, []int{i}, annotation) == wrongName {
				t.Logf("%s: %s is %q by %s, not %q (%.2f): %s", filepath.Base(c.file), s.kind, annotation.People[a.Speaker].Name,
					a.Source.Of(c.article.Text), s.speaker, a.Confidence, a.Content[0].Of(c.article.Text))
			}
		}
	}
}

// within reports whether all words of a are among those of b.
func within(a, b string) bool {
	words := strings.Fields(b)
	for w := range strings.FieldsSeq(a) {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return true
}

// fitOf returns how well two contents fit, from 0 to 1 for equal ones, and whether they have
// at least half of the shorter in common.
func fitOf(a, b []article.Span) (fit float64, half bool) {
	both, inA, inB := common(a, b), length(a), length(b)
	return 2 * float64(both) / float64(inA+inB), both > 0 && 2*both >= min(inA, inB)
}

func common(a, b []article.Span) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	return n
}

func length(spans []article.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// readSpeakerCase reads a file of testdata/speakers. It fails the test if a mark is
// malformed or a name is not in the text.
func readSpeakerCase(t *testing.T, file string) speakerCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(data), "\n\n")
	c := speakerCase{file: file, article: article.Article{ID: filepath.Base(file)}}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "title":
			c.article.Title = value
		case "published":
			day, err := time.Parse(time.DateOnly, value)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			c.article.Published = article.Moment{Time: day, Precision: article.Day}
		case "people":
			c.people = strings.Split(value, "; ")
		default:
			t.Fatalf("%s: unknown header %q", file, key)
		}
	}
	if err := c.readMarks(strings.TrimSuffix(body, "\n")); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, name := range c.people {
		if !strings.Contains(c.article.Text, name) {
			t.Errorf("%s: %q is not in the text", file, name)
		}
	}
	return c
}

// readMarks sets the article's text and statements to those of a marked text.
func (c *speakerCase) readMarks(marked string) error {
	var text strings.Builder
	var starts []int // of the marks that are open
	for marked != "" {
		i := strings.IndexAny(marked, "[]")
		if i < 0 || i+1 >= len(marked) || marked[i+1] != marked[i] {
			if i >= 0 {
				return fmt.Errorf("single bracket before %.40q", marked[i:])
			}
			text.WriteString(marked)
			break
		}
		text.WriteString(marked[:i])
		opens := marked[i] == '['
		marked = marked[i+2:]
		if opens {
			starts = append(starts, text.Len())
			continue
		}
		source, rest, ok := strings.Cut(strings.TrimPrefix(marked, "{"), "}")
		if !ok || marked[0] != '{' || len(starts) == 0 {
			return fmt.Errorf("mark without a beginning or a speaker before %.40q", marked)
		}
		span := article.Span{Start: starts[len(starts)-1], End: text.Len()}
		starts = starts[:len(starts)-1]
		if source == "+" && len(starts) > 0 {
			return fmt.Errorf("{+} inside another mark before %.40q", rest)
		}
		if err := c.addMark(span, source); err != nil {
			return err
		}
		marked = rest
	}
	if len(starts) > 0 {
		return fmt.Errorf("%d marks are not closed", len(starts))
	}
	c.article.Text = text.String()
	return nil
}

// addMark adds a marked content; source is what stands in the braces after it.
func (c *speakerCase) addMark(span article.Span, source string) error {
	if source == "+" {
		if len(c.statements) == 0 {
			return fmt.Errorf("nothing goes on at {+}")
		}
		last := &c.statements[len(c.statements)-1]
		last.content = append(last.content, span)
		return nil
	}
	speaker, kind, _ := strings.Cut(source, "|")
	if !slices.Contains(speakerKinds, kind) {
		return fmt.Errorf("unknown kind in {%s}", source)
	}
	if speaker != "" && !slices.Contains(c.people, speaker) {
		return fmt.Errorf("%q is not one of the people", speaker)
	}
	c.statements = append(c.statements, markedStatement{content: []article.Span{span}, speaker: speaker, kind: kind})
	return nil
}
