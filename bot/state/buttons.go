package state

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// ButtonCall is the call that a button makes when pressed, even weeks later.
type ButtonCall struct {
	Call bot.Call `json:"call"`
	// Part is the number of the message if a page of the answer needs several; -1
	// is the last.
	Part int `json:"part,omitempty"`
	// In is the place whose settings and outlets apply, nil for the place where the
	// button is pressed.
	In *bot.Place `json:"in,omitempty"`
}

// CallLife is the time for which a button works after an answer last showed it.
const CallLife = 365 * 24 * time.Hour

// refreshAfter limits how often the last use of a call is written.
const refreshAfter = 30 * 24 * time.Hour

type keptCall struct {
	ButtonCall
	Scope string    `json:"scope"`
	Used  time.Time `json:"used"`
}

// buttons holds the calls behind buttons.
type buttons struct{ file *sealed.File }

// Keep stores calls for the buttons of scope (a platform and workspace) and
// returns a key of 16 characters for each, in order. Equal calls of a scope
// have equal keys, and one that is already kept costs no write.
func (s *buttons) Keep(ctx context.Context, scope string, calls []ButtonCall) ([]string, error) {
	keys := make([]string, len(calls))
	for i, c := range calls {
		key, err := Key(scope, c)
		if err != nil {
			return nil, err
		}
		keys[i] = key
	}
	missing := false
	err := s.file.Read(ctx, "look for a button's call", func(tx *sealed.Tx) error {
		for _, key := range keys {
			var kept keptCall
			found, err := sealed.Get(tx, callsBucket, []byte(key), &kept)
			missing = missing || !found || err != nil || s.file.Now().Sub(kept.Used) > refreshAfter
		}
		return nil
	})
	if err != nil || !missing {
		return keys, err
	}
	return keys, s.file.Write(ctx, "keep a button's call", func(tx *sealed.Tx) error {
		for i, c := range calls {
			if err := sealed.Put(tx, callsBucket, []byte(keys[i]), keptCall{c, scope, s.file.Now().UTC()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ButtonCall returns the call stored under key, if scope is the one that stored it.
func (s *buttons) ButtonCall(ctx context.Context, scope, key string) (ButtonCall, bool, error) {
	var kept keptCall
	var found bool
	err := s.file.Read(ctx, "read a button's call", func(tx *sealed.Tx) (err error) {
		found, err = sealed.Get(tx, callsBucket, []byte(key), &kept)
		return err
	})
	if err != nil || !found || kept.Scope != scope {
		return ButtonCall{}, false, err
	}
	return kept.ButtonCall, true, nil
}

// Key returns the key that Keep gives a call: 80 bits of the SHA-256 of scope and
// call, in base 32.
func Key(scope string, c ButtonCall) (string, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("encode a button's call: %w", err)
	}
	sum := sha256.Sum256(append([]byte(scope+"\x00"), raw...))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10])), nil
}
