package follow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/mailbox"
	formats "github.com/briefing-bot/briefing-bot/index/source"
)

// mailEvery is how often a mail folder with news is visited at most.
const mailEvery = 5 * time.Minute

// runMail visits a mail folder. Where it was read to is stored together with the articles
// of each message.
func (p *poll) runMail(ctx context.Context) error {
	if p.source.Mail == nil {
		return p.fail(ctx, errors.New("a mail folder is followed only where the configuration names its user and password"))
	}
	password, err := p.source.Mail.Password()
	if err != nil {
		return p.fail(ctx, err)
	}
	folder := mailbox.Folder{URL: p.source.URL, User: p.source.Mail.User, Password: password, Token: p.source.Mail.Token}
	var storing error
	take := func(m mailbox.Message, after mailbox.Position) error {
		storing = p.bringMessage(ctx, m, after)
		return storing
	}
	reader := mailbox.Reader{Client: p.ingester.Web().Client}
	before := p.state.Read
	if p.backfill {
		_, p.unfinished, err = reader.Visit(ctx, folder, p.state.Read, true, take)
	}
	if err == nil {
		var at mailbox.Position
		var more bool
		at, more, err = reader.Visit(ctx, folder, p.state.Read, false, take)
		p.unfinished = p.unfinished || more
		if err == nil {
			p.state.Read = at
		}
	}
	switch {
	case storing != nil || ctx.Err() != nil:
		return errors.Join(storing, ctx.Err())
	case err != nil:
		if stored := p.store(ctx); stored != nil {
			return stored
		}
		return p.fail(ctx, err)
	}
	p.answered()
	p.state.Begun, p.state.Kind, p.touched = true, "mail folder", p.touched || before != p.state.Read
	p.state.Next = p.next(0)
	if soonest := p.now().Add(mailEvery); p.source.Every == 0 && p.unfinished {
		p.state.Next = soonest.UTC()
	}
	return p.finish(ctx)
}

// bringMessage takes the articles of a message in. The position after it is noted with
// its last article, so that a stop between two of them loses none.
func (p *poll) bringMessage(ctx context.Context, m mailbox.Message, after mailbox.Position) error {
	now := p.now().UTC()
	name := fmt.Sprintf("message %d of %s", m.UID, p.source.URL)
	p.touched = true
	p.state.Listed++
	var articles []article.Article
	if m.Err != nil {
		p.state.reject(name, m.Err.Error(), now)
	} else {
		for it := range formats.Read(formats.Input{Name: name, Type: "message/rfc822", Reader: bytes.NewReader(m.Body)}) {
			if it.Err == nil {
				it.Err = p.tooOld(it.Article)
			}
			if it.Err != nil {
				p.state.reject(it.Path, it.Err.Error(), now)
				continue
			}
			articles = append(articles, it.Article)
		}
	}
	for i, a := range articles {
		if p.source.Outlet != "" {
			a.Source = p.source.Outlet
		}
		if !a.Published.IsZero() {
			p.state.Published = slices.Insert(p.state.Published, 0, a.Published.Time.UTC())
			p.state.Published = p.state.Published[:min(len(p.state.Published), newest)]
		}
		if i == len(articles)-1 {
			p.state.Read = after
		}
		old := p.backfill || !p.state.Begun && (a.Published.IsZero() || !a.Published.Time.After(p.state.Since))
		if err := p.bring(ctx, a, &item{Link: "", Backlog: old}); err != nil {
			return err
		}
	}
	p.state.Read = after
	return nil
}
