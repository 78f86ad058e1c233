package attribution

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

//go:embed model/statement.bin
var statementModel string

// Model is what was learned of statements: part-of-speech tagger, words used alike, cues, the
// ends of content and of sources, and the weighing of whole analyses.
type Model struct {
	Tagger      nn.Network
	Table       Clusters
	Cues        CueModel
	Content     nn.Network
	Source      nn.Network
	Ranker      nn.Network
	Calibration []float32 // the calibration: for each twentieth of chance, how many were right
	MinChance   float32   // chance under which nothing is given
	analyzers   sync.Pool // *Analyzer that no document uses now
}

const modelHeader = "statements 2\n"

// Embedded returns the model that the program ships with.
func Embedded() (*Model, error) { return ReadModel(statementModel) }

// ReadModel takes apart what Learn made. It copies no weights.
func ReadModel(data string) (*Model, error) {
	r := nn.Reader{Data: data}
	if r.Take(len(modelHeader)) != modelHeader {
		return nil, fmt.Errorf("the model file does not begin with %q", modelHeader)
	}
	m := &Model{Tagger: r.Network()}
	m.Table = Clusters(r.Take(ClusterSlot << ClusterSlotBits))
	m.Cues.Network = r.Network()
	copy(m.Cues.Transitions[:], r.Floats(CueLabels*CueLabels))
	m.Content, m.Source, m.Ranker = r.Network(), r.Network(), r.Network()
	m.Calibration = r.Floats(CalibrationBins)
	least := r.Floats(1)
	if r.Err != nil {
		return nil, r.Err
	}
	m.MinChance = least[0]
	return m, nil
}

// Encode returns the model as a file that ReadModel reads.
func (m *Model) Encode() []byte {
	out := m.Tagger.AppendTo([]byte(modelHeader))
	out = append(out, m.Table...)
	out = m.Cues.Network.AppendTo(out)
	out = nn.AppendFloats(out, m.Cues.Transitions[:])
	for _, n := range []*nn.Network{&m.Content, &m.Source, &m.Ranker} {
		out = n.AppendTo(out)
	}
	return nn.AppendFloats(nn.AppendFloats(out, m.Calibration), []float32{m.MinChance})
}

// CalibrationBins is how many points the calibration has, evenly spaced from 0 to 1.
const CalibrationBins = 21

// confidence turns a chance into the share of such analyses that were right.
func (m *Model) confidence(chance float32) float64 {
	x := max(0, min(1, chance)) * (CalibrationBins - 1)
	low := int(x)
	if low >= CalibrationBins-1 {
		return float64(m.Calibration[CalibrationBins-1])
	}
	return float64(m.Calibration[low] + (m.Calibration[low+1]-m.Calibration[low])*(x-float32(low)))
}

// Clusters tells of words which others are used alike: each word's number is
// that of its cluster. It is a table of slots of three bytes: two of the
// word's hash, to tell it from others, and the cluster's number plus one.
type Clusters string

// The size of the table: the number of clusters, the bits of a slot's number, and
// the bytes of a slot.
const (
	ClusterCount    = 255
	ClusterSlotBits = 17
	ClusterSlot     = 3
)

// of returns the cluster of the word with a hash, or 0 if it has none.
func (c Clusters) of(hash uint32) uint8 {
	if len(c) != ClusterSlot<<ClusterSlotBits {
		return 0
	}
	at := int(hash>>(32-ClusterSlotBits)) * ClusterSlot
	if c[at] != byte(hash) || c[at+1] != byte(hash>>8) {
		return 0
	}
	return c[at+2]
}
