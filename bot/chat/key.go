package chat

import (
	"crypto/sha256"
	"encoding/hex"
)

// AnswerKey names the answer to an event wherever a service keeps it: short, and
// without anybody's words. what tells several messages of one event apart.
func AnswerKey(event, what string) string {
	sum := sha256.Sum256([]byte(event + "\x00" + what))
	return hex.EncodeToString(sum[:10])
}
