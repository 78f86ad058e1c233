package research

import (
	"cmp"
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// VoicesCommand returns the command that tells how a topic's statements are shared.
func VoicesCommand() bot.Command {
	params := append([]bot.Param{query.TopicParam()}, query.PeriodParams()...)
	return bot.Command{
		Name: "voices", Summary: "Each speaker's or outlet's share of the statements about a topic",
		Params: append(params, query.SourceParam(),
			bot.Param{Name: "by-unit", Aliases: []string{"by"}, Kind: bot.Choice, Choices: []string{byOutlet, bySpeaker}, Help: "whose share: the speakers' or the outlets'"},
			query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/voices {topic}", "/voices {topic} by:outlet"},
	}
}

const (
	byOutlet  = "outlet"
	bySpeaker = "speaker"
)

// AnswerVoices answers with the share of each speaker, or of each outlet, in the
// statements about a topic.
func (c Commands) AnswerVoices(ctx context.Context, r query.Request) (bot.Card, error) {
	unit := cmp.Or(r.Args["by-unit"], bySpeaker)
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	found, err := c.Index.Voices(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("count voices: %w", err)
	}
	title := map[string]string{bySpeaker: "Who speaks", byOutlet: "Which outlets print statements"}[unit]
	card := c.Show.Card(a, title+wording.About(a.Topic))
	card.Read["by-unit"] = unit
	var rows []bot.Item
	if unit == bySpeaker {
		rows = speakerRows(a, found)
	} else {
		rows = outletRows(a, found)
		if len(rows) > 1 {
			card.Notice = wording.Join(card.Notice, "A statement that several outlets print counts for each of them.")
		}
	}
	none := "No statement" + wording.About(a.Topic) + wording.InPeriod(a.Period) + "."
	card = c.Show.List(a, card, rows, map[string]string{bySpeaker: "voice", byOutlet: "outlet"}[unit], none)
	if found.Statements == 0 {
		return card, nil
	}
	card.Footer = wording.Count(found.Statements, "statement") + " · " + card.Footer
	other := map[string]bot.Action{bySpeaker: bot.Ask("By outlet", ""), byOutlet: bot.Ask("By speaker", "")}[unit]
	other.Call = r.Call.With("by-unit", map[string]string{bySpeaker: byOutlet, byOutlet: bySpeaker}[unit]).At(0)
	card.Actions = append(card.Actions, other)
	return card, nil
}

func speakerRows(a query.Parsed, found index.Voices) []bot.Item {
	var rows []bot.Item
	for _, v := range found.Speakers {
		row := voiceRow(v, found.Statements)
		row.Facts = append(row.Facts, "in "+wording.Count(v.Others, "outlet"))
		row.Actions = []bot.Action{statements(a, "by", v.Name), bot.Ask("Who is this?", "who-is", "name", v.Name)}
		rows = append(rows, row)
	}
	if n := found.Unnamed; n > 0 {
		rows = append(rows, bot.Item{Label: "Nobody named for certain", Facts: []string{wording.Count(n, "statement"), share(n, found.Statements)}})
	}
	return rows
}

func outletRows(a query.Parsed, found index.Voices) []bot.Item {
	var rows []bot.Item
	for _, v := range found.Outlets {
		row := voiceRow(v, found.Statements)
		row.Facts = append(row.Facts, "quotes "+wording.Count(v.Others, "person"))
		if v.Name == "" {
			row.Label = "outlet unknown"
		} else {
			row.Actions = []bot.Action{statements(a, "source", v.Name)}
		}
		rows = append(rows, row)
	}
	return rows
}

func voiceRow(v index.Voice, all int) bot.Item {
	return bot.Item{Label: v.Name, Facts: []string{wording.Count(v.Statements, "statement"), share(v.Statements, all), manner(v)}}
}

// share returns a part of a whole in percent; a part that is less than one says so.
func share(n, all int) string {
	percent := (200*n + all) / (2 * all)
	if percent == 0 {
		return "under 1%"
	}
	return fmt.Sprintf("%d%%", percent)
}

// manner returns how many statements are quoted and how many reported.
func manner(v index.Voice) string {
	switch reported := v.Statements - v.Quoted; {
	case reported == 0:
		return "all quoted"
	case v.Quoted == 0:
		return "all reported"
	default:
		return fmt.Sprintf("%d quoted, %d reported", v.Quoted, reported)
	}
}

// statements returns the button that opens what was counted for option=value.
func statements(a query.Parsed, option, value string) bot.Action {
	call := bot.Call{Command: "who-said", Args: bot.Args{}}
	for _, name := range []string{"topic", "since", "until", "on", "source"} {
		if given := a.Request.Args[name]; given != "" {
			call.Args[name] = given
		}
	}
	call.Args[option] = value
	return bot.Action{Kind: bot.Run, Label: "Statements", Call: call}
}
