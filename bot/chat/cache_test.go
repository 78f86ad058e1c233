package chat_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

func TestCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat.NewCache[string, int](2, time.Minute)
		wants := func(why, key string, value int, ok bool) {
			t.Helper()
			if v, found := c.Get(key); v != value || found != ok {
				t.Errorf("%s: %s is %d, %v; want %d, %v", why, key, v, found, value, ok)
			}
		}
		wants("empty", "a", 0, false)
		c.Add("a", 1)
		c.Add("b", 2)
		wants("used", "a", 1, true)
		c.Add("c", 3)
		wants("used last", "a", 1, true)
		wants("one too many", "b", 0, false)
		time.Sleep(time.Minute - 1)
		wants("not yet expired", "c", 3, true)
		time.Sleep(time.Nanosecond)
		wants("expired", "c", 0, false)
		c.Add("c", 4)
		wants("anew", "c", 4, true)
		forever := chat.NewCache[string, int](1, 0)
		forever.Add("a", 1)
		time.Sleep(1000 * time.Hour)
		if v, ok := forever.Get("a"); v != 1 || !ok {
			t.Errorf("after 1000 h without a limit: %d, %v", v, ok)
		}
	})
}
