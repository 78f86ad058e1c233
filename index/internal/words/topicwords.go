package words

import "github.com/briefing-bot/briefing-bot/index/internal/text"

// AppendTopicWords appends the topic words among the first words of an encoded text to out: numbers of Printed with
// the bits of their use, and 0 for each run of other words. Uses begins with what PackUses made of them.
func (c *Vocabulary) AppendTopicWords(tokens []byte, words uint32, uses []byte, out []uint32) []uint32 {
	next, use, gap := 0, 0, true
	for range words {
		var word uint32
		word, next = nextWord(tokens, next)
		flags := *c.flags.At(word)
		switch {
		case flags&wordJoined != 0:
		case flags&wordCarries != 0:
			out = append(out, word|useOf(uses, use))
			use++
			gap = false
		case !gap:
			out = append(out, 0)
			gap = true
		}
	}
	return out
}

// useOf returns the bits of how the n-th topic word is used.
func useOf(uses []byte, n int) uint32 { return text.Usage(uses[n/2] >> (n % 2 * 4) & 15) }

// PackUses packs how the words that carry a topic are used, as text.TopicUses tells, two a byte.
func PackUses(uses []uint8) string {
	out := make([]byte, (len(uses)+1)/2)
	for i, use := range uses {
		out[i/2] |= use << (i % 2 * 4)
	}
	return string(out)
}
