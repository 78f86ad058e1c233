package extract

import "testing"

// TestOfficeHolder: whoever has an office is another than somebody of that family name who is a child, a farmer or a
// wife, but the same as one who is said to have it, or something that an office goes with.
func TestOfficeHolder(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Nora Brandt, 12, was found on Monday. Inspector Brandt said a man had been held.", "a man had been held", "Inspector Brandt"},
		{"Nora Brandt, an actress, arrived with Senator Brandt. Senator Brandt said the bill was dead.", "the bill was dead", "Senator Brandt"},
		{"Ida Holm, a teacher, sued the town. Judge Holm said the case would go on.", "the case would go on", "Judge Holm"},
		{"Ida Holm, a teacher, sued the town. Judge Holm heard the case. “It will go on,” Holm said.", "It will go on", ""},
		{"Peter Vance, a farmer, died in the fire. Mayor Vance said the town mourned.", "the town mourned", "Mayor Vance"},
		{"Tom Reed, son of the owner, was hurt. Constable Reed said the road was closed.", "the road was closed", "Constable Reed"},
		{"Elena Kurz, the first lady, wept. President Kurz said the law would pass.", "the law would pass", "President Kurz"},
		{"First lady Elena Kurz wept. “The law will pass,” President Kurz said.", "The law will pass", "President Kurz"},
		{"His wife, Elena Kurz, wept. President Kurz said the law would pass.", "the law would pass", "President Kurz"},
		{"Elena Kurz opened the school. President Kurz said the law would pass.", "the law would pass", "President Kurz/"},
		{"Olav Kurz and his wife Elena Kurz came. President Kurz said the law would pass.", "the law would pass", "Olav Kurz"},
		{"Detective Sergeant Ida Holm came. Nils Holm, a student, had died. Sergeant Holm said it was arson.", "it was arson", "Ida Holm"},
		{"President Elena Kurz opened the school. President Kurz said the law would pass.", "the law would pass", "Elena Kurz"},
		{"Olav Kurz opened the school. President Kurz said the law would pass.", "the law would pass", "Olav Kurz"},
		{"Elena Kurz leads the party. The party leader, Elena Kurz, left. President Kurz said the law would pass.", "the law would pass", "Elena Kurz"},
		{"Peter Vance, a farmer, was elected mayor in May. Mayor Vance said the town mourned.", "the town mourned", "Peter Vance"},
		{"Peter Vance, a farmer and mayor of Oldtown, opened it. Mayor Vance said the town mourned.", "the town mourned", "Peter Vance"},
		{"Peter Vance, a former farmer, opened it. Mayor Vance said the town mourned.", "the town mourned", "Peter Vance"},
		{"Dr Nils Aker, a teacher, won. Dr Aker said it was late.", "it was late", "Nils Aker"},
		{"Tom Reed, son of the owner, was hurt. “It was dark,” said Reed.", "It was dark", "Tom Reed"},
	})
}

// TestNamesakeOfObject: whoever rings, helps or warns her is somebody else.
func TestNamesakeOfObject(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Nigel Thrace left. On Monday Bella Corsi said that Thrace had telephoned her. “He cried,” she said. His wife, Jo Thrace, told the Gazette that he had been asleep.", "He cried", "Bella Corsi"},
		{"Tom Reed wrote. Ann Lund said that Reed had warned her. “It is late,” she said. Reed’s sister, Eva Reed, left.", "It is late", "Ann Lund"},
		{"Eva Reed wrote. Olav Lund said that Reed had rung him in May. “It is late,” he said. Reed’s brother, Tom Reed, left.", "It is late", "Olav Lund"},
		{"Tom Reed and Eva Reed came. Reed said her husband was late.", "her husband was late", "Eva Reed"},
		{"Tom Reed and Eva Reed came. Reed said she was late.", "she was late", "Eva Reed"},
	})
}

// TestSubjectAfterAdverbial: he after "In May she met Berg" is Berg, whoever spoke before.
func TestSubjectAfterAdverbial(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Ann Lund built rafts. Her brother Olaf Lund remembered it. “It was a door,” he said.\nIn May she met Ivar Berg, a surveyor. He said that he was cold.", "he was cold", "Ivar Berg"},
		{"Ann Lund built rafts. Her brother Olaf Lund remembered it. “It was a door,” he said.\nAt the technical college she met Ivar Berg. He said that he was cold.", "he was cold", "Ivar Berg"},
		{"Ann Lund built rafts. Her brother Olaf Lund remembered it. “It was a door,” he said. He sold it.", "It was a door", "Olaf Lund"},
	})
}

// TestTakenFor: somebody who others say is Stroud is not Stroud for that.
func TestTakenFor(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"A man who the police say is Kieran Stroud can be heard to say: “They will never trace it.” Stroud denies it.", "never trace it", ""},
		{"A man the prosecution says is Stroud can be heard to say: “They will never trace it.” Kieran Stroud, 44, denies it.", "never trace it", ""},
		{"It was Kieran Stroud who said that the mill was shut.", "the mill was shut", "Kieran Stroud"},
		{"The one to worry was Kieran Stroud, who said that the mill was shut.", "the mill was shut", "Kieran Stroud"},
	})
}

// TestShortTitles: the short form of a title means the same office.
func TestShortTitles(t *testing.T) {
	checkSpeakers(t, []speakerCase{
		{"Detective Constable Liam Stroud came. Kieran Stroud, 44, left. DC Stroud told the court that the mill was shut.", "the mill was shut", "Liam Stroud"},
		{"Sergeant Ida Holm came. Her brother Nils Holm left. Sgt Holm said the mill was shut.", "the mill was shut", "Ida Holm"},
		{"Coun Rita Shah (Lab, North) said the clock was old. “It is,” Coun Shah said.", "It is", "Rita Shah"},
		{"Councillor Rita Shah came. Her brother Amit Shah left. “It is,” Cllr Shah said.", "It is", "Rita Shah"},
		{"Forecaster Ingvild Sand: “We expect gusts.”", "We expect gusts", "Ingvild Sand"},
	})
}
