package bot

import (
	"reflect"
	"testing"
	"time"
)

func TestMentions(t *testing.T) {
	at := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	chat, terminal := Request{Mentions: true}, Request{}
	words := func(r Request) string {
		return "Posts in " + r.ChannelMention("C7") + ", set up by " + r.UserMention("U5") + ", next " + r.TimeMention(at, "Mon 2 Jan 15:04") + ". End it: " + r.CommandMention("watch remove")
	}
	const plain = "Posts in #C7, set up by @U5, next Mon 2 Nov 08:00. End it: /watch remove"
	if got := words(terminal); got != plain {
		t.Errorf("without mentions: %q", got)
	}
	if got := PlainMentions(words(chat)); got != plain {
		t.Errorf("as text: %q", got)
	}
	want := []Part{{Text: "Posts in "}, {"#C7", &Mention{MentionsChannel, "C7", "#C7"}}, {Text: ", set up by "}, {"@U5", &Mention{MentionsUser, "U5", "@U5"}},
		{Text: ", next "}, {"Mon 2 Nov 08:00", &Mention{MentionsTime, "1793606400", "Mon 2 Nov 08:00"}}, {Text: ". End it: "}, {"/watch remove", &Mention{MentionsCommand, "watch remove", "/watch remove"}}}
	if got := Parts(words(chat)); !reflect.DeepEqual(got, want) {
		t.Errorf("parts: %+v", got)
	}
	if got := Parts(Mention{Kind: MentionsUser, ID: "5\x03\x1f6", Text: "\x02@"}.Mark()); len(got) != 1 || got[0].Mention.ID != "56" {
		t.Errorf("a mark within a mark: %+v", got)
	}
	if got := Parts("no \x02mention\x03"); len(got) != 1 || got[0].Mention != nil {
		t.Errorf("no mark: %+v", got)
	}
}
