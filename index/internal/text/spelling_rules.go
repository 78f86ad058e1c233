package text

import (
	"slices"
	"strings"
)

// spelledOtherwise are parts of words that British and American English spell
// differently. A word may hold one anywhere: neighbourhood, favourable, theatrical.
var spelledOtherwise = pairsOf(`
	arbour/arbor ardour/ardor armour/armor behaviour/behavior candour/candor clamour/clamor clangour/clangor colour/color
	demeanour/demeanor enamour/enamor endeavour/endeavor favour/favor fervour/fervor flavour/flavor glamour/glamor
	harbour/harbor honour/honor humour/humor labour/labor neighbour/neighbor odour/odor parlour/parlor rancour/rancor
	rigour/rigor rumour/rumor saviour/savior savour/savor splendour/splendor succour/succor tumour/tumor valour/valor
	vapour/vapor vigour/vigor
	centred/centered centring/centering centre/center theatre/theater metre/meter litre/liter fibre/fiber sabre/saber
	calibre/caliber lustre/luster sombre/somber spectre/specter meagre/meager sceptre/scepter manoeuvre/maneuver
	manoeuvring/maneuvering manoeuvred/maneuvered manoeuvra/maneuvera reconnoitre/reconnoiter ochre/ocher
	defence/defense offence/offense licence/license pretence/pretense
	catalogue/catalog cataloguing/cataloging dialogue/dialog analogue/analog monologue/monolog prologue/prolog epilogue/epilog
	anaem/anem anaesth/anesth aesthet/esthet archaeo/archeo caesarean/cesarean diarrhoea/diarrhea encyclopaed/encycloped
	faeces/feces foetus/fetus foetal/fetal gynaec/gynec haemat/hemat haemoglob/hemoglob haemophil/hemophil haemorrh/hemorrh
	homoeopath/homeopath leukaem/leukem septicaem/septicem mediaeval/medieval oedema/edema oesophag/esophag oestrogen/estrogen
	coeliac/celiac orthopaed/orthoped paediatr/pediatr paedophil/pedophil palaeo/paleo primaeval/primeval
	orthopaedic/orthopedic amoeba/ameba foetid/fetid
	kidnapp/kidnap worshipp/worship programm/program focuss/focus biass/bias counsellor/counselor marvellous/marvelous
	chilli/chili initialled/initialed dialled/dialed dialling/dialing fuelled/fueled fuelling/fueling grovell/grovel
	cruellest/cruelest jewell/jewel skilful/skillful wilful/willful`)

// pairsOf reads pairs separated by a slash.
func pairsOf(list string) [][2]string {
	var out [][2]string
	for pair := range strings.FieldsSeq(list) {
		a, b, _ := strings.Cut(pair, "/")
		out = append(out, [2]string{a, b})
	}
	return out
}

// ruleSpellings returns what a folded word may be in the other spelling. Some of
// them are no words: nothing holds these, so nothing more is found by them.
func ruleSpellings(form string) []string {
	var out []string
	for _, pair := range spelledOtherwise {
		for i, from := range pair {
			if changed := strings.Replace(form, from, pair[1-i], 1); changed != form {
				out = append(out, changed)
			}
		}
	}
	for _, rule := range []func(string) string{otherSibilant, otherDoubling} {
		if changed := rule(form); changed != "" {
			out = append(out, changed)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// verbEndings may follow the s or z of organise and analyse, longest first.
var verbEndings = []string{"ational", "ations", "ation", "able", "ers", "ing", "ed", "es", "er", "e"}

// otherSibilant spells -ise words with z and the other way round; "" if form is none.
func otherSibilant(form string) string {
	for _, ending := range verbEndings {
		base, ok := strings.CutSuffix(form, ending)
		if n := len(base); ok && n >= minVerbBase && (base[n-2] == 'i' || base[n-2] == 'y') {
			switch base[n-1] {
			case 's':
				return base[:n-1] + "z" + ending
			case 'z':
				return base[:n-1] + "s" + ending
			}
		}
	}
	return ""
}

// minVerbBase is the minimum length of what precedes the ending in otherSibilant:
// rise, wise and size are spelled in one way.
const minVerbBase = 5

// doubledEndings may follow the l of travel.
var doubledEndings = []string{"ings", "ing", "ers", "ed", "er", "or", "ors"}

// otherDoubling spells travelled with one l and traveled with two; "" if form is
// no such word. Of words with one vowel before the l both may exist: filed, filled.
func otherDoubling(form string) string {
	for _, ending := range doubledEndings {
		base, ok := strings.CutSuffix(form, ending)
		if !ok || !strings.HasSuffix(base, "l") || vowels(base) < 2 {
			continue
		}
		if single, doubled := strings.CutSuffix(base, "ll"); doubled {
			return single + "l" + ending
		}
		return base + "l" + ending
	}
	return ""
}

func vowels(s string) int {
	n := 0
	for i := range len(s) {
		if strings.IndexByte("aeiouy", s[i]) >= 0 {
			n++
		}
	}
	return n
}
