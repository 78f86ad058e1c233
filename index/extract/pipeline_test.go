package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
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
		{"The club hired Dov Karsten as its new coach.", []string{"Dov Karsten/Karsten"}},
		{"Shareholders elected Brio Fenwick chairman on Monday.", []string{"Brio Fenwick/Fenwick"}},
		{"The party chose Ilka Torvald as its candidate.", []string{"Ilka Torvald/Torvald"}},
		{"The board named Ines Calloway as its chief engineer. Ines knows every mast.", []string{"Ines Calloway/Calloway/Ines"}},
		{"The navy named Sea Falcon as its flagship. Readers named Blue Lantern the best bar.", nil},
		{"Maulana Omar ur-Rahim Sorani said no. Ur-Rahim then smiled.", []string{"Omar ur-Rahim Sorani/Sorani/Ur-Rahim"}},
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
	names := []lexicon.Name{{Full: "Alexandra Ortega-Cruz", Forms: []string{"AOC", "Sandy Ortega"}}}
	text := "Alexandra Ortega-Cruz spoke. AOC then left, and Sandy Ortega slept."
	people := New(names).Annotate(article.Article{Text: text}).People
	if len(people) != 1 || len(people[0].Mentions) != 3 {
		t.Errorf("people: %+v", people)
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
		{"“It is late,” said water board director Ann Berg.", "Ann Berg: water board director"},
		{"“It is late,” said bus company owner Ann Berg.", "Ann Berg: bus company owner"},
		{"“It is late,” said pizza magnate Ann Berg.", "Ann Berg: pizza magnate"},
		{"The council named Ann Berg as acting head of roads.", "Ann Berg: acting head of roads"},
		{"The board appointed Ann Berg as its treasurer in May.", "Ann Berg: treasurer"},
		{"The firm promoted Ann Berg to chief engineer.", "Ann Berg: chief engineer"},
		{"The mayor picked Ann Berg as police chief on Monday.", "Ann Berg: police chief"},
		{"The club made Ann Berg captain, and shareholders elected Paul Reiss chairman.", "Ann Berg: captain/Paul Reiss: chairman"},
		{"Ann Berg was appointed finance minister in May.", "Ann Berg: finance minister"},
		{"Ann Berg had been chosen as executive vice president.", "Ann Berg: executive vice president"},
		{"The board refused to appoint Ann Berg as director.", "Ann Berg:"},
		{"The board has not named Ann Berg as director.", "Ann Berg:"},
		{"The report named Ann Berg as a suspect.", "Ann Berg:"},
		{"The king elected Ann Berg to the seven member council.", "Ann Berg:"},
		{"The council replaced Ann Berg as head of roads.", "Ann Berg:"},
		{"The board named Ann Berg as deputy to Mayor Paul Reiss.", "Ann Berg: deputy/Paul Reiss: Mayor"},
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
