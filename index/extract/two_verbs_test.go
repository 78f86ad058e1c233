package extract

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestSurnameBeforeTwoVerbs: whoever takes a stand and says why is a person, though named once and by a
// surname alone.
func TestSurnameBeforeTwoVerbs(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Thell welcomed it but warned that the money would run out by May.", "the money would run out", "Thell"},
		{"Varrick dismissed the claim as gossip, saying the ledger had been lost.", "the ledger had been lost", "Varrick"},
		{"Brannick then hailed the vote and promised that the school would stay.", "the school would stay", "Brannick"},
		{"Tellander flatly denounced the ruling, adding that it would be appealed.", "it would be appealed", "Tellander"},
		{"The vote was on Monday. Hessel backed the plan but cautioned that winter was near.", "winter was near", "Hessel"},
		{"Corvid blamed the rain but insisted that the dam was safe.", "the dam was safe", "Corvid"},
		{"Thell also said that the money would run out by May.", "the money would run out", "Thell"},
		{"Thell then told the board that the money would run out by May.", "the money would run out", "Thell"},
		{"Norrtex rejected the bid, saying it undervalued the firm.", "it undervalued", ""},
		{"Norrtex rejected the bid and said its shops would stay open.", "shops would stay open", ""},
		{"Residents welcomed it but warned that the money would run out.", "the money would run out", ""},
		{"Ostravia welcomed it but warned that war was near. The Ostravian army slept.", "war was near", ""},
		{"Velltrek obtained the tape and said she had been brief.", "she had been brief", ""},
	})
}

// TestSubjectOfTwoVerbs: a verb without a subject has that of the one before, where nothing else can be its subject.
func TestSubjectOfTwoVerbs(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Lind called the toll a disgrace, and demanded that it be dropped by May.", "it be dropped", "Lind"},
		{"Vera Sand criticised the report, and asked why nobody had been told.", "why nobody had been told", "Vera Sand"},
		{"Nils Aker denounced the deal as theft, and vowed to fight it in court.", "to fight it in court", "Nils Aker"},
		{"“It is a disgrace,” Ida Holm said, and demanded that the toll be dropped.", "that the toll be dropped", "Ida Holm"},
		{"Thell praised the decision, but cautioned that it came too late.", "it came too late", "Thell"},
		{"The minister, Olav Brand, accused the owners of greed and warned that the mill would close.", "the mill would close", "Olav Brand"},
	})
}

// TestUnknownNameOfBody: an unknown word before a run of capitals that a word for a body ends is its name.
func TestUnknownNameOfBody(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Brandell Research Corp signed on Friday. Brandell said the money would last.", "the money would last", ""},
		{"Brandell Research Corp said the money would last.", "the money would last", ""},
		{"Varnholt Image Technology Inc sold a mill. Varnholt also said that the price was fair.", "the price was fair", ""},
		{"Telmar Energy Fund left. “It is late,” Telmar said.", "It is late", ""},
		{"Kestor Data Systems Ltd closed. The price was fair, according to Kestor.", "The price was fair", ""},
		{"Brandell Research Corp wrote to Ida Brandell. “It is late,” Brandell said.", "It is late", "Ida Brandell/"},
	})
}

// TestQuotedAsSaying: whoever quotes somebody as saying something speaks at second hand, and is somebody else.
func TestQuotedAsSaying(t *testing.T) {
	x := New(nil)
	for _, row := range []struct{ text, said, speaker, inner string }{
		{"Haddad quoted the late president Omar Amara as saying in 1994 that \"a border is a scar, not a wall\".", "that \"a border is a scar, not a wall\"", "Haddad", "the late president Omar Amara"},
		{"The paper quotes grid operator Norgrid as warning that \"the reserve is a fiction\".", "that \"the reserve is a fiction\"", "", "grid operator Norgrid"},
		{"Leyla Haddad cited Omar Amara as saying: “A border is a scar.”", "A border is a scar.", "Leyla Haddad", "Omar Amara"},
		{"The agency quoted Ida Holm as saying the quay would close.", "the quay would close", "", "Ida Holm"},
		{"“A border is a scar,” Haddad quoted Amara as saying.", "A border is a scar,", "Haddad", "Amara"},
		{"The station quoted a diplomat in Oldtown as saying guards at the gate were “asleep”.", "guards at the gate were “asleep”", "", "a diplomat in Oldtown"},
		{"Olav Brand resigned. He quoted Brand as saying that the mill was shut.", "that the mill was shut", "", "Brand"},
		{"Ida Holm was quoted as saying that the quay would close.", "that the quay would close", "Ida Holm", ""},
	} {
		a := x.Annotate(article.Article{Text: row.text})
		speaker, _ := speakerOf(a, row.text, row.said)
		if len(a.Statements) != 1 || a.Statements[0].Content[0].Of(row.text) != row.said || speaker != row.speaker || a.Statements[0].Inner.Of(row.text) != row.inner {
			t.Errorf("%s\n got %+v by %q", row.text, a.Statements, speaker)
		}
	}
}

// TestYetToBeSaid: what somebody is expected to say has not been said.
func TestYetToBeSaid(t *testing.T) {
	for _, text := range []string{
		"Mr Stell, who has admitted paying the money, is expected to say on Thursday that he handed over cash in a car park.",
		"Prime Minister Signe Dahl is expected to say on Friday that she has full confidence in her minister.",
		"Signe Dahl is set to argue that the law is unjust.",
		"Signe Dahl is likely to stress that the money is gone.",
		"“The money is gone,” Signe Dahl is expected to say.",
		"The ministers were due to announce that the school would close.",
	} {
		if found := New(nil).Annotate(article.Article{Text: text}).Statements; len(found) > 0 {
			t.Errorf("%s\n got %+v", text, found)
		}
	}
	checkSpeakers(t, []speakerCase{
		{"Signe Dahl said she was expected to resign.", "she was expected to resign", "Signe Dahl"},
		{"Signe Dahl said the price was likely to rise.", "the price was likely to rise", "Signe Dahl"},
		{"Signe Dahl had been expected to resign, but said that she would stay.", "she would stay", "Signe Dahl"},
	})
}

// TestGrammarNames: given names that are words of grammar, too, are part of the name where the article shows it.
func TestGrammarNames(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Per Olsen said the quay was shut.", "the quay was shut", "Per Olsen"},
		{"On Monday, Per Olsen said the quay was shut.", "the quay was shut", "Per Olsen"},
		{"On Monday the mayor, Even Dahl, resigned. Even Dahl said the quay was shut.", "the quay was shut", "Even Dahl"},
		{"Can Yilmaz said the quay was shut. Yilmaz left.", "the quay was shut", "Can Yilmaz"},
		{"Are Holm, the mayor, said the quay was shut.", "the quay was shut", "Are Holm"},
		{"“It is late,” said Ask Dahl. The mayor, Per Dahl, agreed.", "It is late", "Ask Dahl"},
		{"My Lind told the board that the quay was shut. The mayor met My Lind in May.", "the quay was shut", "My Lind"},
		{"Even Holm said the quay was shut. Ida Holm left.", "the quay was shut", "Ida Holm/"},
		{"Can Holm win? Holm said the quay was shut.", "the quay was shut", "Holm"},
		{"Per Norvik, the mayor said the quay was shut.", "the quay was shut", ""},
	})
}

// TestGivenNameAfterAge: a child is somebody by the given name after an age.
func TestGivenNameAfterAge(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"“My rabbit was on the roof,” said eight-year-old Tilda.", "My rabbit", "Tilda"},
		{"“It was cold,” said 12-year-old Oskar.", "It was cold", "Oskar"},
		{"Ten-year-old Agnes said the school was shut.", "the school was shut", "Agnes"},
		{"Two-year-old Brandell said it would hire.", "it would hire", ""},
		{"The ten-year-old Volvo broke down, the mayor said.", "broke down", ""},
	})
}

// clauseCase names what must be the words that a speaker, "" is nobody by name, is given in text.
type clauseCase struct{ text, speaker, content string }

// checkClauses annotates each text and looks for a statement that has exactly the words, by the speaker.
func checkClauses(t *testing.T, cases []clauseCase) {
	t.Helper()
	x := New(nil)
	for _, c := range cases {
		a := x.Annotate(article.Article{Text: c.text})
		found := false
		for _, s := range a.Statements {
			speaker := ""
			if s.Speaker != article.Nobody {
				speaker = a.People[s.Speaker].Name
			}
			found = found || speaker == c.speaker && len(s.Content) == 1 && s.Content[0].Of(c.text) == c.content
		}
		if !found {
			t.Errorf("%s\n no %q by %q in %+v", c.text, c.content, c.speaker, a.Statements)
		}
	}
}

// TestRelativeClauseEnds: what somebody says who is spoken of in a clause with "who" ends where the sentence around it goes on.
func TestRelativeClauseEnds(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"The minister, who in June said the dam would hold, resigned on Monday. Ida Holm is a farmer.", "", "the dam would hold"},
		{"Speaker Lyle Conner, who as a freshman said that he would “rather eat the stamp,” did not respond.", "Lyle Conner", "that he would “rather eat the stamp,”"},
		{"Ida Holm, who said that Olav Brand, the mayor, had resigned, left the town in May.", "Ida Holm", "that Olav Brand, the mayor, had resigned"},
		{"Ida Holm, who warned that the dam would burst, has been proved right.", "Ida Holm", "that the dam would burst"},
		{"Ida Holm, who said the dam, the oldest in the country, would hold, met the mayor, Olav Brand, and resigned.", "Ida Holm", "the dam, the oldest in the country, would hold"},
		{"Ida Holm, who wrote that the dam, built in 1953, was rotten, sued the town.", "Ida Holm", "that the dam, built in 1953, was rotten"},
		{"Ida Holm said the dam, which was old, would hold.", "Ida Holm", "the dam, which was old, would hold"},
	})
}

// TestSourceOfInnerClause: of two verbs of saying in a row the second has its own subject, and whoever is asked does not ask.
func TestSourceOfInnerClause(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"Ida Holm said Brand, asked about it, answered that “it is late”. Olav Brand left.", "Olav Brand", "that “it is late”"},
		{"A spokesman told Norwire Olav Brand had said: “It is late.”", "Olav Brand", "It is late."},
		{"Olav Brand, the mayor, asked whether the dam would hold.", "Olav Brand", "whether the dam would hold"},
	})
	for text, words := range map[string]string{
		"The minister, according to those present, said that this was probably true. “It is,” Ida Holm said. The minister left.": "The minister",
		"The president himself, asked about the bill as he boarded the train, said, “What bill?” Ida Holm left.":                 "the bill as he boarded the train",
	} {
		for _, s := range New(nil).Annotate(article.Article{Text: text}).Statements {
			if len(s.Content) == 1 && s.Content[0].Of(text) == words {
				t.Errorf("%s\n %q is no statement", text, words)
			}
		}
	}
}

// TestSecondVerbOfAccuser: what somebody is accused of ends before the next verb of the one who accuses.
func TestSecondVerbOfAccuser(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"Nils Aker accused the council of lying and demanded an inquiry.", "Nils Aker", "the council of lying"},
		{"Nils Aker accused the council of lying, and demanded that it resign.", "Nils Aker", "that it resign"},
		{"Ida Holm accused the ministry of stalling and threatened to sue.", "Ida Holm", "to sue"},
		{"Ida Holm accused the owners of greed and said the mill would close.", "Ida Holm", "the owners of greed"},
		{"Ida Holm blamed the owners for the flood and warned that the mill would close.", "Ida Holm", "that the mill would close"},
		{"Ida Holm accused the owners of lying and cheating and then said the mill would close.", "Ida Holm", "the owners of lying and cheating"},
		{"Ida Holm accused the owners of hiding what they knew and said was secret.", "Ida Holm", "the owners of hiding what they knew and said was secret"},
	})
}

// TestWhatCameOfWords: what a writer tells after a cue of how words were said, or what came of them, is not said.
func TestWhatCameOfWords(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"The bones are not those of the bishop, Ida Holm said on Friday, dashing the hopes of a town that had printed the tea towels.", "Ida Holm", "The bones are not those of the bishop"},
		{"The mill will close in May, Ida Holm said on Monday, ending 140 years of weaving in Oldtown.", "Ida Holm", "The mill will close in May"},
		{"The talks had failed, Olav Brand said, speaking in the rain.", "Olav Brand", "The talks had failed"},
		{"Ida Holm signalled that cuts could begin in the autumn, defying calls from the government for cheaper money.", "Ida Holm", "that cuts could begin in the autumn"},
		{"Ida Holm said the tax would rise in May, stoking fears of a recession.", "Ida Holm", "the tax would rise in May"},
		{"Ida Holm said the talks had failed, raising hopes among the rebels that the town would fall.", "Ida Holm", "the talks had failed"},
		{"Ida Holm said the flood had wrecked the bridge, leaving 300 people without a road.", "Ida Holm", "the flood had wrecked the bridge, leaving 300 people without a road"},
		{"Shelling hit a depot, Ida Holm said on Sunday, as both sides accused each other of breaking a truce.", "Ida Holm", "Shelling hit a depot"},
		{"The lake was safe, Ida Holm said on Tuesday, a day after her deputy had said that it was not.", "Ida Holm", "The lake was safe"},
		{"The lake was safe, Ida Holm said, hours after three people fell ill.", "Ida Holm", "The lake was safe"},
		{"Ida Holm said the plan would ease traffic, cutting journeys by ten minutes.", "Ida Holm", "the plan would ease traffic, cutting journeys by ten minutes"},
	})
}

// TestSentenceAfterAbbreviation: what follows an abbreviation at a sentence's end is not said by whoever is quoted before it.
func TestSentenceAfterAbbreviation(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Walt Pettit said he got the call at 2 a.m. Ida Holm said it was late.", "it was late", "Ida Holm"},
		{"Walt Pettit said he got the call at 2 a.m. \"They told me somebody was down,\" Ida Holm said.", "They told me", "Ida Holm"},
		{"Walt Pettit said he lived in the U.S. \"They told me somebody was down,\" Ida Holm said.", "They told me", "Ida Holm"},
		{"Walt Pettit said he worked for Brandell Inc. Its owner, Ida Holm, said it was late.", "it was late", "Ida Holm"},
		{"Walt Pettit said he lived in the U.S. That was false, Ida Holm said.", "That was false", "Ida Holm"},
	})
}

// TestContentHasItsSubject: the verb of what is said is not given without its subject, with an apposition before it.
func TestContentHasItsSubject(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"Ida Holm said Wednesday she, too, wants an inquiry.", "Ida Holm", "she, too, wants an inquiry"},
		{"Ida Holm said Wednesday the dam, the oldest in the land, would hold.", "Ida Holm", "the dam, the oldest in the land, would hold"},
		{"Ida Holm said Brandell, a maker of lamps, will buy a mill.", "Ida Holm", "Brandell, a maker of lamps, will buy a mill"},
		{"Ida Holm warned the deal, struck in May, would fail.", "Ida Holm", "the deal, struck in May, would fail"},
		{"Eva Strand told the board its deputy, Olle Berg, was wrong about it.", "Eva Strand", "its deputy, Olle Berg, was wrong about it"},
	})
	text := "Eva Strand told a news conference the deputy, Olle Berg, had misread the figures."
	for _, s := range New(nil).Annotate(article.Article{Text: text}).Statements {
		if got := s.Content[0].Of(text); got == "had misread the figures" {
			t.Errorf("%s\n got %q, without its subject", text, got)
		}
	}
}

// TestTidySource: what is between a speaker and the verb is none of the speaker's name.
func TestTidySource(t *testing.T) {
	x := New(nil)
	for text, want := range map[string]string{
		"Lumetta AB, the maker of film, today announced that it would hire 40 people.":               "Lumetta AB, the maker of film",
		"The company yesterday said it would hire 40 people.":                                        "The company",
		"The minister, who in June said the dam would hold, resigned.":                               "who",
		"Lyle Conner, who as a freshman said that he would “rather eat the stamp,” did not respond.": "Lyle Conner",
		"A reporter for Oldtown Today said that the dam would hold.":                                 "A reporter for Oldtown Today",
	} {
		found := x.Annotate(article.Article{Text: text}).Statements
		if len(found) != 1 || found[0].Source.Of(text) != want {
			t.Errorf("%s\n got %+v, want the source %q", text, found, want)
		}
	}
}

// TestAnotherSpeakerInTheSentence: of two who say something in one sentence, each is given their own words.
func TestAnotherSpeakerInTheSentence(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"Ida Holm said the roof was safe and Neil Abbot said it was not.", "Ida Holm", "the roof was safe"},
		{"Ida Holm said the roof was safe and Neil Abbot said it was not.", "Neil Abbot", "it was not"},
		{"Ida Holm said the roof was safe, but Neil Abbot, the surveyor, said it was not.", "Ida Holm", "the roof was safe"},
		{"Ida Holm said the roof was safe; Neil Abbot said it was not.", "Ida Holm", "the roof was safe"},
		{"Ida Holm said the roof was safe while the union warned that it would fall.", "Ida Holm", "the roof was safe"},
		{"Ida Holm says the roof is safe, but Neil Abbot says it is not.", "Neil Abbot", "it is not"},
		{"Ida Holm believes that the roof is safe, and the union hopes that it will hold.", "Ida Holm", "that the roof is safe"},
		{"Ida Holm said that the roof was safe and that Neil Abbot had said so.", "Ida Holm", "that the roof was safe and that Neil Abbot had said so"},
		{"Ida Holm said the roof was safe and Neil Abbot had said so in May.", "Ida Holm", "the roof was safe and Neil Abbot had said so in May"},
		{"Ida Holm said the roof was safe and the wall was not.", "Ida Holm", "the roof was safe and the wall was not"},
		{"Neil Abbot, whose deputy, Ida Holm, said the roof was safe, resigned.", "Ida Holm", "the roof was safe"},
		{"Neil Abbot, whose deputy, Ida Holm, had told the board that the roof was safe, resigned.", "Ida Holm", "that the roof was safe"},
	})
}

// TestClauseBeforeTheMainOne: what is said in a clause before its sentence's own ends with it.
func TestClauseBeforeTheMainOne(t *testing.T) {
	checkClauses(t, []clauseCase{
		{"Despite Ida Holm saying the roof was safe, Neil Abbot closed the school.", "Ida Holm", "the roof was safe"},
		{"Because Ida Holm said the roof was safe, nobody closed the school.", "Ida Holm", "the roof was safe"},
		{"If Ida Holm says the roof is safe, the school will open.", "Ida Holm", "the roof is safe"},
		{"Hours after Ida Holm said the roof was safe, it fell on the stage.", "Ida Holm", "the roof was safe"},
		{"After Ida Holm said that the roof, the oldest in town, was unsafe, Neil Abbot closed the school.", "Ida Holm", "that the roof, the oldest in town, was unsafe"},
		{"When Ida Holm said the roof was safe, the teachers laughed.", "Ida Holm", "the roof was safe"},
	})
	for _, text := range []string{
		"Contrary to what Ida Holm said, the roof was not safe.",
		"Despite what Ida Holm said, the roof fell.",
		"Whatever Ida Holm said, the roof fell.",
		"After what Ida Holm had told the board, the school was closed.",
		"But consider what the critics say.",
	} {
		if found := New(nil).Annotate(article.Article{Text: text}).Statements; len(found) > 0 {
			t.Errorf("%s\n got %+v", text, found)
		}
	}
}

// TestAnswerOfAnother: what is quoted after a question to somebody by name is not the one's who asks.
func TestAnswerOfAnother(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"“Is the roof safe?” Neil Abbot asked Ida Holm. “It is.”", "It is.", ""},
		{"“Why were you late?” Neil Abbot asked him. “Because I was asleep.” Olav Brand is 40.", "Because I was asleep", ""},
		{"“Where is it?” asked Ida Holm. “I cannot find it.”", "I cannot find it", "Ida Holm"},
		{"“Where is it?” Ida Holm asked. “I cannot find it.”", "I cannot find it", "Ida Holm"},
		{"“Where were you?” Ida Holm asked her son. “I waited for hours,” she said.", "I waited for hours", "Ida Holm"},
	})
}
