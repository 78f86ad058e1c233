package attribution

// The templates of features, one constant each. A feature is hashed with its
// template's number, so the numbers are part of the model file's format: give a new
// template a number that is free, and change none. TestTemplates checks that no two
// templates of one network share a number.

// Where the numbers of a group of templates begin.
const (
	ContentBase = 10000 // boundaries of content
	SourceBase  = 20000 // boundaries of sources

	// Within ContentBase and SourceBase:.
	sideBlock     = 1000 // times the side
	relativeBlock = 100
	betweenBlock  = 20 // within relativeBlock
	passedBlock   = 30 // within relativeBlock
	absentBlock   = 500

	// Of analyses:.
	noCueOdds          = 30001
	analysisOdds       = 31020
	analysisChance     = 31000 // plus 0, 1 for the parts and 2 for the source: its log probability
	analysisChanceForm = 31003 // the same, with the analysis's form
	partBlock          = 31100
	partSideBlock      = 100 // times the side
	sourceBlock        = 31400
)

// Features that a word's part of speech is predicted from.
const (
	tagWord                = 1
	tagWordShape           = 2
	tagSuffixes            = 3
	tagSuffixesShape       = 4
	tagPrevTag             = 5
	tagPrevTags            = 6
	tagPrevTagWord         = 7
	tagWordPrev            = 8
	tagWordPrev2           = 9
	tagWordNext            = 10
	tagWordNext2           = 11
	tagShapeShapePrev      = 12
	tagWordWordNext        = 13
	tagSuffixesNext        = 14
	tagPrevTagSuffixesNext = 15
	tagStems               = 16
)

// Features that a word's label as (part of) a cue is predicted from.
const (
	cueWord                       = 101
	cueWordTag                    = 102
	cueStemTag                    = 103
	cueStem                       = 104
	cueSuffixesTag                = 105
	cuePrev                       = 106
	cueNext                       = 107
	cueWordPrev2                  = 108
	cueWordNext2                  = 109
	cuePrevWord                   = 110
	cueWordNext                   = 111
	cueStemNextTag                = 112
	cueStemLastTag                = 113
	cueTagNext                    = 114
	cueLastTagWord                = 115
	cueTags                       = 116
	cueTagsClassNext2             = 117
	cueTagsClassPrev2             = 118
	cueTagLastTag                 = 119
	cueTagNextTag                 = 120
	cueTagContext                 = 121
	cueStemContext                = 122
	cueTagAround                  = 130
	cueStemAround                 = 131
	cueAround                     = 132
	cueWordPrevWordPrev2          = 133
	cueWordNextWordNext2          = 134
	cueTagWordPrev                = 135
	cueShapeShapePrevShapeNext    = 136
	cueStemWordNext2              = 137
	cueStemClassNext2             = 138
	cueStemPrevStem               = 139
	cueStemPrevTag                = 140
	cueStemPrev2ClassPrevTag      = 141
	cueWordNext3                  = 142
	cueWordPrev3                  = 143
	cueDistanceToStartTag         = 144
	cueDistanceToEndTag           = 145
	cueClusterTag                 = 146
	cueClusterClassNextClassNext2 = 148
	cueClusterClassPrevTag        = 149
	cueClusterPrevTag             = 153
	cueClusterNextTag             = 154
)

// Features of the boundary "nothing on this side", from absentBlock on.
const (
	absentHead                                         = 0
	absentWord                                         = 1
	absentTag                                          = 2
	absentBefore                                       = 3
	absentAfter                                        = 4
	absentBeforeAfter                                  = 5
	absentHeadAfter                                    = 6
	absentHeadBefore                                   = 7
	absentTagBeforeAfter                               = 8
	absentContextQuoted                                = 9
	absentContextPlace                                 = 10
	absentPlaceAfter                                   = 11
	absentPlaceBefore                                  = 12
	absentClassEndClassEndNextClassEndNext2            = 13
	absentClassStartPrevClassStartPrev2ClassStartPrev3 = 14
	absentWordStartPrev                                = 15
	absentWordEnd                                      = 16
	absentQuoteStateStartPrevQuoteStateStartPrev2      = 17
	absentQuoteStateEndQuoteStateEndNext               = 18
	absentNextSentenceStartEndPrev                     = 19
	absentPlaceContext                                 = 20
	absentClusterAfter                                 = 21
	absentClusterBefore                                = 22
	absentClusterTag                                   = 23
)

// Features of a boundary that no cue alters, from its side's block on.
const (
	positionWord                                   = 0
	positionWordPrev                               = 1
	positionWordNext                               = 2
	positionWordPrevWord                           = 3
	positionWordWordNext                           = 4
	positionPrevTag                                = 5
	positionTagNext                                = 6
	positionPrevTagNext                            = 7
	positionPrevTagsTag                            = 8
	positionTagNextClassNext2                      = 9
	positionShapePrevShapeShapeNext                = 10
	positionQuoteStatePrevQuoteStateQuoteStateNext = 11
	positionQuoteStateNextQuoteStateNext2          = 12
	positionDistanceToStartDistanceToEnd           = 13
	positionWordClassPrevTagWordClassNext          = 14
	positionWordNext2                              = 15
	positionWordPrev2                              = 16
	positionWordNextWordNext2                      = 17
	positionWordPrevWordPrev2                      = 18
	positionClusterClusterPrev                     = 19
	positionClusterClusterNext                     = 20
)

// Features of a boundary as seen from its cue, from relativeBlock on.
const (
	relativeDistance                                   = 0
	relativeDistanceAway                               = 1
	relativeDistanceHead                               = 2
	relativeDistanceWordClassPrevTag                   = 3
	relativeDistanceTagWordClassNext                   = 4
	relativeAwayPlaceContext                           = 5
	relativeBeforeAfterDistance                        = 6
	relativeHeadTagWordClassPrev                       = 7
	relativeHeadTagWordClassNext                       = 8
	relativeAfterDistanceQuoted                        = 9
	relativeTagDistanceTag                             = 10
	relativePlaceQuotedContext                         = 11
	relativeBeforeTagDistance                          = 12
	relativePlaceDistance                              = 13
	relativeDistanceToEndDistanceToStartPlace          = 14
	relativeHeadDistanceToEnd                          = 15
	relativeAfterDistanceToEnd                         = 16
	relativeClusterDistance                            = 17
	relativeClusterTagWordClassPrev                    = 18
	relativeOpenerWordClassNextDistance                = 40
	relativeOpenerCountsAfterNextWordClassNext         = 41
	relativeContinuationNextTag                        = 42
	relativeContinuationNextOpener                     = 43
	relativeContinuationNextHead                       = 44
	relativeCountsBeforeWordClassPrev                  = 45
	relativeCountsAfterNextWordClassNextWordClassNext2 = 46
	relativeOpenerWordClassPrevCountsBefore            = 47
	relativeOpenerWordClassPrevHead                    = 48
)

// Features of the words between a boundary and its cue, from betweenBlock on.
const (
	betweenPath                                                = 0
	betweenPathHead                                            = 1
	betweenPathTag                                             = 2
	betweenWordClassStartWordClassEndPrev                      = 3
	betweenWordClassStartWordClassStartNextWordClassStartNext2 = 4
	betweenWordClassEndPrevWordClassEndPrev2WordClassEndPrev3  = 5
)

// Features of what is passed between a boundary and its cue, from passedBlock on.
const (
	passedVerbsCommas                  = 0
	passedMarksLinksQuoteState         = 1
	passedVerbsLinksTagWordClassPrev   = 2
	passedCommasLinksTagWordClassNext  = 3
	passedCuesWordClassNextTag         = 4
	passedCuesWordClassPrevTag         = 5
	passedCuesVerbsDistanceToEnd       = 6
	passedCueNextCueNext2Cue           = 7
	passedCueNext3CuePrevWordClassNext = 8
)

// Features of the analysis that a cue is none.
const (
	noCueBias               = 30000
	noCueHead               = 30010
	noCueWord               = 30011
	noCueTagContext         = 30012
	noCueHeadBefore         = 30013
	noCueHeadAfter          = 30014
	noCueLenTag             = 30015
	noCueBefore             = 30016
	noCueAfter              = 30017
	noCueQuotedTag          = 30018
	noCuePlace              = 30019
	noCueCueStartPrevCueEnd = 30020
	noCueRivalsOddsBin      = 30021
	noCueClusterTag         = 30022
	noCueClusterAfter       = 30023
)

// Features of how sure a cue is, from noCueOdds or analysisOdds on.
const (
	surenessBin = 0
	surenessTag = 1
	surenessLen = 2
)

// Features of an analysis as a whole.
const (
	analysisLogBin          = 31006
	analysisLogBinOddsBin   = 31007
	analysisRanks           = 31008
	analysisForm            = 31009
	analysisFormHead        = 31010
	analysisFormContext     = 31011
	analysisFormBeforeAfter = 31012
	analysisFormPlace       = 31013
	analysisFormTag         = 31014
	analysisFormRivals      = 31015
	analysisFormCluster     = 31016
)

// Features of one part of an analysis's content, from partBlock and its side on.
const (
	partHeadContext                                       = 0
	partFit                                               = 1
	partFitContext                                        = 2
	partFitQuoted                                         = 3
	partFitHead                                           = 4
	partBucketLen                                         = 5
	partBucketLenHead                                     = 6
	partWordClassStartPrevClassStartClassStartNext        = 7
	partWordClassEndClassEndPrevWordClassEndNext          = 8
	partWordClassStartFit                                 = 9
	partVerbsHead                                         = 10
	partVerbsFit                                          = 11
	partCuesFit                                           = 12
	partSentenceEndPrevSentenceStartFit                   = 13
	partGapHead                                           = 14
	partGap                                               = 15
	partGapWordClassEnd                                   = 16
	partWordStartHead                                     = 17
	partWordEndPrevWordClassEnd                           = 18
	partWordClassEndCueEndNextCueEndNext2                 = 19
	partWordEndFit                                        = 20
	partCommasWordClassEnd                                = 21
	partOpenerWordClassEndCommas                          = 22
	partContinuationEndFit                                = 23
	partCountsAfterEndWordClassEndWordClassEndNext        = 24
	partOpenerCountsAfterEndWordClassEnd                  = 25
	partContinuationEndOpener                             = 26
	partCountsBeforeStartWordClassStartPrevWordClassStart = 27
	partOpenerCountsBeforeStartWordClassStartPrev         = 28
	partOpenerWordClassStartPrevHead                      = 29
)

// Features of an analysis's source, from sourceBlock on.
const (
	sourceHeadBefore             = 0
	sourceTagBefore              = 1
	sourceBucketLen              = 2
	sourceFirstLast              = 3
	sourceWordClassStartPrev     = 4
	sourceWordClassEnd           = 5
	sourceVerbsCommas            = 6
	sourcePathStartHead          = 7
	sourcePathStart              = 8
	sourcePathBackHead           = 9
	sourcePathBack               = 10
	sourceWordEndPrevHead        = 11
	sourceWordEndPrev            = 12
	sourceWordStart              = 13
	sourceWordStartWordStartPrev = 14
	sourceWordEndWordEndNext     = 15
	sourceQuotedStartQuoted      = 16
	sourceBucketLenFirstLast     = 17
	sourcePassedTag              = 18
)
