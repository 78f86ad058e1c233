package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// KnownNames is the names file, ready to be looked up in. Nil where empty.
type KnownNames struct {
	identities map[string]int // by folded form, words set apart by blanks
	starts     map[string]int // the most words of a form that begins with this word
}

// NewKnownNames makes names ready to be looked up; it returns nil for none.
func NewKnownNames(names []lexicon.Name) *KnownNames {
	if len(names) == 0 {
		return nil
	}
	k := &KnownNames{identities: map[string]int{}, starts: map[string]int{}}
	for n, name := range names {
		k.add(name.Full, n)
		for _, form := range name.Forms {
			k.add(form, n)
		}
	}
	return k
}

func (k *KnownNames) add(form string, n int) {
	var words []string
	for _, t := range doc.Tokenize(form) {
		if t.Kind != doc.Mark {
			words = append(words, lexicon.Folded(t.Of(form)))
		}
	}
	if len(words) == 0 {
		return
	}
	k.identities[strings.Join(words, " ")] = n
	k.starts[words[0]] = max(k.starts[words[0]], len(words))
}

// at returns where a known form that begins at token i ends, i if none does. A
// form of one word counts only with its capital.
func (k *KnownNames) at(c *lexicon.Tagged, i, limit int) int {
	if k == nil || c.Tokens[i].Kind == doc.Mark || !c.Capital(i) {
		return i
	}
	var buf [128]byte
	most := k.starts[string(lexicon.Fold(buf[:0], c.Word(i)))]
	key, end := buf[:0], i
	for j, words := i, 0; j < limit && words < most && len(key)+c.Tokens[j].Len() < len(buf)/2; j++ {
		if c.Tokens[j].Kind == doc.Mark {
			if c.Word(j) != "." {
				break
			}
			continue
		}
		if words > 0 {
			key = append(key, ' ')
		}
		key = lexicon.Fold(key, c.Word(j))
		words++
		if _, ok := k.identities[string(key)]; ok {
			end = j + 1
		}
	}
	return end
}

// identity returns the entry whose form a candidate is, or -1 if none.
func (k *KnownNames) identity(c *lexicon.Tagged, n doc.Range) int {
	if k == nil {
		return -1
	}
	var words []string
	for i := n.First; i < n.Last; i++ {
		if c.Tokens[i].Kind != doc.Mark {
			words = append(words, lexicon.Folded(c.Word(i)))
		}
	}
	if id, ok := k.identities[strings.Join(words, " ")]; ok {
		return id
	}
	return -1
}
