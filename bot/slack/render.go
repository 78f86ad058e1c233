package slack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/picture"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
)

// maxPictures is the maximum number of uploaded pictures to remember for reuse.
const maxPictures = 500

// renderer implements converse.Renderer.
type renderer struct {
	log      *slog.Logger
	sender   *sender
	guests   *guestList
	pictures *chat.Cache[string, string] // file IDs by workspace and content
}

// Render returns one message of an answer with its picture, and a spare one without.
func (r *renderer) Render(ctx context.Context, t *converse.Target, a converse.Answer) converse.Rendered[blockkit.Message] {
	w := teamOf(t)
	names := func(id string) string { return r.guests.person(ctx, w, id).name }
	answer := blockkit.Answer{Card: a.Card, Call: a.Call, Scope: w.scope(), In: t.In, Asker: a.Asker, SharedBy: a.SharedBy, Plain: a.Bare, Files: w.has(uploadMethod),
		Private: t.Private, Thread: t.Thread, Direct: isDirect(t.Channel) && !t.Private && !t.Unasked && w.has(viewMethod), Modern: w.has(modernBlocks), Tables: w.has(modernBlocks) && w.has(tables), Name: names}
	if !t.Private && !w.has(deleteMethod) {
		answer.Asker = ""
	}
	if t.Link != "" {
		m := answer.Preview()
		return converse.Rendered[blockkit.Message]{Message: m, Calls: m.Calls}
	}
	if p := a.Card.Picture; p != nil && !(answer.Modern && blockkit.IsChart(*p)) {
		answer.File = r.picture(ctx, w, p)
	}
	m, part := answer.Message(a.Part)
	calls := m.Calls
	last := &m
	spare := func(lacks string) {
		older, _ := answer.Message(a.Part)
		older.Lacks = lacks
		last.Spare, calls = &older, append(calls, older.Calls...)
		last = &older
	}
	if m.Table {
		answer.Tables = false
		spare(tables)
	}
	if answer.File != "" || answer.Modern {
		answer.File, answer.Modern = "", false
		spare(modernBlocks)
	}
	return converse.Rendered[blockkit.Message]{Message: m, Calls: calls, Part: part}
}

// picture returns the file ID of a card's picture, uploaded if this workspace does not
// have it yet; "" if there is none or it cannot be, and its numbers are then shown in
// words.
func (r *renderer) picture(ctx context.Context, w *workspace, p *bot.Picture) string {
	if p == nil || len(p.Series) == 0 || !w.has(uploadMethod) {
		return ""
	}
	raw, err := json.Marshal(p)
	if err != nil {
		r.log.Error("a picture could not be read", slog.Any("error", err))
		return ""
	}
	sum := sha256.Sum256(raw)
	key := w.ID + "/" + hex.EncodeToString(sum[:])
	if id, ok := r.pictures.Get(key); ok {
		return id
	}
	id := r.uploadPicture(ctx, w, *p)
	if id != "" {
		r.pictures.Add(key, id)
	}
	return id
}

func (r *renderer) uploadPicture(ctx context.Context, w *workspace, p bot.Picture) string {
	data, err := picture.PNG(p)
	if err != nil {
		r.log.Error("a picture could not be drawn", slog.Any("error", err))
		return ""
	}
	alt, _ := chat.Clip(p.Title+". "+p.Alt, blockkit.MaxAltText)
	id, err := r.sender.uploadFile(ctx, w, upload{name: "timeline.png", title: p.Title, alt: alt, data: data})
	if err != nil {
		if !w.lacks(uploadMethod, err) {
			r.log.Warn("a picture could not be uploaded; its numbers are shown in words", slog.Any("error", redacted(err)))
		}
		return ""
	}
	r.sender.awaitUsable(ctx, w, id)
	return id
}

// WithoutButtons returns m without its buttons.
func (r *renderer) WithoutButtons(m blockkit.Message) blockkit.Message {
	m.Blocks, m.Spare = blockkit.WithoutButtons(m.Blocks), nil
	return m
}

// Upload shares a file where all see the answer at t, else in direct messages with who
// asked.
func (r *renderer) Upload(ctx context.Context, t *converse.Target, file bot.File) (where string, err error) {
	w, to := teamOf(t), t
	if t.Private {
		where = ", in our direct messages"
	}
	if t.Private && !isDirect(t.Channel) {
		if to, err = r.sender.Direct(ctx, t); err != nil {
			return "", err
		}
	}
	_, err = r.sender.uploadFile(ctx, w, upload{name: file.Name, title: file.Name, data: file.Data, channel: to.Channel, thread: to.Thread})
	switch remedy, _ := remedyFor(err); {
	case err == nil:
		return where, nil
	case w.lacks(uploadMethod, err):
		return "", &bot.Error{Message: "This server takes no files."}
	case remedy == converse.TellAsker:
		return "", &bot.Error{Message: fixFor(codeOf(err), "this channel")}
	case codeOf(err) == missingScope:
		return "", &bot.Error{Message: "The app lacks the scope files:write. An administrator can add it with the manifest."}
	}
	return "", err
}
