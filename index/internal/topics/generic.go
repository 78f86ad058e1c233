package topics

import "github.com/briefing-bot/briefing-bot/index/internal/text"

// nothings name no topic, alone or with another word: units, currencies, the short forms
// of markets and firms, spans of time, offices and who speaks for them.
var nothings = text.Set(`mln bln trln million billion trillion thousand hundred dozen pct percent percentage dlr dlrs dollars cents cent cts stg sterling
	yen marks francs pounds lire crowns euros krona kronor usd eur gbp net shr shrs qtr qtrs qtly mths mth yrs yr vs avg rev revs div divs note oper prior
	inc corp co cos ltd plc llc gmbh ag sa nv bv spa holding holdings incorporated corporation limited tonnes tonne tons ton kilos kilo kg km kms miles mile
	metres metre meters meter cm litres litre barrels barrel bpd bushels bushel acres acre hectares ounces ounce lbs lb feet inches degrees points point
	hour hours minute minutes second seconds decade decades century morning afternoon evening night weekend quarter quarters half-year period periods
	end ends start beginning middle term terms total average amount amounts level levels share shares figure figures rise fall gain gains loss losses
	result results effect effects basis part parts case cases kind sort type fact facts reason reasons example issue issues matter matters problem problems
	order orders line lines list base form forms set lack use view views move moves step steps role roles role range series
	minister ministers prime president presidents chairman chairwoman chief executive director secretary spokesman spokeswoman spokesperson official officials
	leader leaders envoy mayor governor ambassador officer officers senator congressman representative vice deputy analyst analysts trader traders dealer dealers
	economist economists source sources reporter reporters company companies firm firms unit units subsidiary
	report reports reported statement statements comment comments news meeting meetings interview
	announcement decision discussion discussions effort efforts
	proposed financial international national general major public private foreign domestic local current recent additional total due annual
	due chance moment earlier later ago least most fiscal related competitive date dates note notes future latest comparison respect regard addition return fourth third fifth area areas way ways word words
	town towns village villages north south east west northern southern eastern western`)

// generics name a topic only with another word: oil prices, interest rates.
var generics = text.Set(`market markets stock stocks price prices rate rates interest sale sales bank banks government industry business investment investments
	exchange production system systems security securities debt debts credit credits cash fund funds capital cost costs profit profits income earnings revenue
	revenues dividend dividends demand supply supplies growth increase decrease decline drop value goods product products service services operation operations
	program programs programme programmes project projects policy policies law laws bill rule rules measure measures action actions change changes development
	developments situation position condition conditions need power force forces support pressure control process department ministry agency association
	organisation organization office team army table wall hand pen hour side work job jobs worker workers customer customers member members management
	assets asset acquisition purchase contract contracts tender account accounts tax loan loans payment payments budget goal aim interest-rate future futures
	trading trade-off buyer buyers seller sellers investor investors holder holders shareholder shareholders stake option options letter signature meeting
	state states country countries nation nations usa u.s city cities house council board committee party parties agreement agreements deal
	deals offer offers river rivers region regions street conference document documents life world place places family families proposal
	proposals plan plans study survey speech`)
