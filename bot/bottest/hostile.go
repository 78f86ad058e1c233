package bottest

import "github.com/briefing-bot/briefing-bot/bot"

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
