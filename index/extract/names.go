package extract

import "github.com/briefing-bot/briefing-bot/index/internal/names"

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name = names.Name
