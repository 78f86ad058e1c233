package slack

import "time"

// Hurry sets how long a Socket Mode connection may take to greet.
func (b *Bot) Hurry(patience time.Duration) { b.sockets.patience = patience }
