package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Voice is somebody who is heard on a topic, or an outlet that prints statements
// about it.
type Voice struct {
	Name       string // of an outlet "" if unknown
	Statements int    // repeats count once
	Quoted     int    // of Statements, those wholly in quotation marks
	Others     int    // outlets that print the person, or persons whom the outlet quotes
}

// Voices is how the statements about a topic are shared.
type Voices struct {
	Statements int     // in all, repeats counted once
	Unnamed    int     // of Statements, those without a certain speaker
	Speakers   []Voice // most statements first; their Statements and Unnamed add up to all
	// Outlets have most statements first. Those of a statement that several outlets
	// print count for each, so together they may have more than all.
	Outlets []Voice
}

// Voices counts the statements that answer q by speaker and by outlet. Sort, Offset
// and Limit do not apply.
func (x *Index) Voices(ctx context.Context, q Query) (Voices, error) {
	v, err := x.acquire()
	if err != nil {
		return Voices{}, err
	}
	defer v.Release()
	var out Voices
	speakers, outlets, names := voiceCount{}, voiceCount{}, v.printedIn(q.Scope)
	err = v.eachStatement(ctx, q, func(statement uint32, also []uint32) {
		out.Statements++
		quoted := v.KindOf(v.Statements.At(statement)) == article.Direct
		person := v.personOf(statement)
		if person < 0 {
			out.Unnamed++
		} else {
			speakers.add(uint32(person), quoted)
			names.note(uint32(person), statement, also...)
		}
		printed := map[uint32]bool{}
		for _, unit := range append([]uint32{statement}, also...) {
			outlet := v.Articles.At(v.Statements.At(unit).Article).Source
			if !printed[outlet] {
				printed[outlet] = true
				outlets.add(outlet, quoted)
			}
			if person >= 0 {
				speakers.with(uint32(person), outlet)
				outlets.with(outlet, uint32(person))
			}
		}
	})
	if err != nil {
		return Voices{}, err
	}
	if out.Speakers, err = speakers.list(func(person uint32) (string, error) { return names.of(ctx, person) }); err != nil {
		return Voices{}, err
	}
	out.Outlets, err = outlets.list(func(outlet uint32) (string, error) { return v.Sources.At(outlet), nil })
	return out, err
}

// voiceCount counts statements by the number of a person or an outlet.
type voiceCount map[uint32]*voiceTally

// voiceTally is a Voice with the outlets or persons that Others will count.
type voiceTally struct {
	Voice
	others map[uint32]bool
}

func (c voiceCount) add(n uint32, quoted bool) {
	if c[n] == nil {
		c[n] = &voiceTally{others: map[uint32]bool{}}
	}
	c[n].Statements++
	if quoted {
		c[n].Quoted++
	}
}

func (c voiceCount) with(n, other uint32) { c[n].others[other] = true }

func (c voiceCount) list(name func(uint32) (string, error)) (out []Voice, err error) {
	out = make([]Voice, 0, len(c))
	for n, each := range c {
		voice := each.Voice
		voice.Others = len(each.others)
		if voice.Name, err = name(n); err != nil {
			return nil, err
		}
		out = append(out, voice)
	}
	slices.SortFunc(out, func(a, b Voice) int {
		return cmp.Or(b.Statements-a.Statements, cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}
