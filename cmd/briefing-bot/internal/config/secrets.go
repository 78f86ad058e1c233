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

// minToken is the minimum length of a secret, in bytes.
const minToken = 16

// Token returns the console's secret, from its file or its environment
// variable, white space around it apart; "" if neither is set. One that could be
// guessed is an error.
func (c Console) Token() (string, error) {
	token, err := ReadToken("the console's token", c.TokenFile, c.TokenEnv)
	if err != nil && c.TokenFile != "" {
		return "", fmt.Errorf("console.token_file: %w", err)
	}
	return token, err
}

// ReadToken returns a secret from a file or, if that is "", from an environment
// variable, white space around it apart; "" if neither is set. One that could be
// guessed is an error, in which it is called what.
func ReadToken(what, file, variable string) (string, error) {
	where, value := variable, os.Getenv(variable)
	if file != "" {
		raw, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		where, value = file, string(raw)
	} else if value == "" {
		return "", nil
	}
	token := strings.TrimSpace(value)
	if len(token) < minToken {
		return "", fmt.Errorf("%s in %s has %d bytes; at least %d are needed. Make one with: openssl rand -hex 16", what, where, len(token), minToken)
	}
	return token, nil
}
