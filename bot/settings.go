package bot

import "errors"

// ErrSettingsLost is the error, beside what is left of settings, if damage
// destroyed some or may have. Which outlets may be shown is not known then, so
// none should be.
var ErrSettingsLost = errors.New("settings were lost to damage of the state database")

// ErrSettingsReadOnly is the error of changing a setting where nothing keeps them.
var ErrSettingsReadOnly error = &Error{Message: "Settings can be changed while `briefing-bot serve` runs on this data folder. Start it, then try again."}
