// Package attribution finds who said what: the words that report a statement (cues),
// its content and its source, each as spans of the text, with a confidence.
//
// It must not know who the persons are, or when things were said. Start with
// Model.Statements in statement.go. The stages are: features of tokens (token,
// features, tagger, clause), cues by a conditional random field (cue), boundaries where
// content and sources may begin and end (boundary), analyses of a cue ranked against
// each other (analysis, describe), decoding to statements that do not overlap (decode), and
// assembly of what is shown (statement, postprocess, topic, spans, explain).
// templates.go numbers the features: model/statement.bin depends on it.
package attribution
