package extract

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestSilence holds an article a row, of which no word is a statement: lines of the page, and
// other languages.
func TestSilence(t *testing.T) {
	for _, text := range []string{
		"MAYOR SAYS THE BRIDGE IS SAFE\nThe bridge is forty metres long.",
		"Read more: Mayor says the bridge is safe",
		"The bridge is forty metres long.\nRelated: “We will not pay,” says union boss\nIt was painted in June.",
		"Sign up for our newsletter, in which Dana Quist says what mattered this week.",
		"By Dana Quist, who said it was late",
		"Mayor Marta Keel says that the port is safe. (Photo by Dana Quist/Harbour Press)",
		"FILE - Mayor Marta Keel tells reporters that the port is safe.",
		"Watch: Minister claims that the port is safe",
		"Die Fähre ist am Montag gesunken, sagte die Hafenbehörde. „Niemand wurde verletzt“, sagte ihr Sprecher Otto Lind.",
		"Bürgermeisterin Marta Keel sagte am Montag, dass die Brücke im Mai wieder geöffnet werde.\n„Wir sind bereit“, sagte Keel. „Die Arbeiter sind es auch.“\nDer Rat will das Geld nicht zahlen.",
		"Der Minister warnte vor einem Streik. „Das können wir uns nicht leisten“, so Lind.",
		"Le ferry a coulé lundi, a déclaré la capitainerie du port. « Personne n'a été blessé », a dit son porte-parole, Otto Lind.",
		"La maire, Marta Keel, affirme que le pont sera rouvert en mai. « Nous sommes prêts », a-t-elle expliqué.",
		"El transbordador se hundió el lunes, dijo la autoridad del puerto. «Nadie resultó herido», afirmó su portavoz, Otto Lind.",
		"La alcaldesa, Marta Keel, aseguró que el puente abrirá en mayo. “Estamos listos”, dijo.",
		"De veerboot is maandag gezonken, zegt het havenbedrijf. “Niemand raakte gewond”, aldus woordvoerder Otto Lind.",
		"Burgemeester Marta Keel zei maandag dat de brug in mei weer open gaat. ‘Wij zijn er klaar voor’, zegt zij.",
		"Il traghetto è affondato lunedì, ha detto la capitaneria di porto. «Nessun ferito», ha spiegato il portavoce Otto Lind.",
		"A balsa afundou na segunda-feira, disse a autoridade do porto. “Ninguém ficou ferido”, afirmou o porta-voz Otto Lind.",
		"Färjan sjönk på måndagen, säger hamnkontoret. ”Ingen skadades”, säger deras talesman Otto Lind.",
		"Prom zatonął w poniedziałek, powiedział dyrektor portu. „Nikt nie został ranny”, dodał rzecznik Otto Lind.",
		"Færgen sank mandag, siger havnekontoret. »Ingen kom til skade«, siger talsmand Otto Lind.",
		"Паром затонул в понедельник, сообщила портовая служба. «Никто не пострадал», сказал Отто Линд.",
	} {
		if got := sayings(text); got != "" {
			t.Errorf("%s\n got %s", text, got)
		}
	}
}

// TestNoSilence: English is heard whatever stands beside or in it.
func TestNoSilence(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"“Wir zahlen nicht und wir gehen nicht,” said Marta Keel, the mayor.", "Marta Keel: Wir zahlen nicht und wir gehen nicht,"},
		{"Die Fähre ist am Montag gesunken, und niemand wurde verletzt.\nMarta Keel said the ferry was old.", "Marta Keel: the ferry was old"},
		{"“We go,” Marta Keel said.", "Marta Keel: We go,"},
		{"Marta Keel told Juan de la Cruz and Piet van der Bellen that the ferry was old.", "Marta Keel: that the ferry was old"},
		{"“We lost the boats,” Marta Keel said. “We will build new ones.\n\nRead more: Mayor says the port is safe\n\n“And we will build them in oak.”", "Marta Keel: We lost the boats, We will build new ones. And we will build them in oak."},
		{"14:05 Marta Keel said the ferry was old.\n13:50 GMT\nThe ferry sank.", "Marta Keel: the ferry was old"},
	} {
		if got := strings.TrimSpace(sayings(row.text)); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.text, got, row.want)
		}
	}
}

// TestLanguage: an annotation tells the article's language.
func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"The ferry sank on Monday, the harbour office said.":            "en",
		"Die Fähre ist am Montag gesunken, sagte die Hafenbehörde.":     "de",
		"Le ferry a coulé lundi, a déclaré la capitainerie du port.":    "fr",
		"Паром затонул в понедельник, сообщила портовая служба города.": "und",
		"Ferry!": "",
	} {
		if got := New(nil).Annotate(article.Article{Text: text}).Language; got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
