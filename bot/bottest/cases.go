package bottest

import "slices"

// messages are the ways that leave a message which can be changed.
var messages = []Way{Mention, Direct}

// every way to ask that is answered.
var every = []Way{Command, Mention, Direct}

// cases returns all cases of the kit.
func cases() []testCase {
	return slices.Concat(placeCases, onceCases, timeCases, restartCases, storeCases, panicCases, faultCases, orderCases, changeCases, buttonCases, quoteCases, scopeCases)
}
