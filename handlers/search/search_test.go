package search_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestAnswers asks the sample one question or several of each command and compares
// the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"articles": {
			"articles limit:4", "articles truce source:Meridian limit:2", "articles -wells since:2026-10-28", "articles on:2026-10-16", "articles zebra", "articles source:Nobody", "headlines wells",
		},
		"who_said": {
			"who-said truce", "who-said by:Ostholm sort:oldest limit:2", "who-said gates by:Brisk", `who-said "shared table" kind:mixed`,
			"who-said water verb:warned", "who-said by:envoy limit:1", `who-said by:"the foreign minister"`, "who-said by:Vellakour limit:1", "who-said by:Saldiev limit:1", "who-said truce since:2026-10-05 until:2026-10-12", "who-said dam source:Courier limit:1",
		},
		"who_said_none": {
			"who-said", "who-said volcano", "who-said truse", "who-said truce by:Welk", "who-said maize", "who-said by:Nobodyatall", "who-said by:Ostholn",
			"who-said by:Drozhin", "who-said by:bishop", "who-said dam source:Gazette", "who-said dam source:Currier", "who-said dam since:2026-10-09 until:2026-10-01",
			"who-said dam since:2020 until:2021", "who-said dam since:2020", "who-said dam until:2030", `who-said dam by:"a b c d e f g h i j k l m n o p q r s t u v w x y z"`,
			`who-said dam verb:"a b c d e f g h i j k l m n o p q r s t u v w x y z"`, "who-said truce on:2026-12-24", "who-said truce kind:direct since:2026-11-06 verb:warned",
		},
		"timeline": {
			"timeline truce limit:3", "timeline by-unit:month limit:2", "timeline volcano", "timeline trcue", "timeline dam on:2026-12-24", "timeline council", "timeline dam source:Courier since:2026-10-01 until:2026-10-31",
		},
		"ask": {
			"ask how many engineers were wounded?", "what did Tarrouche say about water?", "when did the talks begin?", "who said anything about the gates?",
			"what did Welk say about valves?", "ask write a poem about the river", "ask is there a volcano near the river?", "ask zebra quux", "quotes by Orlande on the drought", "did Brisk say the guns stay?",
		},
		"small_talk": {"hi", "Good morning everyone!", "thanks!", "ok great", "👍", "hello, what is the truce?"},
		"people": {
			"people limit:3", "people water", "people lucky", "people exchange", "people volcano", "who-is Saldiyev", "who-is Drozhin", "who-is Tarouche", "who-is the envoy", "who is the mayor of Brennik?", "who-is foreign minister", "who-is the bishop", "who-is the poet of Dorrum", "who-is Nobodyatall", "who is winning?", "who-is",
		},
		"lists": {"topics limit:3", "topics since:2020 until:2021", "sources"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), handlerstest.Asker(), lines...))
		})
	}
}
