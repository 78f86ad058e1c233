package handlers

import (
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// What a running service keeps, as the groups of commands declare it.
type (
	// Settings is where the settings of channels and workspaces are kept.
	Settings = access.Settings
	// Subscriptions is where digests and watches are kept.
	Subscriptions = subscriptions.Store
	// Calendar is when digests are due.
	Calendar = subscriptions.Calendar
	// Books is where changes and unanswered questions are written down.
	Books = admin.Logs
	// Losses accepts what damage destroyed of the settings.
	Losses = admin.Losses
)
