package weburl_test

import (
	"path/filepath"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// TestClean lists what is taken from an address before it is fetched and shown.
func TestClean(t *testing.T) {
	for address, want := range map[string]string{
		"https://News.Example/a":                                         "https://news.example/a",
		"HTTP://news.example:80/a":                                       "http://news.example/a",
		"https://news.example:443":                                       "https://news.example/",
		"https://news.example:8443/a/":                                   "https://news.example:8443/a/",
		"https://ada:pw@news.example/a#top":                              "https://news.example/a",
		"https://news.example/a?utm_source=x&id=7":                       "https://news.example/a?id=7",
		"https://news.example/a?UTM_Source=x":                            "https://news.example/a",
		"https://news.example/a?b=2&a=1&fbclid=z":                        "https://news.example/a?b=2&a=1",
		"https://news.example/a?source=rss":                              "https://news.example/a",
		"https://news.example/a?source=minister":                         "https://news.example/a?source=minister",
		"https://news.example/a?at_medium=RSS&at_x=y":                    "https://news.example/a",
		"https://news.example/a?q=a%20b&gclid=1":                         "https://news.example/a?q=a%20b",
		"https://news.example/a?":                                        "https://news.example/a",
		"https://bücher.example/ä":                                       "https://xn--bcher-kva.example/%C3%A4",
		"  https://news.example/a  ":                                     "https://news.example/a",
		"https://news.example./a":                                        "https://news.example/a",
		"https://[2606:2800::1]:443/a":                                   "https://[2606:2800::1]/a",
		"https://www.google.com/amp/s/news.example/a":                    "https://news.example/a",
		"https://news-example.cdn.ampproject.org/c/s/news.example/a?x=1": "https://news.example/a?x=1",
		"https://news.example/amp/a":                                     "https://news.example/amp/a",
		"mailto:ada@news.example":                                        "",
		"ftp://news.example/a":                                           "",
		"/a":                                                             "",
		"javascript:alert(1)":                                            "",
		"https://":                                                       "",
		"https://news.example:x/":                                        "",
		"":                                                               "",
	} {
		if got := weburl.Clean(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// TestKey lists addresses of one page, and addresses of different ones.
func TestKey(t *testing.T) {
	same := [][]string{
		{"https://news.example/2026/11/a-story", "http://news.example/2026/11/a-story", "https://www.news.example/2026/11/a-story/", "https://m.news.example/2026/11/a-story",
			"https://amp.news.example/2026/11/a-story", "https://news.example/2026/11/a-story/amp/", "https://news.example/2026/11/a-story?amp=1", "https://news.example/amp/2026/11/a-story",
			"https://news.example/2026/11/a-story?utm_source=rss&utm_medium=feed#comments", "https://news.example/2026/11/a-story.amp", "https://www.google.com/amp/s/www.news.example/2026/11/a-story",
			"https://news-example.cdn.ampproject.org/v/s/news.example/2026/11/a-story", "https://news.example/2026/11/./a-story", "https://news.example//2026/11/a-story/index.html",
			"https://news.example/2026/11/a%2Dstory", "https://NEWS.example:443/2026/11/a-story", "https://www.m.news.example/2026/11/a-story", "https://news.example/2026/11/a-story?outputType=amp"},
		{"https://news.example/a.html", "https://news.example/a.amp.html"},
		{"https://news.example/", "http://www.news.example", "https://news.example/index.html", "https://news.example/index.php"},
		{"https://news.example/a?id=7&page=2", "https://news.example/a?page=2&id=7", "https://news.example/a/?id=7&page=2&fbclid=x"},
		{"https://news.example/caf%C3%A9", "https://news.example/caf%c3%a9", "https://news.example/café"},
		{"https://news.example/a%2Fb", "https://news.example/a%2fb"},
	}
	all := map[string]int{}
	for i, group := range same {
		want := weburl.Key(group[0])
		if other, taken := all[want]; taken {
			t.Errorf("groups %d and %d have the key %s", i, other, want)
		}
		all[want] = i
		for _, address := range group {
			if got := weburl.Key(address); got != want || got == "" {
				t.Errorf("%s: %s, want %s", address, got, want)
			}
		}
	}
	different := []string{
		"https://news.example/A-story", "https://news.example/a-story", "https://news.example/a-story-2", "https://news.example/a-story?id=7", "https://news.example/a-story?id=8",
		"https://other.example/a-story", "https://news.example:8443/a-story", "https://news.example/lamp", "https://news.example/a/b", "https://news.example/a%2Fb",
		"https://m.example/a", "https://www.example/a", "https://sub.news.example/a-story",
	}
	seen := map[string]string{}
	for _, address := range different {
		key := weburl.Key(address)
		if other, taken := seen[key]; taken {
			t.Errorf("%s and %s have the key %s", address, other, key)
		}
		seen[key] = address
	}
	for _, address := range []string{"", "a", "mailto:a@b.example", "https://"} {
		if key := weburl.Key(address); key != "" {
			t.Errorf("%q: %q", address, key)
		}
	}
}

// TestIsSpecific lists what pages call their own address, and where they were read.
func TestIsSpecific(t *testing.T) {
	for _, c := range []struct {
		address, read string
		want          bool
	}{
		{"https://news.example/", "https://news.example/2026/a-story", false},
		{"https://www.news.example", "https://news.example/2026/a-story", false},
		{"https://news.example/index.html", "https://news.example/2026/a-story", false},
		{"https://news.example/", "", false},
		{"https://news.example/politics/", "https://news.example/politics/2026/a-story", false},
		{"https://news.example/politics", "https://m.news.example/politics/a-story?x=1", false},
		{"https://news.example/story.php", "https://news.example/story.php?id=17", false},
		{"https://news.example/story.php?id=17", "https://news.example/story.php?id=17&ref=home", true},
		{"https://news.example/a-long-story", "https://news.example/a-long-story?page=2", true},
		{"https://news.example/a-long-story", "https://news.example/a-long-story/2", true},
		{"https://news.example/story", "https://news.example/story/print", true},
		{"https://news.example/2026/the-dam-is-safe", "https://news.example/2026/the-dam-is-safe/reactions", true},
		{"https://news.example/story", "https://news.example/story?fbclid=9", true},
		{"https://news.example/another", "https://news.example/2026/a-story", true},
		{"https://pier.example/a", "https://news.example/2026/a-story", true},
		{"not an address", "https://news.example/2026/a-story", false},
	} {
		if got := weburl.IsSpecific(c.address, c.read); got != c.want {
			t.Errorf("%s read at %s: %v", c.address, c.read, got)
		}
	}
}

// TestCorpusIsCommitted keeps the inputs of the fuzz target in the repository.
func TestCorpusIsCommitted(t *testing.T) {
	if found, err := filepath.Glob(filepath.Join("testdata", "fuzz", "FuzzKey", "*")); err != nil || len(found) == 0 {
		t.Errorf("%v %v", found, err)
	}
}

// FuzzKey checks that the forms of an address are final, whatever it was.
func FuzzKey(f *testing.F) {
	for _, seed := range []string{"https://www.news.example/a/amp/?b=2&a=1&utm_x=y#z", "http://[::1]:80/%zz", "https://x.cdn.ampproject.org/c/s/y.example/a", "https://www.google.com/amp/www.google.com/amp/a.example", "https://a.example/%2e%2E/amp/amp?&amp=1&&"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		clean, key := weburl.Clean(address), weburl.Key(address)
		if (clean == "") != (key == "") {
			t.Errorf("%q: clean %q, key %q", address, clean, key)
		}
		if again := weburl.Clean(clean); again != clean {
			t.Errorf("%q: clean %q, cleaned again %q", address, clean, again)
		}
		if again := weburl.Key(key); again != key {
			t.Errorf("%q: key %q, its key %q", address, key, again)
		}
		if of := weburl.Key(clean); of != key {
			t.Errorf("%q: key %q, that of its clean form %q", address, key, of)
		}
	})
}
