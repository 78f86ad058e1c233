package bottest

import (
	"context"
	"log/slog"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

var panicCases = []testCase{
	{"panic", "A handler that panics is answered with a reference that the log has, and the next question is answered.", every, handlerPanics},
	{"panic-reading", "The same for a panic while a line is read.", messages, readingPanics},
	{"panic-rendering", "The same for a panic while an answer is drawn.", every, renderingPanics},
	{"panic-delivery", "The same for a panic while an answer is delivered; the queue of the room goes on.", every, deliveryPanics},
	{"panic-announced", "A panic after the announcement takes the place of the announcement.", every, panicAfterNotice},
	{"panic-page", "A panic while a page is turned leaves the page that all can read.", []Way{Mention}, pagePanics},
	{"failure", "A handler that fails is answered with a reference that the log has, and not with its error.", every, handlerFails},
}

// The lines of the log in which a fault of ours is put: those of a picture that
// cannot be drawn and of an answer that goes out in another form.
const (
	drawing    = "a picture could not be drawn"
	delivering = "goes out as plain text"
)

var reference = regexp.MustCompile(`Something went wrong here \\?\(ref ([0-9a-f]{4})\\?\)`)

// failing wants answer n to be a reference that the log has, nothing that a
// person wrote in the log, and the next question answered.
func (k *kit) failing(w Way, n int) {
	m := k.shows(anna(w), n, "Something went wrong here")
	found := reference.FindStringSubmatch(m.Words)
	if found == nil || !strings.Contains(k.log.Text(), "ref="+found[1]) {
		k.errorf("the log has not the reference in %q", m.Words)
	}
	if strings.Contains(m.Words, "zanzibar") || strings.Contains(m.Words, "invented") {
		k.errorf("people are told %q", m.Words)
	}
	k.ask(w, "status")
	k.shows(anna(w), n+1, "3 articles")
	k.only(anna(w), n+1, "after the next question")
	k.logHoldsNo("zanzibar")
	if left, err := k.store.Pending(context.Background(), k.asked.Load().Platform); err != nil || len(left) > 0 {
		k.errorf("%d questions are under way for ever, %v", len(left), err)
	}
}

func handlerPanics(k *kit, w Way) {
	k.command("panic").Handle = func(context.Context, bot.Request) (bot.Card, error) { panic("zanzibar") }
	k.start()
	k.ask(w, "panic")
	k.failing(w, 1)
}

func handlerFails(k *kit, w Way) {
	k.start()
	k.ask(w, "fail")
	k.failing(w, 1)
}

func readingPanics(k *kit, w Way) {
	k.command("who-said").Examples = []string{"/who-said {topic}"}
	k.mux.Words = func(bot.Request, string) string { panic("zanzibar") }
	k.start()
	k.ask(w, "who-said no:key")
	k.failing(w, 1)
}

// trap makes the bot panic where it would write a line to the log.
func (k *kit) trap(words string) {
	k.logger = slog.New(Trap{Handler: k.logger.Handler(), Words: words})
}

func renderingPanics(k *kit, w Way) {
	k.trap(drawing)
	k.command("timeline").Handle = func(context.Context, bot.Request) (bot.Card, error) {
		c := CardOf("timeline")
		c.Picture = &bot.Picture{Title: "Empty", Series: []bot.Series{{Name: "nothing"}}}
		return c, nil
	}
	k.start()
	k.ask(w, "timeline ferry")
	k.failing(w, 1)
}

func deliveryPanics(k *kit, w Way) {
	k.trap(delivering)
	k.start()
	k.Fail(anna(w), w, Fault{Kind: BadForm})
	k.ask(w, "who-said truce")
	k.failing(w, 1)
}

func panicAfterNotice(k *kit, w Way) {
	k.command("slow").Handle = func(context.Context, bot.Request) (bot.Card, error) {
		<-k.slow
		panic("zanzibar")
	}
	k.start()
	k.ask(w, "slow")
	k.await("the announcement", func() bool { return len(k.Read(anna(w))) == 1 })
	announced := k.Read(anna(w))[0]
	k.release()
	if m := k.shows(anna(w), 1, "Something went wrong here"); m.ID != announced.ID {
		k.errorf("the announcement stands beside it: %s", k.described(anna(w)))
	}
	k.only(anna(w), 1, "after the panic")
}

func pagePanics(k *kit, w Way) {
	k.trap(delivering)
	k.start()
	k.ask(w, "who-said truce")
	m := k.shows(anna(w), 1, "about truce")
	k.Fail(anna(w), Command, Fault{Kind: BadForm})
	k.press(boris(w), m, "▶")
	if told := k.shows(anna(w), 2, "Something went wrong here"); told.For != "boris" {
		k.errorf("told %q", told.For)
	}
	k.shows(anna(w), 1, "from 1 of 9")
}
