package discord

import "time"

// Discord's limits. Characters are counted as UTF-16 units, the strictest way
// that Discord's documentation can be read.
const (
	// https://discord.com/developers/docs/interactions/application-commands
	maxOptions      = 25  // of a command or sub-command
	maxChoices      = 25  // of an option, and of an autocompletion
	maxHelp         = 100 // a description's characters
	maxChoice       = 100 // a choice's characters, in its name and in its value
	maxCommandText  = 8_000
	acknowledgement = 3 * time.Second  // of an interaction: https://discord.com/developers/docs/interactions/receiving-and-responding
	tokenLife       = 15 * time.Minute // of an interaction, ibid.

	// https://discord.com/developers/docs/components/reference#text-input
	maxFields = 5     // of a form
	maxLabel  = 45    // of a field, and of a form's title
	maxField  = 4_000 // characters of a field

	// maxUpload is the largest file, in bytes, where nobody has paid for more:
	// https://discord.com/developers/docs/reference#uploading-files
	maxUpload = 10 << 20
)
