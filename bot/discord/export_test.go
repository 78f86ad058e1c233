package discord

import "time"

// Hurry sets how long a gateway may take to greet, and to say that it is ready.
func (b *Bot) Hurry(patience time.Duration) { b.patience = patience }
