package extract

import (
	_ "embed"
	"fmt"
	"sync"
)

//go:embed model/statement.bin
var statementModel string

// model is what was learned of statements: part-of-speech tagger, words used alike, cues, the
// ends of content and of sources, and the weighing of whole readings.
type model struct {
	tagger  network
	table   clusters
	cues    cueModel
	content network
	source  network
	weigher network
	sure    []float32 // the calibration: for each twentieth of chance, how many were right
	least   float32   // chance under which nothing is given
	places  sync.Pool // *places that no document uses now
}

const modelMark = "statements 2\n"

// readModel takes apart what Learn made. It copies no weights.
func readModel(data string) (*model, error) {
	r := modelReader{data: data}
	if r.take(len(modelMark)) != modelMark {
		return nil, fmt.Errorf("the model file does not begin with %q", modelMark)
	}
	m := &model{tagger: r.network()}
	m.table = clusters(r.take(clusterSlot << clusterSlotBits))
	m.cues.network = r.network()
	copy(m.cues.transitions[:], r.floats(cueLabels*cueLabels))
	m.content, m.source, m.weigher = r.network(), r.network(), r.network()
	m.sure = r.floats(calibrationBins)
	least := r.floats(1)
	if r.err != nil {
		return nil, r.err
	}
	m.least = least[0]
	return m, nil
}

func (m *model) encode() []byte {
	out := m.tagger.appendTo([]byte(modelMark))
	out = append(out, m.table...)
	out = m.cues.network.appendTo(out)
	out = appendFloats(out, m.cues.transitions[:])
	for _, n := range []*network{&m.content, &m.source, &m.weigher} {
		out = n.appendTo(out)
	}
	return appendFloats(appendFloats(out, m.sure), []float32{m.least})
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
