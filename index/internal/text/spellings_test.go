package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

func TestSpellings(t *testing.T) {
	s := text.NewSpellings([][]string{{"Nordhavn", "North Haven"}, {"Kyiv", "Kijów"}})
	for pair := range strings.SplitSeq(`colour/color, neighbourhoods/neighborhoods, honourable/honorable, rumoured/rumored, organise/organize,
		organisations/organizations, privatisation/privatization, analysed/analyzed, paralyse/paralyze, centre/center, centred/centered,
		theatres/theaters, kilometres/kilometers, litre/liter, manoeuvres/maneuvers, travelled/traveled, labelling/labeling,
		counsellors/counselors, signalled/signaled, fuelled/fueled, kidnapped/kidnaped, defences/defenses, licence/license,
		catalogue/catalog, dialogues/dialogs, anaesthetic/anesthetic, paediatrician/pediatrician, haemorrhage/hemorrhage, foetus/fetus,
		archaeologist/archeologist, aluminium/aluminum, tyres/tires, cheques/checks, grey/gray, ageing/aging, ploughing/plowing,
		moustache/mustache, jewellery/jewelry, gaol/jail, programmes/programs, judgement/judgment, sceptics/skeptics, percent/per cent,
		Kyiv/Kiev, Mumbai/Bombay, Burma/Myanmar, Türkiye/Turkey, Hizbullah/Hezbollah, al-Qaida/al Qaeda, Saigon/Ho Chi Minh City,
		Côte d’Ivoire/Ivory Coast, Beijing/Peking, Odesa/Odessa, Moslems/Muslims, Qur’an/Koran, air strike/airstrike,
		Gaddafi/Qadhafi, Nordhavn/North Haven, Kiev/Kijów`, ",") {
		one, other, _ := strings.Cut(strings.TrimSpace(pair), "/")
		for range 2 {
			if got := spellingsOf(s, one); !slices.Contains(got, text.NameKey(other)) && !slices.Contains(got, wholeWords(other)) {
				t.Errorf("%s: got %q, want %s among them", one, got, other)
			}
			one, other = other, one
		}
	}
}

func TestSpellingsOfOtherWords(t *testing.T) {
	s := text.NewSpellings(nil)
	for word, never := range map[string]string{"four": "for", "filled": "filed", "filing": "filling", "hour": "hor", "rise": "rize", "prize": "prise", "tour": "tor"} {
		if got := spellingsOf(s, word); slices.Contains(got, never) {
			t.Errorf("%s: got %q", word, got)
		}
	}
}

func spellingsOf(s *text.Spellings, typed string) []string {
	n, _, others := s.At(strings.Fields(wholeWords(typed)))
	var out []string
	if n == len(strings.Fields(wholeWords(typed))) {
		for _, forms := range others {
			out = append(out, strings.Join(forms, " "))
		}
	}
	return out
}

func wholeWords(typed string) string {
	var forms []string
	for _, w := range text.NewAnalyzer().WholeWords([]string{typed}) {
		forms = append(forms, w.Form)
	}
	return strings.Join(forms, " ")
}
