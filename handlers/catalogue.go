package handlers

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/handlers/digests"
	"github.com/briefing-bot/briefing-bot/handlers/help"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/quotes"
	"github.com/briefing-bot/briefing-bot/handlers/search"
	"github.com/briefing-bot/briefing-bot/handlers/watches"
)

// Commands returns every command with its arguments and help, in the order that help
// lists them. They have no handlers and no completions: see Briefing.NewMux.
func Commands() []bot.Command {
	var out []bot.Command
	for _, line := range catalogue() {
		out = append(out, line.command)
	}
	return out
}

// catalogue returns a line for each command.
func catalogue() []line {
	return []line{
		scoped(search.WhoSaid(), searching, search.Commands.AnswerWhoSaid),
		scoped(search.Timeline(), searching, search.Commands.AnswerTimeline),
		scoped(search.Ask(), searching, search.Commands.AnswerAsk),
		scoped(quotes.CheckQuote(), quoting, quotes.Commands.AnswerCheckQuote),
		scoped(search.WhoIs(), searching, search.Commands.AnswerWhoIs),
		scoped(search.People(), searching, search.Commands.AnswerPeople),
		scoped(search.Topics(), searching, search.Commands.AnswerTopics),
		scoped(search.Sources(), searching, search.Commands.AnswerSources),
		scoped(quotes.Article(), quoting, quotes.Commands.AnswerArticle),
		scoped(quotes.Context(), quoting, quotes.Commands.AnswerContext),
		scoped(quotes.Verify(), quoting, quotes.Commands.AnswerVerify),
		always(help.Status(), helping, help.Commands.AnswerStatus),
		scoped(digests.Subscribe(), digesting, digests.Commands.AnswerSubscribe),
		scoped(digests.List(), digesting, digests.Commands.AnswerList),
		scoped(digests.Set(), digesting, digests.Commands.AnswerSet),
		scoped(digests.Pause(), digesting, digests.Commands.AnswerPause),
		scoped(digests.Resume(), digesting, digests.Commands.AnswerResume),
		scoped(digests.Unsubscribe(), digesting, digests.Commands.AnswerUnsubscribe),
		scoped(digests.Preview(), digesting, digests.Commands.AnswerPreview),
		scoped(digests.Now(), digesting, digests.Commands.AnswerNow),
		scoped(digests.Why(), digesting, digests.Commands.AnswerWhy),
		scoped(digests.Show(), digesting, digests.Commands.AnswerShow),
		scoped(watches.Add(), watching, watches.Commands.AnswerAdd),
		scoped(watches.List(), watching, watches.Commands.AnswerList),
		scoped(watches.Mute(), watching, watches.Commands.AnswerMute),
		scoped(watches.Unmute(), watching, watches.Commands.AnswerUnmute),
		scoped(watches.Remove(), watching, watches.Commands.AnswerRemove),
		scoped(watches.Test(), watching, watches.Commands.AnswerTest),
		scoped(watches.Show(), watching, watches.Commands.AnswerShow),
		always(admin.Settings(), administering, admin.Commands.AnswerSettings),
		always(admin.Privacy(), administering, admin.Commands.AnswerPrivacy),
		always(admin.ChangeSettings(), administering, admin.Commands.AnswerChangeSettings),
		always(admin.Hide(), administering, admin.Commands.AnswerHide),
		always(admin.Restore(), administering, admin.Commands.AnswerRestore),
		scoped(admin.Merge(), administering, admin.Commands.AnswerMerge),
		scoped(admin.Split(), administering, admin.Commands.AnswerSplit),
		scoped(admin.CheckIndex(), administering, admin.Commands.AnswerCheckIndex),
		scoped(admin.Gaps(), administering, admin.Commands.AnswerGaps),
		always(admin.Audit(), administering, admin.Commands.AnswerAudit),
		always(help.Help(), helping, help.Commands.AnswerHelp),
	}
}

// line is a command of the catalogue and what answers it.
type line struct {
	command bot.Command
	answer  func(b *Briefing, m *bot.Mux) query.Handler
	always  bool // while the scope is unknown too
}

// group returns the commands of one subject, on a briefing and its mux.
type group[G any] func(b *Briefing, m *bot.Mux) G

// method is a method of a group that answers a command.
type method[G any] func(g G, ctx context.Context, r query.Request) (bot.Card, error)

// scoped returns the line of a command that is refused while it is unknown which
// outlets its place may see.
func scoped[G any](c bot.Command, of group[G], answer method[G]) line {
	return line{command: c, answer: func(b *Briefing, m *bot.Mux) query.Handler {
		return func(ctx context.Context, r query.Request) (bot.Card, error) { return answer(of(b, m), ctx, r) }
	}}
}

// always returns the line of a command that shows no article, or helps to put lost
// settings right: while the scope is unknown it sees no outlet.
func always[G any](c bot.Command, of group[G], answer method[G]) line {
	l := scoped(c, of, answer)
	l.always = true
	return l
}
