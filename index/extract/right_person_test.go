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

// TestNotTheOneSpokenOf: whom speakers name in their own words is somebody else.
func TestNotTheOneSpokenOf(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Ida Holm met Vera Sand. “Vera is a friend,” she said.", "Vera is", "Ida Holm/"},
		{"Vera Sand left on Friday. “Sand is a friend,” she said.", "Sand is", ""},
		{"Vera Sand left. Ida Holm smiled. “Sand lost,” she said, “and Vera knows it.”", "Sand lost", "Ida Holm"},
		{"Nils Aker beat Olav Brand. He said Aker had been lucky.", "had been lucky", "Olav Brand/"},
		{"Olav Brand left. “Mr Brand is wrong,” he said.", "is wrong", ""},
		{"Olav Brand resigned. “You were right, Olav,” he wrote.", "You were right", ""},
	})
}

// TestOwnWordsOnly: what somebody else says in the next sentence, or asked before, is
// not the speaker's.
func TestOwnWordsOnly(t *testing.T) {
	for _, row := range []struct{ text, content string }{
		{"Ole Brandt owns the ferry. The ferry would sail again by May, he said. “Never,” said Mette Lund, the mayor. Lund then left.", "The ferry would sail again by May"},
		{"The mill is shut, Ida Holm said. “Not for long,” said Olav Brand. Brand left.", "The mill is shut"},
		{"The price was fair, Robin Sand said. “It was not,” Kim Lowe told the court. She wept.", "The price was fair"},
		{"The road is safe, according to Nils Aker. “Nobody uses it,” said Vera Sand. Sand sells tyres.", "The road is safe"},
		{"The harbour would open, the mayor said. “When?” asked Olav Brand, a fisherman. Nobody knew.", "The harbour would open"},
		{"OLDTOWN, Oct 28 (Agency) - The mill will be sold in May, two people briefed on the talks said.", "The mill will be sold in May"},
		{"NEW HARBOUR (Agency) — The quay is shut, the mayor said.", "The quay is shut"},
		{"VESSBY – The harbour board has put off the sailing, Ada Holm said.", "The harbour board has put off the sailing"},
		{"VESSBY – The board – which runs the ferry – is in doubt, Ada Holm said.", "The board – which runs the ferry – is in doubt"},
		{"OSLO, Norway — The ferry will sail in March, Ada Holm said.", "The ferry will sail in March"},
		{"NEW HARBOUR -- The ferry will sail, according to Ada Holm.", "The ferry will sail"},
		{"BRENNIK: The ferry will sail in March, Ada Holm said.", "The ferry will sail in March"},
		{"Vessby, 2 November – The ferry will sail in March, Ada Holm said.", "The ferry will sail in March"},
		{"ST. IVES — “It will sail,” Ada Holm said.", "It will sail,"},
		{"HS2 – Britain’s new line – is late, Ida Holm said.", "HS2 – Britain’s new line – is late"},
		{"UK – EU talks go on, Ida Holm said.", "UK – EU talks go on"},
		{"Vessby – The Musical closes in May, Ida Holm said.", "Vessby – The Musical closes in May"},
		{"On 2 November – The Day of the Boats – nobody sails, Ida Holm said.", "On 2 November – The Day of the Boats – nobody sails"},
		{"OPEC will meet in May, Ida Holm said.", "OPEC will meet in May"},
		{"NATO - a pact of many - would answer in May, Ida Holm said.", "NATO - a pact of many - would answer in May"},
		{"Asked whether the quay would close, Ole Brandt said: “It will not.”", "It will not."},
		{"Pressed on the price, Ida Holm said it was fair.", "it was fair"},
		{"Asked by reporters about the mill, Olav Brand replied: “Which mill do you mean?”", "Which mill do you mean?"},
		{"Questioned about the fire, Nils Aker said that nobody had been hurt.", "that nobody had been hurt"},
	} {
		found := New(nil).Annotate(article.Article{Text: row.text}).Statements
		if len(found) == 0 || len(found[0].Content) != 1 || found[0].Content[0].Of(row.text) != row.content {
			var got []string
			for _, s := range found {
				for _, c := range s.Content {
					got = append(got, c.Of(row.text))
				}
			}
			t.Errorf("%s\n got %q, want %q", row.text, got, row.content)
		}
	}
}

// TestSomebodyUnnamed: he and she after somebody without a name are not given to a
// person named before.
func TestSomebodyUnnamed(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Ida Holm won. Her elder sister disagreed. “It was luck,” she said.", "It was luck", ""},
		{"Ida Holm won. Holm’s lawyer was less sure. “It was luck,” she said.", "It was luck", ""},
		{"Ida Holm won. The runner’s mother wept. She told reporters that it was luck.", "it was luck", ""},
		{"Ida Holm won. A friend of Holm said it was luck. She said the judges had slept.", "the judges had slept", ""},
		{"Nils Aker won. He said it was late. An estate agent guessed at a million. He said the flat was small.", "the flat was small", ""},
		{"A spokesman for Mayor Nils Aker said the flat was small.", "the flat was small", ""},
		{"A friend of Dr Ida Holm said the flat was small.", "the flat was small", ""},
	})
}

// TestSubjectGoesOn: he and she go on with the subject before, whatever is between.
func TestSubjectGoesOn(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Robin Sand wants to sell. Kim Lowe does not. “We are many,” Sand said. “We are old.” She said the price was fair.", "the price was fair", "Robin Sand"},
		{"Nils Aker met the board. When the chairman, Olav Brand, stood up, Nils Aker stayed. “I will answer,” he said.", "I will answer", "Nils Aker/"},
		{"Nils Aker met the board. The board’s chairman, Olav Brand, wrote to Aker in May. He said the board was old.", "the board was old", "Olav Brand/"},
		{"Nils Aker spoke first. Its owner, Olav Brand, told the court that the mill was shut. “It is old,” he said.", "It is old", "Olav Brand"},
		{"Ida Holm spoke. Vera Sand asked why the door was open. “I forgot,” she replied.", "I forgot", "Ida Holm/"},
		{"Luca Sand is missing. Olav Brand leads the search. Sand, 47, was a climber. “I am not brave,” he said last year. His sister, Clara Sand, wept.", "I am not brave", "Luca Sand"},
	})
}

// TestSpeakerConfidence: every name that is given has a confidence of at least 95 %, and
// nobody has none.
func TestSpeakerConfidence(t *testing.T) {
	for _, text := range []string{
		"Ida Holm said the mill was shut. “It is old,” Holm said. She said it was cold.",
		"Nils Aker met Olav Brand for lunch. He said it had been a good lunch.",
		"Olav Brand telephoned Nils Aker. He said the mill was shut.",
		"Ida Holm and Ola Holm left. “It is old,” Holm said.",
		"Police said the mill was shut.",
	} {
		found := New(nil).Annotate(article.Article{Text: text})
		if len(found.Statements) == 0 {
			t.Errorf("%s\n no statement", text)
		}
		for _, s := range found.Statements {
			if named := s.Speaker != article.Nobody; named != (s.SpeakerConfidence >= 0.95) || !named && s.SpeakerConfidence != 0 {
				t.Errorf("%s\n speaker %d with %.2f", text, s.Speaker, s.SpeakerConfidence)
			}
		}
	}
}

// TestUncertainIsNobody: where two could be meant, nobody is named.
func TestUncertainIsNobody(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Nils Aker met Olav Brand for lunch. He said it had been a good lunch.", "a good lunch", ""},
		{"Ida Holm telephoned Vera Sand. She said the mill was shut.", "the mill was shut", ""},
		{"Ida Holm and Ola Holm left. “It is old,” Holm said.", "It is old", ""},
		{"Mayor Ida Holm met Mayor Vera Sand. The mayor said the mill was shut.", "the mill was shut", ""},
		{"Minister Ida Holm met Vera Sand. The deputy minister said the mill was shut.", "the mill was shut", ""},
		{"Mayor Ida Holm met Vera Sand. The former mayor said the mill was shut.", "the mill was shut", ""},
		{"Ida Holm won. The man who trained Ida Holm said the mill was shut.", "the mill was shut", ""},
		{"Ida Holm, 31, met Vera Sand. The 31-year-old said the mill was shut.", "the mill was shut", "Ida Holm"},
		{"Ida Holm, 31, met Vera Sand. The 40-year-old said the mill was shut.", "the mill was shut", ""},
	})
}

// TestFirmIsNobody: a firm that is called like a person is nobody, its officers are people.
func TestFirmIsNobody(t *testing.T) {
	for _, c := range []struct{ text, people string }{
		{"Oliver Quist said profits rose 9% in May. Quist shares fell 2%.", ""},
		{"Oliver Quist, the bank, said it would cut 300 jobs. “It is hard,” Oliver Quist said.", ""},
		{"Oliver Quist, which makes tiles, said sales fell. Oliver Quist’s shares fell.", ""},
		{"Shares of Oliver Quist fell 3%. Oliver Quist said in a filing that profit fell.", ""},
		{"Oliver Quist stores will close. Oliver Quist said it had 46 shops.", ""},
		{"Oliver Quist reported a loss. Oliver Quist said it would hire.", ""},
		{"Oliver Quist said it would recall 9,000 vans. Oliver Quist’s chief executive, Ida Holm, said she was sorry.", "Ida Holm"},
		{"Oliver Quist said its drug worked. Its founder, Oliver Sand, is 80.", "Oliver Sand"},
		{"Oliver Quist, the fashion house, said it had found a buyer. Quist said it would keep its staff.", ""},
		{"Oliver Quist Plc said profits fell. Oliver Quist said the chairman, Ida Holm, would leave.", "Ida Holm"},
		{"Velmora announced strong results. “Sales doubled,” Velmora said.", ""},
		{"Oliver Quist Markets said the shop was shut.", ""},
		{"Quist & Lund said trade fell. “It fell,” Quist & Lund said.", ""},
		{"Oliver Quist said it would rain. He said it was late.", "Oliver Quist"},
		{"Oliver Quist said profits rose. Quist, 41, leads the firm.", "Oliver Quist"},
		{"Oliver Quist said it had been a hard year. “I am tired,” he said.", "Oliver Quist"},
		{"Oliver Quist, who owns the bank, said it would cut 300 jobs.", "Oliver Quist"},
		{"Senator Oliver Quist said it would close. Quist shares the prize.", "Oliver Quist"},
	} {
		var names []string
		for _, p := range New(nil).Annotate(article.Article{Text: c.text}).People {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, ", "); got != c.people {
			t.Errorf("%s\n people %q, want %q", c.text, got, c.people)
		}
	}
}

// TestPersonSaidIt: a person, too, says what it is; only a firm says what it does and how it feels.
func TestPersonSaidIt(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Karl von Brandt said it was late.", "it was late", "Karl von Brandt"},
		{"Maria Lopes said it was too early to tell.", "too early", "Maria Lopes"},
		{"Maria Lopes said that it would be a mistake to close the quay.", "a mistake", "Maria Lopes"},
		{"Maria Lopes said it's not over.", "not over", "Maria Lopes"},
		{"Jan de Wit said on Friday it was time to go.", "time to go", "Jan de Wit"},
		{"Maria Lopes said it has never been easy.", "never been easy", "Maria Lopes"},
		{"Maria Lopes says it is not.", "it is not", "Maria Lopes"},
		{"Morgan Hurley said it was cutting 400 jobs.", "cutting 400 jobs", ""},
		{"Morgan Hurley said it was aware of the fire.", "aware of the fire", ""},
		{"Morgan Hurley said it would close two shops.", "close two shops", ""},
		{"Morgan Hurley said it was pleased with its results.", "pleased with", ""},
		{"Morgan Hurley said it had not been told.", "not been told", ""},
	})
}

// TestPersonInApposition: he or she as the subject of what a name with an apposition said makes
// the name a person's, whatever the apposition calls it.
func TestPersonInApposition(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Tarrel, the Norrvik baker, said he was not surprised.", "not surprised", "Tarrel"},
		{"Tarrel, a baker, said that she had seen nothing.", "seen nothing", "Tarrel"},
		{"Tarrel, the ferry line’s owner of old, warned he would sell.", "would sell", "Tarrel"},
		{"Tarrel, the Norrvik baker, says she’s tired of it.", "tired of it", "Tarrel"},
		{"Tarrel, 61 and a widower, said he slept badly.", "slept badly", "Tarrel"},
		{"Tarrel, the ferry line, said it would sail on Monday.", "sail on Monday", ""},
		{"Tarrel, the ferry line, said crews would sail on Monday.", "sail on Monday", ""},
		{"Tarrel, the town on the bay, said its baker was tired.", "baker was tired", ""},
		{"Mara Holm left. Tarrel, the ferry line, said she had been paid.", "been paid", ""},
		{"Mara Holm left. Tarrel, the Norrvik baker, said he was not surprised.", "not surprised", "Tarrel"},
		{"Mara Holm left. Tarrel, a welder of 61, said she had seen it.", "seen it", "Tarrel"},
	})
}

// TestQuotationAlone: a quotation in a sentence of its own is the person's of the sentence
// before, or nobody's, and never part of what somebody else says.
func TestQuotationAlone(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"The mill, Ida Holm said, was “a tomb”. Nils Aker was calmer. “It is only old.”", "It is only old", "Nils Aker"},
		{"The mill, Ida Holm said, was shut. Nils Aker laughed. “It is only old.”", "It is only old", "Nils Aker"},
		{"Ida Holm shrugged. “It is only old.” Nils Aker was sad, he said, about it.", "It is only old", "Ida Holm"},
		{"“It is only old.” Nils Aker, the owner, was sad, he said, about it.", "It is only old", ""},
		{"Nils Aker, who owns the mill, shook his head. “It is only old.”", "It is only old", "Nils Aker"},
		{"Ida Holm turned to Nils Aker. “It is only old.” He said nothing.", "It is only old", ""},
		{"The mill is shut.\n\n“It is only old.”\n\nIda Holm said she was sad.", "It is only old", ""},
		{"The mill, Lowe said, was shut. Rost disagreed. “It is only old,” he said.", "It is only old", "Rost/"},
	})
	for _, c := range []struct{ text, alone string }{
		{"Ida Holm shrugged. “It is only old.” Nils Aker was sad, he said, about it.", "It is only old."},
		{"The mill, Ida Holm said, was shut. Nils Aker laughed. “It is only old.”", "It is only old."},
	} {
		for _, s := range New(nil).Annotate(article.Article{Text: c.text}).Statements {
			var words []string
			for _, span := range s.Content {
				words = append(words, span.Of(c.text))
			}
			if all := strings.Join(words, " "); strings.Contains(all, c.alone) && all != c.alone {
				t.Errorf("%s\n %q is said with other words", c.text, all)
			}
		}
	}
}

// TestIntroducedByOthers: a quotation with words before it, or a dash and a name after it, is not the
// person's who spoke in the sentence before.
func TestIntroducedByOthers(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"“The mill is shut,” said Ida Holm. The owners’ reply: “It is not.”", "It is not", ""},
		{"‘The mill’s shut,’ said Ida Holm. The owners’ reply was short: ‘It’s not.’", "It’s not", ""},
		{"“The mill is shut,” said Ida Holm. The answer from the owners: “It is not.”", "It is not", ""},
		{"“The mill is shut,” said Ida Holm. Her brother’s verdict: “It is not.”", "It is not", ""},
		{"“The mill is shut,” said Ida Holm. The sign on the gate read: “It is not.”", "It is not", ""},
		{"“The mill is shut,” said Ida Holm. She was blunt: “It is a tomb.”", "It is a tomb", "Ida Holm"},
		{"“The mill is shut,” said Ida Holm. Holm was blunt: “It is a tomb.”", "It is a tomb", "Ida Holm"},
		{"“The mill is shut,” Ida Holm wrote. “It is not.” – Nils Aker, her deputy, in the same report", "It is not", "Nils Aker"},
		{"“The mill is shut,” Ida Holm wrote. “It is not.” – Nils Aker, her deputy, in the same report", "The mill is shut", "Ida Holm"},
		{"Ida Holm laughed. “It is not.” — Nils Aker", "It is not", "Nils Aker"},
		{"“We won,” Ida Holm said. “It is great.” – And she left.", "It is great", "Ida Holm"},
	})
}

// TestCoordinatedSubject: who is named between a verb and ", and said" is not who said it.
func TestCoordinatedSubject(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"The miners rejected an offer from the owner, Nils Aker, and said they would march on Friday.", "they would march", ""},
		{"The club sacked its coach, Nils Aker, and said it would name a new one soon.", "it would name", ""},
		{"The union thanked the minister, Ida Holm, but said the law was weak.", "the law was weak", ""},
		{"The company praised its founder, Nils Aker, and said he would be missed.", "he would be missed", ""},
		{"Ida Holm rejected an offer from the owner, Nils Aker, and said she would march on Friday.", "she would march", "Ida Holm"},
	})
}

// TestPhraseBefore: who is named in a phrase before the subject is not it, nor is the first of several.
func TestPhraseBefore(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"In an interview with Rosa Tamm, the mayor said the boat was unsafe.", "the boat was unsafe", ""},
		{"In an interview with Rosa Tamm, the mayor said the boat was unsafe. The mayor said it would sink.", "it would sink", ""},
		{"In an interview with Rosa Tamm, the mayor, Juri Kask asked why. The mayor said it would sink.", "it would sink", "Rosa Tamm/"},
		{"Asked about Rosa Tamm, the coach said the boat was unsafe.", "the boat was unsafe", ""},
		{"Unlike Rosa Tamm, the coach said the boat was unsafe.", "the boat was unsafe", ""},
		{"Responding to Rosa Tamm, the minister said the boat was unsafe. The minister said it would sink.", "it would sink", ""},
		{"Quoting Rosa Tamm, the minister said the boat was unsafe.", "the boat was unsafe", ""},
		{"Of Rosa Tamm, the minister said she was brave.", "she was brave", ""},
		{"Rosa Tamm, the water minister, has said the boat was unsafe.", "the boat was unsafe", "Rosa Tamm"},
		{"“No,” said Rosa Tamm, Juri Kask, Ann Holt and Bo Lunt.", "No", ""},
		{"After a meeting with Rosa Tamm, the mayor said the boat was unsafe.", "the boat was unsafe", ""},
		{"In a letter to Rosa Tamm, the minister said the boat was unsafe.", "the boat was unsafe", ""},
		{"On a visit to Ann Holt, the senator said the boat was unsafe.", "the boat was unsafe", ""},
		{"Rosa Tamm, the mayor, said the boat was unsafe.", "the boat was unsafe", "Rosa Tamm"},
		{"Ships were late, said Rosa Tamm, Juri Kask and three others.", "Ships were late", ""},
		{"“Ships are late,” said Rosa Tamm, Juri Kask and Ann Holt.", "Ships are late", ""},
		{"“Ships are late,” Rosa Tamm, Juri Kask and Ann Holt said.", "Ships are late", ""},
		{"“Ships are late,” said Rosa Tamm, Juri Kask’s sister.", "Ships are late", "Rosa Tamm"},
	})
}

// TestBodyIsNobody: the last word of a body's name is not a person's.
func TestBodyIsNobody(t *testing.T) {
	for text, people := range map[string]string{
		"The Commission on Presidential Debates announced on Friday that the sound had failed.":      "",
		"The Centers for Disease Control and Prevention said the flu was mild.":                      "",
		"The Royal College of Surgeons said the waits were long.":                                    "",
		"The Institute for Fiscal Studies said taxes would rise.":                                    "",
		"The Department for Work and Pensions said claims fell.":                                     "",
		"The Association of Flight Attendants said pay was low.":                                     "",
		"The Office for Budget Responsibility warned that growth would be slow.":                     "",
		"Ferry Was Late, Former Harbour Doctor Says\n\nThe ferry was late on Monday, a doctor said.": "",
		"Ferry Stops for Good, Doctor Warns\n\nThe ferry stops on Monday, a doctor said.":            "",
		"The head of the Commission on Safety, Lund, said it was late. Ida Lund left.":               "Ida Lund",
		"The Ministry of Defence spokeswoman Lund said it was late. Ida Lund left.":                  "Ida Lund",
		"The Bank of Norway’s governor, Ida Lund, said it was late. “Late,” Lund said.":              "Ida Lund",
		"The University of Oslo and Lund said it was late. Ida Lund left.":                           "Ida Lund",
	} {
		var names []string
		for _, p := range New(nil).Annotate(article.Article{Text: text}).People {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, ", "); got != people {
			t.Errorf("%s\n people %q, want %q", text, got, people)
		}
	}
}

// TestStrangerTakesOver: he after a main clause whose subject no table knows is not the one before it.
func TestStrangerTakesOver(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"After Hugo Stern resigned, Oke Aldous took over. He said the books were clean.", "the books", "Oke Aldous/"},
		{"Before Hugo Stern spoke, Oke Aldous read the minutes. “They are short,” he said.", "They are short", "Oke Aldous/"},
		{"When Hugo Stern left, Oke Aldous was chosen. He said the books were clean.", "the books", "Oke Aldous/"},
		{"Since Hugo Stern died, Oke Aldous has run the mill. “It is hard,” he said.", "It is hard", "Oke Aldous/"},
		{"Hugo Stern left in May. Oke Aldous runs the mill. “It is hard,” he said.", "It is hard", "Oke Aldous/"},
		{"Hugo Stern left in May. “It is hard,” he said.", "It is hard", "Hugo Stern"},
	})
}

// TestOtherHolder: the new director is not the one who left, and an aide's words not those of whom the aide serves.
func TestOtherHolder(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Director Ida Holm left the bank in May. The new director said it would grow.", "it would grow", ""},
		{"Manager Nils Aker was sacked in May. The next manager said the squad was good.", "the squad was good", ""},
		{"Director Ida Holm left the bank in May. The previous director said it would grow.", "it would grow", ""},
		{"Director Ida Holm left the bank in May. The director said it would grow.", "it would grow", "Ida Holm"},
		{"A spokeswoman for the mill’s owner, Nils Aker, said it would close.", "it would close", ""},
		{"A lawyer for the club's captain, Nils Aker, said it would close.", "it would close", ""},
		{"An aide to Britain’s finance minister, Ida Holm, said it would close.", "it would close", ""},
		{"A friend of the band’s singer, Ida Holm, said it would close.", "it would close", ""},
		{"The head of the union’s bank, Ida Holm, said it would close.", "it would close", "Ida Holm"},
	})
}

// TestQuotationBeforeBreak: a line that ends with a quotation's comma goes on with who said it.
func TestQuotationBeforeBreak(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"“We have lost money,”\nNils Aker, the owner, said.\n\nThe mill will be sold in May.", "We have lost money", "Nils Aker"},
		{"“No,”\nIda Holm said.\n\nThe mill will be sold in May.", "No", "Ida Holm"},
		{"'We have lost money,'\nsaid Ida Holm.\n\nThe mill will be sold in May.", "We have lost money", "Ida Holm"},
	})
}

// TestNextSentence: what a sentence says that begins with no plain capital is not joined
// to the one before, whose speaker keeps the words.
func TestNextSentence(t *testing.T) {
	for _, next := range []string{"40 people came", "$40 was paid", "(It was cold", "@rostmill was shut", "#Mill was shut", "iPhone sales fell", "£3m is gone"} {
		checkSpeakers(t, []speakerCase{
			{"“It is late,” Ida Holm told reporters. " + next + ", Nils Aker said.", "It is late", "Ida Holm"},
			{"The mill is shut, Ida Holm told reporters. " + next + ", said Nils Aker.", "The mill is shut", "Ida Holm"},
		})
	}
}

// TestOnePerson: forms of one name are one person within an article.
func TestOnePerson(t *testing.T) {
	for _, c := range []struct{ text, people string }{
		{"Rafael Ortiz Lemos said the mill was shut. “It is shut,” Ortiz Lemos said. Ortiz left.", "Rafael Ortiz Lemos"},
		{"Lucía Inés Prado Vela said the mill was shut. “It is shut,” Prado Vela said.", "Lucía Inés Prado Vela"},
		{"Tran Van Duong, a farmer, said the mill was shut. “It is shut,” Duong said.", "Tran Van Duong"},
		{"Inés de la Torre told the court that the mill was shut. “It is shut,” said de la Torre.", "Inés de la Torre"},
		{"Ramón de las Vegas said the mill was shut. “It is shut,” said de las Vegas.", "Ramón de las Vegas"},
		{"Alejandra de los Prados called it a farce. De los Prados will appeal. “It is,” said de los Prados.", "Alejandra de los Prados"},
		{"Otto von und zu Lund said on Friday that the mill in the valley was shut and that it would stay shut. “It is shut,” he said.", "Otto von und zu Lund"},
		{"Erik ten Cate said no. “It is shut,” said ten Cate.", "Erik ten Cate"},
		{"Minister May Sommers said the mill was shut. “It is shut,” Sommers said.", "May Sommers"},
		{"Robert “Bob” Lund Jr. said the mill was shut. “It is shut,” Lund said.", "Robert “Bob” Lund Jr."},
		{"April Lund said the shop was shut. “It is shut,” April said.", "April Lund"},
		{"Sergei Danilov spoke. “We wait,” said Sergey Daniloff.", "Sergei Danilov"},
		{"Jürgen Möller spoke. “We wait,” said Juergen Moeller.", "Jürgen Möller"},
		{"Alexei Yermakov spoke. “We wait,” said Aleksey Ermakov.", "Alexei Yermakov"},
		{"Amir ul-Haq Sohail spoke. “We wait,” said ul-Haq.", "Amir ul-Haq Sohail"},
		{"J.T. “Skip” Lund III said the mill was shut. Lund left.", "J.T. “Skip” Lund III"},
		{"Robert Lund Jr. met Robert Lund Sr. in May. “We wait,” Lund Sr. said. “We go,” said Lund Jr.", "Robert Lund Jr., Robert Lund Sr."},
		{"Ida Lund met Ada Lund.", "Ida Lund, Ada Lund"},
		{"Ann Lund Reiss met Ola Lund. “We wait,” said Ola Lund.", "Ann Lund Reiss, Ola Lund"},
	} {
		var names []string
		for _, p := range New(nil).Annotate(article.Article{Text: c.text}).People {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, ", "); got != c.people {
			t.Errorf("%s\n people %q, want %q", c.text, got, c.people)
		}
	}
}
