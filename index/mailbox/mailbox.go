package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"github.com/briefing-bot/briefing-bot/index/fetch"
)

// Limits of a visit; docs/limits.md lists them for people.
const (
	// MaxMessages is how many messages are read in one visit.
	MaxMessages = 100
	// MaxBytes is how many bytes a message may have, with what is attached.
	MaxBytes = 16 << 20
	// maxTime is how long a visit may take.
	maxTime = 10 * time.Minute
)

// Folder is a folder of a mail server.
type Folder struct {
	URL      string // imaps://host/folder; imap:// for this machine alone
	User     string
	Password string
	Token    bool // Password is an access token of OAuth 2
}

// Position is how far a folder was read.
type Position struct {
	Validity uint32 `json:"validity,omitempty"` // UIDVALIDITY; UIDs mean nothing under another one
	First    uint32 `json:"first,omitempty"`    // the lowest UID that was read; 0 if none was
	Next     uint32 `json:"next,omitempty"`     // the UID from which messages are new; 0 if none was read
}

// Message is a message, or the reason why it was not read.
type Message struct {
	UID  uint32
	Body []byte
	Err  error
}

// Reader reads folders. It may be used by many goroutines.
type Reader struct {
	Client *fetch.Client // what connects, within the limits for private networks
}

// IsAddress reports whether an address is that of a folder.
func IsAddress(address string) bool {
	return strings.HasPrefix(address, "imaps://") || strings.HasPrefix(address, "imap://")
}

// Check returns what is wrong with the address of a folder, nil if nothing is.
func Check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || !IsAddress(address):
		return errors.New("it is no address of a mail folder: write one such as imaps://imap.example.org/INBOX")
	case u.User != nil:
		return errors.New("the user and the password do not belong in the address: write user and password_env")
	case u.Scheme == "imap" && !isLoopback(u.Hostname()):
		return errors.New("imap:// would send the password unencrypted: write imaps://")
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Visit gives the messages of a folder that are new since a position, the oldest first,
// at most MaxMessages of them: of a folder that was never read the newest. With older,
// it gives those before the position instead, the newest of them. It returns the position
// after the last message that take accepted, and whether there are more. Errors of take
// end the visit.
func (r *Reader) Visit(ctx context.Context, f Folder, at Position, older bool, take func(Message, Position) error) (after Position, more bool, err error) {
	if err := Check(f.URL); err != nil {
		return at, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	c, err := r.open(ctx, f)
	if err != nil {
		return at, false, err
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	v := visit{client: c, take: take, at: at, older: older}
	if err := v.run(folderOf(f.URL)); err != nil {
		if ctx.Err() != nil {
			err = fetch.ErrSlow
		}
		return v.at, false, err
	}
	_ = c.Logout().Wait() // the server closes the connection either way
	return v.at, v.more, nil
}

// open connects to a folder's server and logs in.
func (r *Reader) open(ctx context.Context, f Folder) (*imapclient.Client, error) {
	u, err := url.Parse(f.URL)
	if err != nil {
		return nil, err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"imaps": "993", "imap": "143"}[u.Scheme]
	}
	conn, err := r.Client.Dial(ctx, net.JoinHostPort(u.Hostname(), port), u.Scheme == "imaps")
	if err != nil {
		return nil, err
	}
	c := imapclient.New(conn, nil)
	if err := c.WaitGreeting(); err != nil {
		_ = c.Close()
		return nil, unreachable(err)
	}
	if err := login(c, f, u); err != nil {
		_ = c.Close()
		if f.Token && isRefused(err) {
			return nil, errors.New("the mail server refused the user or the access token: check that what renews token_file runs, and that the token is for IMAP")
		}
		if isRefused(err) {
			// The server's own words could repeat what it was sent.
			return nil, errors.New("the mail server refused the user or the password: check them, and whether it asks for a password of its own for programs")
		}
		return nil, unreachable(err)
	}
	return c, nil
}

// isRefused reports whether a server answered that it does not let somebody in.
func isRefused(err error) bool {
	_, answered := errors.AsType[*imap.Error](err)
	_, token := errors.AsType[*sasl.OAuthBearerError](err)
	return answered || token
}

// login logs in with a password, or with a token by whichever of the two mechanisms the server has.
func login(c *imapclient.Client, f Folder, at *url.URL) error {
	switch {
	case !f.Token:
		return c.Login(f.User, f.Password).Wait()
	case c.Caps().Has(imap.AuthCap(sasl.OAuthBearer)):
		return c.Authenticate(sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: f.User, Token: f.Password, Host: at.Hostname()}))
	}
	return c.Authenticate(xoauth2{f.User, f.Password})
}

// xoauth2 is Google's and Microsoft's mechanism for tokens, older than OAUTHBEARER.
type xoauth2 struct{ user, token string }

// Start returns the mechanism's name and its only message.
func (x xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the reason of a refusal with nothing, as the server waits for before it refuses.
func (x xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }

// unreachable words an error of the connection.
func unreachable(err error) error {
	return &fetch.UnreachableError{Cause: fmt.Errorf("the mail server broke off: %w", err)}
}

// folderOf returns the name of the folder in an address, INBOX if it names none.
func folderOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return "INBOX"
	}
	return strings.Trim(u.Path, "/")
}

// visit is one visit to a folder.
type visit struct {
	client *imapclient.Client
	take   func(Message, Position) error
	at     Position
	older  bool
	more   bool
}

func (v *visit) run(folder string) error {
	selected, err := v.client.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		if answer, ok := errors.AsType[*imap.Error](err); ok {
			return fmt.Errorf("the mail server does not open the folder %q: %s", folder, answer.Text)
		}
		return unreachable(err)
	}
	if selected.UIDValidity != v.at.Validity {
		v.at = Position{Validity: selected.UIDValidity}
	}
	if selected.NumMessages == 0 || v.older && v.at.First <= 1 {
		return nil
	}
	listed, err := v.list(selected.NumMessages)
	if err != nil || len(listed) == 0 {
		return err
	}
	return v.read(listed)
}

// message is a message in a list.
type message struct {
	uid  uint32
	size int64
}

// list returns the messages to read, in order.
func (v *visit) list(all uint32) ([]message, error) {
	var set imap.NumSet
	newest := v.older || v.at.Next == 0 // of more than can be read, the last ones count
	switch {
	case v.older:
		set = imap.UIDSet{{Start: 1, Stop: imap.UID(v.at.First - 1)}}
	case v.at.Next == 0:
		first := uint32(1)
		if all > MaxMessages {
			first = all - MaxMessages + 1
		}
		set = imap.SeqSet{{Start: first, Stop: 0}}
	default:
		set = imap.UIDSet{{Start: imap.UID(v.at.Next), Stop: 0}}
	}
	fetching := v.client.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true})
	var out []message
	for data := fetching.Next(); data != nil; data = fetching.Next() {
		m, err := data.Collect()
		if err != nil {
			_ = fetching.Close()
			return nil, unreachable(err)
		}
		uid := uint32(m.UID)
		if v.older && uid >= v.at.First || !v.older && uid < v.at.Next {
			continue // n:* has the last message always
		}
		switch out = append(out, message{uid, m.RFC822Size}); {
		case len(out) <= MaxMessages:
		case newest:
			out, v.more = out[1:], v.older
		default:
			out, v.more = out[:MaxMessages], true
		}
	}
	if err := fetching.Close(); err != nil {
		return nil, unreachable(err)
	}
	return out, nil
}

// read reads messages one by one.
func (v *visit) read(listed []message) error {
	first := listed[0].uid
	for _, m := range listed {
		after := v.at
		if !v.older {
			after.Next = m.uid + 1
			if after.First == 0 {
				after.First = first
			}
		} else if m.uid == listed[len(listed)-1].uid {
			after.First = first // all of them were read then
		}
		out := Message{UID: m.uid}
		if m.size > MaxBytes {
			out.Err = fmt.Errorf("the message is larger than %d MiB, the limit of a message", MaxBytes>>20)
		} else {
			body, err := v.body(m.uid)
			if err != nil {
				return err
			}
			if out.Body = body; body == nil {
				out.Err = errors.New("the message is not there any more")
			}
		}
		if err := v.take(out, after); err != nil {
			return err
		}
		v.at = after
	}
	return nil
}

// body returns a message, nil if it is gone.
func (v *visit) body(uid uint32) (out []byte, err error) {
	fetching := v.client.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	for data := fetching.Next(); data != nil; data = fetching.Next() {
		for item := data.Next(); item != nil; item = data.Next() {
			section, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || section.Literal == nil {
				continue
			}
			if out, err = io.ReadAll(io.LimitReader(section.Literal, MaxBytes+1)); err != nil {
				return nil, unreachable(err)
			}
			if len(out) > MaxBytes {
				_ = v.client.Close() // it said otherwise before
				return nil, fmt.Errorf("the mail server sent a message of more than %d MiB: %w", MaxBytes>>20, fetch.ErrTooLarge)
			}
		}
	}
	if err := fetching.Close(); err != nil {
		return nil, unreachable(err)
	}
	return out, nil
}
