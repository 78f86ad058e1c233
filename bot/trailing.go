package bot

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// takeTails moves natural tails of a line to the arguments they mean:
// "ceasefire by Putin since last month" is "ceasefire by:Putin since:2025-04".
// A tail that does not parse stays part of the words.
func takeTails(c Command, words []lexeme, r Request, asked *ambiguities) []lexeme {
	rest := withoutMark(words)
	unmarked := len(rest)
	rest = takeBetween(c, rest, r)
	for {
		left, name, value := lastTail(c, rest, r, asked)
		if name == "" {
			break
		}
		rest = left
		r.Args[name] = value
	}
	if len(rest) == unmarked {
		return words
	}
	return rest
}

// withoutMark drops the question mark or full stop from the last word of a line.
func withoutMark(words []lexeme) []lexeme {
	if len(words) == 0 || words[len(words)-1].phrase {
		return words
	}
	out := slices.Clone(words)
	last := &out[len(out)-1]
	last.text = cmp.Or(strings.TrimRight(last.text, "?!."), last.text)
	return out
}

// takeBetween moves two dates at the end of a line to the arguments that they mean:
// "ceasefire between Monday and Wednesday".
func takeBetween(c Command, words []lexeme, r Request) []lexeme {
	_, dated := c.Param("since")
	texts := make([]string, len(words))
	for i, l := range words {
		texts[i] = l.text
		if l.phrase || l.minus {
			texts[i] = `"` // which is in no date
		}
	}
	n, since, until := betweenTail(texts, r.Now, r.In())
	if !dated || n == len(words) || r.Args["since"]+r.Args["until"]+r.Args["on"] != "" {
		return words
	}
	for key, typed := range map[string]string{"since": since, "until": until} {
		if value, err := ParseDate(typed, r.Now, r.In()); err == nil {
			r.Args[key] = value
			continue
		}
		return words
	}
	return words[:n]
}

// maxTail is the maximum number of words of a tail, its keyword included.
const maxTail = 8

// lastTail finds the last keyword whose words run to the end of the line and
// parse as its argument.
func lastTail(c Command, words []lexeme, r Request, asked *ambiguities) (rest []lexeme, name, value string) {
	for i := len(words) - 1; i >= max(0, len(words)-maxTail); i-- {
		if words[i].phrase || words[i].minus {
			continue
		}
		keyword := strings.ToLower(words[i].text)
		p, ok := c.tailParam(keyword)
		if !ok || r.Args[p.Name] != "" || i+1 == len(words) {
			continue
		}
		text := joinWords(Param{Kind: Person}, words[i+1:])
		value, err := tailValue(p, beside(keyword, text), r)
		if err == nil {
			return words[:i], p.Name, value
		}
		if asked.take(err, c, p.Name, &r) {
			return words[:i], p.Name, r.Args[p.Name]
		}
	}
	if p, ok := c.Param("days"); ok && len(words) > 0 && r.Args["days"] == "" {
		if last := words[len(words)-1]; !last.phrase && !last.minus && bareDays[strings.ToLower(last.text)] {
			return words[:len(words)-1], p.Name, strings.ToLower(last.text)
		}
	}
	return bareDate(c, words, r)
}

// bareDays are days that need no word before them: digest subscribe truce daily.
var bareDays = map[string]bool{"daily": true, "weekdays": true}

// tailParam returns the parameter that a keyword means at the end of a line: "at 8am" is the time of a digest
// and the date of a question.
func (c Command) tailParam(keyword string) (Param, bool) {
	for _, name := range schedules[keyword] {
		if p, ok := c.Param(name); ok {
			return p, true
		}
	}
	return c.Param(tailWords[keyword])
}

// schedules are keywords of commands that post later, and the options they mean.
var schedules = map[string][]string{"at": {"at"}, "on": {"days"}, "every": {"every", "days"}}

// tailWords are the words that a tail begins with, and the options they mean.
var tailWords = map[string]string{
	"by": "by", "from": "by", "since": "since", "after": "since", "until": "until", "till": "until",
	"before": "until", "on": "on", "in": "on", "during": "on", "at": "on",
}

// errNoTail is returned for words after a keyword that it does not take.
var errNoTail = errors.New("no such tail")

// tailValue reads a tail. A name has up to five words, each capitalised or,
// typed all in small letters, at most three.
func tailValue(p Param, text string, r Request) (string, error) {
	if p.Kind != Person {
		return p.canonical(text, r)
	}
	if _, err := ParseDate(text, r.Now, r.In()); err == nil {
		return "", errNoTail // by Friday
	}
	words := strings.Fields(text)
	capitals := 0
	for _, w := range words {
		if strings.IndexFunc(w, unicode.IsUpper) == 0 {
			capitals++
		}
	}
	small := capitals == 0 && len(words) <= 3
	if small || capitals > 0 && len(words) <= 5 {
		return text, nil
	}
	return "", errNoTail
}

// beside returns a date as typed with the word before it that leaves the date itself out, and every day
// with every.
func beside(keyword, typed string) string {
	if keyword == "before" || keyword == "after" || keyword == "every" && (typed == "day" || typed == "weekday") {
		return keyword + " " + typed
	}
	return typed
}

// bareDate takes a date without a keyword from the end of the line: last month.
// Bare years, months and days of the week stay words: they may be the topic.
func bareDate(c Command, words []lexeme, r Request) (rest []lexeme, name, value string) {
	p, ok := c.Param("on")
	if !ok || r.Args["on"] != "" || r.Args["since"] != "" || r.Args["until"] != "" {
		return words, "", ""
	}
	for n := min(3, len(words)); n > 0; n-- {
		tail := words[len(words)-n:]
		text := joinWords(Param{Kind: Person}, tail)
		if !bareDates[strings.ToLower(strings.Fields(text)[0])] && !endsAgo(text) || tail[0].phrase {
			continue
		}
		if value, err := p.canonical(text, r); err == nil {
			return words[:len(words)-n], p.Name, value
		}
	}
	return words, "", ""
}

var bareDates = map[string]bool{"today": true, "yesterday": true, "last": true, "this": true}

// PeriodTail takes the dates from the end of a question. It returns the rest, and the
// dates as typed by the option that they mean: "what happened in May 2025" has on "May
// 2025". Dates that read two ways are taken too.
func PeriodTail(question string, now time.Time, zone *time.Location) (rest string, period map[string]string) {
	words := strings.Fields(question)
	period = map[string]string{}
	reads := func(s string) bool {
		_, err := ParseDate(s, now, zone)
		var doubt *AmbiguousDateError
		return err == nil || errors.As(err, &doubt)
	}
	if n, since, until := betweenTail(words, now, zone); n < len(words) {
		period["since"], period["until"] = since, until
		return strings.Join(words[:n], " "), period
	}
	if at := weekendTail.FindStringIndex(strings.Join(words, " ")); at != nil {
		y, m, d := now.In(zone).Date()
		today := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
		sunday := today.AddDate(0, 0, -int(today.Weekday()))
		if today.Weekday() == time.Saturday {
			sunday = today.AddDate(0, 0, 1)
		}
		period["since"], period["until"] = day(sunday.AddDate(0, 0, -1)), day(sunday)
		return strings.Join(words, " ")[:at[0]], period
	}
	for {
		words = withoutLately(words)
		left, key, value := lastDate(words, reads)
		if key == "on" {
			value = unitOf(value, now, zone)
		}
		if key == "" || period[key] != "" {
			return strings.Join(words, " "), period
		}
		words, period[key] = left, value
	}
}

// betweenTail finds two dates at the end of a line: between Monday and Wednesday, from 3
// to 9 May. It returns how many words are before them, and the dates.
func betweenTail(words []string, now time.Time, zone *time.Location) (n int, since, until string) {
	for i := len(words) - 4; i >= max(0, len(words)-2*maxTail); i-- {
		if first := strings.ToLower(words[i]); first != "between" && first != "from" {
			continue
		}
		for k := i + 2; k < len(words)-1; k++ {
			if !joinsDates[strings.ToLower(words[k])] {
				continue
			}
			if since, until, ok := twoDates(strings.Join(words[i+1:k], " "), strings.Join(words[k+1:], " "), now, zone); ok {
				return i, since, until
			}
		}
	}
	return len(words), "", ""
}

// twoDates reads the first and the last day of a period as typed. Of 3 and 9 May the first is in May
// too, and of Monday and Wednesday it is the one before. Dates that read two ways are returned
// as typed.
func twoDates(first, last string, now time.Time, zone *time.Location) (since, until string, ok bool) {
	plain := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), "the ") }
	if m := dayMonth.FindStringSubmatch(plain(last)); m != nil && dayAlone.MatchString(plain(first)) {
		first = strings.TrimSpace(plain(first) + " " + m[2] + " " + m[3])
	} else if m := monthDay.FindStringSubmatch(plain(first)); m != nil && dayAlone.MatchString(plain(last)) {
		last = m[1] + " " + plain(last)
	}
	since, err1 := ParseDate(first, now, zone)
	until, err2 := ParseDate(last, now, zone)
	var doubt *AmbiguousDateError
	switch {
	case err1 != nil && !errors.As(err1, &doubt) || err2 != nil && !errors.As(err2, &doubt):
		return "", "", false
	case doubt != nil:
		return first, last, true
	}
	if from, _, err := Period(since, zone); err == nil {
		if _, to, err := Period(until, zone); err == nil && !from.Before(to) {
			if earlier, err := ParseDate(first, to.Add(-time.Minute), zone); err == nil {
				since = earlier
			}
		}
	}
	return since, until, true
}

// lastDate finds the date at the end of a question and the option that it means. Of two that
// end there it takes the longer: the spring of 2025 is not of 2025.
func lastDate(words []string, reads func(string) bool) (left []string, key, value string) {
	for i := max(0, len(words)-maxTail); i < len(words); i++ {
		key, ok := dateTails[strings.ToLower(words[i])]
		tail, all := strings.Join(words[i+1:], " "), strings.Join(words[i:], " ")
		switch {
		case !ok && partOf.MatchString(strings.TrimPrefix(strings.ToLower(all), "the ")) && reads(all):
			return words[:i], "on", all
		case !ok || tail == "" || i > 0 && strings.EqualFold(words[i-1], "day"): // the day before yesterday
			continue
		case lastUnits.MatchString(tail) && (!reads(tail) || strings.HasPrefix(strings.ToLower(tail), "the ")):
			return words[:i], "since", unitsAgo(tail)
		case reads(tail) && (!weakTails[strings.ToLower(words[i])] || dated(words[i+1:])):
			return words[:i], key, beside(strings.ToLower(words[i]), tail)
		}
	}
	for n := min(4, len(words)); n > 0; n-- {
		tail := words[len(words)-n:]
		text := strings.Join(tail, " ")
		switch {
		case lastUnits.MatchString(text) && !reads(text):
			return words[:len(words)-n], "since", unitsAgo(text)
		case partsOfToday[strings.ToLower(text)]:
			return words[:len(words)-n], "on", "today"
		case dated(tail) && reads(text) && !isNumber(text):
			return words[:len(words)-n], "on", text
		}
	}
	return words, "", ""
}

// dated reports whether words are a date without a keyword: last month, 12 October.
func dated(words []string) bool {
	text := strings.Join(words, " ")
	first := strings.ToLower(words[0])
	return bareDates[first] || first == "early" || first == "late" || endsAgo(text) ||
		strings.ContainsFunc(text, unicode.IsDigit) && !ordinal.MatchString(strings.TrimPrefix(strings.ToLower(text), "the "))
}

// endsAgo reports whether words can be a day counted back: three days ago, the day
// before yesterday.
func endsAgo(text string) bool {
	text = strings.ToLower(text)
	return strings.HasSuffix(text, " ago") || strings.HasSuffix(text, "day before yesterday")
}

// isNumber reports whether s may be a number as well as a year.
func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// withoutLately drops words at the end that ask for what is new and name no date.
func withoutLately(words []string) []string {
	for n := min(2, len(words)); n > 0; n-- {
		if lately[strings.ToLower(strings.Join(words[len(words)-n:], " "))] && n < len(words) {
			return words[:len(words)-n]
		}
	}
	return words
}

// unitsAgo returns the beginning of the last so many days, weeks, months or years as a
// date that ParseDate reads.
func unitsAgo(s string) string {
	m := lastUnits.FindStringSubmatch(s)
	n, unit := strings.ToLower(m[1]), strings.ToLower(m[2])
	if few, ok := smallNumbers[n]; ok {
		n = few
	}
	if unit == "hour" {
		n, unit = "1", "day"
	}
	return n + unit[:1]
}

var (
	joinsDates   = map[string]bool{"and": true, "to": true, "until": true, "till": true}
	dayAlone     = regexp.MustCompile(`^\d{1,2}(?:st|nd|rd|th)?$`)
	weekendTail  = regexp.MustCompile(`(?i)(?:^| )(?:(?:over|on|at|during|from|of|in) )?(?:the|last|this|past|previous)(?: (?:last|past|previous))? weekend$`)
	lastUnits    = regexp.MustCompile(`(?i)^(?:the )?(?:last|past|previous) (?:(\d{1,3}|few|couple of|several|one|two|three|four|five|six|seven|ten|twelve) )?(hour|day|week|month|year)s?$`)
	smallNumbers = map[string]string{"": "1", "few": "3", "couple of": "2", "several": "3", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "ten": "10", "twelve": "12"}
	dateTails    = map[string]string{"since": "since", "after": "since", "until": "until", "till": "until", "before": "until",
		"on": "on", "in": "on", "during": "on", "over": "on", "within": "on", "at": "on", "for": "on", "from": "on", "of": "on"}
	weakTails    = map[string]bool{"for": true, "from": true, "of": true} // before names too: the minister of May
	partsOfToday = map[string]bool{"this morning": true, "this afternoon": true, "this evening": true, "tonight": true}
	lately       = map[string]bool{"recently": true, "lately": true, "so far": true, "now": true, "right now": true, "these days": true, "at present": true, "currently": true}
)
