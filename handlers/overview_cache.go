package handlers

import (
	"sync"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Overview holds the contents of a start page.
type Overview struct {
	Holds     []string     // how much it is, in a few words each; nil if it is empty
	Latest    []bot.Item   // the newest quotations, one a speaker, newest first
	People    []bot.Item   // those most quoted
	Topics    []bot.Action // buttons: who said what about it
	Picture   *bot.Picture // what happened when
	Questions []bot.Action // questions in plain words that find something
}

// overviews keeps the latest overviews, by what of the index they show.
type overviews struct {
	mu         sync.Mutex
	generation string // of the index that they are from
	of         map[string]Overview
}

// maxOverviews is the maximum number of overviews that are kept.
const maxOverviews = 100

// get returns the overview that is kept by a key, or reads it.
func (k *overviews) get(generation, key string, read func() (Overview, error)) (Overview, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if generation != k.generation || len(k.of) >= maxOverviews {
		k.generation, k.of = generation, map[string]Overview{}
	}
	if kept, ok := k.of[key]; ok {
		return kept, nil
	}
	o, err := read()
	if err == nil {
		k.of[key] = o
	}
	return o, err
}
