package complete

import (
	"context"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// subscribed returns what completes the ID of a digest or a watch, by the ID or by what it
// is about.
func (c Completer) subscribed(kind bot.SubscriptionKind) bot.Suggester {
	return func(ctx context.Context, r bot.Request, typed string) []bot.Suggestion {
		all, err := c.Subscriptions.Visible(ctx, r, kind)
		if err != nil {
			return nil // a completion that fails is no completion
		}
		var out []bot.Suggestion
		for _, s := range all {
			about := subscriptions.What(s)
			if len(out) < maxSuggestions && strings.Contains(strings.ToLower(s.ID+" "+about), strings.ToLower(typed)) {
				out = append(out, bot.Suggestion{Value: s.ID, Note: about})
			}
		}
		return out
	}
}

// zones are the time zones that are offered; any other can be typed.
var zones = []string{
	"UTC", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam",
	"Europe/Brussels", "Europe/Vienna", "Europe/Zurich", "Europe/Stockholm", "Europe/Oslo", "Europe/Copenhagen", "Europe/Helsinki", "Europe/Warsaw",
	"Europe/Prague", "Europe/Budapest", "Europe/Bucharest", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow", "Africa/Cairo",
	"Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Asia/Jerusalem", "Asia/Beirut", "Asia/Baghdad", "Asia/Riyadh", "Asia/Dubai", "Asia/Tehran",
	"Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Manila", "Asia/Shanghai",
	"Asia/Taipei", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "America/New_York", "America/Chicago",
	"America/Denver", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Toronto", "America/Vancouver", "America/Mexico_City",
	"America/Bogota", "America/Lima", "America/Santiago", "America/Sao_Paulo", "America/Buenos_Aires",
}

// zonesNamed completes a time zone by a part of its name, with the time there.
func zonesNamed(_ context.Context, r bot.Request, typed string) []bot.Suggestion {
	part := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(typed)), " ", "_")
	var out []bot.Suggestion
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil || len(out) == maxSuggestions || !strings.Contains(strings.ToLower(name), part) {
			continue
		}
		out = append(out, bot.Suggestion{Value: name, Note: r.Now.In(zone).Format("15:04") + " now"})
	}
	return out
}
