package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// intent is the command that a plain question means, with its arguments as typed.
type intent struct {
	command string
	values  map[string]string
}

// meant returns the intent of a command with pairs of argument and value; those without
// a value are left out.
func meant(command string, pairs ...string) intent {
	in := intent{command, map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			in.values[pairs[i]] = pairs[i+1]
		}
	}
	return in
}

// questions tells what plain questions mean.
type questions struct {
	Index  Index
	Reader query.Reader
}

// intentOf reads questions such as "what did the envoy say about gas", "when did the
// talks begin" and "what is new" as the commands that they mean; ok is false if a
// question means none. A name or a role must be one of the briefing's.
func (k questions) intentOf(ctx context.Context, r query.Request, question string) (in intent, ok bool, err error) {
	if isAddress(question) {
		return meant("article", "article", question), true, nil
	}
	asked := withoutRequest(question)
	if in, ok, err = k.quoteIntent(ctx, r, asked); ok || err != nil {
		return completed(r, in, nil), ok, err
	}
	if in, ok, err := k.aboutAll(ctx, r, sentence(question)); ok || err != nil {
		return in, ok, err // bring me up to date
	}
	if on := sentence(asked); introduction.MatchString(question) && isDate(on, r) { // what about November?
		return completed(r, meant("timeline", "on", on), nil), true, nil
	}
	topic, period := bot.PeriodTail(sentence(asked), r.Now, r.In())
	if len(period) == 0 {
		topic, period = dateWithin(topic, func(s string) (string, map[string]string) { return bot.PeriodTail(s, r.Now, r.In()) })
	}
	topic = strings.Trim(topic, " ,?!.")
	for _, read := range []func(context.Context, query.Request, string, bool) (intent, bool, error){
		helpIntent, k.newsIntent, happenedIntent, k.saidIntent, peopleIntent, chronologyIntent, k.onIntent,
	} {
		if in, ok, err = read(ctx, r, topic, len(period) > 0); ok || err != nil {
			return completed(r, in, period), ok, err
		}
	}
	return in, false, nil
}

// isDate reports whether words are a date and nothing else, be it one that reads two ways.
func isDate(words string, r query.Request) bool {
	_, err := bot.ParseDate(words, r.Now, r.In())
	_, doubt := errors.AsType[*bot.AmbiguousDateError](err)
	return err == nil || doubt
}

// isAddress reports whether a question is the address of a page and nothing else.
func isAddress(question string) bool {
	u, err := url.Parse(question)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(question, " \n")
}

// aboutAll reads questions about the bot and for what is new, which have the words of
// requests in them.
func (k questions) aboutAll(ctx context.Context, r query.Request, question string) (intent, bool, error) {
	topic, period := bot.PeriodTail(question, r.Now, r.In())
	in, ok, err := helpIntent(ctx, r, topic, len(period) > 0)
	if !ok && err == nil {
		in, ok, err = k.newsIntent(ctx, r, topic, len(period) > 0)
	}
	return completed(r, in, period), ok, err
}

// completed adds the dates of the question and its options to an intent.
func completed(r query.Request, in intent, period map[string]string) intent {
	if in.command == "digest now" && len(period)+len(r.Args) > 1 { // which has no dates
		in = meant("who-said", "topic", in.values["topic"], "sort", "newest")
	}
	if in.values == nil {
		return in
	}
	maps.Copy(in.values, period)
	for key, value := range r.Args {
		if key != "question" {
			in.values[key] = value
		}
	}
	return in
}

var (
	asking     = regexp.MustCompile(`(?i)^(?:what|who|which|when|where|why|how|did|has|have|does|do|is|are|was|were) `)
	beforeDate = regexp.MustCompile(`(?i)\b(?:` + saying + `|` + view + `|quotations?|happened|news)(?: (?:reporters|us|parliament|journalists))?$`)
	afterDate  = regexp.MustCompile(`(?i) (?:about|on|of|regarding|concerning|to|in|at|by) `)
)

// maxDatesTried is the maximum number of places in a question before which a date is looked for.
const maxDatesTried = 8

// dateWithin takes dates from the front of a question, or from between what it asks for
// and the topic: what did the envoy say in March about gas. It returns the rest.
func dateWithin(question string, read func(string) (string, map[string]string)) (rest string, period map[string]string) {
	if before, after, ok := strings.Cut(question, ", "); ok && asking.MatchString(after) {
		if rest, period = read(before); rest == "" && len(period) > 0 {
			return after, period
		}
	}
	for _, at := range afterDate.FindAllStringIndex(question, maxDatesTried) {
		rest, period = read(question[:at[0]])
		if len(period) > 0 && beforeDate.MatchString(rest) {
			return rest + question[at[0]:], period
		}
	}
	return question, nil
}

// sentence returns a question without quotation marks and the signs at its end.
func sentence(s string) string { return strings.Trim(query.Plain(s), " ?!.") }

// request are the words with which people ask for something, before what they ask for.
var request = regexp.MustCompile(`(?i)^(?:` +
	`(?:can|could|would|will) you (?:please |kindly |also |maybe |quickly )*|please |kindly |hey |so |and |` +
	`i(?: would|'d|’d| want| need|'m| am)?(?: like| love| looking| trying)? (?:to (?:know|see|read|find out|find|get|hear|learn)|for) |i (?:want|need) |` +
	`let me (?:know|see|read) |do you (?:know|have|remember) |` +
	`(?:tell|show|give|find|get|fetch|send|bring|write|draft|make|prepare) (?:me |us )?(?:please )?|look (?:up|for) |search (?:for )?|list |` +
	`compose |create |produce |generate |explain (?:to (?:me|us) )?|summari[sz]e |sum up |describe |report on |translate )`)

// thing matches what people ask for before the topic: a summary of.
var thing = regexp.MustCompile(`(?i)^(?:(?:a|an|the|some|any|all|me|us|one|short|brief|quick|long|detailed|full|complete|good|nice|more|of|few|two|three|five|page|paragraph|\d+)[ -])*` +
	`(?:summary|overview|synopsis|report|article|essay|story|poem|song|recap|rundown|outline|note|memo|explanation|description|account|analysis|` +
	`text|info|information|details?|facts?|everything|anything|something|stuff|passages?|paragraphs?|sentences?|background|context|articles?)` +
	`(?: (?:of|on|about|for|regarding|concerning|that (?:is|are) about|there is (?:on|about)|(?:that )?you (?:know|have|can find) (?:on|about)))? `)

// introduction matches words that may precede a topic: what about the dam.
var introduction = regexp.MustCompile(`(?i)^(?:(?:and )?(?:what|how) about|(?:what|anything|something) (?:do you know|do you have|is there|is known|is said|can you tell me|can you say) (?:about|on|of)|` +
	`is there (?:anything|something) (?:about|on)|(?:is|are) there (?:any )?|(?:any|some)thing (?:about|on)|(?:a (?:bit|little) |more )?(?:about|regarding|concerning)|if) `)

// withoutRequest returns a question without the words that only ask.
func withoutRequest(question string) string {
	q := strings.TrimSpace(question)
	for {
		rest := q
		for _, form := range []*regexp.Regexp{request, thing, introduction} {
			if cut := form.ReplaceAllString(rest, ""); strings.Trim(cut, " ?!.") != "" {
				rest = cut
			}
		}
		if rest == q {
			return q
		}
		q = rest
	}
}

var (
	quoteAsked = regexp.MustCompile(`(?i)^(?:is it (?:true|correct|right|a fact|certain)(?: that| what)? |did |has |have |does )(.+?),? (?:(?:really|actually|ever|also|once) )*` +
		`(?:say|says|said|saying|tell|told|claim|claims|claimed|write|wrote|written|tweet|tweeted|warn|warned|state|stated|call|called)(?: (?:that|reporters|us|so|of|it|him|her|them))*[,:]? *"([^"]+)"[ ?!.]*$`)
	quoteGiven = regexp.MustCompile(`(?i)^(?:check|verify|fact[- ]?check|(?:is|was) (?:this|that|it|the) (?:a |an )?(?:real|true|correct|exact|accurate|actual|genuine|right)?)(?: (?:this|the|that))?(?: quot(?:e|ation)| words)?(?: (?:real|true|correct|exact|accurate|right))?[,:? ]*"([^"]+)"(?: (?:a |an )?(?:real|true|correct|exact|accurate)(?: quote)?)?[ ?!.]*$`)
)

// quoteIntent reads questions whether somebody said some words.
func (k questions) quoteIntent(ctx context.Context, r query.Request, asked string) (intent, bool, error) {
	if m := quoteAsked.FindStringSubmatch(asked); m != nil {
		known, err := k.known(ctx, r, m[1])
		if err != nil || !known && strings.Contains(m[1], `"`) {
			return intent{}, false, err
		}
		return meant("check-quote", "text", `"`+m[2]+`"`, "by", bare(m[1])), true, nil
	}
	if m := quoteGiven.FindStringSubmatch(asked); m != nil {
		return meant("check-quote", "text", `"`+m[1]+`"`), true, nil
	}
	return intent{}, false, nil
}

// capability are questions about the bot rather than the briefing.
var capability = regexp.MustCompile(`(?i)^(?:what (?:can|could) (?:you|i|we) (?:do|ask|type|say|answer|find)(?: (?:here|you|with (?:you|this)|for (?:me|us)))*|(?:what|who) are you|what (?:do|does) (?:you|this(?: bot)?) do|` +
	`what is this(?: bot)?|how (?:do|can|should) (?:i|we) (?:use|ask|talk to|start with) (?:you|this|it|the bot)|how (?:does|do) (?:this|it|you) work|(?:i need |can (?:you|i get) )?(?:some )?help(?: (?:me|us|please))*|` +
	`(?:what|which|the|all|your)? ?(?:commands|questions|options|features)(?: (?:are there|do you (?:know|have|take|understand)|can (?:i|you) (?:ask|answer)))?|instructions|examples|menu|get started|start)$`)

func helpIntent(_ context.Context, _ query.Request, q string, _ bool) (intent, bool, error) {
	return meant("help"), capability.MatchString(q), nil
}

// newsAsked are questions for what is new, with what it may be about.
var newsAsked = regexp.MustCompile(`(?i)^(?:(?:what(?: is|'s|’s|s)|is there|are there|do you have|have you) )?` +
	`(?:(?:any |some |the )?(?:new|latest|recent|newest|most recent|top|breaking|today'?s)(?: (?:news|headlines|updates?|developments?|stories|articles|statements|quotes|things?))?|` +
	`any ?thing new|something new|(?:any |the |some )?(?:news|headlines|updates?|developments?)|up|happening|going on|(?:did|have) (?:i|we) miss(?:ed)?|what (?:did|have) (?:i|we) miss(?:ed)?|catch (?:me|us) up|` +
	`bring (?:me|us) up to (?:date|speed)|update (?:me|us)|brief (?:me|us))(?: (on|about|of|from|by|regarding|concerning|with|in|for|around) (.+))?$`)

// newsIntent reads questions for what is new: a digest, or the newest statements about
// a topic or from an outlet.
func (k questions) newsIntent(ctx context.Context, r query.Request, q string, dated bool) (intent, bool, error) {
	m := newsAsked.FindStringSubmatch(q)
	switch {
	case m == nil:
		return intent{}, false, nil
	case m[2] == "" && !dated:
		return meant("digest now"), true, nil
	case m[2] == "":
		return meant("who-said", "sort", "newest"), true, nil
	}
	sources, err := k.Index.Sources(ctx, r.Scope)
	if err != nil {
		return intent{}, false, fmt.Errorf("list outlets: %w", err)
	}
	name := bare(m[2])
	for _, s := range sources {
		if strings.EqualFold(withoutThe(s.Name), withoutThe(name)) {
			return meant("who-said", "source", s.Name, "sort", "newest"), true, nil
		}
	}
	if m[1] == "by" || m[1] == "from" {
		if known, err := k.known(ctx, r, name); known || err != nil {
			return meant("who-said", "by", name, "sort", "newest"), true, err
		}
	}
	return meant("who-said", "topic", topicOf(m[2]), "sort", "newest"), true, nil
}

func withoutThe(name string) string {
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		return name[4:]
	}
	return name
}

// happened are questions for what happened, with what it may have happened to.
var happened = regexp.MustCompile(`(?i)^what (?:(?:has |had |have )?happened|happens|took place|occurred|went on|was going on|will happen|was (?:going on|happening)|is (?:planned|scheduled|due|expected|to happen))` +
	`(?: (?:to|with|in|at|on|about|around|between|during) (.+)| when (.+))?$`)

func happenedIntent(_ context.Context, _ query.Request, q string, dated bool) (intent, bool, error) {
	if q == "" && dated {
		return meant("timeline"), true, nil
	}
	if m := happened.FindStringSubmatch(q); m != nil {
		return meant("timeline", "topic", topicOf(m[1]+m[2])), true, nil
	}
	return intent{}, false, nil
}

// saying are the verbs that a question for statements has.
const saying = `(?:say|says|said|saying|think|thinks|thought|tell|told|comment|comments|commented|warn|warns|warned|claim|claims|claimed|announce|announced|promise|promised|argue|argued|write|wrote|written|` +
	`declare|declared|state|stated|demand|demanded|propose|proposed|suggest|suggested|deny|denied|mention|mentioned|talk|talked|speak|spoke|spoken)`

// standing are the verbs for what people hold of something. Where they stand is in their statements.
const standing = `(?:want|wants|wanted|support|supports|supported|back|backs|backed|oppose|opposes|opposed|reject|rejects|rejected|welcome|welcomes|welcomed|` +
	`criticise|criticises|criticised|criticize|criticizes|criticized|condemn|condemns|condemned|blame|blames|blamed|favou?r|favou?rs|favou?red|` +
	`fear|fears|feared|believe|believes|believed|expect|expects|expected|predict|predicts|predicted|doubt|doubts|doubted|calls? for|called for|complains? about|complained about)`

// view matches the nouns for an opinion on a topic.
const view = `(?:views?|positions?|opinions?|stance|reactions?|responses?|comments?|statements?|remarks|quotes?|take|thoughts?|words)`

// The forms of questions that ask for statements: a name and a topic.
var (
	saidAbout = regexp.MustCompile(`(?i)^what (?:(?:did|does|do|has|have|had|is|are|was|were) )?(.+?) (?:(?:been|ever|also|just|really) )*` + saying + `(?: (?:reporters|us|parliament|journalists))?(?: (?:about|on|of|regarding|concerning|to|in|at) (.+))?$`)
	didSay    = regexp.MustCompile(`(?i)^(?:did|has|have|does|when did|where did|why did|how often did) (.+?) ` + saying + ` (?:that |anything about |anything on |something about |about |on |of )?(.+)$`)
	trueThat  = regexp.MustCompile(`(?i)^is it (?:true|correct|right|a fact) that (.+?) (?:(?:really|actually|ever) )?` + saying + ` (?:that |about |on |of )?(.+)$`)
	saidBy    = regexp.MustCompile(`(?i)^(?:what|anything|something) (?:was |has been |is |said )*(?:said|written|known)(?: about| on| of)? (.+?)? ?by (.+)$`)
	whoSpoke  = regexp.MustCompile(`(?i)^(?:who|which people) (?:has |have )?` + saying + ` (?:something |anything |what )?(?:about |on |that |of |against |for )?(.+)$`)
	whoStands = regexp.MustCompile(`(?i)^(?:who|which people) (?:has |have )?(?:` + standing + `|(?:is|are|was|were) (?:for|against|in favou?r of|opposed to)) (.+)$`)
	standOf   = regexp.MustCompile(`(?i)^what (?:did|does|do|has|have) (.+?) (?:want|believe|expect|fear|hope for|ask for|call for|wanted|feared|asked for|called for)(?: (?:from|of|in|about|for|with) (.+))?$`)
	spoken    = regexp.MustCompile(`(?i)^(?:what (?:(?:did|do|does|has|have) (?:people|they|everyone|everybody|anyone|officials|others) ` + saying + `|(?:was|is|has been|have been|were) said)|(?:who|which people) (?:has |have )?` + saying + `(?: (?:what|something|anything))?)$`)
	spokenOf  = regexp.MustCompile(`(?i)^what (?:(?:did|do|does|has|have) (?:people|they|everyone|everybody|anyone|officials|others) ` + saying + `|(?:was|is|has been|have been|were) said) (?:about|on|of) (.+)$`)
	quotesOf  = regexp.MustCompile(`(?i)^(?:the |all |any |some )?(?:quotes?|statements?|remarks|comments|words|quotations) (?:by|of|from) (.+?)(?: (?:on|about|regarding) (.+))?$`)
	quotesOn  = regexp.MustCompile(`(?i)^(?:the |all |any |some )?(?:quotes?|statements?|remarks|comments|quotations) (?:on|about|regarding|concerning) (.+?)(?: (?:by|of|from) (.+))?$`)
	viewOf    = regexp.MustCompile(`(?i)^(?:what(?: is| are| was| were|'s|’s|s)? )?(?:the )?(.+?)['’]s? (?:own )?` + view + ` (?:on|about|of|to|regarding|concerning|towards?) (.+)$`)
	viewBy    = regexp.MustCompile(`(?i)^(?:what(?: is| are| was| were|'s|’s|s)? )?(?:the )?` + view + ` of (.+?) (?:on|about|regarding|concerning|towards?) (.+)$`)
	writing   = regexp.MustCompile(`(?i)^(?:please )?(?:can you |could you |would you )?(?:write|draft|summari[sz]e|translate|compose|rewrite|explain|invent|generate|give me a summary|make up)\b`)
)

// manner is a verb that tells how something was said, where a question asks for that.
var manner = regexp.MustCompile(`(?i)\b(?:warned|claimed|announced|promised|argued|demanded|proposed|suggested|denied)\b`)

// saidIntent reads questions for statements.
func (k questions) saidIntent(ctx context.Context, r query.Request, q string, dated bool) (intent, bool, error) {
	if dated && spoken.MatchString(q) {
		return meant("who-said", "sort", "newest", "verb", manner.FindString(q)), true, nil
	}
	if m := spokenOf.FindStringSubmatch(q); m != nil {
		return meant("who-said", "topic", topicOf(m[1])), true, nil
	}
	if m := whoStands.FindStringSubmatch(q); m != nil {
		return meant("who-said", "topic", topicOf(m[1])), true, nil
	}
	if m := whoSpoke.FindStringSubmatch(q); m != nil {
		return meant("who-said", "topic", topicOf(m[1]), "verb", manner.FindString(q)), true, nil
	}
	for _, form := range []struct {
		*regexp.Regexp
		name, topic int
	}{{saidAbout, 1, 2}, {standOf, 1, 2}, {didSay, 1, 2}, {trueThat, 1, 2}, {saidBy, 2, 1}, {viewOf, 1, 2}, {viewBy, 1, 2}, {quotesOf, 1, 2}, {quotesOn, 2, 1}} {
		m := form.FindStringSubmatch(q)
		if m == nil {
			continue
		}
		if form.Regexp == quotesOn && m[2] == "" {
			return meant("who-said", "topic", topicOf(m[1])), true, nil
		}
		known, err := k.known(ctx, r, m[form.name])
		if err != nil {
			return intent{}, false, err
		}
		in := meant("who-said", "by", bare(m[form.name]), "topic", topicOf(m[form.topic]))
		if known {
			return in, true, nil
		}
		if misspelt, err := k.misspelt(ctx, r, bare(m[form.name])); misspelt || err != nil {
			return in, true, err // which asks whether somebody else is meant
		}
	}
	return intent{}, false, nil
}

// properName matches what is written as a name.
var properName = regexp.MustCompile(`^\p{Lu}\S*(?: \p{Lu}\S*){0,3}$`)

// misspelt reports whether a name that nobody has, with a word that is nowhere in the
// articles, is spelt like somebody's.
func (k questions) misspelt(ctx context.Context, r query.Request, name string) (bool, error) {
	if !properName.MatchString(name) {
		return false, nil
	}
	missing, err := k.Index.MissingTerms(ctx, r.Scope, strings.Fields(name))
	if err != nil || len(missing) == 0 {
		return false, err
	}
	near, err := k.Reader.Index.Near(ctx, r.Scope, name, true, 1)
	return len(near) > 0, err
}

// quotedOn asks who is quoted rather than for the words.
var quotedOn = regexp.MustCompile(`(?i)^(?:who|which people) (?:is|are|was|were|gets?) (?:quoted|cited|mentioned)(?: (?:on|about|in|for) (.+))?$`)

func peopleIntent(_ context.Context, _ query.Request, q string, _ bool) (intent, bool, error) {
	m := quotedOn.FindStringSubmatch(q)
	if m == nil {
		return intent{}, false, nil
	}
	return meant("people", "topic", topicOf(m[1])), true, nil
}

// chronology are the beginnings of questions that ask for dates.
var chronology = regexp.MustCompile(`(?i)^(?:(?:the |a )?(?:timeline|chronology|history|course|sequence of events) (?:of|for|about|in|around) |when (?:did|was|were|will|is|are|does|do|has|have) )(.+)$`)

func chronologyIntent(_ context.Context, _ query.Request, q string, _ bool) (intent, bool, error) {
	m := chronology.FindStringSubmatch(q)
	if m == nil {
		return intent{}, false, nil
	}
	return meant("timeline", "topic", topicOf(m[1])), true, nil
}

// nameOn is a name with a topic: Ostholm on the truce.
var nameOn = regexp.MustCompile(`(?i)^(.+?) (?:on|about|regarding) (.+)$`)

// maxNameOn is the maximum number of words before the topic.
const maxNameOn = 4

func (k questions) onIntent(ctx context.Context, r query.Request, q string, _ bool) (intent, bool, error) {
	m := nameOn.FindStringSubmatch(q)
	if m == nil || len(strings.Fields(m[1])) > maxNameOn {
		return intent{}, false, nil
	}
	people, err := k.Reader.FindPeople(ctx, r, bare(m[1]))
	return meant("who-said", "by", bare(m[1]), "topic", topicOf(m[2])), err == nil && len(people) > 0, err
}

// known reports whether name is the name or the role of somebody, or several.
func (k questions) known(ctx context.Context, r query.Request, name string) (bool, error) {
	people, err := k.Reader.FindPeople(ctx, r, bare(name))
	if err != nil || len(people) > 0 {
		return err == nil, err
	}
	people, err = k.Reader.FindBearers(ctx, r, name)
	return len(people) > 0, err
}

// bare returns a name or a phrase without marks and the words around it.
func bare(name string) string { return strings.Trim(query.Plain(name), " ,?!.") }

// topicOf returns the content words of a part of a question.
func topicOf(phrase string) string { return query.ContentWords(bare(phrase)) }
