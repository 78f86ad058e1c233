package discord

import (
	"net/http"
	"time"
)

// Hurry sets how long a gateway may take to greet, and to say that it is ready.
func (b *Bot) Hurry(patience time.Duration) { b.patience = patience }

// Refuse makes every call fail at once, as where nobody listens.
func (b *Bot) Refuse() {
	b.rest.client.Transport = transport(func(*http.Request) *http.Response { return nil })
}
