package follow

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// MinEvery is the shortest time between two visits to a source.
const MinEvery = time.Minute

const day = 24 * time.Hour

// ParseSpan reads a time as people write it: 30m, 12h, 365d.
func ParseSpan(s string) (time.Duration, error) {
	if n, ok := strings.CutSuffix(s, "d"); ok {
		const most = 36500 // a hundred years
		if days, err := strconv.Atoi(n); err == nil && days >= 0 && days <= most {
			return time.Duration(days) * day, nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time such as 30m, 12h or 365d", s)
	}
	return d, nil
}

// Span returns a time as ParseSpan reads it.
func Span(d time.Duration) string {
	if d >= day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	for _, zero := range []string{"0s", "0m"} {
		if rest, ok := strings.CutSuffix(s, zero); ok && rest != "" && strings.ContainsAny(rest[len(rest)-1:], "mh") {
			s = rest
		}
	}
	return s
}
