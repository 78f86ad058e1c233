package admin

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index is the part of the index that administrators check and change.
type Index interface {
	Sources(ctx context.Context, scope index.Scope) ([]index.Source, error)
	Verify(ctx context.Context) ([]index.Mismatch, error)
	KeyOf(ctx context.Context, name string) (string, error)
	OverrideIdentities(same [][]string, apart [][2]string) error
}

// Archive is the part of the archive that administrators check; it keeps the overrides.
type Archive interface {
	GetMany(ctx context.Context, ids []string) ([]article.Record, error)
	Check(ctx context.Context) (int, error)
	SetMeta(ctx context.Context, name string, value []byte) error
	Metadata
}

// Metadata reads overrides.
type Metadata interface {
	Meta(ctx context.Context, name string) ([]byte, error)
}

// Losses accepts what damage destroyed of the settings. Both methods return the
// number of losses.
type Losses interface {
	Acknowledge(ctx context.Context, platform, workspace string) (int, error)
	AcknowledgeAll(ctx context.Context) (int, error)
}

// Logs records changes and unanswered questions.
type Logs interface {
	Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error
	Entries(ctx context.Context, platform, workspace string, book bot.Book) ([]bot.Entry, error)
}

// Forgetter deletes what is kept of a person.
type Forgetter interface {
	ForgetUser(ctx context.Context, platform, user string) (bot.Forgotten, error)
}

// Commands answers the commands of administrators.
type Commands struct {
	Index   Index
	Archive Archive
	Access  access.Access
	Reader  query.Reader
	Show    present.Presenter
	Logs    Logs   // nil if nothing keeps them
	Losses  Losses // nil if nothing keeps settings
	// Forgetter is nil if nothing is kept of people.
	Forgetter Forgetter
	// Remover takes articles out of the briefing; nil if nothing may.
	Remover Remover
	// Reload indexes what the archive has and the index lacks; nil if nothing may.
	Reload func(context.Context) error
	// Identity is held while overrides change.
	Identity *sync.Mutex
}

// adminCommand returns a command for administrators of a workspace, with the words that
// follow its name in an example.
func adminCommand(name, summary, example string, params ...bot.Param) bot.Command {
	return bot.Command{Name: "admin " + name, Summary: summary, Admin: true, Changes: true, Params: params,
		Examples: []string{strings.TrimSpace("/admin " + name + " " + example)}}
}

// ownerCommand returns a command for those who run the bot.
func ownerCommand(name, summary, example string, params ...bot.Param) bot.Command {
	c := adminCommand(name, summary, example, params...)
	c.Owner = true
	return c
}

// audit writes a change into the audit log, if there is one.
func (c Commands) audit(ctx context.Context, r query.Request, change string) error {
	if c.Logs == nil {
		return nil
	}
	platform, workspace := access.Home(r.Request)
	if err := c.Logs.Note(ctx, platform, workspace, bot.Audit, bot.Entry{User: r.User, Text: change}); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// requireSettings returns a *bot.Error if nothing keeps settings.
func (c Commands) requireSettings() error {
	if c.Access.Settings == nil {
		return errNeedsServe()
	}
	return nil
}

// errNeedsServe returns the answer to what only a running service can do.
func errNeedsServe() error {
	return &bot.Error{Message: "This works while `briefing-bot serve` runs on this data folder. Start it, then try again."}
}
