// Package terminal renders Cards as text for a terminal, and holds a conversation there.
// Every quote it shows is the article's, byte for byte, and nothing in one can act on
// the terminal. It knows no command. Start reading at Chat.Run in chat.go; render.go
// writes a Card.
package terminal
