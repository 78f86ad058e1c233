package layout

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestRead holds one way in which a text is laid out a row.
func TestRead(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"plain", "The ferry sank.\nNobody was hurt.", "The ferry sank.\nNobody was hurt."},
		{"line ends", "One.\r\nTwo.\rThree.\u2028Four.", "One.\nTwo.\nThree.\nFour."},
		{"blanks", "Ines\u00a0Holloway paid 30\u202feuros.", "Ines Holloway paid 30 euros."},
		{"invisible", "\ufeffInes Hol\u00adlo\u200bway\u2060 left.", "Ines Holloway left."},
		{"soft hyphen at a line's end", "The nego\u00ad\n  tiations failed.", "The negotiations failed."},
		{"ligatures", "The \ufb01rst o\ufb03ce", "The first office"},
		{"references", "&ldquo;We won&rsquo;t,&#8221; said R&amp;D&nbsp;chief Holt.", "“We won’t,” said R&D chief Holt."},
		{"encoded twice", "&amp;quot;Go&amp;quot;", "\"Go\""},
		{"no reference", "R&D; AT&T &bogus; 5 & 6", "R&D; AT&T &bogus; 5 & 6"},
		{"tags", "<p>“We <b>go</b>,” said <a href=\"https://a.example/?x>y\">Ines Holloway</a>.</p><p class='x'>Nobody was hurt.<br/>The ferry sank.</p>",
			"\n“We go,” said Ines Holloway.\n\nNobody was hurt.\nThe ferry sank.\n"},
		{"tags as references", "&lt;p&gt;“We &lt;em&gt;go&lt;/em&gt;,” said Holt.&lt;/p&gt;", "\n“We go,” said Holt.\n"},
		{"a script, a comment", "We go.<script type=\"x\">if (a < b) { go() }</script> <!-- ad -->You stay.", "We go. You stay."},
		{"a list", "<ul>\n<li>We go.</li>\n<li>You stay.</li>\n</ul>", "\n\n\nWe go.\n\n\nYou stay.\n\n\n"},
		{"no tags", "If a < b and b > c, <you> pay <10 and I <3 it. <p “he said>", "If a < b and b > c, <you> pay <10 and I <3 it. <p “he said>"},
		{"bold", "**Why?** Because of __ice__.", "Why? Because of ice."},
		{"wrapped", "The harbour office said the ferries would\nrun again in May, when the ice on the\nriver has gone.\n\nNobody was hurt.",
			"The harbour office said the ferries would run again in May, when the ice on the river has gone.\n\nNobody was hurt."},
		{"wrapped without blank lines", "The harbour office said the ferries would\nrun again in May, when it melts.\nNobody was hurt.\nThe owners of the boats said they would\npay for the repairs.",
			"The harbour office said the ferries would run again in May, when it melts.\nNobody was hurt.\nThe owners of the boats said they would pay for the repairs."},
		{"wrapped, first lines indented", "   The harbour office said the ferries\nwould run again in May, if all is well.\n   Nobody on board of the ships was\nhurt.",
			"   The harbour office said the ferries would run again in May, if all is well.\n   Nobody on board of the ships was hurt."},
		{"wrapped, other lines indented", "The harbour office said the ferries\n    would run again in May.\nNobody on board of the ships was\n    hurt.",
			"The harbour office said the ferries would run again in May.\nNobody on board of the ships was hurt."},
		{"one line broken among whole paragraphs", strings.Repeat("The harbour office said that the ferries would run again in May, when the ice has gone and the boats have been painted, at least if nothing else is in the way of it.\n", 5) + "“It should come down on Monday, when the ice\nhas gone.” – Marta Keel\n“It should stay.” – Jonas Wirth",
			strings.Repeat("The harbour office said that the ferries would run again in May, when the ice has gone and the boats have been painted, at least if nothing else is in the way of it.\n", 5) + "“It should come down on Monday, when the ice has gone.” – Marta Keel.\n“It should stay.” – Jonas Wirth"},
		{"double-spaced", "The harbour office said the ferries would\n\nrun again in May, when the ice on the river\n\nhas gone and all the boats are painted.\n\n\nNobody on board of the old ships was\n\nhurt, the office said.",
			"The harbour office said the ferries would run again in May, when the ice on the river has gone and all the boats are painted.\n\n\nNobody on board of the old ships was hurt, the office said."},
		{"quoted mail", "> The harbour office said the ferries would\n> run again.\n>\n> Nobody was hurt.", "The harbour office said the ferries would run again.\n\nNobody was hurt."},
		{"a capital in the next line", "The ferry was named in honour of the\nMayor of Hartwell.", "The ferry was named in honour of the Mayor of Hartwell."},
		{"headline and byline", "Ferries to run again\nBy Dana Quist\nThe harbour office said the ferries would\nrun again in May.",
			"Ferries to run again\nBy Dana Quist\nThe harbour office said the ferries would run again in May."},
		{"capitals", "FERRIES TO RUN AGAIN IN MAY AFTER ALL\nThe harbour office said the ferries would\nrun again.",
			"FERRIES TO RUN AGAIN IN MAY AFTER ALL\nThe harbour office said the ferries would run again."},
		{"items", "What the harbour office said on Monday\nnight:\n- The ferries will run again in May, after\nthe ice.\n- The toll will stay.",
			"What the harbour office said on Monday night:\n- The ferries will run again in May, after the ice.\n- The toll will stay."},
		{"signature", "We will not pay for the repairs, and we\nwill say so.\nMarta Keel\nMayor of Hartwell", "We will not pay for the repairs, and we will say so.\nMarta Keel\nMayor of Hartwell"},
		{"turns of a transcript", "MARTA KEEL: It should come down, and it\nshould come down now.\nJONAS WIRTH: It should stay.", "Marta Keel: It should come down, and it should come down now.\nJonas Wirth: It should stay."},
		{"a name in capitals below a quotation", "“We wait.”\n\nMARTA KEEL\nMayor\n\nTHE VOTE IS ON FRIDAY", "“We wait.”\n\nMarta Keel\nMayor\n\nTHE VOTE IS ON FRIDAY"},
		{"a name and a role in capitals", "“We wait.”\n— MARTA O’DOWD, MAYOR OF PELL", "“We wait.”\n— Marta O’Dowd, Mayor Of Pell"},
		{"a name in capitals below no quotation", "We wait for the council.\nMARTA KEEL", "We wait for the council.\nMARTA KEEL"},
		{"labels in capitals", "MARTA KEEL: It should come down.\nMR. O’DOWD-MCKAY: No.\nNATO: No.\nKEEL: Yes, said Marta Keel.", "Marta Keel: It should come down.\nMr. O’Dowd-McKay: No.\nNATO: No.\nKeel: Yes, said Marta Keel."},
		{"rows", "Quay    Ships    Berths free\nNorth   12       of the old ones", "Quay    Ships    Berths free\nNorth   12       of the old ones"},
		{"a hyphen of its own", "They had agreed on a cease-\nfire, the harbour office said. It was a\nlong cease-fire.", "They had agreed on a cease-fire, the harbour office said. It was a long cease-fire."},
		{"a hyphen of the printer", "They went on with the nego-\ntiations, the office said.", "They went on with the negotiations, the office said."},
		{"a broken name", "The talks ended as Ines Hol-\nloway had said. Holloway left.", "The talks ended as Ines Holloway had said. Holloway left."},
		{"two names", "The talks ended as her friend Jean-\nLuc had said they would.", "The talks ended as her friend Jean-Luc had said they would."},
		{"no full stop", "The harbour office said the ferries would run again", "The harbour office said the ferries would run again."},
		{"no full stop after a mark", "The office said: “The ferries will run again”", "The office said: “The ferries will run again”."},
		{"a title has none", "Ferries Will Run Again, Harbour Office Says", "Ferries Will Run Again, Harbour Office Says"},
		{"low marks", "„We go“, said Holt. „We stay”, said Keel.", "“We go”, said Holt. “We stay”, said Keel."},
		{"two closing marks", "”We go”, said Holt. “We stay,” said Keel.", "“We go”, said Holt. “We stay,” said Keel."},
		{"guillemets", "«We go», said Holt. « We stay », said Keel.", "“We go”, said Holt. “ We stay ”, said Keel."},
		{"guillemets turned round", "»We go«, said Holt. »We stay«, said Keel.", "“We go”, said Holt. “We stay”, said Keel."},
		{"corners", "「行こう」, said Ken Ito. 「『No』, he said」", "“行こう”, said Ken Ito. “‘No’, he said”"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := Read(row.text).Text; got != row.want {
				t.Errorf("%q\n got %q\nwant %q", row.text, got, row.want)
			}
		})
	}
}

// TestGiven checks which bytes of the text as given a word of the view stands for.
func TestGiven(t *testing.T) {
	for _, row := range []struct{ text, word, want string }{
		{"Ines Hol\u00adloway left.", "Holloway", "Hol\u00adloway"},
		{"Ines \ufeffHolloway\ufeff left.", "Holloway", "Holloway"},
		{"Ines\u00a0Holloway left.", "Ines Holloway", "Ines\u00a0Holloway"},
		{"The R&amp;D chief, &ldquo;Go&rdquo;", "R&D", "R&amp;D"},
		{"The R&amp;D chief, &ldquo;Go&rdquo;", "“Go”", "&ldquo;Go&rdquo;"},
		{"The harbour office said the ferries\n  would run again.", "the ferries would run", "the ferries\n  would run"},
		{"They went on with the nego-\ntiations, the office said.", "negotiations", "nego-\ntiations"},
		{"The office said the ferries would run again\n\nDone.", "would run again.", "would run again"},
		{"&amp;quot;Go&amp;quot;", "\"Go\"", "&amp;quot;Go&amp;quot;"},
	} {
		v := Read(row.text)
		at := strings.Index(v.Text, row.word)
		if at < 0 {
			t.Errorf("%q is read as %q", row.text, v.Text)
			continue
		}
		given := v.Given(article.Span{Start: at, End: at + len(row.word)})
		if got := given.Of(row.text); got != row.want {
			t.Errorf("%q in %q: got %q, want %q", row.word, row.text, got, row.want)
		}
		if back := strings.TrimRight(v.Seen(given).Of(v.Text), "."); back != strings.TrimRight(row.word, ".") {
			t.Errorf("%q in %q: seen again as %q", row.word, row.text, back)
		}
	}
}

// FuzzRead: any bytes give a view whose spans lie within the text as given, in the same
// order, on borders of characters.
func FuzzRead(f *testing.F) {
	f.Add("The nego-\ntiations &amp;quot;failed&amp;quot;,\r\n> „he“ said\u00ad\n\nIt should come down, said the\nmayor of")
	f.Add("\xff&#10;\xe2\x80\x00**&\n   \n\t|a|b|")
	f.Fuzz(func(t *testing.T, text string) {
		v := Read(text)
		before := 0
		for i, c := range v.Text {
			given := v.Given(article.Span{Start: i, End: i + utf8.RuneLen(max(0, c))})
			if c == utf8.RuneError {
				continue // may be a byte that is no character
			}
			if given.Start < before || given.End < given.Start || given.End > len(text) {
				t.Fatalf("%q at %d of %q: %v of %q, after %d", c, i, v.Text, given, text, before)
			}
			if utf8.ValidString(text) && !utf8.ValidString(given.Of(text)) {
				t.Fatalf("%q at %d of %q is %q", c, i, v.Text, given.Of(text))
			}
			before = given.Start
		}
	})
}
