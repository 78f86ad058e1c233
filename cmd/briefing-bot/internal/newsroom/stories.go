package newsroom

// The stories, of a town that does not exist.
var (
	bridge = story{slug: "swing-bridge-closed", title: "Swing bridge at Lantern Bay closed after inspection", paragraphs: []string{
		"The swing bridge at Lantern Bay was closed to lorries after an inspection found rust in two of its bearings.",
		"“Nobody is in danger, but we will not wait until somebody is,” said bridge engineer Tova Lindqvist.",
		"Harbour master Aurel Bram said that ships would be let through twice a day, at seven in the morning and at six in the evening.",
	}}
	market = story{slug: "market-moves", title: "Fish market moves to the north quay", paragraphs: []string{
		"The fish market of Lantern Bay will move to the north quay until the swing bridge is open again, the town council decided.",
		"“Our customers will find us wherever there is herring,” market warden Pell Okafor told the Record.",
		"Mayor Signe Dahl said that the town would pay for the tents.",
	}}
	repair = story{slug: "bridge-repair", title: "Repair of the swing bridge to take six weeks", paragraphs: []string{
		"The repair of the swing bridge will take six weeks, the port company said.",
		"“We have the bearings, and we have the crew: six weeks is what it takes,” said bridge engineer Tova Lindqvist.",
		"Mayor Signe Dahl said that lorries would have to use the old mill road until then, and asked drivers for patience.",
	}}
	ferry = story{slug: "ferry-promise", title: "Second ferry promised for the weekend", paragraphs: []string{
		"A second ferry will carry people across the bay from the weekend on, a spokesman of the ferry line said.",
		"“The second ferry is on its way and will sail on Saturday,” said spokesman Ivo Brandis.",
		"The line runs one ferry at the moment, which was full on most crossings since the bridge was closed.",
	}}
	strike = story{slug: "pilots-talk", title: "Harbour pilots call off their strike", paragraphs: []string{
		"The harbour pilots of Lantern Bay called off the strike that they had announced for Friday.",
		"“We were heard, and that was all that we had asked for,” said Marit Voss, who speaks for the pilots.",
		"Harbour master Aurel Bram said the swing bridge would open for ships a third time each day from Monday.",
	}}
)

// acts are what happens at the newsroom, in order.
var acts = []act{
	{"published: " + repair.title, func(n *Newsroom) { n.publish(repair, 0) }},
	{"published: " + ferry.title, func(n *Newsroom) { n.publish(ferry, 0) }},
	{"corrected: the repair takes nine weeks, not six", func(n *Newsroom) { n.rewrite(repair.slug, "six weeks", "nine weeks") }},
	{"published: " + strike.title, func(n *Newsroom) { n.publish(strike, 0) }},
	{"taken back: " + ferry.title, func(n *Newsroom) { n.takeBack(ferry.slug) }},
}
