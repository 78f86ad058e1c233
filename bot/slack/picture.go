package slack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/picture"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
)

// maxPictures is how many uploaded pictures are remembered, to be shown again.
const maxPictures = 500

// picture returns the file ID of the card's picture, uploaded where this workspace
// does not have it yet; "" if there is none or it cannot be, and its numbers
// are then shown in words.
func (b *Bot) picture(ctx context.Context, w *workspace, p *bot.Picture) string {
	if p == nil || len(p.Series) == 0 || !b.has(w, "files.getUploadURLExternal") {
		return ""
	}
	raw, err := json.Marshal(p)
	if err != nil {
		b.Log.Error("a picture could not be read", slog.Any("error", err))
		return ""
	}
	sum := sha256.Sum256(raw)
	key := w.ID + "/" + hex.EncodeToString(sum[:])
	if id, ok := b.pictures.Get(key); ok {
		return id
	}
	id := b.uploadPicture(ctx, w, *p)
	if id != "" {
		b.pictures.Add(key, id)
	}
	return id
}

func (b *Bot) uploadPicture(ctx context.Context, w *workspace, p bot.Picture) string {
	data, err := picture.PNG(p)
	if err != nil {
		b.Log.Error("a picture could not be drawn", slog.Any("error", err))
		return ""
	}
	alt, _ := chat.Clip(p.Title+". "+p.Alt, blockkit.MaxAltText)
	file, err := w.api.UploadFileContext(ctx, slack.UploadFileParameters{Reader: bytes.NewReader(data), FileSize: len(data),
		Filename: "timeline.png", Title: p.Title, AltTxt: alt})
	if err != nil {
		if !b.lacks(w, "files.getUploadURLExternal", err) {
			b.Log.Warn("a picture could not be uploaded; its numbers are shown in words", slog.Any("error", redacted(err)))
		}
		return ""
	}
	return file.ID
}
