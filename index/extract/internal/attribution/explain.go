package attribution

import (
	"strconv"
)

// explain returns, in a few words, what decided a decoding, for `annotate --explain`.
func (v *assembler) explain(found Decoding) []string {
	out := []string{
		"cue " + strconv.Quote(v.bytes(found.Cue.Range).Of(v.Text)) + ", " + percent(found.Cue.Probability) + " likely to report",
		v.explainContent(found),
		v.explainSource(found),
	}
	if v.namesTopicOnly(found.Analysis) {
		out = append(out, "names a topic only")
	}
	switch {
	case found.second.chance < 0.05:
	case found.second.content:
		out = append(out, "next likeliest: other words said, "+percent(found.second.chance))
	default:
		out = append(out, "next likeliest: another source, "+percent(found.second.chance))
	}
	return out
}

// percent writes a chance in whole percent.
func percent(chance float32) string {
	return strconv.FormatFloat(float64(100*chance), 'f', 0, 32) + " %"
}

func (v *assembler) explainContent(found Decoding) string {
	where := "after"
	switch {
	case found.Parts[Left].Empty():
	case found.Parts[Right].Empty():
		where = "before"
	default:
		where = "before and after"
	}
	return string(v.kind(found.Analysis)) + " speech " + where + " the cue"
}

func (v *assembler) explainSource(found Decoding) string {
	switch o := found.Source; {
	case o.Empty():
		return "no source named"
	case o.First >= found.Cue.Last:
		return "source after the cue"
	case v.sentence[o.First] != v.sentence[found.Cue.First]:
		return "source from the sentence before"
	}
	return "source before the cue"
}
