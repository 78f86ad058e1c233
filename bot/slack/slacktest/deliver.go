package slacktest

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// deliverer tells the bot what happens, over Socket Mode or HTTP.
type deliverer struct{ *connections }

// ackWithin is the time limit for an acknowledgement.
const ackWithin = 3 * time.Second

// Delivery is one thing that Slack told the bot, and what came back at once.
type Delivery struct {
	Kind    string // events_api, slash_commands, interactive
	Payload map[string]any
	ID      string        // of the envelope
	Acked   bool          // within 3 s
	Took    time.Duration // until then
	Reply   string        // the acknowledgement's payload or body
	Attempt int           // 0 for the first
	Signed  time.Time     // over HTTP
}

// deliver sends a payload once, over Socket Mode or HTTP, and waits for the
// acknowledgement.
func (s *deliverer) deliver(d Delivery) Delivery {
	if d.ID == "" {
		d.ID = strings.ToLower(rand.Text())
	}
	s.mu.Lock()
	address := s.options.RequestURL
	s.mu.Unlock()
	if address != "" {
		return s.byHTTP(address, d)
	}
	c, err := s.pick()
	if err != nil {
		return d
	}
	return s.over(c, d)
}

// over sends an envelope over one connection.
func (s *deliverer) over(c *socket, d Delivery) Delivery {
	waiting := make(chan ack, 1)
	s.mu.Lock()
	s.acks[d.ID] = waiting
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.acks, d.ID)
		s.mu.Unlock()
	}()
	start := time.Now()
	envelope := map[string]any{"type": d.Kind, "envelope_id": d.ID, "payload": d.Payload, "accepts_response_payload": d.Kind != "events_api"}
	if d.Attempt > 0 {
		envelope["retry_attempt"], envelope["retry_reason"] = d.Attempt, "timeout"
	}
	if c.send(envelope) != nil {
		return d
	}
	select {
	case a := <-waiting:
		d.Acked, d.Took, d.Reply = true, a.at.Sub(start), string(a.payload)
	case <-time.After(ackWithin):
	case <-c.done:
	}
	return d
}

// Everywhere sends the same envelope over every open connection.
func (s *deliverer) Everywhere(d Delivery) {
	for _, c := range s.open() {
		s.over(c, d)
	}
}

// Again sends a delivery once more: an event as a retry, anything else, which Slack
// sends once, as a request that something on the way repeats.
func (s *deliverer) Again(d Delivery) Delivery {
	d.Attempt, d.Acked = d.Attempt+1, false
	if d.Kind == "events_api" {
		d.ID = "" // the event keeps its ID, the envelope does not
	}
	return s.deliver(d)
}

// event delivers until it is acknowledged, with Slack's pauses.
func (s *deliverer) event(d Delivery) Delivery {
	d = s.deliver(d)
	for _, pause := range s.options.Retries {
		if d.Acked {
			return d
		}
		time.Sleep(pause)
		d = s.Again(d)
	}
	return d
}

// byHTTP posts to the request URL, signed
// (https://docs.slack.dev/authentication/verifying-requests-from-slack).
func (s *deliverer) byHTTP(address string, d Delivery) Delivery {
	body, contentType := formOf(d)
	start := time.Now()
	if d.Signed.IsZero() || d.Kind == "events_api" {
		d.Signed = start
	}
	resp, err := s.PostSigned(address, contentType, body, SigningSecret, d.Signed, d.Attempt)
	if err != nil {
		return d
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	d.Took, d.Reply = time.Since(start), string(raw)
	d.Acked = resp.StatusCode == http.StatusOK && d.Took < ackWithin
	if !d.Acked {
		s.problem("the request URL answered %s", resp.Status)
	}
	return d
}

// PostSigned posts body as Slack would have at that moment, or a stranger with
// another secret.
func (s *deliverer) PostSigned(address, contentType string, body []byte, secret string, at time.Time, attempt int) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	if attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(attempt))
		req.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	}
	if s.options.Client != nil {
		return s.options.Client.Do(req)
	}
	return http.DefaultClient.Do(req)
}

// formOf returns a delivery as HTTP carries it: events as JSON, commands as a form,
// interactions as JSON within a form.
func formOf(d Delivery) (body []byte, contentType string) {
	raw, _ := json.Marshal(d.Payload)
	const form = "application/x-www-form-urlencoded"
	switch d.Kind {
	case "events_api":
		return raw, "application/json"
	case "interactive":
		return []byte(url.Values{"payload": {string(raw)}}.Encode()), form
	}
	values := url.Values{}
	for k, v := range d.Payload {
		values.Set(k, fmt.Sprint(v))
	}
	return []byte(values.Encode()), form
}
