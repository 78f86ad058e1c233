package attribution

// PartOfSpeech is a word class, coarser than the Penn Treebank's.
type PartOfSpeech uint8

// PennClasses maps the Penn Treebank's tags to ours.
var PennClasses = map[string]PartOfSpeech{
	"NN": noun, "NNS": nouns, "NNP": name, "NNPS": name, "PRP": pronoun, "PRP$": possessor, "POS": possessor,
	"DT": determiner, "PDT": determiner, "IN": adposition, "TO": to, "CC": conjunction,
	"JJ": adjective, "JJR": adjective, "JJS": adjective, "RB": adverb, "RBR": adverb, "RBS": adverb, "RP": adverb,
	"VB": base, "VBP": present, "VBZ": presentThird, "VBD": preterite, "VBG": gerund, "VBN": participle, "MD": modal,
	"WDT": wh, "WP": wh, "WP$": wh, "WRB": wh, "CD": number, ".": stop, ",": comma, "EX": pronoun,
}

// verb reports whether c is a verb's form.
func (c PartOfSpeech) verb() bool { return c >= base && c <= modal }

// finite reports whether c is a verb's form that a subject has.
func (c PartOfSpeech) finite() bool {
	return c == present || c == presentThird || c == preterite || c == modal
}

// The parts of speech, how many there are, and the bits of a feature's row.
const (
	Outside PartOfSpeech = iota // before the text's beginning or after its end
	noun
	nouns
	name
	pronoun
	possessor // my, his, 's
	determiner
	adposition
	to
	conjunction
	adjective
	adverb
	base         // be
	present      // are
	presentThird // is
	preterite    // was
	gerund       // being
	participle   // been
	modal        // would
	wh           // who, which
	number       // ten
	stop         // . ? !
	comma        // ,
	OtherClass   // other marks, interjections
	ClassCount   = int(OtherClass) + 1
	TaggerBits   = 16
)
