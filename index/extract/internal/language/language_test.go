package language

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

func read(text string) (*doc.Document, Languages) {
	d := doc.New(article.Article{Text: text})
	d.Quotes = doc.FindQuotes(d)
	return d, Of(d)
}

// TestOf holds an article a row.
func TestOf(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"The ferry sank on Monday, the harbour office said.", "en"},
		{"Holt quits", ""},
		{"", ""},
		{"Net loss 12 cents, sales 14 million, revenue 9 million, income 8 million dollars, year 4 cents, assets 90 million, loans 44 million, deposits 82 million, quarter loss 3 cents, shares 5 million, profit 3 cents, rent 4 million", ""},
		{"“We go.”", "en"},
		{"“Wir zahlen nicht und wir gehen nicht,” said Marta Keel, the mayor of Hartwell.", "en"},
		{"„Wir gehen“, said Marta Keel. «On y va», said Omar Dorn. 「行こう」, said Ken Ito.", "en"},
		{"Juan de la Torre and Piet van der Bellen met in Den Haag and in Las Palmas.", "en"},
		{"Petra van den Berg said the vote was lost. Ms. van den Berg wept. “Lost,” van den Berg repeated.", "en"},
		{"Mr. de la Croix was late. “No,” de la Croix said, and left.", "en"},
		{"Donald Price Sr. met Donald Price Jr. in Boston.", "en"},
		{"Men die in war, and children come to the door.", "en"},
		{"Die Fähre ist am Montag gesunken, sagte die Hafenbehörde. Niemand wurde verletzt.", "de"},
		{"„Wir zahlen nicht“, sagte Bürgermeisterin Marta Keel.", "de"},
		{"„Niemand hat uns gefragt.“ – Dorrit Halloran, Gewerkschaft", "de"},
		{"“Das Boot” – Marta Keel likes it and the sea", "en"},
		{"Der Streik im Hafen von Hartwell ist beendet.", "de"},
		{"Von der Regierung kam, von der Leitung abgesehen, keine Antwort auf die Fragen.", "de"},
		{"Le ferry a coulé lundi, selon la capitainerie du port. Personne n'a été blessé dans l'accident.", "fr"},
		{"El transbordador se hundió el lunes, dijo la autoridad del puerto. No hubo heridos.", "es"},
		{"De veerboot is maandag gezonken, zegt het havenbedrijf. Niemand raakte gewond bij het ongeluk.", "nl"},
		{"Il traghetto è affondato lunedì, ha detto la capitaneria di porto. Non ci sono feriti.", "it"},
		{"A balsa afundou na segunda-feira, disse a autoridade do porto. Não há feridos.", "pt"},
		{"Färjan sjönk på måndagen, säger hamnkontoret. Ingen skadades när den gick under.", "sv"},
		{"Færgen sank mandag, siger havnekontoret. Ingen kom til skade, da den gik ned.", "da"},
		{"Prom zatonął w poniedziałek, powiedział dyrektor portu. Nikt nie został ranny.", "pl"},
		{"Паром затонул в понедельник, сообщила портовая служба.", "und"},
		{"Lautta upposi maanantaina satamaviraston mukaan. Kukaan ei loukkaantunut onnettomuudessa, ja kaikki matkustajat saatiin turvallisesti rantaan ennen iltaa. Syytä tutkitaan, poliisi kertoo. Varustamo pahoittelee tapahtunutta ja lupaa korvata kaikki vahingot matkustajille.", "und"},
	} {
		if _, got := read(row.text); got.Article != row.want {
			t.Errorf("%s\n got %q, want %q", row.text, got.Article, row.want)
		}
	}
}

// TestForeign reads articles of two languages: which of their paragraphs are not English.
func TestForeign(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"The mayor resigned on Monday.\nDie Bürgermeisterin ist am Montag zurückgetreten, sagte ein Sprecher.\nShe said she was tired.", "ENE"},
		{"The mayor resigned on Monday.\nHolt: tired, tired, tired!\n“Genug ist genug!”", "EEE"},
		{"Die Bürgermeisterin ist am Montag zurückgetreten.\nUnglück in Hartwell: „Ich kann nicht mehr“\nDer Rat tagt an diesem Freitag.", "NNN"},
		{"De burgemeester is maandag afgetreden, zegt het stadhuis.\nWe over Hartwell\nDe raad komt vrijdag bij elkaar.", "NNN"},
		{"Die Bürgermeisterin ist am Montag zurückgetreten.\n„Genug!“, ruft Marta Keel.\nSie hatte sich mit dem Rat nicht einigen können.\nThe letter ended: “I am tired.”", "NNNE"},
		{"The singer said she would sing it again.\n“Non, je ne regrette rien,” said the mayor.\n“Nous ne paierons pas,” Holt said.", "EEE"},
	} {
		d, found := read(row.text)
		got := ""
		for k := range d.Paragraphs {
			if found.Foreign(k) {
				got += "N"
			} else {
				got += "E"
			}
		}
		if got != row.want {
			t.Errorf("%s\n got %s, want %s", row.text, got, row.want)
		}
	}
}
