package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/state"
)

// stateKeyName is the environment variable of the key that tokens of installed
// workspaces are encrypted with.
const stateKeyName = "BRIEFING_BOT_STATE_KEY"

// stateKey is that key, nil where none is set.
func stateKey() ([]byte, error) {
	value := strings.TrimSpace(os.Getenv(stateKeyName))
	if value == "" {
		return nil, nil
	}
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString} {
		if key, err := decode(value); err == nil && len(key) == state.KeySize {
			return key, nil
		}
	}
	return nil, fmt.Errorf("%s is no key of %d bytes: make one with `openssl rand -base64 %d`", stateKeyName, state.KeySize, state.KeySize)
}

// openState opens what chat must remember, in the data folder.
func (f *folder) openState() (*state.Store, error) {
	key, err := stateKey()
	if err != nil {
		return nil, err
	}
	return state.Open(f.config.Data, state.Options{Key: key})
}
