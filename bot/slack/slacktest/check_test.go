package slacktest

import (
	"fmt"
	"strings"
	"testing"
)

func TestCheckBlocksRefusesWhatSlackRefuses(t *testing.T) {
	divider := `{"type":"divider"}`
	section := func(n int) string {
		return fmt.Sprintf(`{"type":"section","text":{"type":"plain_text","text":%q}}`, strings.Repeat("x", n))
	}
	button := `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"b"}}`
	quote := func(text string) string {
		return fmt.Sprintf(`{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"text","text":%q}]}]}`, text)
	}
	rows := []struct{ blocks, want, why string }{
		{divider, "", "one block"},
		{strings.Repeat(divider+",", 49) + divider, "", "50 blocks"},
		{strings.Repeat(divider+",", 50) + divider, "invalid_blocks: no more than 50", "51 blocks"},
		{section(3000), "", "3,000 characters"},
		{section(3001), "invalid_blocks", "3,001 characters"},
		{section(0), "must not be empty", "no text"},
		{strings.Repeat(section(3000)+",", 4) + section(1200), "", "13,200 characters in all"},
		{strings.Repeat(section(3000)+",", 4) + section(1201), "msg_blocks_too_long", "13,201 characters in all"},
		{quote(strings.Repeat("x", 9000)), "", "a long quote"},
		{quote(""), "must not be empty", "an empty quote"},
		{`{"type":"divider","colour":"red"}`, "invalid additional property: colour", "an unknown field"},
		{`{"type":"slider"}`, "unsupported type: slider", "an unknown type"},
		{`{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "unsupported type: mrkdwn", "markup in a header"},
		{`{"type":"actions","elements":[` + button + `]}`, "", "a button"},
		{`{"type":"actions","elements":[` + button + "," + button + `]}`, "stands twice", "an action_id twice"},
		{`{"type":"actions","elements":[]}`, "must not be empty", "no button"},
		{`{"type":"divider","block_id":"x"},{"type":"divider","block_id":"x"}`, "stands twice", "a block_id twice"},
		{`{"type":"image","alt_text":"x"}`, "exactly one of", "an image without an image"},
		{`{"type":"section"}`, "text or fields", "a section without text"},
		{`{"type":"actions","elements":[{"type":"button","url":"javascript:x","text":{"type":"plain_text","text":"b"}}]}`, "invalid url", "a script"},
	}
	for _, r := range rows {
		err := CheckBlocks([]byte("[" + r.blocks + "]"))
		if (err != nil) != (r.want != "") || err != nil && !strings.Contains(err.Error(), r.want) {
			t.Errorf("%s: %v, want %q", r.why, err, r.want)
		}
	}
}

func TestViewsHaveOneHundredBlocks(t *testing.T) {
	for n, refused := range map[int]bool{MaxViewBlocks: false, MaxViewBlocks + 1: true} {
		blocks := "[" + strings.Repeat(`{"type":"divider"},`, n-1) + `{"type":"divider"}]`
		_, err := (&webAPI{connections: &connections{world: &world{changed: make(chan struct{})}}}).publishView(Team, map[string]string{"user_id": "U1", "view": `{"type":"home","blocks":` + blocks + `}`})
		if (err != nil) != refused {
			t.Errorf("%d blocks: %v", n, err)
		}
	}
}
