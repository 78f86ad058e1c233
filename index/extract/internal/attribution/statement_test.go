package attribution

import (
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// statementRows are sentences of our own invention, a line a trap. Wanted are
// statements as "source | cue | kind | content", content spans joined by " … ".
var statementRows = []struct {
	name, text string
	want       []string
}{
	{"source before", `Mayor Lena Holt said that the bridge would open in May.`,
		[]string{`Mayor Lena Holt | said | indirect | that the bridge would open in May`}},
	{"no that", `Mayor Lena Holt said the bridge would open in May.`,
		[]string{`Mayor Lena Holt | said | indirect | the bridge would open in May`}},
	{"direct, source after", `“The bridge will open in May,” said Lena Holt.`,
		[]string{`Lena Holt | said | direct | The bridge will open in May,`}},
	{"another person between", `“The bridge was sound,” said Paul Tarn. The mayor, Rosa Lindt, saw it differently. “It shook like a leaf.”`,
		[]string{`Paul Tarn | said | direct | The bridge was sound,`, ` |  | direct | It shook like a leaf.`}},
	{"another person waits", `“We did all we could,” Dr Henrik Moe told reporters. Outside, Petra Sand was waiting for her son. “They let him lie there.”`,
		[]string{`Dr Henrik Moe | told | direct | We did all we could,`, ` |  | direct | They let him lie there.`}},
	{"somebody without a name between", `“It fell,” the engineer said. The owner of the mill laughed at that. “He pushed it.”`,
		[]string{`the engineer | said | direct | It fell,`, ` |  | direct | He pushed it.`}},
	{"the same person between", `“The sea took everything,” Omar Diallo said. He pointed at the place where his hut had been. “There was my bed.”`,
		[]string{`Omar Diallo | said | direct | The sea took everything,” … “There was my bed.`}},
	{"a speech of several paragraphs", "Falk spoke on the steps.\n\n“My fellow citizens, the bill has passed.\n\n“The rivers will be clean. It takes time.\n\n“Thank you.”\n\nFalk left.",
		[]string{` |  | direct | My fellow citizens, the bill has passed. … The rivers will be clean. It takes time. … Thank you.`}},
	{"a speech that begins after a cue", "“We came with nothing,” said Omar Diallo. “My father had a sack.\n\n“My mother had me.\n\n“Now we bake.”",
		[]string{`Omar Diallo | said | direct | We came with nothing,” … “My father had a sack. … My mother had me. … Now we bake.`}},
	{"a speech whose last mark is missing", "Lena Holt said: “We built this wall.\n\n“We carried every stone.\n\n“We will not give it up.\n\nThe meeting ended at nine.",
		[]string{`Lena Holt | said: | direct | We built this wall. … We carried every stone. … We will not give it up.`}},
	{"a speech that begins after a cue, its last mark missing", "“We built this wall,” Lena Holt said. “We carried every stone.\n\n“We will not give it up.\n\n“Not in May.\n\nHer deputy left.",
		[]string{`Lena Holt | said | direct | We built this wall,” … “We carried every stone. … We will not give it up. … Not in May.`}},
	{"a speech of nobody by name, its last mark missing", "Holt spoke on the steps.\n\n“We built this wall.\n\n“We carried every stone.\n\nHolt left.",
		[]string{` |  | direct | We built this wall. … We carried every stone.`}},
	{"the cue in the last paragraph of a speech", "\"We built this wall. We carried every stone.\n\n\"We will not give it up.\n\n\"It stays,\" said Lena Holt.",
		[]string{`Lena Holt | said | direct | We built this wall. We carried every stone. … We will not give it up. … It stays,`}},
	{"a speech that began in the words of another", "Reed left. “We built this wall.\n\n“It stays,” said Lena Holt.", []string{`Lena Holt | said | direct | It stays,`}},
	{"a speech that a line announces", "Reed wrote this:\n\n“We built this wall.\n\n“It stays,” said Lena Holt.", []string{`Lena Holt | said | direct | It stays,`}},
	{"the next speech has its own cue", "Lena Holt said: “We built this wall.\n\n“We carried every stone.\n\n“No wall was built,” said Paul Reed.",
		[]string{`Lena Holt | said: | direct | We built this wall. … We carried every stone.`, `Paul Reed | said | direct | No wall was built,`}},
	{"a stray mark before a paragraph", "Tarn was tired.\n\n\"Holt was snoring.\n\n“Here it is,” Reed said.", []string{`Reed | said | direct | Here it is,`}},
	{"a reaction in a relative clause", `Mayor Lena Holt said that the pool would close in May, which drew boos from the gallery.`, []string{`Mayor Lena Holt | said | indirect | that the pool would close in May`}},
	{"a reaction after the cue", `The pool would close, Holt said, which drew loud boos.`, []string{`Holt | said | indirect | The pool would close`}},
	{"a reaction as a participle", `Holt said the pool would close in May, prompting boos from the gallery.`, []string{`Holt | said | indirect | the pool would close in May`}},
	{"a phrase that drew groans", `Reed told parliament that the bill was “the last chance”, a phrase that drew groans from the benches.`, []string{`Reed | told | mixed | that the bill was “the last chance”`}},
	{"how words leave somebody", `She said the strike was over, which surprised even the union.`, []string{`She | said | indirect | the strike was over`}},
	{"applause", `Holt promised that the harbour would be dredged, to loud applause.`, []string{`Holt | promised | indirect | that the harbour would be dredged`}},
	{"a statement that was met with laughter", `Reed said the bridge was safe, a statement that was met with laughter.`, []string{`Reed | said | indirect | the bridge was safe`}},
	{"what somebody else calls it", `Holt said she had never met the builder, which the prosecutor called a lie.`, []string{`Holt | said | indirect | she had never met the builder`}},
	{"to which another answers", `Holt said that nobody had asked her, to which Reed shouted that he had.`, []string{`Holt | said | indirect | that nobody had asked her`}},
	{"without giving evidence", `Reed said the vote was rigged, without giving evidence.`, []string{`Reed | said | indirect | the vote was rigged`}},
	{"a relative clause that is said", `Reed said prices would fall, which would help families.`, []string{`Reed | said | indirect | prices would fall, which would help families`}},
	{"a relative clause in the middle", `Lena Holt said that the quay, which was built in 1920, would be torn down.`, []string{`Lena Holt | said | indirect | that the quay, which was built in 1920, would be torn down`}},
	{"a reaction in the middle", `Holt said the remark, which angered the union, was a joke.`, []string{`Holt | said | indirect | the remark, which angered the union, was a joke`}},
	{"what was done about the words", `The talks would go on in May, she said, and the office withdrew the plan.`, []string{`she | said | indirect | The talks would go on in May`}},
	{"what others did", `Wages will rise by two per cent, the mayor said, and the union called off its strike.`, []string{`the mayor | said | indirect | Wages will rise by two per cent`}},
	{"what was done about a ruling", `The toll is unlawful, the court ruled, and the office withdrew it within an hour.`, []string{`the court | ruled | indirect | The toll is unlawful`}},
	{"what owners did", `The mill would shut in May, Reed said, and the owners sold the land.`, []string{`Reed | said | indirect | The mill would shut in May`}},
	{"what a board did", `The dam may burst, Holt warned, but the board opened the road.`, []string{`Holt | warned | indirect | The dam may burst`}},
	{"what would be, on both sides of the cue", `The mill would shut in May, Reed said, and the workers would be paid until June.`, []string{`Reed | said | indirect | The mill would shut in May … and the workers would be paid until June`}},
	{"what had been, on both sides of the cue", `The men fled, the police said, and officers found a gun.`, []string{`the police | said | indirect | The men fled … and officers found a gun`}},
	{"another's cue in the content", `The results show that the wall is safe, according to the engineer.`, []string{`The results | show | indirect | that the wall is safe`}},
	{"another's cue in the middle", `Police believe the man fled on foot, the court heard, before a witness called them.`, []string{`Police | believe | indirect | the man fled on foot`}},
	{"a passive cue", `Born in 1931, she was told by a teacher that girls did not build bridges.`, []string{`a teacher | was told | indirect | that girls did not build bridges`}},
	{"a passive cue with a name before it", `Lena Holt has been warned by doctors that she must rest.`, []string{`doctors | has been warned | indirect | that she must rest`}},
	{"nothing said", `Obi said nothing until the end. Holt said little about the dam. Berg said nothing of the kind. Dorn told the court nothing.`, nil},
	{"no name", `Two officials, who asked not to be named, said the talks would go on.`, []string{`Two officials | said | indirect | the talks would go on`}},
	{"no name to be printed", `One official, who declined to be identified, said the talks would go on.`, []string{`One official, who declined to be identified | said | indirect | the talks would go on`}},
	{"anonymity", `The source, who requested anonymity to discuss the plan, said Reed would resign.`, []string{`The source | said | indirect | Reed would resign`}},
	{"no name to be given", `Her assistant, who did not want to give her name, said the lake was full.`, []string{`Her assistant, who did not want to give her name | said | indirect | the lake was full`}},
	{"a name for a ship", `Holt asked that the ferry be named after her mother.`, []string{`Holt | asked | indirect | that the ferry be named after her mother`}},
	{"nothing seen", `Aker said the referee had seen nothing.`, []string{`Aker | said | indirect | the referee had seen nothing`}},
	{"questions left open", `Which one, she did not say. Whether the port would reopen, Ada Holt did not say. When it would end, Obi declined to say. Who paid for it, Obi would not say. Why, Berg never said. What it cost, the ministry didn’t say.`, nil},
	{"nothing is to happen", `Reed said nothing would change before May.`,
		[]string{`Reed | said | indirect | nothing would change before May`}},
	{"direct, source between", `“The bridge will open in May,” Holt said. “We are proud of it.”`,
		[]string{`Holt | said | direct | The bridge will open in May,” … “We are proud of it.`}},
	{"indirect, source after", `The bridge will open in May, Holt said.`,
		[]string{`Holt | said | indirect | The bridge will open in May`}},
	{"according to, before", `According to the port authority, the harbour was closed for two days.`,
		[]string{`the port authority | According to | indirect | the harbour was closed for two days`}},
	{"according to, after", `The harbour was closed for two days, according to the port authority.`,
		[]string{`the port authority | according to | indirect | The harbour was closed for two days`}},
	{"told somebody", `“We lost everything,” the farmer told reporters on Sunday.`,
		[]string{`the farmer | told | direct | We lost everything,`}},
	{"in a statement", `The company said in a statement that it regretted the delay.`,
		[]string{`The company | said in a statement | indirect | that it regretted the delay`}},
	{"pronoun", `She added that the ferries were full.`,
		[]string{`She | added | indirect | that the ferries were full`}},
	{"group", `Critics argue that the toll is too high.`,
		[]string{`Critics | argue | indirect | that the toll is too high`}},
	{"document", `The report found that the dam was unsafe.`,
		[]string{`The report | found | indirect | that the dam was unsafe`}},
	{"belief", `Many residents believe that the ferries will stay after the summer.`,
		[]string{`Many residents | believe | indirect | that the ferries will stay after the summer`}},
	{"mixed", `Holt said the toll was “a disgrace” and would be dropped.`,
		[]string{`Holt | said | mixed | the toll was “a disgrace” and would be dropped`}},
	{"typewriter marks", `"We lost everything," the farmer said.`,
		[]string{`the farmer | said | direct | We lost everything,`}},
	{"two accents", "``We lost everything,'' the farmer said.",
		[]string{`the farmer | said | direct | We lost everything,`}},
	{"a sign opens the quotation", `“-5 degrees is nothing here,” Lena Holt said.`,
		[]string{`Lena Holt | said | direct | -5 degrees is nothing here,`}},
	{"a sign opens it after the cue", `Lena Holt said: "–5 degrees is nothing here."`,
		[]string{`Lena Holt | said: | direct | –5 degrees is nothing here.`}},
	{"a sign opens its second sentence", `“We had -6 in May. -7 is worse,” Lena Holt said.`,
		[]string{`Lena Holt | said | direct | We had -6 in May. -7 is worse,`}},
	{"a sign opens its second part", `"We had it," Lena Holt said, "-5 is nothing here."`,
		[]string{`Lena Holt | said | direct | We had it," … "-5 is nothing here.`}},
	{"a sign opens its first part", `"-5 degrees," Lena Holt said, "is nothing here."`,
		[]string{`Lena Holt | said | direct | -5 degrees," … "is nothing here.`}},
	{"a fraction opens the quotation", `".5 of a point is nothing here," Lena Holt said.`,
		[]string{`Lena Holt | said | direct | .5 of a point is nothing here,`}},
	{"a quotation within at the end, before the comma", `"I never said 'the quay is ours'," Lena Holt told the judge.`,
		[]string{`Lena Holt | told | direct | I never said 'the quay is ours',`}},
	{"a quotation within at the end, after the comma", `“I never said ‘the quay is ours,’” Lena Holt told the judge.`,
		[]string{`Lena Holt | told | direct | I never said ‘the quay is ours,’`}},
	{"a quotation within at the ends of both parts", `“She called me ‘a fool’,” Lena Holt said, “and ‘a liar’.”`,
		[]string{`Lena Holt | said | direct | She called me ‘a fool’,” … “and ‘a liar’.`}},
	{"a quotation within at the end, the comma outside", `"I never said 'the quay is ours'", Lena Holt told the judge.`,
		[]string{`Lena Holt | told | direct | I never said 'the quay is ours'`}},
	{"a quotation within and words after it", `“I never said ‘the quay is ours’ to her,” Lena Holt told the judge.`,
		[]string{`Lena Holt | told | direct | I never said ‘the quay is ours’ to her,`}},
	{"an apostrophe at the end", `“It was the boys’ fault, not the girls’,” Lena Holt said.`,
		[]string{`Lena Holt | said | direct | It was the boys’ fault, not the girls’,`}},
	{"a dash opens the quotation", `“—We do not know it,” Lena Holt said.`,
		[]string{`Lena Holt | said | direct | —We do not know it,`}},
	{"a quotation without a word", `“… …,” Lena Holt said.`, nil},
	{"an ellipsis opens the quotation", `“… and it is nothing here,” Lena Holt said.`,
		[]string{`Lena Holt | said | direct | … and it is nothing here,`}},
	{"three full stops open the quotation", `"... and it is nothing here," Lena Holt said.`,
		[]string{`Lena Holt | said | direct | ... and it is nothing here,`}},
	{"an apostrophe opens the quotation", `"’Tis nothing here," Lena Holt said.`,
		[]string{`Lena Holt | said | direct | ’Tis nothing here,`}},
	{"a quotation opens the quotation", `“‘We must go,’ they told me,” Lena Holt said.`,
		[]string{`Lena Holt | said | direct | ‘We must go,’ they told me,`}},
	{"two sentences quoted", `“We lost everything. The barn is gone,” the farmer said.`,
		[]string{`the farmer | said | direct | We lost everything. The barn is gone,`}},
	{"two speakers", `Holt said the toll would rise. Berg warned that drivers would stay away.`,
		[]string{`Holt | said | indirect | the toll would rise`, `Berg | warned | indirect | that drivers would stay away`}},
	{"urged", `On Monday the mayor urged the council to accept the plan before the end of the year.`,
		[]string{`the mayor | urged | indirect | to accept the plan before the end of the year`}},
	{"posted", `The minister wrote on X that the talks had covered trade, fishing and the new harbour.`,
		[]string{`The minister | wrote | indirect | that the talks had covered trade, fishing and the new harbour`}},
	{"adding", `“The harbour is closed,” the captain wrote, adding that nobody had been hurt.`,
		[]string{`the captain | wrote | direct | The harbour is closed,`, `the captain | adding | indirect | that nobody had been hurt`}},
	{"concession", `Although hopes for a quick repair are low, the ferries will run again in May, according to the port authority.`,
		[]string{`the port authority | according to | indirect | the ferries will run again in May`}},
	{"sentence without subject", `Holt said the harbour was closed on Friday. Noting that the ferries would run again in May.`,
		[]string{`Holt | Noting | indirect | that the ferries would run again in May`}},
	{"a clause and its main clause", `While the port authority says the bridge is safe, engineers closed it on Monday.`,
		[]string{`the port authority | says | indirect | the bridge is safe`}},
	{"over paragraphs", "“We lost the boats,” Holt said. “We will build new ones.\n\n“And we will build them in oak.”",
		[]string{`Holt | said | direct | We lost the boats,” … “We will build new ones. … And we will build them in oak.`}},
	{"a mark never opened", `“We have asked four times,” Holt said. We will ask a fifth time, and then we will come.”`,
		[]string{`Holt | said | direct | We have asked four times,`, `Holt | said | indirect | We will ask a fifth time, and then we will come`}},
	{"a later sentence has its own cue", `A council that wanted peace would have opened the gate by now, argues Ada Holt, the leader of the fishermen. She has little patience with her own side. “A bridge needs two banks,” Holt said. “Somebody has to start.”`,
		[]string{`Ada Holt, the leader of the fishermen | argues | indirect | A council that wanted peace would have opened the gate by now`,
			`Holt | said | direct | A bridge needs two banks,” … “Somebody has to start.`}},
	{"no source", `It was widely reported that the dam was unsafe.`,
		[]string{` | was widely reported | indirect | that the dam was unsafe`}},
	{"what is promised", `Governor Ada Holt has promised a new bridge by 2027.`,
		[]string{`Governor Ada Holt | has promised | indirect | a new bridge by 2027`}},
	{"what is denied", `Lena Holt denied any knowledge of the letter.`,
		[]string{`Lena Holt | denied | indirect | any knowledge of the letter`}},
	{"what is called for", `The union called for the immediate release of the report.`,
		[]string{`The union | called for | indirect | the immediate release of the report`}},
	{"accused of", `The council accused the ferry company of hiding the accident.`,
		[]string{`The council | accused | indirect | the ferry company of hiding the accident`}},
	{"described as", `Holt described the tender as a waste of public money.`,
		[]string{`Holt | described | indirect | the tender as a waste of public money`}},
	{"blamed for", `Lena Holt blamed the port authority for the delay.`,
		[]string{`Lena Holt | blamed | indirect | the port authority for the delay`}},
	{"one word quoted", `Imam Fadil ur-Rashid Sorani said no. “No,” said ur-Rashid.`,
		[]string{`ur-Rashid | said | direct | No,`}},
	{"anyone who", `Holt said anyone who built there would pay.`,
		[]string{`Holt | said | indirect | anyone who built there would pay`}},
	{"everyone who", `Holt said everyone who saw the wires knew.`,
		[]string{`Holt | said | indirect | everyone who saw the wires knew`}},
	{"those who, before their cue", `The miners who struck in May have been paid, according to the union.`,
		[]string{`the union | according to | indirect | The miners who struck in May have been paid`}},
	{"one word quoted after an interruption", `Lena Holt and Jonas Brandt met on Friday. The mood, Holt said, was “warm”.`,
		[]string{`Holt | said | mixed | The mood … was “warm”`}},
	{"not going on into another's words", `“The quay was never safe,” Holt said. “Nobody looked at it,” Brandt replied.`,
		[]string{`Holt | said | direct | The quay was never safe,`, `Brandt | replied | direct | Nobody looked at it,`}},
	{"topic only", `The captain criticised the toll.`, nil},
	{"topic recalled", `Holt recalled a summer on the island.`, nil},
	{"topic discussed", `The minister discussed the new timetable with reporters.`, nil},
	{"a call to somebody", `He called his mother from the station.`, nil},
	{"no statement", `The bridge is forty metres long. It was painted in June.`, nil},
	{"nothing said by hopes", `Hopes for a quick repair remain elusive.`, nil},
}

func TestStatements(t *testing.T) {
	for _, row := range statementRows {
		t.Run(row.name, func(t *testing.T) {
			found := find(t, row.text)
			var got []string
			for _, s := range found {
				got = append(got, describe(row.text, s))
			}
			for _, want := range row.want {
				if !strings.Contains(strings.Join(got, "\n")+"\n", want+"\n") {
					t.Errorf("%s\nwant %s\n got %s", row.text, want, strings.Join(got, "\n     "))
				}
			}
			if len(row.want) == 0 && len(got) > 0 {
				t.Errorf("%s\nwant nothing, got %s", row.text, strings.Join(got, "\n     "))
			}
		})
	}
}

func describe(text string, s article.Statement) string {
	var content []string
	for _, c := range s.Content {
		content = append(content, c.Of(text))
	}
	return fmt.Sprintf("%s | %s | %s | %s", s.Source.Of(text), s.Cue.Of(text), s.Kind, strings.Join(content, " … "))
}

func TestStatementDetails(t *testing.T) {
	fragment := "Nobody slept. The boats were lost,” Holt said."
	found := find(t, fragment)
	if len(found) != 1 || !found[0].Fragment {
		t.Errorf("%s: want one fragment, got %+v", fragment, found)
	}
	for nested, want := range map[string]string{
		"“The harbour office has said that the boats are safe,” Holt told reporters.":                "The harbour office",
		"“The council said the boats would be moved by Friday, and we believe them,” said Ada Holt.": "The council",
		"“I said no, and the office of the mayor has told us nothing new,” Ada Holt said.":           "the office of the mayor",
		"“When he said it, nobody laughed,” Ada Holt said.":                                          "",
		"“Nobody has told the ferry,” said the pilot, Ada Holt.":                                     "",
		"“No minister has told us that the boats are safe,” Ada Holt said.":                          "",
		"“Anybody who says the boats are safe is selling something,” Ada Holt said.":                 "",
		"“I cannot speak for May, and anybody who says he can is selling something,” Ada Holt said.": "",
		"“Everybody says that the boats are safe,” Ada Holt said.":                                   "",
		"“None of the masters has said that the boats are safe,” Ada Holt said.":                     "",
		"“We said that the boats are safe,” Holt told reporters.":                                    "",
	} {
		looked := 0
		for _, s := range find(t, nested) {
			if !strings.Contains(s.Source.Of(nested), "Holt") {
				continue
			}
			looked++
			if inner := s.Inner.Of(nested); inner != want {
				t.Errorf("%s: the inner source %q, want %q", nested, inner, want)
			}
		}
		if looked == 0 {
			t.Errorf("%s: no statement of Holt was found", nested)
		}
	}
}

// TestModel reads the embedded model whole.
func TestModel(t *testing.T) {
	m, err := ReadModel(statementModel)
	if err != nil {
		t.Fatal(err)
	}
	if m.MinChance <= 0 || m.MinChance >= 1 {
		t.Errorf("the line is drawn at %v", m.MinChance)
	}
	for i := 1; i < len(m.Calibration); i++ {
		if m.Calibration[i] < m.Calibration[i-1]-1e-6 {
			t.Errorf("confidence falls from %v to %v as chances rise", m.Calibration[i-1], m.Calibration[i])
		}
	}
	if _, err := ReadModel(statementModel[:len(statementModel)/2]); err == nil {
		t.Error("half a model was read without an error")
	}
}

// find returns the statements that the embedded model finds in a text.
func find(t *testing.T, text string) []article.Statement {
	t.Helper()
	d := doc.New(article.Article{Text: text})
	d.Quotes = doc.FindQuotes(d)
	return loadModel(t).Statements(d)
}
