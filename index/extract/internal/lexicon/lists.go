package lexicon

// wordLists are the words that say something about persons, by what they say.
// All are own writing.
var wordLists = []struct {
	class Class
	words string
}{
	{Honorific | TitleWord | manWord, `mr mister sir messrs monsieur herr signor senor lord`},
	{Honorific | TitleWord | womanWord, `mrs ms miss madam madame mme mlle frau signora senora dame lady`},
	{Honorific | TitleWord, `dr doctor prof professor rev reverend hon fr father brother saint st mx`},
	{TitleWord | RoleNoun, `president vice-president premier chancellor minister secretary senator sen congressman
		congresswoman representative rep governor gov mayor ambassador envoy general gen lieutenant lt colonel col
		captain capt major maj commander cmdr admiral adm sergeant sgt marshal brigadier corporal cpl private pvt
		judge justice attorney sheriff chief commissioner director chairman chairwoman chairperson chair speaker
		spokesman spokeswoman spokesperson pope cardinal archbishop bishop imam rabbi ayatollah sheikh sheik emir
		sultan king queen prince princess duke duchess count countess baron baroness emperor empress crown-prince
		inspector detective officer constable superintendent lawmaker deputy mp mep analyst economist coach manager
		councillor councilman councilwoman councilor alderman assemblyman assemblywoman delegate prosecutor lawyer
		professor-emeritus leader co-leader candidate nominee adviser advisor strategist aide negotiator diplomat
		activist author actor actress singer founder co-founder chief-executive ceo cfo coo executive banker investor
		billionaire businessman businesswoman tycoon magnate journalist reporter correspondent editor columnist
		presenter anchor host pollster scientist researcher historian doctor physician surgeon epidemiologist
		virologist engineer astronaut pilot striker midfielder defender goalkeeper captain-general counsel solicitor
		barrister magistrate coroner warden ranger firefighter trader strategist-general administrator
		superintendent-general treasurer comptroller auditor whip undersecretary under-secretary vice-chairman
		vice-chair co-chair co-chairman co-chairwoman ex-president ex-minister ex-premier ex-chancellor ex-governor
		ex-mayor ex-senator president-elect governor-elect mayor-elect chancellor-elect prime-minister comrade
		warlord strongman dictator ruler oligarch patriarch chaplain pastor priest vicar monk nun activist-lawyer
		contractor developer architect designer producer filmmaker novelist poet writer musician guitarist
		conductor composer comedian broadcaster teacher headteacher principal student farmer fisherman miner
		shopkeeper nurse midwife paramedic trainer jockey boxer swimmer sprinter cyclist golfer skipper
		quarterback pitcher forward winger`},
	{RoleNoun, `head boss owner member official operative counterpart partner colleague ally rival opponent critic supporter veteran
		successor predecessor incumbent expert specialist fellow scholar witness suspect defendant plaintiff victim
		gunman shooter attacker hostage prisoner heir heiress widow widower wife husband son daughter father mother
		brother sister uncle aunt nephew niece cousin grandson granddaughter grandfather grandmother stepson
		stepdaughter son-in-law daughter-in-law father-in-law mother-in-law brother-in-law sister-in-law fiance fiancee
		girlfriend boyfriend spouse parent child man woman boy girl teenager politician statesman stateswoman
		legislator parliamentarian backbencher minister-president peer tsar czar guru mogul entrepreneur philanthropist
		celebrity star champion medallist player footballer cricketer whistleblower insider informant dissident
		exile refugee rebel fighter soldier policeman policewoman cop detective-inspector organizer organiser
		campaigner advocate consultant resident neighbour neighbor driver passenger worker employee bishop-elect
		monarch pontiff royal first-lady lobbyist biographer chemist physicist biologist geologist meteorologist economist-in-chief
		climber sailor stateman newcomer frontrunner front-runner hopeful contender mediator commander-in-chief`},
	{Relation, `wife husband son daughter father mother brother sister uncle aunt nephew niece cousin grandson
		granddaughter grandfather grandmother son-in-law daughter-in-law widow spouse ally rival colleague successor
		predecessor partner counterpart opponent aide lawyer attorney spokesman spokeswoman spokesperson adviser advisor friend critic`},
	{manWord, `king prince duke count baron emperor emir sultan sheikh sheik pope cardinal imam rabbi ayatollah priest
		spokesman chairman congressman councilman assemblyman alderman businessman statesman policeman fisherman
		husband son father brother uncle nephew grandson grandfather boyfriend actor monk stepson son-in-law
		father-in-law brother-in-law widower man boy gunman patriarch co-chairman vice-chairman strongman fiance archbishop`},
	{womanWord, `queen princess duchess countess baroness empress spokeswoman chairwoman congresswoman councilwoman
		assemblywoman businesswoman stateswoman policewoman wife daughter mother sister aunt niece granddaughter
		grandmother girlfriend actress nun stepdaughter daughter-in-law mother-in-law sister-in-law widow woman girl
		heiress fiancee first-lady co-chairwoman midwife`},
	{RoleModifier, `former ex then acting interim deputy vice assistant associate prime foreign finance interior defence
		defense home health education trade energy labour labor justice treasury transport agriculture environment
		housing culture economy economic commerce veterans homeland attorney chief senior junior special presidential
		top press state national regional local federal provincial county city municipal district police army navy air
		military intelligence security counter-terrorism counterterrorism political communications campaign managing
		executive non-executive general lead leading longtime long-time veteran outgoing incoming newly-appointed
		newly-elected current ruling opposition conservative liberal socialist communist republican democratic
		democrat labour independent centrist left-wing right-wing far-right far-left populist nationalist retired late
		crown first lady second supreme high chief-of-staff staff editor-in-chief union party parliamentary senate house
		congressional majority minority shadow permanent policy legal human-rights rights climate market currency
		equity stock oil commodities investment budget tax central bank hedge fund tech software media technology
		science research weather public relations spy nuclear peace border immigration drug anti-corruption
		human resources company group club team head junior-level embassy government ministry white-house billionaire
		millionaire veteran celebrity self-exiled jailed exiled imprisoned disgraced embattled longest-serving
		star world olympic film rock opera pop radio television tv human rebel militia separatist guerrilla
		church parish village town island coast harbour harbor port water fire rescue relief aid refugee election
		electoral constitutional criminal civil trial appeals defence-ministry special-forces ground naval fleet
		border-guard cyber cybersecurity space rail railway airline aviation shipping steel coal mining gas power
		hospital school university college faculty sports football soccer cricket tennis rugby athletics
		information digital artificial-intelligence privacy consumer competition antitrust fisheries forestry
		tourism development planning infrastructure technical scientific medical clinical creative artistic musical
		national`},
	{Particle, `van von der den de del della di da dos du la le bin ibn bint abu ter ten al el zu af st san dal`},
	{SuffixWord, `jr sr ii iii iv junior senior`},
	{FamilyName, `kim park lee choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song ryu hong moon
		roh ban xi wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo lin he gao luo zheng liang xie tang
		feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lei tsai chiang mao
		nguyen tran pham hoang phan vu dang bui ngo duong ly aung thein`},
	{OrgNoun, `banque societe deutsche credit compagnie banco banca caisse generale organization organisation resorts pac caucus command system systems server studies economics broadcasting steelworkers workers sciences
		science policy affairs relations communications operations watch action alliance institutes strategies ventures
		global international worldwide solutions networks digital entertainment interactive committee-chair
		tv app dispatch globe inquirer sentinel monitor observer register standard examiner gop inc corp co ltd llc plc ag sa nv gmbh company companies corporation group holdings holding bank
		university college school institute institution academy foundation association society union federation
		league club party committee commission council agency authority administration department ministry office
		bureau board court parliament congress assembly senate service services force forces army navy police
		guard hospital clinic center centre museum library church cathedral mosque temple synagogue hotel airport
		station stadium arena theatre theater park square street avenue road bridge tower building hall house
		castle palace plaza mall gardens garden river lake sea ocean bay island islands mountain mountains mount valley
		peninsula canyon desert forest county city town village province state states district region territory republic kingdom
		empire times post journal news magazine tribune herald gazette chronicle review press television radio
		network channel media studios pictures records entertainment airlines airways motors industries
		technologies systems software partners capital securities brothers associates trust fund insurance
		act bill law treaty accord accords agreement convention protocol plan project programme program initiative
		operation summit conference forum festival prize award awards cup championship championships games
		open series show day week month year war battle revolution movement front brigade battalion division
		regiment fleet squadron report inquiry commission-general doctrine amendment constitution code rule rules
		shipping line lines steel oil energy petroleum gas electric power mining chemical pharmaceuticals labs
		laboratories stores foods exchange index stock futures team squad tour crisis affair scandal hearing
		memorial cemetery dam canal port harbour harbor beach hill hills heights springs falls creek point cape gulf
		strait straits road-map prison jail camp base coalition alliance confederation network-one tribunal
		registry archive archives gallery orchestra choir campus dock yard mill mine quarry wharf ferry express`},
	{CommonWord, `mps meps congressmen congresswomen correspondents lords ladies they we you us them their our your theirs ours yours themselves ourselves yourself a an the this that these those there here it its itself what which who whom whose when where why how
		while although though however meanwhile yet still also then thus hence moreover furthermore nevertheless
		nonetheless instead otherwise besides indeed perhaps maybe probably certainly clearly and but or nor so for
		because since until unless if whether as than like unlike after before during following despite amid among
		amongst against about above across along around at behind below beneath beside between beyond by down from
		in inside into near of off on onto opposite out outside over past per through throughout to toward towards
		under up upon via with within without given considering regarding concerning including excluding
		all any both each either every few many more most much neither no none not nothing one several some such two
		three four five six seven eight nine ten eleven twelve dozens hundreds thousands millions another other others
		first second third last next earlier later now today yesterday tomorrow tonight recently already again once
		twice soon eventually finally initially previously currently never always often sometimes usually rarely
		ever even just only too very quite rather almost nearly about well yes no ok okay please thank thanks
		let lets do does did done be is are was were been being have has had having can could may might must shall
		should will would ought need dare get got make made take took give gave go went come came
		critics supporters officials analysts experts observers investigators prosecutors police authorities lawmakers
		voters protesters demonstrators reporters journalists sources traders investors economists diplomats
		opponents allies aides advisers residents witnesses relatives families parents children students teachers
		workers farmers doctors nurses scientists researchers lawyers judges soldiers troops rebels militants
		fighters migrants refugees democrats republicans conservatives liberals leaders ministers senators
		governors mayors presidents people men women everyone everybody someone somebody anyone anybody nobody
		everything something anything talks negotiations concerns fears hopes plans questions reports polls results
		figures data shares stocks prices sales profits revenue exports imports markets bonds rates inflation
		unemployment growth demand supply news text photo video image analysis opinion editorial exclusive update
		breaking correction summary factbox timeline interview transcript source according asked told said
		speaking writing adding calling citing noting pointing referring responding replying turning looking
		standing sitting born based dressed faced pressed founded elected appointed known called
		left right north south east west inside part half most details evidence pressure peace security support
		negotiators leader minister president man woman god christmas unlike elsewhere overall together separately
		back far long big small new old good great high low early late open free full real true hard best better
		why how yes sure maybe look listen wait stop keep call read write see watch find think know believe want
		hope wish try use ask tell say come going getting making taking giving being seeing
		hello hi dear sorry oh ah wow hey good-bye goodbye well-known so-called meantime
		rain snow floods fire fires crews rescuers divers ferries trains flights schools hospitals shops
		campaign campaigners activists groups unions firms companies banks oil gas gold wheat corn crude`},
	{SpeechVerb, `said says say saying told tells tell telling added adds adding stated states stating wrote writes writing
		announced announces announcing declared declares declaring claimed claims claiming insisted insists insisting
		argued argues arguing warned warns warning replied replies replying responded responds explained explains
		explaining noted notes noting asked asks asking answered answers confirmed confirms confirming denied denies
		denying admitted admits admitting acknowledged acknowledges conceded concedes predicted predicts suggested
		suggests suggesting tweeted tweets posted posts recalled recalls remarked remarks observed commented comments
		complained complains joked jokes quipped vowed vows pledged pledges promised promises urged urges urging called
		testified testifies alleged alleges asserted asserts contended contends maintained maintains stressed stresses
		emphasised emphasized emphasises emphasizes reiterated reiterates repeated repeats quoted cautioned cautions
		criticised criticized condemned condemns praised praises accused accuses believes believed thinks thought
		hopes hoped fears feared expects expected feels felt knows knew wants wanted reckons reckoned boasted lamented
		estimated forecast demanded demands proposed proposes concluded concludes disclosed revealed reveals mused
		shouted whispered cried snapped interjected countered retorted echoed signalled signaled hinted indicated`},
	{PersonVerb, `resigned resigns smiled laughed wept nodded shrugged married divorced died dies dead born grew studied
		graduated retired retires stepped fled flew travelled traveled arrived met meets meet spoke speaks sat stood
		walked ran visited visits attended addressed thanked apologised apologized signed won lost led leads joined
		served serves campaigned voted quit sacked fired dismissed appointed named elected sworn arrested jailed
		convicted sentenced charged acquitted pleaded pleads refused refuses agreed agrees decided decides declined
		declines tried tries hoped faced faces sought seeks rejected rejects accepted accepts endorsed endorses
		met greeted embraced shook chaired hosted hosts negotiated negotiates informed consulted phoned texted
		emailed played plays scored coached sang wore looked looks appeared appears earned earns taught teaches`},
	{VerbWord, `is was has had will would could should may might must can did does do were are have be been being became
		becomes took takes made makes gave gives went goes came comes got gets put puts set sets held holds kept keeps
		left leaves brought sent sends began begins started starts continued continues remained remains seemed
		seems helped used needs needed turned moved received ordered offered opened closed won't wasn't isn't hasn't
		didn't doesn't couldn't wouldn't can't cannot never also later recently reportedly allegedly repeatedly
		previously currently then still now who finally immediately ultimately initially already once
		publicly privately openly formally briefly simply quickly narrowly`},
	{NounToo, `states state claims notes posts fears hopes demands comments answers reports estimates forecast calls plays runs looks
		wants needs moves puts sets leads plans acts talks visits wins works leaves`},
	{Preposition, `of with to for by from against about on under between at in over than into through after before near
		behind like unlike without toward towards among around above below during despite including via alongside
		regarding concerning upon across beside per`},
	{ClauseStart, `that because if when while as though although whether where since after before until and but or who
		which unless so once`},
	{PronounWord, `he she him her his hers himself herself i me my mine myself`},
}

// Names that are ordinary words, places or months too, by who bears them; the
// last are family names rather than given ones.
const (
	doubtfulMen = `will mark august grant chase art bill frank jack rich drew dean earl duke prince king christian angel guy young
		rob bob nick miles gene dale glen cliff clay heath rod ray bud chip buck rusty dusty hunter mason carter tyler
		parker cooper porter gardener max van don rocky bo ace royal sterling lane wade ward reed lance drake crane dick gale
		jordan chad austin dallas houston lincoln jackson cleveland devon santiago troy tom noble dash cash brady
		stone forest reef colt judge rush skip buddy stu vin whit herb chuck wolf lyon barney rod win earnest pierce`
	doubtfulWomen = `may april june faith hope joy grace rose sue ginger olive ivy iris daisy lily violet pearl ruby amber jade
		crystal destiny charity page paige penny sky summer autumn winter dawn eve misty stormy sunny
		georgia charlotte virginia carolina florence paris sydney savannah madison
		trinity savanna brooklyn alexandria victoria adelaide chelsea milan melody harmony robin wren
		marina carol bette tulsi marcy`
	doubtfulOthers = `pat mike jay brook sandy london washington kent de la da li ho long so an no my man ban song sun moon
		fox lion bear hawk crow bee ant cat dog major golden gay denver day park
		bush brown black white green gray price banks best law power field fields church hall hill west north east
		singer baker cook hunt knight bishop pope butler carpenter weaver archer fisher taylor mayor
		ford dodge case love sharp short strong wise moody swift rice pence bacon flake cotton wood`
)

// shortNames are usual short forms of given names, each line one name's: the
// long forms first.
const shortNames = `william bill billy will willie liam
	robert bob bobby rob robbie bert
	richard rick dick ricky rich richie
	james jim jimmy jamie jem
	john jack johnny jon jonathan
	joseph joe joey jose
	michael mike mick mickey mikey mikhail
	thomas tom tommy
	charles charlie chuck charley
	christopher chris kit
	edward ed eddie ted teddy ned
	edmund ed ned
	theodore ted teddy theo
	anthony antony tony
	andrew andy drew
	alexander alex sandy alec sasha oleksandr aleksandr
	alexandra alex sandra sasha
	benjamin ben benny binyamin
	daniel dan danny
	david dave davy
	donald don donny
	douglas doug
	eugene gene
	francis frank
	franklin frank
	frederick fred freddie freddy
	gerald gerry jerry
	gregory greg
	henry hank harry
	jeffrey jeff
	geoffrey geoff
	kenneth ken kenny
	lawrence larry laurie
	leonard len lenny
	matthew matt
	nicholas nick nicolas nicky
	nathaniel nathan nate
	patrick pat paddy
	peter pete
	philip phil phillip
	raymond ray
	ronald ron ronny ronnie
	samuel sam sammy
	stephen steve steven
	timothy tim timmy
	vincent vince
	walter walt
	zachary zach zack
	albert al bert
	alfred al alf fred
	allan al
	bernard bernie
	bradley brad
	calvin cal
	clifford cliff
	curtis curt
	harold harry hal
	howard howie
	jacob jake
	joshua josh
	mitchell mitch
	randall randy
	rodney rod
	rudolph rudy
	russell russ
	stanley stan
	terence terry
	ulysses sam
	elizabeth liz lizzie beth betty eliza libby bess
	margaret maggie meg peggy madge margie
	katherine kate kathy katie catherine kathryn cathy kat
	susan sue susie suzanne
	barbara barb
	deborah debbie deb debra
	patricia pat patty trish tricia
	jennifer jen jenny
	jessica jess jessie
	rebecca becky becca
	victoria vicky tori
	christine chris chrissie christina tina
	theresa terry tess teresa
	pamela pam
	sandra sandy
	cynthia cindy
	dorothy dot dottie
	eleanor ellie nell
	florence flo
	frances fran
	jacqueline jackie
	judith judy
	kimberly kim
	nancy nan
	rosemary rose
	samantha sam
	stephanie steph
	valerie val
	veronica ronnie
	abigail abby
	amanda mandy
	angela angie
	constance connie
	madeleine maddy
	melissa missy
	roberta bobbie
	dmitry dima dmitri
	vladimir vova volodya
	yevgeny zhenya
	ivan vanya
	maria masha
	anastasia nastya
	mohammed mo mohamed muhammad mohammad
	giuseppe beppe
	francisco paco pancho
	jose pepe
	ignacio nacho
	guillermo memo
	eduardo lalo
	johannes hannes hans
	friedrich fritz
	wilhelm willy willi
	josef sepp`

// RoleKinds are role nouns that stand for one another in descriptions: the
// first covers the rest.
const RoleKinds = `leader president premier chancellor prime-minister king dictator ruler strongman chairman head emir
	politician senator minister president congressman congresswoman governor mayor lawmaker mp premier chancellor
	lawmaker senator representative congressman congresswoman mp mep legislator deputy councillor
	legislator lawmaker senator representative mp
	diplomat ambassador envoy negotiator mediator
	envoy ambassador negotiator mediator
	ambassador envoy
	executive ceo chief-executive chairman chairwoman president cfo
	chief director head commissioner superintendent
	boss head director chief ceo manager
	head director chief chairman chairwoman president
	attorney lawyer counsel
	lawyer attorney counsel solicitor barrister
	prosecutor attorney
	spokesperson spokesman spokeswoman
	spokesman spokesperson
	spokeswoman spokesperson
	adviser advisor aide strategist
	advisor adviser aide
	aide adviser advisor
	commander general admiral colonel captain marshal
	general gen commander
	senator sen
	representative rep
	governor gov
	premier prime-minister minister
	official secretary director commissioner spokesman spokeswoman
	officer captain lieutenant sergeant
	soldier captain lieutenant sergeant private
	judge justice magistrate
	pontiff pope
	monarch king queen
	tycoon billionaire businessman magnate entrepreneur
	billionaire tycoon businessman magnate entrepreneur founder
	businessman tycoon billionaire founder
	entrepreneur founder co-founder ceo
	clergyman bishop priest pastor vicar
	cleric imam ayatollah bishop priest
	doctor physician surgeon
	player striker midfielder defender goalkeeper captain winger quarterback
	scientist researcher professor epidemiologist virologist chemist physicist biologist geologist
	academic professor historian researcher
	rebel warlord commander
	writer author novelist poet
	journalist reporter correspondent editor columnist`
