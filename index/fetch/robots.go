package fetch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// errRobotsUnknown is the reason for a page whose site's rules cannot be read.
var errRobotsUnknown = errors.New("its site's robots.txt cannot be read for now, so it is not known whether programs may read it")

// mayRead returns ErrRobots if the robots.txt of an address's site forbids it.
func (c *Client) mayRead(ctx context.Context, r Request, at *url.URL) error {
	site := at.Scheme + "://" + strings.ToLower(at.Host)
	known, ok := c.robots.of.Get(site)
	if !ok || time.Now().After(known.until) {
		known = c.siteRules(ctx, r, site)
		if err := context.Cause(ctx); err != nil {
			return wordError(ctx, err)
		}
		c.robots.of.Add(site, known)
	}
	if known.err != nil {
		return known.err
	}
	target := at.EscapedPath()
	if target == "" {
		target = "/"
	}
	if at.RawQuery != "" {
		target += "?" + at.RawQuery
	}
	if !allowed(known.rules, escaped(target)) {
		return ErrRobots
	}
	return nil
}

// siteRules reads a site's robots.txt. As RFC 9309 has it, a site without one
// allows everything, and one that cannot answer nothing.
func (c *Client) siteRules(ctx context.Context, r Request, site string) siteRules {
	response, err := c.Get(ctx, Request{URL: site + "/robots.txt", Grant: r.Grant})
	if status, ok := errors.AsType[*StatusError](err); ok && status.Code/100 == 4 && status.Code != 429 {
		return siteRules{until: time.Now().Add(robotsTime)}
	}
	failed := siteRules{err: errRobotsUnknown, until: time.Now().Add(robotsRetry)}
	if errors.Is(err, ErrPrivate) {
		failed.err = ErrPrivate
	}
	if err != nil {
		return failed
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxRobots))
	if err != nil {
		return failed
	}
	return siteRules{rules: parseRobots(data), until: time.Now().Add(robotsTime)}
}

// parseRobots returns the rules of a robots.txt for this program: those of the
// groups that name it, or else of those for all. Lines that make no sense are
// skipped.
func parseRobots(data []byte) []rule {
	var own, all []rule
	named := false          // some group names this program
	var forOwn, forAll bool // the current group is for this program, for all
	header := false         // the last line named an agent
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	lines.Buffer(nil, maxRobots)
	for lines.Scan() && len(own)+len(all) < maxRobotRules {
		line, _, _ := strings.Cut(lines.Text(), "#")
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !header {
				forOwn, forAll = false, false
			}
			header = true
			forOwn, forAll = forOwn || agentName(value) == agent, forAll || value == "*"
			named = named || forOwn
		case "allow", "disallow":
			header = false
			if r := (rule{escaped(value), key == "allow"}); value != "" {
				own, all = appendIf(own, r, forOwn), appendIf(all, r, forAll)
			}
		}
	}
	if named {
		return own
	}
	return all
}

// appendIf returns rules with r if it is wanted.
func appendIf(rules []rule, r rule, wanted bool) []rule {
	if !wanted {
		return rules
	}
	return append(rules, r)
}

// escaped returns a path in the one form in which RFC 9309 compares paths: escapes
// in capitals, of all bytes that are not ASCII, of none that may stand for
// themselves.
func escaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, code := s[i], false
		if n, err := strconv.ParseUint(s[min(i+1, len(s)):min(i+3, len(s))], 16, 8); c == '%' && err == nil && i+2 < len(s) {
			c, code = byte(n), true
			i += 2
		}
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
		if code && !plain || c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// agentName returns the product's name of a User-Agent line, without a version.
func agentName(s string) string {
	name, _, _ := strings.Cut(strings.ToLower(s), "/")
	return strings.TrimSpace(name)
}

// allowed reports whether rules let a path, with its query, be read. The longest
// pattern that matches decides; of two that are equally long, the one that allows.
func allowed(rules []rule, target string) bool {
	longest, ok := -1, true
	for _, r := range rules {
		n := len(r.pattern)
		if n < longest || n == longest && !r.allow || !matches(r.pattern, target) {
			continue
		}
		longest, ok = n, r.allow
	}
	return ok
}

// matches reports whether a pattern of robots.txt matches the beginning of a path:
// * is any run of characters, $ at the end is the end of the path.
func matches(pattern, target string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(target, parts[0])
	if !ok {
		return false
	}
	for i, part := range parts[1:] {
		if toEnd && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return !toEnd || rest == ""
}
