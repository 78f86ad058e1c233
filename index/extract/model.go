package extract

import (
	_ "embed"
	"fmt"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
	"sync"
)

//go:embed model/statement.bin
var statementModel string

// model is what was learned of statements: part-of-speech tagger, words used alike, cues, the
// ends of content and of sources, and the weighing of whole readings.
type model struct {
	tagger  nn.Network
	table   clusters
	cues    cueModel
	content nn.Network
	source  nn.Network
	weigher nn.Network
	sure    []float32 // the calibration: for each twentieth of chance, how many were right
	least   float32   // chance under which nothing is given
	places  sync.Pool // *places that no document uses now
}

const modelMark = "statements 2\n"

// readModel takes apart what Learn made. It copies no weights.
func readModel(data string) (*model, error) {
	r := nn.Reader{Data: data}
	if r.Take(len(modelMark)) != modelMark {
		return nil, fmt.Errorf("the model file does not begin with %q", modelMark)
	}
	m := &model{tagger: r.Network()}
	m.table = clusters(r.Take(clusterSlot << clusterSlotBits))
	m.cues.Network = r.Network()
	copy(m.cues.transitions[:], r.Floats(cueLabels*cueLabels))
	m.content, m.source, m.weigher = r.Network(), r.Network(), r.Network()
	m.sure = r.Floats(calibrationBins)
	least := r.Floats(1)
	if r.Err != nil {
		return nil, r.Err
	}
	m.least = least[0]
	return m, nil
}

func (m *model) encode() []byte {
	out := m.tagger.AppendTo([]byte(modelMark))
	out = append(out, m.table...)
	out = m.cues.Network.AppendTo(out)
	out = nn.AppendFloats(out, m.cues.transitions[:])
	for _, n := range []*nn.Network{&m.content, &m.source, &m.weigher} {
		out = n.AppendTo(out)
	}
	return nn.AppendFloats(nn.AppendFloats(out, m.sure), []float32{m.least})
}

const calibrationBins = 21

// confidence turns a chance into the share of such readings that were right.
func (m *model) confidence(chance float32) float64 {
	x := max(0, min(1, chance)) * (calibrationBins - 1)
	low := int(x)
	if low >= calibrationBins-1 {
		return float64(m.sure[calibrationBins-1])
	}
	return float64(m.sure[low] + (m.sure[low+1]-m.sure[low])*(x-float32(low)))
}
