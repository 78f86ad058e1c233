// Package access works out from settings which outlets a place may see.
package access

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// Settings is where the settings of channels and workspaces are kept ("" for a
// workspace's own).
type Settings interface {
	Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error)
	Set(ctx context.Context, platform, workspace, channel, name, value string) (old string, err error)
}

// Access reads and changes settings.
type Access struct{ Settings Settings } // nil if nothing keeps them

// Scope returns the outlets that r's place may see: those that the surface leaves
// to it and the settings do not take away. If settings were lost it is the zero
// Scope, which shows nothing, and the error is a *bot.Error that wraps
// bot.ErrSettingsLost.
func (a Access) Scope(ctx context.Context, r bot.Request) (index.Scope, error) {
	scope := index.Everything()
	if len(r.Sources) > 0 {
		scope = index.Only(r.Sources...)
	}
	if a.Settings == nil {
		return scope, nil
	}
	here, err := r.Settings, error(nil)
	if here == nil {
		here, err = a.Of(ctx, r, r.EffectiveChannel())
	}
	hidden, err2 := a.Hidden(ctx, r)
	if err = errors.Join(err, err2); errors.Is(err, bot.ErrSettingsLost) {
		return index.Scope{}, ErrUnknown()
	}
	if err != nil {
		return index.Scope{}, err
	}
	if allowed := Lines(here[Sources]); len(allowed) > 0 {
		scope = scope.Within(allowed...)
	}
	return scope.Except(hidden...), nil
}

// ErrUnknown returns the answer while it is not known which outlets may be shown.
func ErrUnknown() error {
	return &bot.Error{Err: bot.ErrSettingsLost, Message: "Settings were lost when the state database was damaged, so it is not known which outlets may be shown here. " +
		"Nothing is shown until an administrator has checked them (admin settings, admin hide) and then runs: admin settings losses:accept"}
}

// The names of settings.
const (
	Zone     = "zone"     // of a channel: in which dates are read and shown
	Sources  = "sources"  // of a channel: the outlets that it may see, a line each
	Threads  = "threads"  // of a channel: "on" where a mention is answered in a thread of its own
	Previews = "previews" // of a channel: "off" where links are not shown with their articles
	Hidden   = "hidden"   // of a workspace: outlets whose words are shown nowhere, a line each
	// Subscribe is, of a workspace, who may set up digests and watches: "" for anybody,
	// Managers for administrators alone, else the IDs of users and roles, a line each.
	// Administrators always may.
	Subscribe = "subscribe"
)

// The console and the terminal are two ways to the same place: who runs the bot.
// What is hidden there is hidden in every workspace and server.
const (
	consolePlatform  = "console"
	terminalPlatform = "terminal"
)

// Home returns the platform and workspace that the settings of r's place are kept under.
func Home(r bot.Request) (platform, workspace string) {
	if isLocal(r) {
		return consolePlatform, ""
	}
	return r.Platform, r.Workspace
}

func isLocal(r bot.Request) bool {
	return r.Platform == consolePlatform || r.Platform == terminalPlatform || r.Platform == ""
}

// Of returns the settings of a channel at r's place, "" for the place's
// own. The error is bot.ErrSettingsLost, beside what is left of them, if damage
// destroyed some.
func (a Access) Of(ctx context.Context, r bot.Request, channel string) (map[string]string, error) {
	platform, workspace := Home(r)
	settings, err := a.Settings.Settings(ctx, platform, workspace, channel)
	if err != nil && !errors.Is(err, bot.ErrSettingsLost) {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	if !isLocal(r) {
		return settings, err
	}
	// Older versions kept the terminal's apart.
	older, err2 := a.Settings.Settings(ctx, terminalPlatform, "", channel)
	if err2 != nil && !errors.Is(err2, bot.ErrSettingsLost) {
		return nil, fmt.Errorf("read settings: %w", err2)
	}
	all := maps.Clone(older)
	maps.Copy(all, settings)
	if both := append(Lines(settings[Hidden]), Lines(older[Hidden])...); len(both) > 0 {
		slices.Sort(both)
		all[Hidden] = strings.Join(slices.Compact(both), "\n")
	}
	return all, errors.Join(err, err2)
}

// Set changes a setting at r's place and returns the old value.
func (a Access) Set(ctx context.Context, r bot.Request, channel, name, value string) (old string, err error) {
	before, err := a.Of(ctx, r, channel)
	if err != nil && !errors.Is(err, bot.ErrSettingsLost) {
		return "", err
	}
	platform, workspace := Home(r)
	_, err = a.Settings.Set(ctx, platform, workspace, channel, name, value)
	if err == nil && isLocal(r) {
		_, err = a.Settings.Set(ctx, terminalPlatform, "", channel, name, "")
	}
	if err != nil {
		return "", fmt.Errorf("change a setting: %w", err)
	}
	return before[name], nil
}

// Hidden returns the outlets that are hidden at r's place, and everywhere.
func (a Access) Hidden(ctx context.Context, r bot.Request) ([]string, error) {
	everywhere, lost := a.Of(ctx, bot.Request{Platform: consolePlatform}, "")
	if isLocal(r) || lost != nil && !errors.Is(lost, bot.ErrSettingsLost) {
		return Lines(everywhere[Hidden]), lost
	}
	here, err := a.Of(ctx, r, "")
	return append(Lines(here[Hidden]), Lines(everywhere[Hidden])...), errors.Join(err, lost)
}

// Managers is the value of Subscribe that leaves administrators alone.
const Managers = "managers"

// MaySubscribe reports whether r's user may set up digests and watches. While settings are
// lost, only administrators may.
func (a Access) MaySubscribe(ctx context.Context, r bot.Request) (bool, error) {
	if r.Admin || a.Settings == nil || isLocal(r) {
		return true, nil
	}
	settings, err := a.Of(ctx, r, "")
	if errors.Is(err, bot.ErrSettingsLost) {
		return false, nil
	}
	allowed := Lines(settings[Subscribe])
	named := func(id string) bool { return slices.Contains(allowed, id) }
	return len(allowed) == 0 || named(r.User) || slices.ContainsFunc(r.Roles, named), err
}

// Lines splits a setting.
func Lines(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == '\n' })
}
