package text

import "strings"

// irregular maps an irregular form to its base form, for forms whose Porter2
// stems differ.
var irregular = basesOf(`
	say: said; tell: told; think: thought; speak: spoke spoken; write: wrote written; go: went gone; come: came;
	see: saw seen; hear: heard; know: knew known; give: gave given; take: took taken; make: made; get: got gotten;
	find: found; keep: kept; leave: left; lose: lost; win: won; fight: fought; buy: bought; sell: sold; send: sent;
	spend: spent; build: built; hold: held; lead: led; meet: met; pay: paid; rise: rose risen; fall: fell fallen;
	grow: grew grown; break: broke broken; begin: began begun; drive: drove driven; choose: chose chosen;
	steal: stole stolen; shoot: shot; strike: struck stricken; swear: swore sworn; sue: sued; feel: felt;
	stand: stood; understand: understood; withdraw: withdrew withdrawn; draw: drew drawn; fly: flew flown flies;
	throw: threw thrown; teach: taught; catch: caught; bring: brought; seek: sought; lay: laid; lie: lying;
	bear: bore; wear: wore worn; tear: tore torn; forget: forgot forgotten; forgive: forgave forgiven;
	freeze: froze frozen; hide: hid hidden; ride: rode ridden; ring: rang rung; sing: sang sung; sink: sank sunk;
	swim: swam; shrink: shrank shrunk; shake: shook shaken; overthrow: overthrew overthrown; undertake: undertook undertaken;
	become: became; overcome: overcame; foresee: foresaw foreseen; mean: meant; deal: dealt; dream: dreamt; die: dying;
	sleep: slept; sweep: swept; weep: wept; bleed: bled; feed: fed; breed: bred; flee: fled; stick: stuck; dig: dug;
	hang: hung; bind: bound; retell: retold; foretell: foretold; resell: resold; repay: repaid;
	man: men; woman: women; child: children; person: people; foot: feet; tooth: teeth; mouse: mice; goose: geese;
	life: lives; wife: wives; knife: knives; half: halves; thief: thieves; shelf: shelves; wolf: wolves;
	crisis: crises; burn: burnt; learn: learnt; spoil: spoilt; spill: spilt; leap: leapt; lean: leant; kneel: knelt;
	medium: media; policeman: policemen; spokesman: spokesmen;
	spokeswoman: spokeswomen; congressman: congressmen; gunman: gunmen; fisherman: fishermen; chairman: chairmen`)

func basesOf(table string) map[string]string {
	out := map[string]string{}
	for row := range strings.SplitSeq(table, ";") {
		base, forms, _ := strings.Cut(row, ":")
		for form := range strings.FieldsSeq(forms) {
			out[form] = strings.TrimSpace(base)
		}
	}
	return out
}
