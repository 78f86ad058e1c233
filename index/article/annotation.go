package article

import "time"

// Annotation is the statements, people and dates of one article.
type Annotation struct {
	Statements []Statement // in order of their first content byte
	Dates      []Date      // in order of Start, none overlapping
	People     []Person    // in order of first mention
	Language   string      // the article's, as BCP 47 names it: "en"; "und" if it is none that is known; "" if there are too few words to tell
}

// Kind is the form in which words are reported.
type Kind string

// The kinds of speech, as CONTRACT and the literature name them.
const (
	Direct   Kind = "direct"   // all of the content is in quotation marks
	Indirect Kind = "indirect" // none of it does
	Mixed    Kind = "mixed"    // some of it does
)

// Nobody is the Speaker of a statement whose speaker is no person or not certain.
const Nobody = -1

// Statement is one attribution: who said what, by which words.
type Statement struct {
	Kind       Kind
	Content    []Span  // what was said, in order; without the enclosing marks where Kind is Direct
	Cue        Span    // the reporting words: said, told reporters, according to; zero where none
	Source     Span    // the words that name the speaker there: he, the envoy, Putin; zero where none
	Speaker    int     // index into Annotation.People, or Nobody
	Inner      Span    // who is quoted within it (the Vatican, quoted by the speaker); zero where none
	Fragment   bool    // a quotation mark is missing or stray, so an end is uncertain
	Sentence   Span    // the sentences that hold it with its cue and source, where Kind is not Direct; zero if unknown
	Said       Date    // when it was said, where the article tells; zero Value otherwise
	Confidence float64 // probability that the words are cut right and given to their source, 0 to 1

	// SpeakerConfidence is the probability that the source words mean Speaker, from 0.95
	// to 1; 0 where Speaker is Nobody.
	SpeakerConfidence float64

	Why []string // what decided it, for people: `annotate --explain`; the archive does not keep it
}

// QuotesInner reports whether it is sure enough to be shown that the speaker quotes Inner: in direct speech, and where
// the reporting words name it, as in "quoted Berg as saying". In other reported speech it is too often wrong.
func (s Statement) QuotesInner() bool {
	return !s.Inner.IsZero() && (s.Kind == Direct || s.Cue.Contains(s.Inner))
}

// Date is a time expression in the text, after ISO-TimeML's TIMEX3.
type Date struct {
	Span      Span
	Type      DateType
	Value     string    // TIMEX3 value: 2025-05-19, 2025-W21, P1M, PRESENT_REF; "" where unresolved
	Precision Precision // Unknown for durations, sets, references and unresolved dates
	From, To  time.Time // the period, To exclusive; zero where Precision is Unknown
}

// DateType is a TIMEX3 type.
type DateType string

// The TIMEX3 types.
const (
	DateDate     DateType = "DATE"
	DateTime     DateType = "TIME"
	DateDuration DateType = "DURATION"
	DateSet      DateType = "SET"
)

// Person is somebody whom the article names.
type Person struct {
	Name     string   // the fullest name in the article
	Variants []string // the other forms as printed: surname, spellings; without pronouns and descriptions
	Roles    []Span   // "Treasury Secretary", "Russian President": as printed
	Mentions []Span   // every mention that is certain: names, pronouns, descriptions; in order
}
