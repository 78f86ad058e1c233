package words_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// encoded returns an encoder with a title and a body of paragraphs, and what numbers it has given.
func encoded(title, body string) (*words.Encoder, *words.Numbers) {
	n := words.New()
	n.Begin()
	e := words.NewEncoder(n)
	e.Reset("The article before had a harbour.")
	e.Passage(article.Span{End: 10})
	e.Reset(body)
	e.Title(title)
	for _, span := range text.Passages(body) {
		e.Passage(span)
	}
	return e, n
}

// TestContent takes statements out of an article: those that are words of its passages, and others.
func TestContent(t *testing.T) {
	const title, body = "Ferries", "The old ferry sails, the mayor says.\n\nBoats wait at a far-off quay."
	at := func(part string) article.Span {
		start := strings.Index(body, part)
		return article.Span{Start: start, End: start + len(part)}
	}
	for _, c := range []struct {
		name   string
		spans  []article.Span
		first  int // place of the first word
		within bool
		stems  string
	}{
		{"words of a passage", []article.Span{at("old ferry sails")}, 2, true, "old ferri sail"},
		{"the words of two passages", []article.Span{at("says.\n\nBoats wait")}, 7, true, "say boat wait"},
		{"with a gap, so that they are added", []article.Span{at("old"), at("sails")}, 16, true, "old sail"},
		{"a part of a word, which no passage has", []article.Span{at("yor says")}, 16, false, "yor say"},
		{"a part of a hyphenated word", []article.Span{at("a far")}, 16, true, "a far"},
		{"nothing", []article.Span{{Start: 3, End: 3}}, 2, true, ""},
	} {
		e, n := encoded(title, body)
		cut, first := e.Content(c.spans)
		if got := strings.Join(e.Stems(first, len(cut)), " "); first != c.first || got != c.stems {
			t.Errorf("%s: %q from word %d, want %q from %d", c.name, got, first, c.stems, c.first)
		}
		whole := article.Span{Start: c.spans[0].Start, End: c.spans[len(c.spans)-1].End}
		if got := e.Within(whole, first, len(cut)); got != c.within {
			t.Errorf("%s: within its passages %v", c.name, got)
		}
		for i, w := range cut {
			m := n.Stemmed(w.Stem)
			if m.Times(e.Bytes()[e.Offset(first+i):], 1) != 1 {
				t.Errorf("%s: word %d is not %q", c.name, i, w.Form)
			}
		}
	}
}

// held returns how often words are met one after another: a hyphenated one in its parts or as a whole.
func held(cut []text.Word, run []string, of func(w text.Word) string) (n uint32) {
	var at [][]text.Word // at each position
	for _, w := range cut {
		if !w.Joined || len(at) == 0 {
			at = append(at, nil)
		}
		at[len(at)-1] = append(at[len(at)-1], w)
	}
	for start := range at {
		all := start+len(run) <= len(at)
		for i := 0; i < len(run) && all; i++ {
			all = slices.ContainsFunc(at[start+i], func(w text.Word) bool { return of(w) == run[i] })
		}
		if all {
			n++
		}
	}
	return n
}

// FuzzEncoded reads any text from the numbers of its words, and compares what is counted there with
// what a reading of the text counts.
func FuzzEncoded(f *testing.F) {
	f.Add("The ferry sails. A ferry-boat, the boats' ferry and THE BOAT sail.", uint8(1), uint8(2))
	f.Add("cease-fire ceasefire cease fire cease-fire", uint8(0), uint8(2))
	f.Add("U.S. us US café Café naïve 1990s 1990's so-called-so called", uint8(3), uint8(1))
	f.Add(strings.Repeat("quay "+strings.Repeat("long", 60)+" ", 300), uint8(2), uint8(3))
	f.Fuzz(func(t *testing.T, body string, from, many uint8) {
		e, n := encoded("Title", "")
		e.Reset(body)
		first, all := e.Passage(article.Span{End: len(body)})
		tokens := e.Bytes()
		cut := text.NewAnalyzer().Words(body)
		if end, ok := words.Skip(tokens, all); first != 0 || all != len(cut) || end != len(tokens) || !ok || words.Greatest(tokens) >= uint64(n.WordCount()) {
			t.Fatalf("%d words end at %d of %d bytes; the text has %d", all, end, len(tokens), len(cut))
		}
		if _, ok := words.Skip(tokens, all+1); ok {
			t.Error("there is a word behind the last")
		}
		if len(cut) == 0 {
			return
		}
		run := cut[int(from)%len(cut):]
		run = run[:min(len(run), 1+int(many)%4)]
		var stems, forms []string
		for _, w := range run {
			stems, forms = append(stems, w.Stem), append(forms, w.Form)
		}
		stem, form := func(w text.Word) string { return w.Stem }, func(w text.Word) string { return w.Form }
		byForm, _ := n.FormRun(forms)
		times := func(r words.Run) uint32 {
			return r.Times(&n.Vocabulary, slices.Concat(tokens, []byte{1, 2, 3}), uint32(all))
		}
		if len(run) > 1 {
			if got, want := times(n.StemRun(stems)), held(cut, stems, stem); got != want {
				t.Errorf("the stems %q are met %d times, the text has %d", stems, got, want)
			}
			if got, want := times(byForm), held(cut, forms, form); got != want {
				t.Errorf("the words %q are met %d times, the text has %d", forms, got, want)
			}
		}
		checkStems(t, n, tokens, cut, stems[0])
	})
}

// checkStems compares how often a stem is met, and the peak of a text, with the words that it was cut into.
func checkStems(t *testing.T, n *words.Numbers, tokens []byte, cut []text.Word, stem string) {
	t.Helper()
	counts, most := map[string]uint32{}, uint32(0)
	for _, w := range cut {
		counts[w.Stem]++
		most = max(most, counts[w.Stem])
	}
	m := n.Stemmed(stem)
	if got := m.Times(tokens, uint32(len(cut))); got != counts[stem] {
		t.Errorf("the stem %q is met %d times, the text has %d", stem, got, counts[stem])
	}
	none := n.Stemmed("no such stem")
	if ones, others := words.Count(tokens, uint32(len(cut)), &none, &m); ones != 0 || others != counts[stem] {
		t.Errorf("no stem is met %d times, the stem %q %d times", ones, stem, others)
	}
	peaks := words.NewPeaks(&n.Vocabulary, func(string) bool { return false })
	for range 2 {
		peak := peaks.Of(tokens, uint32(len(cut)))
		if uint32(peak.Times) != min(most, 255) || peak.Rest > peak.Times {
			t.Errorf("the peak is %+v, the text has a stem %d times", peak, most)
		}
	}
	left := words.NewPeaks(&n.Vocabulary, func(string) bool { return true })
	if peak := left.Of(tokens, uint32(len(cut))); peak != (words.Peak{}) {
		t.Errorf("the peak of no stem is %+v", peak)
	}
}

// TestTopicWords reads the topic words of a text with how they are used.
func TestTopicWords(t *testing.T) {
	const body = "The old Harbour is closed, and a ferry-boat waits for the harbour."
	e, n := encoded("", body)
	cut := text.NewAnalyzer().Words(body)
	uses := text.TopicUses(body, cut)
	packed := []byte(words.PackUses(uses))
	if want := (len(uses) + 1) / 2; len(packed) != want {
		t.Fatalf("%d uses take %d bytes", len(uses), len(packed))
	}
	var got []string
	at := 0
	for _, w := range n.AppendTopicWords(e.Bytes(), uint32(len(cut)), append(packed, 0xff), nil) {
		if w == 0 {
			got = append(got, "-")
			continue
		}
		if w&^text.WordMask != text.Usage(uses[at]) {
			t.Errorf("%s is used as %x, want %x", n.Printed.At(w&text.WordMask), w&^text.WordMask, text.Usage(uses[at]))
		}
		at++
		got = append(got, n.Printed.At(w&text.WordMask)+"/"+n.Words.At(n.Folded(w))+"/"+n.Stems.At(n.StemOf(w)))
	}
	const want = "old/old/old Harbour/harbour/harbour - closed/closed/close - ferry/ferry/ferri boat/boat/boat waits/waits/wait - harbour/harbour/harbour"
	if got := strings.Join(got, " "); got != want || at != len(uses) {
		t.Errorf("%s with %d uses, want %s with %d", got, at, want, len(uses))
	}
}
