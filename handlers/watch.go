package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// staleNews is how long before it came in an article may have come out to be
// news: what is older, such as an archive that is read in, fires no watch.
const staleNews = 7 * 24 * time.Hour

func (b *Briefing) watchCommands() []bot.Command {
	return []bot.Command{b.watchAdd(),
		{Name: "watch list", Summary: "The watches that are set up", Examples: []string{"/watch list"},
			Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
				return b.listSubscriptions(ctx, r.Request, bot.Watch)
			})},
		b.onSubscription(bot.Watch, "mute", "Silence a watch until it is unmuted; what it finds meanwhile is reported then", pauseSubscription),
		b.onSubscription(bot.Watch, "unmute", "Resume a muted watch", resumeSubscription),
		b.unsubscribe(bot.Watch, "remove", "End a watch"),
		b.watchTest(), b.watchShow()}
}

func (b *Briefing) watchAdd() bot.Command {
	return bot.Command{
		Name: "watch add", Tails: true, Summary: "Report new statements by a person, on a topic, or both", Changes: true,
		Params: []bot.Param{query.TopicParam(), query.ByParam(), query.SourceParam(),
			{Name: "every", Kind: bot.Choice, Choices: []string{"instant", "hour", "day"}, Help: "at once, or together once an hour or a day"},
			{Name: "at", Kind: bot.Text, Help: "the local time of day of every:day, 08:00 by default"},
			{Name: "to", Kind: bot.Choice, Choices: []string{"here", "me"}, Help: "this channel, or your direct messages"}, query.ZoneParam()},
		Examples: []string{"/watch add {topic}", "/watch add by:{person} every:hour"},
		Handle:   b.scoped(b.answerWatchAdd),
	}
}

func (b *Briefing) answerWatchAdd(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := b.reader().Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if noWords(a.Query.Words) && len(a.Query.By) == 0 && r.Args["source"] == "" {
		return bot.Card{}, &bot.Error{Usage: true, Message: "A watch needs a topic, a person or an outlet: watch add topic:… by:… source:…"}
	}
	s, err := b.newSubscription(ctx, r.Request, bot.Watch)
	if err != nil {
		return bot.Card{}, err
	}
	if s.At, s.Days = cmp.Or(r.Args["at"], "08:00"), "daily"; a.By != "" {
		s.Args["by"] = a.By // the full name, whoever bears the short one later
	}
	if err := b.Calendar.Check(s); err != nil {
		return bot.Card{}, err
	}
	if err := b.Subscriptions.Subscribe(ctx, s, nil); err != nil {
		return bot.Card{}, fmt.Errorf("keep a watch: %w", err)
	}
	return b.subscriptionCard(r.Request, s, "Watch "+s.ID+" is set up"), nil
}

func (b *Briefing) watchTest() bot.Command {
	return bot.Command{Name: "watch test", Summary: "What a watch would have reported of the newest articles, and why", Params: []bot.Param{idParam(bot.Watch)},
		Examples: []string{"/watch test w1"}, Handle: b.scoped(func(ctx context.Context, r query.Request) (bot.Card, error) {
			s, err := b.findSubscription(ctx, r.Request, bot.Watch)
			if err != nil {
				return bot.Card{}, err
			}
			r.Call = bot.Call{Command: "digest show", Args: bot.Args{"style": "quotes"}}
			for _, name := range []string{"topic", "by", "source"} {
				r.Call = r.Call.With(name, s.Args[name])
			}
			card, err := b.answerDigest(ctx, r)
			card.Title = "What watch " + s.ID + " would have reported"
			return card, err
		})}
}

func (b *Briefing) watchShow() bot.Command {
	return bot.Command{Name: "watch show", Summary: "The statements that a watch reported",
		Params: []bot.Param{{Name: "id", Kind: bot.Text, Words: true, Help: "the watch"},
			{Name: "statements", Kind: bot.Text, Help: "which, as a watch's message has them"}, query.ZoneParam()},
		Handle: b.scoped(b.answerWatchShow)}
}

// watchPage is how many statements one message of a watch shows.
const watchPage = 5

// answerWatchShow shows statements by their article's number and their place.
func (b *Briefing) answerWatchShow(ctx context.Context, r query.Request) (bot.Card, error) {
	a := query.Parsed{Request: r}
	a.Query.Offset = r.Offset
	card := b.show().Card(a, "New statements")
	var rows []bot.Item
	for name := range strings.SplitSeq(strings.Trim(r.Args["statements"], `"`), ",") {
		rec, statement, ok, err := b.statementNamed(ctx, name)
		if err != nil {
			return card, err
		}
		if ok && r.Scope.Shows(rec.Source) {
			rows = append(rows, b.show().Statement(ctx, rec, statement, index.Words{}, nil))
		}
	}
	a.Query.Limit = watchPage
	if len(rows) == 1 {
		card.Title = "A new statement"
	}
	if id := query.Plain(r.Args["id"]); id != "" {
		card.Reading = "watch " + id
		card.Actions = append(card.Actions, bot.Ask("Mute", "watch mute", "id", id))
	}
	return b.show().List(a, card, rows, "new statement", "None of these statements is in the briefing now."), nil
}

// StatementName names a statement by its article's number and its place there.
func StatementName(r article.Record, statement int) string {
	return fmt.Sprintf("%d.%d", r.Number, statement)
}

func (b *Briefing) statementNamed(ctx context.Context, name string) (article.Record, int, bool, error) {
	number, place, _ := strings.Cut(name, ".")
	n, err := strconv.ParseUint(number, 10, 32)
	statement, err2 := strconv.Atoi(place)
	if err != nil || err2 != nil || n == 0 {
		return article.Record{}, 0, false, nil
	}
	r, err := b.Archive.ByNumber(ctx, uint32(n))
	switch {
	case errors.Is(err, archive.ErrNotFound) || errors.Is(err, archive.ErrDamaged):
		return r, 0, false, nil
	case err != nil:
		return r, 0, false, fmt.Errorf("read article %d: %w", n, err)
	}
	return r, statement, !r.Removed && statement >= 0 && statement < len(r.Annotation.Statements), nil
}

// WatchHit is a new statement that a watch is to tell of.
type WatchHit struct {
	Statement string // StatementName
	Words     string // who said what: equal for reprints
}

// MatchWatches finds, for each watch, the statements of the articles numbered
// from after+1 to through that it is to tell of: none that an older article has,
// none of articles that came in before the watch, and none of old news.
func (b *Briefing) MatchWatches(ctx context.Context, watches []bot.Subscription, after, through uint32) ([][]WatchHit, error) {
	queries := make([]index.Query, len(watches))
	for i, s := range watches {
		q, err := b.reader().Watch(ctx, index.Everything(), s) // what its place may not see is left out as it is shown
		if err != nil {
			return nil, err
		}
		queries[i] = q
	}
	m := b.Index.NewMatcher(queries)
	out := make([][]WatchHit, len(watches))
	err := b.Archive.Each(ctx, after, func(r article.Record) error {
		if r.Number > through {
			return errWindowEnds
		}
		if r.Removed || !r.Published.IsZero() && r.Added.Sub(r.Published.Time) > staleNews {
			return nil
		}
		found, err := m.Match(ctx, r)
		if err != nil {
			return fmt.Errorf("hold article %s against watches: %w", r.ID, err)
		}
		for statement, hits := range found {
			old, err := b.saidBefore(ctx, index.Everything(), r, statement, r.Number-1)
			if err != nil {
				return err
			}
			for _, i := range hits {
				if !old && r.Number > watches[i].After {
					out[i] = append(out[i], WatchHit{StatementName(r, statement), present.SpeakerOf(r, statement) + "\x00" + r.Annotation.Statements[statement].Wording(r.Text)})
				}
			}
		}
		return nil
	})
	if errors.Is(err, archive.ErrDamaged) {
		b.show().Logger().ErrorContext(ctx, "watches leave out articles that cannot be read", slog.Any("error", err))
		err = nil
	}
	if errors.Is(err, errWindowEnds) {
		err = nil
	}
	return out, err
}
