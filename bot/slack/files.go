package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
)

// Methods of files.
const (
	completeMethod = "files.completeUploadExternal"
	fileMethod     = "files.info"
)

// upload is a file on its way to a channel; to none for one that a message shows.
type upload struct {
	name, title, alt string
	data             []byte
	channel, thread  string
}

// uploadFile uploads a file and returns its ID. The bytes go as they are to the address that
// Slack names, which knows who sends them.
func (s *sender) uploadFile(ctx context.Context, w *workspace, u upload) (id string, err error) {
	var at struct {
		URL string `json:"upload_url"`
		ID  string `json:"file_id"`
	}
	args := url.Values{"filename": {u.name}, "length": {strconv.Itoa(len(u.data))}}
	if u.alt != "" {
		args.Set("alt_txt", u.alt)
	}
	if err := w.raw.Call(ctx, uploadMethod, args, &at); err != nil {
		return "", err
	}
	if err := webapi.Upload(ctx, s.client, at.URL, u.data); err != nil {
		return "", err
	}
	files, err := json.Marshal([]map[string]string{{"id": at.ID, "title": u.title}})
	if err != nil {
		return "", fmt.Errorf("encode a file's title: %w", err)
	}
	args = url.Values{"files": {string(files)}}
	for name, value := range map[string]string{"channel_id": u.channel, "thread_ts": u.thread} {
		if value != "" {
			args.Set(name, value)
		}
	}
	return at.ID, w.raw.Call(ctx, completeMethod, args, nil)
}

// How long an image waits until Slack can show it: uploads are finished some seconds after
// they were completed.
const (
	firstLook   = 250 * time.Millisecond
	usableAfter = 3 * time.Second // where Slack does not let the bot look
	usableTries = 8
)

// awaitUsable returns when an uploaded image can be shown, or is not to be waited for any
// longer.
func (s *sender) awaitUsable(ctx context.Context, w *workspace, id string) {
	if !w.has(fileMethod) {
		return
	}
	for wait := firstLook; wait <= firstLook*usableTries; wait += firstLook {
		var found struct {
			File struct {
				Type string `json:"mimetype"`
			} `json:"file"`
		}
		err := w.raw.Call(ctx, fileMethod, url.Values{"file": {id}}, &found)
		switch {
		case codeOf(err) == missingScope:
			_ = outbox.Pause(ctx, usableAfter)
			return
		case w.lacks(fileMethod, err) || err == nil && found.File.Type != "":
			return
		}
		if outbox.Pause(ctx, wait) != nil {
			return
		}
	}
}
