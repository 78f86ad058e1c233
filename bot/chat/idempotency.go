package chat

import (
	"crypto/sha256"
	"encoding/hex"
)

// IdempotencyKey names the answer to an event wherever a service keeps it: short, and
// without anybody's words. what distinguishes several messages of one event.
func IdempotencyKey(event, what string) string {
	sum := sha256.Sum256([]byte(event + "\x00" + what))
	return hex.EncodeToString(sum[:10])
}
