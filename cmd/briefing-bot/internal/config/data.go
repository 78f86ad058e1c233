package config

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
)

// localData is the name of a data folder that is used, if there is one, where the
// program runs or beside its configuration: earlier versions made it there.
const localData = "briefing-data"

// chooseData sets the data folder if neither the flag nor the environment nor the file
// names one: one in the current folder or beside the configuration file, or else the
// user's own. It returns what is to be said of it; "" if it is the user's own.
func (c *Config) chooseData(file string) (note string) {
	if c.Data != "" {
		return ""
	}
	places := []string{localData}
	if file != "" {
		places = append(places, filepath.Join(filepath.Dir(file), localData))
	}
	for _, dir := range places {
		if datadir.Holds(dir) {
			c.Data = dir
			return "using the data folder " + dir + " found here. Name another with --data, or move it to " + HomeRelative(UserData())
		}
	}
	c.Data = UserData()
	return ""
}

// UserData returns the data folder of this user, which is used if no other is named:
// where the platform keeps the data of programs, on Linux as the XDG base directory
// specification says (https://specifications.freedesktop.org/basedir-spec/latest/).
func UserData() string {
	const name = "briefing-bot"
	home, err := os.UserHomeDir()
	switch base := os.Getenv("XDG_DATA_HOME"); {
	case runtime.GOOS == "windows" && os.Getenv("LocalAppData") != "":
		return filepath.Join(os.Getenv("LocalAppData"), name)
	case runtime.GOOS != "windows" && filepath.IsAbs(base):
		return filepath.Join(base, name)
	case err != nil:
		return localData
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Application Support", name)
	}
	return filepath.Join(home, ".local", "share", name)
}

// HomeRelative returns a path as people write it, with ~ for their home folder.
func HomeRelative(path string) string {
	home, err := os.UserHomeDir()
	if rest, ok := strings.CutPrefix(path, cmp.Or(home, "\x00")+string(filepath.Separator)); err == nil && ok {
		return "~" + string(filepath.Separator) + rest
	}
	return path
}

// DataArgument returns the data folder as it is given with --data in another terminal; ""
// if it is found without.
func (c *Config) DataArgument() string {
	switch c.Data {
	case UserData(), os.Getenv("BRIEFING_BOT_DATA"):
		return ""
	}
	dir, err := filepath.Abs(c.Data)
	if err != nil {
		dir = c.Data
	}
	return HomeRelative(dir)
}

// IngestCommand returns the command that adds articles to this data folder.
func (c *Config) IngestCommand() string {
	if dir := c.DataArgument(); dir != "" {
		return "briefing-bot ingest --data " + dir + " FOLDER"
	}
	return "briefing-bot ingest FOLDER"
}
