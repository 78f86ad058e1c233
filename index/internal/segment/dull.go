package segment

import "github.com/briefing-bot/briefing-bot/index/internal/text"

// dullWords are frequent in speech on any topic.
var dullWords = text.Set(`say says said saying tell told think thinks thought know knows known want wants wanted need needs
	going get gets got getting make makes made making take takes taken took come comes came coming see seen saw look looks
	looking like way ways thing things time times year years month months week weeks day days today yesterday tomorrow lot
	people man men woman women person one two three four five six seven eight nine ten first second last next new old good
	better best bad great big small many much really still also even back well long little right able around use used
	using try trying tried work working put give given gave keep part every another others something anything nothing
	everything someone anyone everyone nobody never always often already since including include says told make sure
	whether without among however would could should mr mrs ms dr happened happen happens believe believes feel felt
	expect expected hope hopes ask asked asking question questions statement believe clear important different several
	monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
	october november december jan feb mar apr jun jul aug sep sept oct nov dec
	somebody anybody hand hands name names side sides half
	likely possible number numbers group groups member members according called call calls`)
