package config

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/state"
)

// secret reads a secret from its file or else its environment variable; ""
// where neither is set. setting is named in errors.
func secret(setting, file, env string) (string, error) {
	if file == "" {
		return strings.TrimSpace(os.Getenv(env)), nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", setting, err)
	}
	return strings.TrimSpace(string(raw)), nil
}

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
