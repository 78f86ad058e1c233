package state

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// LeftLife is how long the data of a workspace is kept after the bot has left it,
// in case the bot comes back.
const LeftLife = 30 * 24 * time.Hour

// scoped are the buckets whose keys begin with a platform and a workspace.
var scoped = [][]byte{answersBucket, settingsBucket, feedbackBucket, subscriptionsBucket, postsBucket, outboxBucket, alertsBucket, toldBucket, postedBucket}

// workspaces holds which workspaces have data, and which the bot has left.
type workspaces struct{ file *sealed.File }

// Workspaces returns the workspaces of a platform that have data, in no order.
func (s *workspaces) Workspaces(ctx context.Context, platform string) ([]string, error) {
	found := map[string]bool{}
	err := s.file.Read(ctx, "list workspaces", func(tx *sealed.Tx) error {
		prefix := append(sealed.KeyOf(platform), 0)
		for _, b := range scoped {
			c := tx.Bucket(b).Cursor()
			for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); {
				workspace, _, _ := strings.Cut(string(k[len(prefix):]), "\x00")
				found[workspace] = true
				k, _ = c.Seek(append(sealed.KeyOf(platform, workspace), 1)) // the next one's
			}
		}
		return nil
	})
	return slices.Collect(maps.Keys(found)), err
}

// Left records that the bot has left a workspace: Sweep removes its data after
// LeftLife, unless Back is called before. isNew is false if that was recorded
// already.
func (s *workspaces) Left(ctx context.Context, platform, workspace string) (isNew bool, err error) {
	err = s.file.Write(ctx, "note that a workspace was left", func(tx *sealed.Tx) error {
		isNew = tx.Bucket(leftBucket).Get(sealed.KeyOf(platform, workspace)) == nil
		if !isNew {
			return nil // keep the time of the first
		}
		return tx.Bucket(leftBucket).Put(sealed.KeyOf(platform, workspace), []byte(s.file.Now().UTC().Format(time.RFC3339)))
	})
	return isNew && err == nil, err
}

// Back records that the bot is in a workspace again, and so undoes Left.
func (s *workspaces) Back(ctx context.Context, platform, workspace string) error {
	known := false
	err := s.file.Read(ctx, "look whether a workspace was left", func(tx *sealed.Tx) error {
		known = tx.Bucket(leftBucket).Get(sealed.KeyOf(platform, workspace)) != nil
		return nil
	})
	if err != nil || !known {
		return err
	}
	return s.file.Write(ctx, "note that a workspace is back", func(tx *sealed.Tx) error {
		return tx.Bucket(leftBucket).Delete(sealed.KeyOf(platform, workspace))
	})
}

// sweepLeft removes all data of workspaces that were left long ago.
func sweepLeft(tx *sealed.Tx, now time.Time) error {
	var gone []string
	err := tx.Bucket(leftBucket).ForEach(func(key, raw []byte) error {
		if at, err := time.Parse(time.RFC3339, string(raw)); err != nil || now.Sub(at) > LeftLife {
			gone = append(gone, string(key))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range gone {
		if err := forgetWorkspace(tx, key); err != nil {
			return fmt.Errorf("forget a workspace: %w", err)
		}
	}
	return nil
}

// forgetWorkspace removes the data of the workspace with the given key.
func forgetWorkspace(tx *sealed.Tx, key string) error {
	platform, workspace, _ := strings.Cut(key, "\x00")
	prefix := append([]byte(key), 0)
	for _, b := range scoped {
		if err := tx.Bucket(b).DeletePrefix(prefix); err != nil {
			return err
		}
	}
	if err := tx.Bucket(booksBucket).DeleteFunc(func(k, _ []byte) bool {
		_, rest, _ := strings.Cut(string(k), "\x00")
		return strings.HasPrefix(rest, string(prefix))
	}); err != nil {
		return err
	}
	if err := tx.Bucket(callsBucket).DeleteFunc(func(_, raw []byte) bool {
		var kept keptCall
		return json.Unmarshal(raw, &kept) == nil && (kept.Scope == platform+"/"+workspace ||
			kept.In != nil && kept.In.Platform == platform && kept.In.Workspace == workspace)
	}); err != nil {
		return err
	}
	return tx.Bucket(leftBucket).Delete([]byte(key))
}
