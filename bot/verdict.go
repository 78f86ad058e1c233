package bot

// verdictSigns are shown before the notice of an answer with a verdict, so that
// colour is never all that tells verdicts apart.
var verdictSigns = map[string]string{
	"exact": "✓", "trimmed": "≈", "altered": "≠", "other-speaker": "✗", "absent": "✗",
	"source changed": "≠", "source removed": "✗", "unknown": "✗",
}

// SignedNotice returns the notice, which begins with the sign of the verdict if there
// is one.
func (c Card) SignedNotice() string {
	if sign := verdictSigns[c.Verdict]; sign != "" && c.Notice != "" {
		return sign + " " + c.Notice
	}
	return c.Notice
}

// Tone returns how good a verdict is for who asked: good, doubtful or bad; "" if
// there is none.
func (c Card) Tone() string {
	switch verdictSigns[c.Verdict] {
	case "✓":
		return "good"
	case "≈":
		return "doubtful"
	case "":
		return ""
	}
	return "bad"
}
