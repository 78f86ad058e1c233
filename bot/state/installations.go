package state

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// KeySize is the size in bytes of the key that installations are encrypted
// with (AES-256).
const KeySize = 32

// ErrNoKey is returned for installations if the store has no key.
var ErrNoKey = errors.New("no key to encrypt installations with")

// ErrWrongKey is returned for an installation that was encrypted with another
// key, or changed.
var ErrWrongKey = errors.New("installation cannot be decrypted: it was encrypted with another key")

// Installation is the bot in one workspace.
type Installation struct {
	Platform  string    `json:"platform"`
	Workspace string    `json:"workspace"`
	Name      string    `json:"name"`   // the workspace's, for people
	Token     string    `json:"token"`  // never logged
	Bot       string    `json:"bot"`    // the bot's own user
	Scopes    string    `json:"scopes"` // separated by commas
	By        string    `json:"by"`     // who installed it
	At        time.Time `json:"at"`
}

// installations holds the bot in each workspace, with its tokens encrypted.
type installations struct {
	file *sealed.File
	key  []byte // nil if the store has none
}

// Install stores an installation, encrypted with AES-GCM; its place is bound in,
// so that no entry can be moved to another workspace.
func (s *installations) Install(ctx context.Context, i Installation) error {
	i.At = s.file.Now().UTC()
	locked, err := s.encrypt(i)
	if err != nil {
		return err
	}
	return s.file.Write(ctx, "keep an installation", func(tx *sealed.Tx) error {
		return tx.Bucket(installationsBucket).Put(sealed.KeyOf(i.Platform, i.Workspace), locked)
	})
}

// encrypt returns the record of an installation.
func (s *installations) encrypt(i Installation) ([]byte, error) {
	raw, err := json.Marshal(i)
	if err != nil {
		return nil, fmt.Errorf("encode an installation: %w", err)
	}
	return s.seal(raw, sealed.KeyOf(i.Platform, i.Workspace))
}

// Uninstall removes an installation with its token.
func (s *installations) Uninstall(ctx context.Context, platform, workspace string) error {
	return s.file.Write(ctx, "remove an installation", func(tx *sealed.Tx) error {
		return tx.Bucket(installationsBucket).Delete(sealed.KeyOf(platform, workspace))
	})
}

// Installations returns the installations of a platform. The error wraps
// ErrWrongKey or ErrNoKey if one cannot be decrypted.
func (s *installations) Installations(ctx context.Context, platform string) ([]Installation, error) {
	var out []Installation
	err := s.file.Read(ctx, "list installations", func(tx *sealed.Tx) error {
		prefix := sealed.KeyOf(platform, "")
		c := tx.Bucket(installationsBucket).Cursor()
		for k, locked := c.Seek(prefix); k != nil && len(k) > len(prefix) && string(k[:len(prefix)]) == string(prefix); k, locked = c.Next() {
			i, err := s.decrypt(locked, k)
			if err != nil {
				return err
			}
			out = append(out, i)
		}
		return nil
	})
	return out, err
}

func (s *installations) aead() (cipher.AEAD, error) {
	if len(s.key) == 0 {
		return nil, ErrNoKey
	}
	block, err := aes.NewCipher(s.key)
	if err != nil {
		return nil, fmt.Errorf("prepare encryption: %w", err)
	}
	return cipher.NewGCM(block)
}

// seal returns nonce and ciphertext.
func (s *installations) seal(plain, place []byte) ([]byte, error) {
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce) // never fails (crypto/rand)
	return aead.Seal(nonce, nonce, plain, place), nil
}

func (s *installations) decrypt(locked, place []byte) (Installation, error) {
	var i Installation
	aead, err := s.aead()
	if err != nil {
		return i, err
	}
	if len(locked) < aead.NonceSize() {
		return i, ErrWrongKey
	}
	plain, err := aead.Open(nil, locked[:aead.NonceSize()], locked[aead.NonceSize():], place)
	if err != nil {
		return i, ErrWrongKey
	}
	if err := json.Unmarshal(plain, &i); err != nil {
		return i, fmt.Errorf("decode an installation: %w", err)
	}
	return i, nil
}
