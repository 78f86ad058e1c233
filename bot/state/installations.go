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

// Install stores an installation, encrypted with AES-GCM; its place is bound in,
// so that no entry can be moved to another workspace.
func (s *Store) Install(ctx context.Context, i Installation) error {
	i.At = s.now().UTC()
	key := keyOf(i.Platform, i.Workspace)
	raw, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("encode an installation: %w", err)
	}
	sealed, err := s.seal(raw, key)
	if err != nil {
		return err
	}
	return s.write(ctx, "keep an installation", func(tx *txn) error {
		return tx.Bucket(installationsBucket).Put(key, sealed)
	})
}

// Uninstall removes an installation with its token.
func (s *Store) Uninstall(ctx context.Context, platform, workspace string) error {
	return s.write(ctx, "remove an installation", func(tx *txn) error {
		return tx.Bucket(installationsBucket).Delete(keyOf(platform, workspace))
	})
}

// Installations returns the installations of a platform. The error wraps
// ErrWrongKey or ErrNoKey if one cannot be decrypted.
func (s *Store) Installations(ctx context.Context, platform string) ([]Installation, error) {
	var out []Installation
	err := s.read(ctx, "list installations", func(tx *txn) error {
		prefix := keyOf(platform, "")
		c := tx.Bucket(installationsBucket).Cursor()
		for k, sealed := c.Seek(prefix); k != nil && len(k) > len(prefix) && string(k[:len(prefix)]) == string(prefix); k, sealed = c.Next() {
			i, err := s.decrypt(sealed, k)
			if err != nil {
				return err
			}
			out = append(out, i)
		}
		return nil
	})
	return out, err
}

func (s *Store) aead() (cipher.AEAD, error) {
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
func (s *Store) seal(plain, place []byte) ([]byte, error) {
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce) // never fails (crypto/rand)
	return aead.Seal(nonce, nonce, plain, place), nil
}

func (s *Store) decrypt(sealed, place []byte) (Installation, error) {
	var i Installation
	aead, err := s.aead()
	if err != nil {
		return i, err
	}
	if len(sealed) < aead.NonceSize() {
		return i, ErrWrongKey
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], place)
	if err != nil {
		return i, ErrWrongKey
	}
	if err := json.Unmarshal(plain, &i); err != nil {
		return i, fmt.Errorf("decode an installation: %w", err)
	}
	return i, nil
}
