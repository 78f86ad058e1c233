package config

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/setting"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/mailbox"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Source is a source of news that serve follows.
type Source struct {
	URL    string        `yaml:"url"`
	Outlet string        `yaml:"outlet"`
	Every  time.Duration `yaml:"every"`
	Keep   time.Duration `yaml:"keep"`
	Zone   string        `yaml:"zone"`
	Paused bool          `yaml:"paused"`

	// Of a mail folder.
	User         string `yaml:"user"`
	PasswordEnv  string `yaml:"password_env"`
	PasswordFile string `yaml:"password_file"`
	TokenFile    string `yaml:"token_file"`
}

// Fetch is the settings of requests to the web.
type Fetch struct {
	Contact string `yaml:"contact" env:"BRIEFING_BOT_FETCH_CONTACT"`
}

// Followed returns the sources in the form that they are followed in.
func (c *Config) Followed() []follow.Source {
	var out []follow.Source
	for i, s := range c.Sources {
		one := follow.Source{URL: s.URL, Outlet: s.Outlet, Every: s.Every, Keep: s.Keep, Zone: s.Zone, Paused: s.Paused}
		if mailbox.IsAddress(s.URL) {
			one.Mail = &follow.Login{User: s.User, Password: func() (string, error) { return s.password(i) }, Token: s.TokenFile != ""}
		}
		out = append(out, one)
	}
	return out
}

// password returns the password or the access token of the i-th source, a mail folder.
func (s Source) password(i int) (string, error) {
	if s.TokenFile != "" {
		name := fmt.Sprintf("sources[%d].token_file", i+1)
		token, err := setting.Secret(name, s.TokenFile, "")
		if err == nil && token == "" {
			err = fmt.Errorf("%s: %s is empty: it is to hold the access token", name, s.TokenFile)
		}
		return token, err
	}
	name := fmt.Sprintf("sources[%d].password", i+1)
	secret, err := setting.Secret(name+"_file", s.PasswordFile, s.PasswordEnv)
	if err == nil && secret == "" {
		err = fmt.Errorf("%s: the password is missing: set %s", name, cmp.Or(s.PasswordEnv, "password_env or password_file"))
	}
	return secret, err
}

// checkPasswords returns which passwords and tokens of mail folders are missing. serve starts
// without them: they are read at each visit.
func (c *Config) checkPasswords() error {
	var errs []error
	for i, s := range c.Sources {
		if !mailbox.IsAddress(s.URL) || s.Paused || s.checkMail(i) != nil {
			continue
		}
		_, err := s.password(i)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// checkMail returns what is wrong with the settings of a mail folder.
func (s Source) checkMail(i int) (errs []error) {
	at := fmt.Sprintf("sources[%d]", i+1)
	if err := mailbox.Check(s.URL); err != nil {
		errs = append(errs, setting.Invalid(at+".url", "%v", err))
	}
	if s.User == "" {
		errs = append(errs, setting.Invalid(at+".user", "is missing: the name to log in with at the mail server"))
	}
	given := 0
	for _, secret := range []string{s.PasswordEnv, s.PasswordFile, s.TokenFile} {
		if secret != "" {
			given++
		}
	}
	if given != 1 {
		errs = append(errs, setting.Invalid(at, "needs either password_env, the name of an environment variable with the password, or password_file, or token_file with an access token of OAuth"))
	}
	return errs
}

// Client returns what fetches from the web.
func (c *Config) Client() *fetch.Client { return fetch.New(fetch.Options{Contact: c.Fetch.Contact}) }

// checkSources returns what is wrong with the sources.
func (c *Config) checkSources() (errs []error) {
	seen := map[string]int{}
	for i, s := range c.Sources {
		at := fmt.Sprintf("sources[%d]", i+1)
		key := weburl.Key(s.URL)
		if mailbox.IsAddress(s.URL) {
			key = s.URL
			errs = append(errs, s.checkMail(i)...)
		} else if s.User+s.PasswordEnv+s.PasswordFile+s.TokenFile != "" {
			errs = append(errs, setting.Invalid(at, "user and password are of mail folders (imaps://)"))
		}
		first, twice := seen[key]
		switch {
		case s.URL == "":
			errs = append(errs, setting.Invalid(at, "the url is missing"))
		case key == "" || !setting.IsAddress(s.URL, "http", "https", "imaps", "imap"):
			errs = append(errs, setting.Invalid(at+".url", "%q is not an address: write one such as https://example.org/feed.xml", s.URL))
		case twice:
			errs = append(errs, setting.Invalid(at+".url", "is the same source as sources[%d]", first))
		}
		if key != "" && !twice {
			seen[key] = i + 1
		}
		if s.Every != 0 && s.Every < follow.MinEvery {
			errs = append(errs, setting.Invalid(at+".every", "must be 0s (as often as it has news) or at least %s", follow.Span(follow.MinEvery)))
		}
		if s.Keep != 0 && s.Keep < minKeep {
			errs = append(errs, setting.Invalid(at+".keep", "must be 0s (as long as other articles) or at least 1d"))
		}
		if _, err := time.LoadLocation(s.Zone); err != nil {
			errs = append(errs, setting.Invalid(at+".zone", "%q is not a time zone: write a name such as Europe/Stockholm", s.Zone))
		}
	}
	if c.Archive.Keep != 0 && c.Archive.Keep < minKeep {
		errs = append(errs, setting.Invalid("archive.keep", "must be 0s (for ever) or at least 1d"))
	}
	return errs
}

// minKeep is the shortest time that articles can be kept.
const minKeep = 24 * time.Hour
