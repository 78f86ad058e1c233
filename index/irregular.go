package index

import "strings"

// irregular leads from an irregular form to its base form, for the forms that
// the Porter2 stemmer leaves apart.
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
	hang: hung; bind: bound; wind: wound; retell: retold; foretell: foretold; resell: resold; repay: repaid;
	man: men; woman: women; child: children; person: people; foot: feet; tooth: teeth; mouse: mice; goose: geese;
	life: lives; wife: wives; knife: knives; half: halves; leaf: leaves; thief: thieves; shelf: shelves; wolf: wolves;
	crisis: crises; analysis: analyses; basis: bases; medium: media; policeman: policemen; spokesman: spokesmen;
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

// stopWords carry no topic. They count only where a topic is nothing else.
var stopWords = setOf(`a about above after again against all also am among an and any are arent as at be because been
	before being below between both but by can cant cannot could couldnt did didnt do does doesnt doing dont down during
	each either few for from further had hadnt has hasnt have havent having he hed hell her here heres hers herself hes
	him himself his how hows i id if ill im in into is isnt it its itself ive just let lets may me might more most much must
	mustnt my myself neither nor no not now of off on once only or other ought our ours ourselves out over own quite
	rather same shall shant she shed shell shes should shouldnt so some such than that thats the their theirs them
	themselves then there theres these they theyd theyll theyre theyve this those through thus to too toward towards
	under until up upon us very was wasnt we wed well were werent weve what whats when whens where wheres whether which
	while who whom whos whose why whys will with within without wont would wouldnt yes yet you youd youll your youre
	yours yourself yourselves youve`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
