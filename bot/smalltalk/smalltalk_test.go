package smalltalk_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/smalltalk"
)

// TestOf tells what asks for nothing from what may ask for something.
func TestOf(t *testing.T) {
	for line, want := range map[string]smalltalk.Kind{
		"hi": smalltalk.Greeting, "Hello!": smalltalk.Greeting, "hey there": smalltalk.Greeting, "Good morning, everyone": smalltalk.Greeting,
		"hi briefing": smalltalk.Greeting, "<@U012> hello": smalltalk.Greeting, "how are you?": smalltalk.Greeting, "hello, how are you today?": smalltalk.Greeting,
		"thanks!": smalltalk.Thanks, "Thank you so much": smalltalk.Thanks, "ok thanks": smalltalk.Thanks, "great, thank you!": smalltalk.Thanks,
		"Thanks for the help": smalltalk.Thanks, "thx": smalltalk.Thanks, "thanks a lot, bye": smalltalk.Thanks, "Thanks @briefing!": smalltalk.Thanks, "many thanks 🙏": smalltalk.Thanks,
		"ok": smalltalk.Remark, "Perfect.": smalltalk.Remark, "👍": smalltalk.Remark, ":+1:": smalltalk.Remark, "…": smalltalk.Remark, "got it": smalltalk.Remark,
		"never mind": smalltalk.Remark, "haha": smalltalk.Remark, "that’s all": smalltalk.Remark, "good bot": smalltalk.Remark, "bye": smalltalk.Remark,

		"": smalltalk.None, "@briefing": smalltalk.None, "?": smalltalk.None, "truce": smalltalk.None, "hi, what about the dam": smalltalk.None, "hello dam": smalltalk.None,
		"thanks to the truce": smalltalk.None, "thanksgiving": smalltalk.None, "no truce": smalltalk.None, "great power": smalltalk.None, "ok?": smalltalk.None,
		"good evening news": smalltalk.None, "hi help": smalltalk.None, "hello who-said truce": smalltalk.None, "there": smalltalk.None, "all": smalltalk.None, "everyone": smalltalk.None,
		"what's up with the dam?": smalltalk.None, "sorry for what": smalltalk.None, "yes minister": smalltalk.None, "2026": smalltalk.None, "see you in court": smalltalk.None,
	} {
		if got := smalltalk.Of(line); got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}

// TestWithoutGreeting keeps what a line asks for.
func TestWithoutGreeting(t *testing.T) {
	for line, want := range map[string]string{
		"Hi there, who-said truce": "who-said truce", "hello timeline truce": "timeline truce", "please help": "help", "Good morning! what's new": "what's new",
		": who-said truce": "who-said truce", ", who said truce": "who said truce", "hi": "hi", "history of the dam": "history of the dam",
		"okay so please status": "status", "hit and run": "hit and run", "-ferry truce": "-ferry truce", "yoghurt": "yoghurt", "hey, hey": "hey, hey", "hi-tech dams": "hi-tech dams", "Hello - who-said truce": "who-said truce",
	} {
		if got := smalltalk.WithoutGreeting(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
