package extract

import "fmt"

// why says in a few words what decided a verdict, for `annotate --explain`.
func (v *view) why(found verdict) []string {
	out := []string{
		fmt.Sprintf("cue %q, %.0f %% likely to report", v.bytes(found.cue.Range).Of(v.Text), 100*found.cue.probability),
		v.whyContent(found),
		v.whySource(found),
	}
	if v.onlyTopic(found.reading) {
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

func (v *view) whyContent(found verdict) string {
	where := "after"
	switch {
	case found.parts[left].Empty():
	case found.parts[right].Empty():
		where = "before"
	default:
		where = "before and after"
	}
	return fmt.Sprintf("%s speech %s the cue", v.kind(found.reading), where)
}

func (v *view) whySource(found verdict) string {
	switch o := found.source; {
	case o.Empty():
		return "no source named"
	case o.First >= found.cue.Last:
		return "source after the cue"
	case v.sentence[o.First] != v.sentence[found.cue.First]:
		return "source from the sentence before"
	}
	return "source before the cue"
}
