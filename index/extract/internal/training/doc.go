// Package training makes the model that attribution finds statements with, from
// articles in which people marked them, and scores its stages.
//
// It is no part of the program: only the command index/extract/train imports it. Start
// with Trainer.Train. The order is: the part-of-speech tagger and word clusters
// (tagger, clusters), cues and boundaries (finders), and the ranking of analyses with
// its calibration (ranker), which must be trained on what finders see in articles that
// they did not learn from.
package training
