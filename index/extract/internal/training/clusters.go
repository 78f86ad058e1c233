package training

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// How words are clustered: by the words next to them, each projected at random
// onto neighbourWidth dimensions left and right.
const (
	neighbourWidth = 48
	vectorWidth    = 3 * neighbourWidth // left, right, near
	minOccurrences = 8
	clusterRounds  = 12
)

// wordVector is a word and what is around it.
type wordVector struct {
	hash   uint32
	count  int
	vector [vectorWidth]float32
}

// cluster groups the words of texts by their neighbours (spherical
// k-means over random projections).
func (c Trainer) cluster() attribution.Clusters {
	words := countWords(c.Texts)
	for _, text := range c.Texts {
		addNeighbours(text, words)
	}
	list := make([]*wordVector, 0, len(words))
	for _, w := range words {
		if w.count >= minOccurrences {
			normalise(w.vector[:])
			list = append(list, w)
		}
	}
	slices.SortFunc(list, func(a, b *wordVector) int { return cmp.Or(b.count-a.count, cmp.Compare(a.hash, b.hash)) })
	of := kMeans(list, c.Seed)
	c.Report(fmt.Sprintf("%d words in %d clusters", len(list), attribution.ClusterCount))
	table := make([]byte, attribution.ClusterSlot<<attribution.ClusterSlotBits)
	for i, w := range list {
		at := int(w.hash>>(32-attribution.ClusterSlotBits)) * attribution.ClusterSlot
		if table[at+2] == 0 { // else a more frequent word has the slot
			table[at], table[at+1], table[at+2] = byte(w.hash), byte(w.hash>>8), byte(of[i]+1)
		}
	}
	return attribution.Clusters(table)
}

func countWords(texts []string) map[uint32]*wordVector {
	words := map[uint32]*wordVector{}
	for _, text := range texts {
		for _, t := range doc.Tokenize(text) {
			h := attribution.HashWord(t.Of(text))
			if words[h] == nil {
				words[h] = &wordVector{hash: h}
			}
			words[h].count++
		}
	}
	return words
}

// addNeighbours adds to each word's vector what is around it in text.
func addNeighbours(text string, words map[uint32]*wordVector) {
	d := doc.New(article.Article{Text: text})
	hashes := make([]uint32, len(d.Tokens))
	for i, t := range d.Tokens {
		hashes[i] = attribution.HashWord(t.Of(text))
	}
	for i, h := range hashes {
		w := words[h]
		if w.count < minOccurrences {
			continue
		}
		for _, n := range [...]struct {
			at, part int
			weight   float32
		}{{i - 1, 0, 1}, {i + 1, 1, 1}, {i - 2, 2, 0.5}, {i + 2, 2, 0.5}} {
			if n.at >= 0 && n.at < len(hashes) {
				near := words[hashes[n.at]]
				project(w.vector[n.part*neighbourWidth:][:neighbourWidth], near, n.weight)
			}
		}
	}
}

// project adds a neighbour's random signs, the rarer the heavier.
func project(to []float32, near *wordVector, weight float32) {
	weight /= float32(math.Sqrt(float64(near.count)))
	bits := uint64(nn.Mix(near.hash, 1))<<32 | uint64(nn.Mix(near.hash, 2))
	for k := range to {
		if bits>>k&1 == 0 {
			to[k] += weight
		} else {
			to[k] -= weight
		}
	}
}

func normalise(v []float32) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	scale := float32(1 / math.Sqrt(sum+1e-9))
	for i := range v {
		v[i] *= scale
	}
}

// kMeans returns the cluster of each word of list.
func kMeans(list []*wordVector, seed uint64) []int {
	random := rand.New(rand.NewPCG(seed, 7))
	of := make([]int, len(list))
	if len(list) <= attribution.ClusterCount {
		return of
	}
	centres := make([][vectorWidth]float32, attribution.ClusterCount)
	for i, k := range random.Perm(min(len(list), 4*attribution.ClusterCount))[:attribution.ClusterCount] {
		centres[i] = list[k].vector
	}
	for range clusterRounds {
		for i, w := range list {
			of[i] = nearest(centres, &w.vector)
		}
		next := make([][vectorWidth]float32, attribution.ClusterCount)
		for i, w := range list {
			for k, x := range w.vector {
				next[of[i]][k] += x
			}
		}
		for k := range next {
			normalise(next[k][:])
		}
		centres = next
	}
	return of
}

func nearest(centres [][vectorWidth]float32, v *[vectorWidth]float32) int {
	top, at := float32(-2), 0
	for k := range centres {
		var dot float32
		for j, x := range &centres[k] {
			dot += x * v[j]
		}
		if dot > top {
			top, at = dot, k
		}
	}
	return at
}
