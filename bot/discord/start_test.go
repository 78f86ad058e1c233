package discord_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// TestAStartWhileDiscordIsDown: the commands are registered and all shards connected
// once it is up again.
func TestAStartWhileDiscordIsDown(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{Shards: 2}, func(c *discord.Config) { c.Shards = 0 })
	const commands = "/applications/" + discordtest.App + "/commands"
	f.Answer(1, "/gateway/bot", http.StatusBadGateway, nil, "down")
	f.Lose(1, "/gateway/bot")
	f.Answer(3, commands, http.StatusServiceUnavailable, nil, "down") // one of them where Discord is asked which it has
	f.runAlone()
	f.Await("two shards", func() bool { return len(f.IdentifiesMade()) == 2 })
	f.Await("the commands", func() bool { _, overwrites := f.Commands(); return overwrites == 1 })
	f.answers("then", 1)
	f.clean()
}

// TestACommandsRefusalIsNotTriedAgain: what Discord refuses once it refuses again.
func TestACommandsRefusalIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{}, nil)
	f.Answer(2, "/applications/"+discordtest.App+"/commands", http.StatusForbidden, nil, `{"code":50001,"message":"Missing Access"}`)
	f.run()
	time.Sleep(700 * time.Millisecond) // longer than the first pause
	if _, overwrites := f.Commands(); overwrites != 0 {
		t.Error("tried again")
	}
	f.answers("without commands", 1)
}

func TestATokenThatIsRefusedLaterStopsToo(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{}, func(c *discord.Config) { c.Shards = 0 })
	f.Answer(1, "/gateway/bot", http.StatusUnauthorized, nil, `{"code":0,"message":"401: Unauthorized"}`)
	began := time.Now()
	var refused *rest.TokenError
	if err := f.fails(); !errors.As(err, &refused) || time.Since(began) > 5*time.Second {
		t.Errorf("after %v, ended with %v", time.Since(began), err)
	}
}
