package attribution

import "fmt"

// explain returns, in a few words, what decided a decoding, for `annotate --explain`.
func (v *assembler) explain(found Decoding) []string {
	out := []string{
		fmt.Sprintf("cue %q, %.0f %% likely to report", v.bytes(found.Cue.Range).Of(v.Text), 100*found.Cue.Probability),
		v.explainContent(found),
		v.explainSource(found),
	}
	if v.namesTopicOnly(found.Analysis) {
		out = append(out, "names a topic only")
	}
	switch {
	case found.second.chance < 0.05:
	case found.second.content:
		out = append(out, fmt.Sprintf("next likeliest: other words said, %.0f %%", 100*found.second.chance))
	default:
		out = append(out, fmt.Sprintf("next likeliest: another source, %.0f %%", 100*found.second.chance))
	}
	return out
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
	return fmt.Sprintf("%s speech %s the cue", v.kind(found.Analysis), where)
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
