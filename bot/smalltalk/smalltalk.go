package smalltalk

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// Kind is what a line that asks for nothing is.
type Kind string

// The kinds of small talk.
const (
	None     Kind = ""         // the line may ask for something
	Greeting Kind = "greeting" // hi
	Thanks   Kind = "thanks"   // thank you!
	Remark   Kind = "remark"   // ok, great, 👍
)

// maxLength is the length, in bytes, beyond which a line is taken for more than small talk.
const maxLength = 120

// Of returns what kind of small talk a line is, None if a word of it may ask for
// something. Mentions, punctuation and emoji do not count.
func Of(line string) Kind {
	if len(line) > maxLength || strings.ContainsRune(line, '?') && !pleasantry.MatchString(plain(line)) {
		return None
	}
	words := plain(line)
	if words == "" {
		if strings.TrimSpace(mention.ReplaceAllString(line, "")) == "" {
			return None // a bare mention asks what the bot can do
		}
		return Remark
	}
	for _, kind := range []Kind{Thanks, Greeting, Remark} {
		if whole()[kind].MatchString(words) {
			return kind
		}
	}
	return None
}

// WithoutGreeting returns a line without the greeting and the courtesies that it begins
// with: Hi there, please.
func WithoutGreeting(line string) string {
	line = strings.TrimLeft(line, " \t\n,:;.!–—")
	rest := opening.ReplaceAllString(line, "")
	if strings.TrimSpace(rest) == "" {
		return line
	}
	return rest
}

var (
	mention   = regexp.MustCompile(`<[@!#][^>]*>|(?:^|\s)@[\pL\d_-]+`)
	shortcode = regexp.MustCompile(`:[a-z\d_+-]+:`)
)

// plain returns the words of a line in small letters, with nothing between them but
// blanks.
func plain(line string) string {
	line = shortcode.ReplaceAllString(mention.ReplaceAllString(strings.ToLower(line), " "), " ")
	line = strings.NewReplacer("’", "", "'", "").Replace(line)
	return strings.Join(strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }), " ")
}

// The phrases of each kind; a line of small talk is made of them, with company.
const (
	greetings = `hi+|hello|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening|how are you(?: doing)?(?: today)?|hows it going|whats up|sup|nice to meet you`
	thanks    = `thanks|thank (?:you|u)|thanx|thx|tnx|ty|cheers|much appreciated|(?:i )?(?:really )?appreciate (?:it|that)`
	remarks   = `ok|okay|okey|k|great|nice|cool|perfect|awesome|amazing|excellent|wonderful|brilliant|lovely|super|got it|i see|understood|noted|sure|` +
		`yes|yep|yeah|no|nope|never ?mind|nvm|(?:good)?bye(?: bye)?|good night|see (?:you|ya)(?: later| soon| tomorrow)?|well done|good (?:bot|job|work|one|stuff|to know)|` +
		`(?:ha)+|lol|wow|oh|ah|hm+|sorry|oops|my bad|(?:very |so |really )?(?:helpful|interesting|useful)|will do|makes sense|exactly|agreed|done|` +
		`(?:that|this)(?:s| is| was) (?:all|it|(?:very |really )?(?:great|good|nice|perfect|helpful|useful)|(?:exactly )?what i (?:needed|wanted))|that helps|that helped`
	company = `there|all|everyone|everybody|team|folks|guys|again|briefing(?: bot)?|bot|robot|mate|so much|very much|a lot|a bunch|a million|very|so|many|and|then|too|` +
		`you(?: too| all)?|to (?:you|all)|for (?:that|this|everything|now|today|(?:the|your) (?:help|answers?|quotes?|info|information|quick (?:answer|reply|response)))`
)

// whole matches lines that hold a phrase of a kind and nothing but phrases. It is compiled
// when the first line is read: it costs as much as all else of a short verb's start.
var whole = sync.OnceValue(func() map[Kind]*regexp.Regexp {
	return map[Kind]*regexp.Regexp{
		Thanks:   onlyPhrases(thanks, greetings+"|"+remarks),
		Greeting: onlyPhrases(greetings, remarks),
		Remark:   onlyPhrases(remarks, company),
	}
})

func onlyPhrases(one, others string) *regexp.Regexp {
	each := `(?:` + one + `|` + others + `|` + company + `)`
	return regexp.MustCompile(`^(?:` + each + ` )*(?:` + one + `)(?: ` + each + `)*$`)
}

var (
	pleasantry = regexp.MustCompile(`^(?:(?:hi|hello|hey)(?: there| briefing)? )?(?:how are you(?: doing)?(?: today)?|hows it going|whats up|sup)$`)
	opening    = regexp.MustCompile(`(?i)^(?:(?:hi+|hello|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|dear|ok|okay|so|please|pls|thanks|thank you)` +
		`(?: (?:there|all|everyone|team|folks|again|briefing|bot))?(?:[\s,:;.!–—]+(?:-\s+)?|$))+`)
)
