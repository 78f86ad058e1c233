package config

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

// StateKey returns that key, nil if none is set.
func StateKey() ([]byte, error) {
	value := strings.TrimSpace(os.Getenv(stateKeyName))
	if value == "" {
		return nil, nil
	}
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString} {
		if key, err := decode(value); err == nil && len(key) == state.KeySize {
			return key, nil
		}
	}
	return nil, fmt.Errorf("%s is not a key of %d bytes: make one with `openssl rand -base64 %d`", stateKeyName, state.KeySize, state.KeySize)
}
