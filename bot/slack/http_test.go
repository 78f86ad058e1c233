package slack_test

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// signedBy returns the headers of a body that Slack signed.
func signedBy(body []byte, at time.Time) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(slacktest.SigningSecret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	return http.Header{"X-Slack-Signature": {"v0=" + hex.EncodeToString(mac.Sum(nil))}, "X-Slack-Request-Timestamp": {stamp},
		"Content-Type": {"application/x-www-form-urlencoded"}}
}

// send posts a body with headers as they are, and returns the status.
func (f *fixture) send(address string, body io.Reader, h http.Header) int {
	t := f.t
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, address, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = h
	resp, err := f.browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// TestADeliveryIsTakenOnce: in whatever way it is sent again. What does not look like
// a signature of Slack's is refused.
func TestADeliveryIsTakenOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, base := overHTTP(t, slacktest.Options{}, nil)
		body := []byte("team_id=" + slacktest.Team + "&channel_id=C1&user_id=U1&command=%2Fwho-said&text=truce&response_url=" + "http%3A%2F%2F127.0.0.1%3A1%2Fx")
		good := signedBy(body, time.Now())
		mac, _ := strings.CutPrefix(good.Get("X-Slack-Signature"), "v0=")
		stamp := good.Get("X-Slack-Request-Timestamp")
		mixed := strings.ToUpper(mac[:32]) + mac[32:]
		rows := []struct {
			why, path string
			change    func(h http.Header)
			want      int
		}{
			{"as it is", "events", func(http.Header) {}, 200},
			{"again", "events", func(http.Header) {}, 200},
			{"upper case", "events", func(h http.Header) { h.Set("X-Slack-Signature", "v0="+strings.ToUpper(mac)) }, 200},
			{"mixed case", "events", func(h http.Header) { h.Set("X-Slack-Signature", "v0="+mixed) }, 200},
			{"another path", "commands", func(http.Header) {}, 200},
			{"a third path", "interactivity", func(http.Header) {}, 200},
			{"a query", "events?again=1", func(http.Header) {}, 200},
			{"another content type", "events", func(h http.Header) { h.Set("Content-Type", "text/plain") }, 200},
			{"in chunks", "events", func(h http.Header) { h.Set("X-Test-Chunks", "1") }, 200},
			{"another version", "events", func(h http.Header) { h.Set("X-Slack-Signature", "V0="+mac) }, 401},
			{"a blank within", "events", func(h http.Header) { h.Set("X-Slack-Signature", "v0= "+mac) }, 401},
			{"more digits", "events", func(h http.Header) { h.Set("X-Slack-Signature", "v0="+mac+"00") }, 401},
			{"fewer digits", "events", func(h http.Header) { h.Set("X-Slack-Signature", "v0="+mac[2:]) }, 401},
			{"two signatures", "events", func(h http.Header) { h.Add("X-Slack-Signature", "v0="+mac) }, 401},
			{"two timestamps", "events", func(h http.Header) { h.Add("X-Slack-Request-Timestamp", stamp) }, 401},
			{"a plus sign", "events", func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "+"+stamp) }, 401},
			{"leading zeros", "events", func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "00"+stamp) }, 401},
			{"a fraction", "events", func(h http.Header) { h.Set("X-Slack-Request-Timestamp", stamp+".0") }, 401},
			{"no timestamp", "events", func(h http.Header) { h.Del("X-Slack-Request-Timestamp") }, 401},
			{"far from now", "events", func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "9223372036854775807") }, 401},
		}
		for _, r := range rows {
			h := good.Clone()
			r.change(h)
			var from io.Reader = bytes.NewReader(body)
			if h.Get("X-Test-Chunks") != "" {
				from = io.MultiReader(from) // of unknown length
			}
			if got := f.send(base+"/slack/"+r.path, from, h); got != r.want {
				t.Errorf("%s: %d, want %d", r.why, got, r.want)
			}
		}
		f.Await("the answer", func() bool { return len(f.Calls("chat.postEphemeral")) >= 1 })
		f.settled("C1")
		if n := len(f.Calls("chat.postEphemeral")); n != 1 {
			t.Errorf("answered %d times", n)
		}
		if n := strings.Count(f.log.Text(), "a delivery was refused"); n != 1 {
			t.Errorf("%d lines about refused deliveries", n)
		}
	})
}

// TestHeldConnectionsCostLittle: requests that announce much, or send a part and wait,
// take no memory to speak of, and Slack's deliveries are answered all the while.
func TestHeldConnectionsCostLittle(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f, address := build(t, slacktest.Options{}, nil), listener.Addr().String()
	f.deliverTo(listener)
	f.run()
	f.Await("the bot to be ready", f.bot.Connected)
	now := strconv.FormatInt(time.Now().Unix(), 10)
	forged := "X-Slack-Request-Timestamp: " + now + "\r\nX-Slack-Signature: v0=" + strings.Repeat("0", 64) + "\r\n"
	before := inUse()
	for i := range 200 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		head, length, sent := forged, 4_000_000, 0
		switch i % 4 {
		case 1:
			head = ""
		case 2:
			length = 1_000_000
		case 3:
			length, sent = 200_000, 40_000
		}
		fmt.Fprintf(c, "POST /slack/events HTTP/1.1\r\nHost: bot\r\n%sContent-Length: %d\r\n\r\n%s", head, length, strings.Repeat("x", sent))
		if length > 1<<20 { // refused without a byte of the body
			c.SetReadDeadline(time.Now().Add(10 * time.Second))
			line, err := bufio.NewReader(c).ReadString('\n')
			if err != nil || !strings.Contains(line, " 4") {
				t.Fatalf("request %d: %q, %v", i, line, err)
			}
		}
	}
	if d := f.Command(anna, "/who-said truce"); !d.Acked || d.Took > 2*time.Second {
		t.Errorf("acknowledged %v after %v", d.Acked, d.Took)
	}
	f.answer("C1", 1)
	if more := inUse() - before; more > 64<<20 {
		t.Errorf("%d MB more in use", more>>20)
	}
}

// inUse returns the memory in use, in bytes.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}
