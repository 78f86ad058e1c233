package extract

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestKin: what one of two bearers of a family name says is not the other's.
func TestKin(t *testing.T) {
	const words = "He was at home that night"
	checkSpeakers(t, []speakerCase{
		{"Ewan Strake denies fraud. Mrs Strake wept in the gallery. “" + words + ",” she said.", words, "Mrs Strake"},
		{"Ewan Strake denies fraud. “" + words + ",” said Mrs. Strake.", words, "Mrs. Strake"},
		{"Ewan Strake denies fraud. Miss Strake, his daughter, told the court that he was at home that night.", words[3:], "Miss Strake"},
		{"Anna Strake denies fraud. “" + words + ",” said Mr Strake.", words, "Mr Strake"},
		{"Ewan Strake denies fraud. Dr Strake is a surgeon. “" + words + ",” Dr Strake said of his brother.", words, "Ewan Strake"},
		{"The Strakes were there. Lord Strake nodded. “" + words + ",” said Lady Strake.", words, "Lady Strake"},
		{"Ewan Strake is mayor. They will miss Strake. “" + words + ",” said Strake.", words, "Ewan Strake"},
		{"Laurence Strake is mayor. “" + words + ",” said Mr Strake.", words, "Laurence Strake"},
		{"Ewan Strake denies fraud. His mother, Mrs Jane Strake, wept. “" + words + ",” said Mrs Strake.", words, "Jane Strake"},
	})
}

// TestParagraphTurnsBack: a paragraph that goes on with "she" may tell of whom the article is about.
func TestParagraphTurnsBack(t *testing.T) {
	const words = "Speed is a way of not being anywhere"
	checkSpeakers(t, []speakerCase{
		{"Leonie Marchbank built 41 bridges.\n\nThe critic Beatrix Oule dismissed one as a clothes line.\n\nIn later life she campaigned against motorways. “" + words + ",” she said.", words, ""},
		{"Leonie Marchbank built 41 bridges.\n\nHer rival, Beatrix Oule, built 12.\n\nShe was proudest of the smallest. “" + words + ",” she said.", words, ""},
		{"Leonie Marchbank turned 100 on Sunday.\n\nHer daughter Ines drove up from Tarrow.\n\nEvery morning she sews for an hour. “" + words + ",” she said.", words, ""},
		{"Leonie Marchbank built 41 bridges.\n\nThe critic Beatrix Oule dismissed one as a clothes line.\n\n“" + words + ",” she wrote.", words, "Beatrix Oule"},
		{"Otto Marchbank built 41 bridges.\n\nThe critic Beatrix Oule dismissed one as a clothes line.\n\nIn later life she campaigned against motorways. “" + words + ",” she said.", words, "Beatrix Oule"},
	})
}

// TestRolesOfOffices: a role is all of it, wherever it is beside a name, and a name has no letters of honour.
func TestRolesOfOffices(t *testing.T) {
	x := New(nil)
	for text, want := range map[string]string{
		"minister for harbours Otto Prole said the quay would hold.":                                       "Otto Prole: minister for harbours",
		"He met the head of security Ann Holm.":                                                            "Ann Holm: head of security",
		"Lena Kurz, professor of marine biology at Hartwell University, said the cod had gone.":            "Lena Kurz: professor of marine biology at Hartwell University",
		"Ann Holm, keeper of the Hartwell light, said it would burn.":                                      "Ann Holm: keeper of the Hartwell light",
		"“We asked,” added chief financial officer Petra Lindqvist.":                                       "Petra Lindqvist: chief financial officer",
		"The prime minister of the day, Aldous Renn, said it was late.":                                    "Aldous Renn: prime minister of the day",
		"Ann Holm, a cadet at the country's academy, Bright Star, said it was late.":                       "Ann Holm: cadet at the country's academy",
		"The mayor of Oldtown, Pravo Renn, said it was late.":                                              "Pravo Renn: mayor of Oldtown",
		"The former secretary of state mocked Otto Prole.":                                                 "Otto Prole:",
		"The president beat to the door Otto Prole.":                                                       "Otto Prole:",
		"A surveyor, Dr Nina Castell, said the valves were shut.":                                          "Nina Castell: surveyor",
		"Prosecuting, Helena Voss KC said he had done it.":                                                 "Helena Voss:",
		"Present: Cllr A. Mbeki. Cllr Mbeki said it was late.":                                             "A. Mbeki: Cllr, Cllr",
		"A spokesman for the mayor of Oldtown spoke. The killer of grandmother Ann Berg said it was late.": "Ann Berg: grandmother",
	} {
		found := x.Annotate(article.Article{Text: text})
		var got []string
		for _, p := range found.People {
			var roles []string
			for _, r := range p.Roles {
				roles = append(roles, r.Of(text))
			}
			got = append(got, strings.TrimSpace(p.Name+": "+strings.Join(roles, ", ")))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestSpokesmanOfFirm: an unknown name for which a spokesman speaks next is a firm's.
func TestSpokesmanOfFirm(t *testing.T) {
	const words = "It may take two days"
	checkSpeakers(t, []speakerCase{
		{"It may take two days, Baygrid says. A spokeswoman, Ruth Anselm, said crews could not work.", words, ""},
		{"“" + words + ",” Baygrid said. A spokesman declined to comment further.", words, ""},
		{"Otto Prole is mayor. “" + words + ",” Prole said. A spokesman declined to comment.", words, "Otto Prole"},
		{"A rival, Swiftlet, said it may take two days.", words[3:], ""},
		{"“" + words + ",” said the landlord, Crestline Homes.", words, ""},
		{"“" + words + ",” said the landlord, Keith Ludd.", words, "Keith Ludd"},
		{"“" + words + ",” Baygrid said. A spokesman for the court said nothing.", words, "Baygrid"},
		{"Otto Prole said he was ill. Lena Kurz said he was not.", "he was ill", "Otto Prole"},
		{"Otto Prole said he was ill. Lena Kurz said he was not.", "he was not", "Lena Kurz"},
	})
}

// TestInterpreter: what an interpreter says for somebody is nobody's by name.
func TestInterpreter(t *testing.T) {
	const words = "The bridge will hold"
	checkSpeakers(t, []speakerCase{
		{"“" + words + ",” said Ivo Tarn's interpreter, Ann Holm.", words, ""},
		{"Ivo Tarn spoke for an hour. Interpreter Ann Holm rendered it as: “" + words + ".”", words, ""},
		{"Ivo Tarn wept. “" + words + ",” said the interpreter, Ann Holm.", words, ""},
		{"“" + words + ",” said Ann Holm, an interpreter for Ivo Tarn.", words, ""},
		{"“" + words + ",” Ivo Tarn said through an interpreter, Ann Holm.", words, "Ivo Tarn"},
		{"“" + words + ",” said Ann Holm, an interpreter at the court.", words, "Ann Holm"},
	})
}

// TestAddressedIsNotQuoted: a turn quotes neither whom it speaks to nor itself.
func TestAddressedIsNotQuoted(t *testing.T) {
	x := New(nil)
	for said, want := range map[string]string{
		"Mr Okonska, you have told us that the wall is safe.": "",
		"Thank you, Mr Okonska. You said it would be short.":  "",
		"As you say, Mr Okonska, it is late.":                 "",
		"Let me ask you, Mr Okonska, whether it is safe.":     "",
		"Mr Okonska said that the wall was safe.":             "Mr Okonska",
		"The mayor has said that the wall is safe.":           "The mayor",
	} {
		text := "Announcer: " + said + "\n\nJan Okonska: It is.\n\nAnnouncer: Good night."
		for _, st := range x.Annotate(article.Article{Text: text}).Statements {
			if got := st.Inner.Of(text); st.Content[0].Of(text) == said && got != want {
				t.Errorf("%s\n quotes %q, want %q", said, got, want)
			}
		}
	}
}

// TestBodiesWithParticles: what comes after "de" in the name of a body is no person.
func TestBodiesWithParticles(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"The firm is issuing a bond with warrants, lead manager Credit Commercial de France said.", "The firm is issuing a bond with warrants", ""},
		{"“We are happy,” manager Societe Generale de Belgique said.", "We are happy", ""},
		{"It pays well, a spokesman of the Universidade de Lisboa said.", "It pays well", ""},
		{"The test failed, Institut Pasteur de Tunis said on Monday.", "The test failed", ""},
		{"“We go on,” said World Bank President de Vries.", "We go on", "de Vries"},
		{"Bank of Norway governor Piet de Vries said the dam would hold.", "the dam would hold", "Piet de Vries"},
		{"Central Bank chief Piet van der Berg said rates would rise.", "rates would rise", "Piet van der Berg"},
		{"Foreign Minister von Stahl said talks would go on.", "talks would go on", "von Stahl"},
	})
}

// TestRoleAfterBody: the name of a body with "of" in it tells whose governor somebody is, who speaks all the same.
func TestRoleAfterBody(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Bank of Norway governor Nils Berg said the dam would hold.", "the dam would hold", "Nils Berg"},
		{"The Bank of Norway governor Nils Berg said the dam would hold.", "the dam would hold", "Nils Berg"},
		{"Rates will rise, Reserve Bank of Norway governor Nils Berg said.", "Rates will rise", "Nils Berg"},
		{"“Rates will rise,” University of Oslo professor Nora Berg said.", "Rates will rise", "Nora Berg"},
		{"Ministry of Health spokesman Nils Berg said the dam would hold.", "the dam would hold", "Nils Berg"},
		{"Ministry for Health spokeswoman Nora Berg said the dam would hold.", "the dam would hold", "Nora Berg"},
		{"Church of Norway bishop Nils Berg said the dam would hold.", "the dam would hold", "Nils Berg"},
		{"Bank of Norway chief economist Nils Berg said the dam would hold.", "the dam would hold", "Nils Berg"},
		{"A spokesman for Bank of Norway governor Nils Berg said the dam would hold.", "the dam would hold", ""},
		{"A spokesman of Norway governor Nils Berg said the dam would hold.", "the dam would hold", ""},
		{"The lawyer of the Bank of Norway governor Nils Berg said the dam would hold.", "the dam would hold", ""},
		{"The Bank of Nils Berg said the dam would hold.", "the dam would hold", ""},
		{"Friends of Nils Berg said the dam would hold.", "the dam would hold", ""},
	})
}
