package handlers

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/handlers/digests"
	"github.com/briefing-bot/briefing-bot/handlers/help"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/quotes"
	"github.com/briefing-bot/briefing-bot/handlers/research"
	"github.com/briefing-bot/briefing-bot/handlers/search"
	"github.com/briefing-bot/briefing-bot/handlers/sources"
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
		searched(search.WhoSaidCommand(), searching, search.Commands.AnswerWhoSaid),
		searched(search.TimelineCommand(), searching, search.Commands.AnswerTimeline),
		searched(search.AskCommand(), searching, search.Commands.AnswerAsk),
		searched(quotes.CheckQuoteCommand(), quoting, quotes.Commands.AnswerCheckQuote),
		searched(search.WhoIsCommand(), searching, search.Commands.AnswerWhoIs),
		searched(search.PeopleCommand(), searching, search.Commands.AnswerPeople),
		searched(search.TopicsCommand(), searching, search.Commands.AnswerTopics),
		searched(search.SourcesCommand(), searching, search.Commands.AnswerSources),
		searched(research.VoicesCommand(), comparing, research.Commands.AnswerVoices),
		searched(research.ChangesCommand(), comparing, research.Commands.AnswerChanges),
		searched(research.NotQuotedCommand(), comparing, research.Commands.AnswerNotQuoted),
		searched(search.ArticlesCommand(), searching, search.Commands.AnswerArticles),
		searched(quotes.ArticleCommand(), quoting, quotes.Commands.AnswerArticle),
		searched(quotes.ContextCommand(), quoting, quotes.Commands.AnswerContext),
		scoped(quotes.VerifyCommand(), quoting, quotes.Commands.AnswerVerify),
		always(help.StatusCommand(), helping, help.Commands.AnswerStatus),
		scoped(digests.SubscribeCommand(), digesting, digests.Commands.AnswerSubscribe),
		scoped(digests.ListCommand(), digesting, digests.Commands.AnswerList),
		scoped(digests.SetCommand(), digesting, digests.Commands.AnswerSet),
		scoped(digests.PauseCommand(), digesting, digests.Commands.AnswerPause),
		scoped(digests.ResumeCommand(), digesting, digests.Commands.AnswerResume),
		scoped(digests.UnsubscribeCommand(), digesting, digests.Commands.AnswerUnsubscribe),
		searched(digests.PreviewCommand(), digesting, digests.Commands.AnswerPreview),
		searched(digests.NowCommand(), digesting, digests.Commands.AnswerNow),
		scoped(digests.WhyCommand(), digesting, digests.Commands.AnswerWhy),
		scoped(digests.ShowCommand(), digesting, digests.Commands.AnswerShow),
		scoped(watches.AddCommand(), watching, watches.Commands.AnswerAdd),
		scoped(watches.ListCommand(), watching, watches.Commands.AnswerList),
		scoped(watches.MuteCommand(), watching, watches.Commands.AnswerMute),
		scoped(watches.UnmuteCommand(), watching, watches.Commands.AnswerUnmute),
		scoped(watches.RemoveCommand(), watching, watches.Commands.AnswerRemove),
		scoped(watches.TestCommand(), watching, watches.Commands.AnswerTest),
		scoped(watches.WhyCommand(), watching, watches.Commands.AnswerWhy),
		scoped(watches.ShowCommand(), watching, watches.Commands.AnswerShow),
		always(admin.SettingsCommand(), administering, admin.Commands.AnswerSettings),
		always(admin.PrivacyCommand(), administering, admin.Commands.AnswerPrivacy),
		always(admin.ChangeSettingsCommand(), administering, admin.Commands.AnswerChangeSettings),
		always(admin.HideCommand(), administering, admin.Commands.AnswerHide),
		always(admin.RestoreCommand(), administering, admin.Commands.AnswerRestore),
		scoped(admin.RemoveCommand(), administering, admin.Commands.AnswerRemove),
		scoped(admin.MergeCommand(), administering, admin.Commands.AnswerMerge),
		scoped(admin.SplitCommand(), administering, admin.Commands.AnswerSplit),
		scoped(admin.CheckIndexCommand(), administering, admin.Commands.AnswerCheckIndex),
		scoped(admin.GapsCommand(), administering, admin.Commands.AnswerGaps),
		always(admin.AuditCommand(), administering, admin.Commands.AnswerAudit),
		always(sources.AddCommand(), following, sources.Commands.AnswerAdd),
		always(sources.ListCommand(), following, sources.Commands.AnswerList),
		always(sources.SetCommand(), following, sources.Commands.AnswerSet),
		always(sources.PauseCommand(), following, sources.Commands.AnswerPause),
		always(sources.ResumeCommand(), following, sources.Commands.AnswerResume),
		always(sources.RemoveCommand(), following, sources.Commands.AnswerRemove),
		always(sources.TestCommand(), following, sources.Commands.AnswerTest),
		always(sources.WhyCommand(), following, sources.Commands.AnswerWhy),
		always(sources.BackfillCommand(), following, sources.Commands.AnswerBackfill),
		always(help.Command(), helping, help.Commands.AnswerHelp),
	}
}

// line is a command of the catalogue and what answers it.
type line struct {
	command  bot.Command
	answer   func(b *Briefing, m *bot.Mux) query.Handler
	always   bool // while the scope is unknown too
	searches bool // articles, so that without any there is nothing to answer
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

// searched returns a scoped line of a command that answers from articles.
func searched[G any](c bot.Command, of group[G], answer method[G]) line {
	l := scoped(c, of, answer)
	l.searches = true
	return l
}

// always returns the line of a command that shows no article, or helps to put lost
// settings right: while the scope is unknown it sees no outlet.
func always[G any](c bot.Command, of group[G], answer method[G]) line {
	l := scoped(c, of, answer)
	l.always = true
	return l
}
