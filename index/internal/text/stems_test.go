package text_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

func TestStemKeepsWordsApart(t *testing.T) {
	a := text.NewAnalyzer()
	for pair := range strings.FieldsSeq(`university/universal university/universe organization/organ organic/organ general/generate
		news/new police/policy author/authority past/paste unit/unite emergency/emerge import/important export/expert
		international/intern internal/international customer/custom department/depart experience/experiment president/preside
		execution/executive detective/detect evening/even maine/main polite/political business/busy several/severe
		recess/recession revelation/revel position/positive opera/operation tribune/tribunal conservative/conservation
		human/humane capital/capitalism protest/protestant respective/respect modern/modernize real/realize
		office/officer subject/subjective franc/France sunny/Sunni fidelity/Fidel route/rout suite/suit base/basis wind/wound 1990s/1990`) {
		one, other, _ := strings.Cut(pair, "/")
		if x, y := stemOf(a, one), stemOf(a, other); x == y {
			t.Errorf("%s and %s have one stem, %s", one, other, x)
		}
	}
}

func TestStemJoinsForms(t *testing.T) {
	a := text.NewAnalyzer()
	for group := range strings.SplitSeq(`university universities; universal universally; organ organs; generate generated generating;
		police policed policing; policy policies; unite united uniting unites; units unit; bases base; leaves leave left;
		organize organized organizing organization organizations organizer; author authors; authority authorities;
		modernize modernized modernization; ceasefire ceasefires; elect elected election; MP MPs MP's; NGO NGOs; F-16 F-16s F-16's;
		CEO CEOs ceos; TV TVs; T-90 T-90s; 747 747s; PhD PhDs; 1990s 1990's; mid-1990s mid-1990's; analysis analyses; wound wounds wounded`, ";") {
		words := strings.Fields(group)
		for _, w := range words[1:] {
			if x, y := stemOf(a, words[0]), stemOf(a, w); x != y {
				t.Errorf("%s has the stem %s, %s has %s", words[0], x, w, y)
			}
		}
	}
}

// stemOf returns the stem of a word as it is printed, a hyphenated one as a whole.
func stemOf(a *text.Analyzer, printed string) string { return a.WholeWords([]string{printed})[0].Stem }
