package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// turnRows are transcripts, interviews, pull quotes and the like of our own invention, with who
// says what in them. A colon alone is nobody by name.
var turnRows = []struct {
	name, text string
	want       []string
}{
	{"full names", "Marta Keel: It should come down.\nJonas Wirth: It should stay.", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"names in capitals", "MARTA KEEL: It should come down.\nJONAS WIRTH: It should stay.", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"a surname in capitals after the full name", "The host spoke to John Smithers on Monday.\n\nHOST: Will you stay?\n\nSMITHERS: I will not stay a day longer.", []string{"John Smithers: I will not stay a day longer."}},
	{"a title in capitals", "John Smithers sat down with the Gazette.\n\nMS. HALE: Will you stay?\n\nMR. SMITHERS: I will not stay.", []string{"Hale: Will you stay?", "John Smithers: I will not stay."}},
	{"surnames after a first turn in full", "Dorrit Halloran: The bolts were rotten.\n\nTeodor Lusk: They were not.\n\nHalloran: They fell out in my hand.\n\nLusk: One did.",
		[]string{"Dorrit Halloran: The bolts were rotten.", "Teodor Lusk: They were not.", "Dorrit Halloran: They fell out in my hand.", "Teodor Lusk: One did."}},
	{"questions and a name", "Q: Why was the gate shut?\n\nDorrit Halloran: Because the hinges were gone. Nobody had oiled them.\n\nQ: Who knew?\n\nHalloran: Everybody.",
		[]string{"Dorrit Halloran: Because the hinges were gone. Nobody had oiled them.", "Dorrit Halloran: Everybody."}},
	{"Q and A after an introduction", "Dorrit Halloran runs the crane crews of Hartwell.\n\nQ: Why was the gate shut?\n\nA: Because the hinges were gone.\n\nQ: Who knew?\n\nA: Everybody.",
		[]string{"Dorrit Halloran: Because the hinges were gone.", "Dorrit Halloran: Everybody."}},
	{"Q and A with full stops", "Dorrit Halloran spoke to the Gazette about the gate.\n\nQ. Why was it shut?\n\nA. Because the hinges were gone.", []string{"Dorrit Halloran: Because the hinges were gone."}},
	{"Q and A, two persons before", "On Monday Dorrit Halloran spoke to Piet Stanhope of the Gazette about the gate that had been shut since May.\n\nQ: Why was the gate shut?\n\nA: Because the hinges were gone.", []string{"Dorrit Halloran: Because the hinges were gone."}},
	{"Q and A, an interview with nobody by name", "Q: Why was the gate shut?\n\nA: Because the hinges were gone, and we had no oil.\n\nQ: Who knew?\n\nA: Everybody.",
		[]string{": Because the hinges were gone, and we had no oil.", ": Everybody."}},
	{"Q and A, advice", "Q: How do I open the gate?\n\nA: Lift the hook and push.\n\nQ: What does it cost?\n\nA: Nothing.", nil},
	{"Q and A of nobody", "Q: Why was the gate shut?\n\nA: Because the hinges were gone.", nil},
	{"an answer in two paragraphs", "Dorrit Halloran sat down with the Gazette.\n\nQ: Why was the gate shut?\n\nA: Because the hinges were gone.\n\nWe had asked for oil in May.\n\nQ: Who knew?\n\nA: Everybody.",
		[]string{"Dorrit Halloran: Because the hinges were gone. We had asked for oil in May.", "Dorrit Halloran: Everybody."}},
	{"questions in bold", "Dorrit Halloran spoke to the Gazette about the gate.\n\n**Why was it shut?**\n\nBecause the hinges were gone, and I had no oil.\n\n**Who knew?**\n\nEverybody on the third floor.",
		[]string{"Dorrit Halloran: Because the hinges were gone, and I had no oil.", "Dorrit Halloran: Everybody on the third floor."}},
	{"names in bold", "**Hartwell Gazette:** Why was it shut?\n\n**Dorrit Halloran:** Because the hinges were gone.\n\n**Hartwell Gazette:** Who knew?\n\n**Dorrit Halloran:** Everybody.",
		[]string{"Dorrit Halloran: Because the hinges were gone.", "Dorrit Halloran: Everybody."}},
	{"an explainer is no interview", "What happened to the gate?\n\nThe hinges were gone.\n\nWhat happens now?\n\nThe gate is being mended.", nil},
	{"a name line before each turn", "Marta Keel\nIt should come down, and soon.\n\nJonas Wirth\nIt should stay where it is.\n\nMarta Keel\nIt will fall on your head.\n\nJonas Wirth\nLet it.",
		[]string{"Marta Keel: It should come down, and soon.", "Jonas Wirth: It should stay where it is.", "Marta Keel: It will fall on your head.", "Jonas Wirth: Let it."}},
	{"a label on its own line", "Marta Keel:\n“It should come down.”\n\nJonas Wirth:\n“It should stay.”", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"labels with roles", "Reactions to the verdict:\n\nDorrit Halloran, union secretary: “Nobody asked the crews.”\n\nTeodor Lusk, labour minister: “We asked everybody.”",
		[]string{"Dorrit Halloran: Nobody asked the crews.", "Teodor Lusk: We asked everybody."}},
	{"roles before names", "Union secretary Dorrit Halloran: “Nobody asked the crews.”\n\nLabour Minister Teodor Lusk: “We asked everybody.”",
		[]string{"Dorrit Halloran: Nobody asked the crews.", "Teodor Lusk: We asked everybody."}},
	{"roles in brackets", "Dorrit Halloran (union secretary): “Nobody asked the crews.”", []string{"Dorrit Halloran: Nobody asked the crews."}},
	{"a parliament", "The Minister for Transport (Mr Ruan Castell): I beg to move. It has been said that the line will never pay.\n\nMs Wren (Tarnby East): When will it open?\n\nMr Castell: When it is built.",
		[]string{"Ruan Castell: I beg to move. It has been said that the line will never pay.", "Wren: When will it open?", "Ruan Castell: When it is built."}},
	{"a head of government in brackets", "The Prime Minister (Ms Ida Holm): I thank the hon. Member. I shall write to him.\n\nMr Berg: When?", []string{"Ida Holm: I thank the hon. Member. I shall write to him.", "Berg: When?"}},
	{"an office in square brackets", "The President of the Board [Dr Nils Aker]: I have nothing to add.\n\nMs Wren: Nothing?", []string{"Nils Aker: I have nothing to add.", "Wren: Nothing?"}},
	{"something else in brackets", "The report (by Nils Aker): a summary of its five chapters.", nil},
	{"a dash after", "“It should come down.” – Marta Keel", []string{"Marta Keel: It should come down."}},
	{"a long dash and a role", "“It should come down.” — Marta Keel, mayor of Hartwell", []string{"Marta Keel: It should come down."}},
	{"a hyphen", "\"It should come down.\" - Marta Keel", []string{"Marta Keel: It should come down."}},
	{"two hyphens", "\"It should come down.\" -- Marta Keel, mayor", []string{"Marta Keel: It should come down."}},
	{"a comma before the dash", "“It should come down,” – Marta Keel, mayor of Hartwell, on Monday.", []string{"Marta Keel: It should come down,"}},
	{"a title after the dash", "“We asked everybody.” — Minister Teodor Lusk, at a press conference on Monday", []string{"Teodor Lusk: We asked everybody."}},
	{"a group after the dash", "“Nobody asked the crews.” — a union official", []string{": Nobody asked the crews."}},
	{"brackets after", "“It should come down” (Marta Keel, mayor).", []string{"Marta Keel: It should come down"}},
	{"a dash on the line below", "“It should come down.”\n— Marta Keel, mayor of Hartwell", []string{"Marta Keel: It should come down."}},
	{"a dash below a blank line", "“It should come down.”\n\n– Marta Keel", []string{"Marta Keel: It should come down."}},
	{"a block of mail or Markdown", "> “It should come down.”\n> — Marta Keel, mayor of Hartwell", []string{"Marta Keel: It should come down."}},
	{"the name below", "Quote of the day\n\n“It should come down.”\nMarta Keel, mayor of Hartwell", []string{"Marta Keel: It should come down."}},
	{"the name below a blank line", "The dam has been shut since May.\n\n“It should come down.”\n\nMarta Keel, mayor of Hartwell\n\nThe council meets on Friday.", []string{"Marta Keel: It should come down."}},
	{"names below, several", "“It should come down.”\nMarta Keel, mayor\n\n“It should stay.”\nJonas Wirth, engineer", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"names above, several", "Marta Keel, mayor\n“It should come down.”\n\nJonas Wirth, engineer\n“It should stay.”", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"names above blank lines", "Marta Keel, mayor\n\n“It should come down.”\n\nJonas Wirth, engineer\n\n“It should stay.”", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"a line that leads in", "The board met on Monday.\n\nAnd from Chairwoman Odile Marchetti:\n\n“It brings us twenty years of work.”", []string{"Odile Marchetti: It brings us twenty years of work."}},
	{"a letter to somebody is not from him", "A letter to Marta Keel:\n\n“It should come down.”", []string{": It should come down."}},
	{"two paragraphs and a dash", "“It should come down.\n\n“And it should come down soon.” – Marta Keel", []string{"Marta Keel: It should come down. And it should come down soon."}},
	{"two paragraphs and a name below", "“It should come down.\n\n“And it should come down soon.”\n\n— Marta Keel, mayor", []string{"Marta Keel: It should come down. And it should come down soon."}},
	{"marks of another language", "„It should come down.“ – Marta Keel", []string{"Marta Keel: It should come down."}},
	{"an apostrophe within single marks", "‘It shouldn’t come down.’ – Marta Keel", []string{"Marta Keel: It shouldn’t come down."}},
	{"a live page", "14:05 GMT\n\nMarta Keel: “It should come down.”\n\n13:50\n\n“It should stay.” – Jonas Wirth", []string{"Marta Keel: It should come down.", "Jonas Wirth: It should stay."}},
	{"a time before the label", "14:05 Marta Keel: “It should come down.”", []string{"Marta Keel: It should come down."}},
	{"somebody quoted within a turn", "Marta Keel: Jonas Wirth said that the dam was safe, and I do not believe it.\nJonas Wirth: It is safe.", []string{"Marta Keel: Jonas Wirth said that the dam was safe, and I do not believe it.", "Jonas Wirth: It is safe."}},
	{"a wrapped transcript", "MARTA KEEL: It should come down, and it should come\ndown before the winter comes and takes it.\nJONAS WIRTH: It should stay, as it has stayed for all\nof a hundred years.", []string{"Marta Keel: It should come down, and it should come down before the winter comes and takes it.", "Jonas Wirth: It should stay, as it has stayed for all of a hundred years."}},
	{"a dash before the quotation", "Marta Keel, mayor of Hartwell – “It should come down.”", []string{"Marta Keel: It should come down."}},
	{"a line that leads in, and the quotation", "And from Chairwoman Odile Marchetti: “It brings us twenty years of work.”", []string{"Odile Marchetti: It brings us twenty years of work."}},
	{"a letter, and the quotation", "A letter to Chairwoman Odile Marchetti: “It brings us twenty years of work.”", []string{": It brings us twenty years of work."}},
	{"only a name after", "“It should come down.” Marta Keel, mayor of Hartwell", []string{"Marta Keel: It should come down."}},
	{"square brackets after", "“It should come down.” [Marta Keel]", []string{"Marta Keel: It should come down."}},
	{"the next sentence begins with a name", "“It should come down.” Marta Keel left the hall.", []string{": It should come down."}},
	{"a tilde", "\"It should come down.\" ~ Marta Keel", []string{"Marta Keel: It should come down."}},
	{"senators in capitals", "SEN. DORRIT HALLORAN: Who paid for it?\n\nMR. LUSK: We did, and we would again.\n\nSEN. HALLORAN: Thank you, Teodor Lusk.", []string{"Dorrit Halloran: Who paid for it?", "Teodor Lusk: We did, and we would again.", "Dorrit Halloran: Thank you, Teodor Lusk."}},
	{"a newspaper asks", "Harbour Gazette: Why was it shut?\n\nDorrit Halloran: Because the hinges were gone.\n\nHarbour Gazette: Who knew?\n\nDorrit Halloran: Everybody.", []string{"Dorrit Halloran: Because the hinges were gone.", "Dorrit Halloran: Everybody."}},
	{"an agency after a dash is nobody", "“It should come down.” — Harbour News Agency", []string{": It should come down."}},
	{"a label that is no name", "Background: The gate has been shut since May.\n\nWeather: Rain is on its way.", nil},
	{"a label with a place", "Hartwell: The gate has been shut since May.\n\nLondon: The talks went on.", nil},
	{"notes in capitals", "NOTE: The gate has been shut since May.\n\nUPDATE: The gate is open.", nil},
	{"a byline with a dash", "The gate has been shut since May.\n\n— Dana Quist, Harbour Press", nil},
	{"an initial", "A. Smithers left the hall.\n\nB. Keel stayed.", nil},
	{"a heading after a quotation", "Nobody spoke of it.\n\n“It should come down.”\n\nThe Long Winter\n\nThe dam has been shut since May.", []string{": It should come down."}},
	{"dialogue after a dash", "— It should come down, said Marta Keel.", []string{"Marta Keel: It should come down,"}},
	{"dialogue with two dashes", "—It should come down —said Marta Keel.", []string{"Marta Keel: It should come down"}},
	{"surnames in capitals alone, one with an aside", "KURZ (laughing): “That was never the plan.”\n\nPROLE: “It was.”\n\nKURZ: “No.”\n\nPROLE: “Yes.”",
		[]string{"Kurz: That was never the plan.", "Prole: It was.", "Kurz: No.", "Prole: Yes."}},
	{"an aside after a surname in capitals", "The mayor, Lena Kurz, met reporters at the quay.\n\nKURZ (laughing): “That was never the plan.”", []string{"Lena Kurz: That was never the plan."}},
	{"an aside of several words", "The lawyer Dan Prole questioned Lena Kurz.\n\nPROLE (holding up a letter): “Whose hand is this?”\n\nKURZ (quietly): “Mine.”", []string{"Dan Prole: Whose hand is this?", "Lena Kurz: Mine."}},
	{"an aside after a title", "SENATOR KURZ (sotto voce): We never saw it.\n\nSENATOR PROLE: You signed for it.", []string{"Kurz: We never saw it.", "Prole: You signed for it."}},
	{"an aside after a comma", "Lena Kurz met Dan Prole.\n\nKURZ, laughing: “Never.”\n\nPROLE, quietly: “It was in the minutes.”", []string{"Lena Kurz: Never.", "Dan Prole: It was in the minutes."}},
	{"an office after a comma is none", "Lena Kurz, acting mayor: “Never.”\n\nDan Prole: “Yes.”", []string{"Lena Kurz: Never.", "Dan Prole: Yes."}},
	{"one turn of somebody else", "KURZ: It stays.\n\nPROLE: Until when?\n\nKURZ: Until May.", []string{"Kurz: It stays.", "Kurz: Until May."}},
	{"one turn of somebody else in small letters", "Kurz: It stays.\n\nProle: Until when?\n\nKurz: Until May.", []string{"Kurz: It stays.", "Kurz: Until May."}},
	{"partakers without a name", "ANNOUNCER: Thank you, Mr Okonska.\n\nJAN OKONSKA: Thank you.\n\nANNOUNCER: Who paid?\n\nHeckler: You did.\n\nVoice: Yes.\n\nHeckler: All of you.\n\nVoice: Yes.",
		[]string{": Thank you, Mr Okonska.", "Jan Okonska: Thank you.", ": Who paid?", ": You did.", ": Yes.", ": All of you.", ": Yes."}},
	{"headings of a page about storms", "Storm Ottoline: what we know\n\nTwo people have been hurt.\n\nChief Inspector Dan Morrow: “Stay at home.”", []string{"Dan Morrow: Stay at home."}},
	{"headings with names", "Lena Kurz: a life in pictures\n\nShe was born in 1931.\n\nOtto Prole: the man who never slept\n\nHe was born in 1940.", nil},
	{"headings that ask", "Lena Kurz: five things to know\n\nShe was born in 1931.\n\nOtto Prole: who is he?\n\nNobody knows.", nil},
	{"a title before a transcript", "Marta Keel: The Gazette Interview\n\nAnn Holm: Why did you leave?\n\nMarta Keel: Because I was tired.", []string{"Ann Holm: Why did you leave?", "Marta Keel: Because I was tired."}},
	{"a title in capitals and small letters", "Lena Kurz: Mayor, builder, gardener\n\nOtto Prole: We will miss her.\n\nAnn Holm: So will we.", []string{"Otto Prole: We will miss her.", "Ann Holm: So will we."}},
	{"turns without capitals or full stops", "Notes of the call\n\nLena Kurz: yes, they did\n\nOtto Prole: no, they did not", []string{"Lena Kurz: yes, they did", "Otto Prole: no, they did not"}},
	{"an interview without labels, introduced by she", "Marta Keel is the keeper of the light. She talked to us about storms.\n\nWhat has changed?\n\nThe birds. When I came there were thousands.\n\nAre you lonely?\n\nNo. I have the radio.",
		[]string{"Marta Keel: The birds. When I came there were thousands.", "Marta Keel: No. I have the radio."}},
	{"an interview without labels, introduced by we", "Marta Keel is the keeper of the light. We met her in May.\n\nWhat has changed?\n\nThe birds. I counted them.\n\nAnd now?\n\nNow I have a lamp.",
		[]string{"Marta Keel: The birds. I counted them.", "Marta Keel: Now I have a lamp."}},
	{"an interview without labels, the reporter named first", "Reporter Ann Holm met Marta Keel on the rock.\n\nWhat has changed?\n\nThe birds. I counted them.\n\nAnd now?\n\nNow I have a lamp.",
		[]string{"Marta Keel: The birds. I counted them.", "Marta Keel: Now I have a lamp."}},
	{"an interview without labels, the reporter of an outlet", "Ann Holm of the Gazette spoke to Marta Keel on the rock.\n\nWhat has changed?\n\nThe birds. I counted them.\n\nAnd now?\n\nNow I have a lamp.",
		[]string{"Marta Keel: The birds. I counted them.", "Marta Keel: Now I have a lamp."}},
	{"an interview without labels, two persons", "Ann Holm spoke to Marta Keel on the rock.\n\nWhat has changed?\n\nThe birds. I counted them.\n\nAnd now?\n\nNow I have a lamp.", nil},
	{"an interview without labels, the reporter named last", "Marta Keel spoke to our reporter Ann Holm about storms.\n\nWhat has changed?\n\nThe birds. I counted them.\n\nAnd now?\n\nNow I have a lamp.",
		[]string{"Marta Keel: The birds. I counted them.", "Marta Keel: Now I have a lamp."}},
	{"an interview without labels, a remark of who asks", "Marta Keel, the keeper, spoke to us about storms.\n\nWhat has changed?\n\nThe birds. I counted them.\n\nI counted them twice.\n\nThe tower leans.\n\nIt does not. I would know.\n\nAnd now?\n\nNow I have a lamp.",
		[]string{"Marta Keel: The birds. I counted them. I counted them twice.", "Marta Keel: Now I have a lamp."}},
	{"a profession that no table has", "Glaciologist Sunniva Aas has spent eleven winters on the ice. She spoke to us in May.\n\nWhy?\n\nBecause the ice remembers. I do not.\n\nWhat will you do?\n\nCry.",
		[]string{"Sunniva Aas: Because the ice remembers. I do not.", "Sunniva Aas: Cry."}},
	{"Japanese marks", "「行こう」, said Ken Ito.", []string{"Ken Ito: 行こう"}},
}

// TestTurns: statements that only the layout makes are found, and have the right speaker.
func TestTurns(t *testing.T) {
	for _, row := range turnRows {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for line := range strings.Lines(sayings(row.text)) {
				got = append(got, strings.TrimSpace(line))
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("%s\n got %q\nwant %q", row.text, got, row.want)
			}
		})
	}
}

// TestPullQuotes: whoever a layout names beside a quotation that stands alone has said it.
func TestPullQuotes(t *testing.T) {
	const words = "We are selling the last thing we own"
	before := "The council met in Pell on Monday to vote on the depot, which has stood empty for nine years.\n\n"
	after := "\n\nThe vote is on Friday, the clerk said."
	var cases []speakerCase
	for _, quote := range []string{
		"“" + words + ".”\n\n— Vera Lund, councillor",
		"“" + words + ".”\nVera Lund",
		"“" + words + ".”\n\nVERA LUND\nCouncillor for Pell",
		"“" + words + ".” – Vera Lund",
		"\"" + words + ".\" - Vera Lund, councillor",
		"“" + words + ".” (Vera Lund, councillor)",
		"‘" + words + "’\n\nVera Lund, councillor",
		"“" + words + "”\n— Cllr Vera Lund",
		"Vera Lund, councillor:\n“" + words + ".”",
		"“" + words + ".”\n\n—VERA LUND, COUNCILLOR",
		"“" + words + ".”: Vera Lund",
	} {
		cases = append(cases, speakerCase{before + quote + after, words, "Vera Lund/Cllr Vera Lund"})
	}
	checkSpeakers(t, cases)
}

// TestTurnsQuoteNobody names nobody whom an answer quotes where it speaks of anybody at all.
func TestTurnsQuoteNobody(t *testing.T) {
	x := New(nil)
	for answer, want := range map[string]string{
		"I cannot speak for May, and anybody who says he can is selling something.": "",
		"Nobody has told us that the gate is safe, and nobody will.":                "",
		"Everyone says that the gate was shut in May.":                              "",
		"No minister has said that the gate would open again.":                      "",
		"Piet Stanhope said that the gate was shut in May.":                         "Piet Stanhope",
		"The harbour office has said that the gate was shut in May.":                "The harbour office",
	} {
		a := article.Article{Text: "Marta Keel spoke to the Gazette about the gate.\n\nGazette: Who knew?\n\nKeel: " + answer + "\n\nGazette: And then?\n\nKeel: We went home."}
		found := x.Annotate(a).Statements
		if len(found) == 0 {
			t.Errorf("%s: no statement", answer)
			continue
		}
		if got := found[len(found)-2].Inner.Of(a.Text); got != want {
			t.Errorf("%s: quotes %q, want %q", answer, got, want)
		}
	}
}
