package layout

import "testing"

// TestRoleOf holds a paragraph a row.
func TestRoleOf(t *testing.T) {
	for paragraph, want := range map[string]Role{
		"Read more: Council leader says the bridge will stay shut": Teaser,
		"Read More »": Teaser,
		"RELATED: Ferry bosses deny they were told":                           Teaser,
		"Related | Ferry bosses deny they were told":                          Teaser,
		"SEE ALSO: ‘We will not pay,’ says union boss":                        Teaser,
		"• Also read: Mayor says she will resign":                             Teaser,
		"More: Why the mayor thinks the toll is high":                         Teaser,
		"Sign up for our newsletter, in which Dana Quist says what mattered.": Teaser,
		"Subscribe to the Gazette: editors say it is worth it.":               Teaser,
		"Watch: Minister claims the port is safe":                             Teaser,
		"Follow us on Facebook and tell us what you think":                    Teaser,
		"ADVERTISEMENT":                                                                  Teaser,
		"Mayor says the bridge is safe →":                                                Teaser,
		"© 2025 Harbour Press. All rights reserved.":                                     Teaser,
		"» Mayor says the dam is safe":                                                   Teaser,
		"Follow Dana Quist on Twitter: she says what others do not.":                     Teaser,
		"Editor's note: The mayor said so in an earlier version.":                        Teaser,
		"Above: Mayor Marta Keel says the port is safe.":                                 Caption,
		"Mayor Marta Keel says the port is safe. AP":                                     Caption,
		"Mayor Marta Keel says the port is safe. REUTERS/Dana Quist":                     Caption,
		"Follow the money on Monday, said Holt.":                                         Body,
		"The mayor said she was paid by the AP":                                          Body,
		"By Dana Quist":                                                                  Byline,
		"By Dana Quist and Tam Oakes, Harbour Press":                                     Byline,
		"Published 3 March 2025":                                                         Byline,
		"Last updated: 3 March 2025, 14:05":                                              Byline,
		"(Reporting by Dana Quist; Editing by Tam Oakes)":                                Byline,
		"Mayor Marta Keel says goodbye to the crew. (Photo by Dana Quist/Harbour Press)": Caption,
		"FILE - Mayor Marta Keel tells reporters that the port is safe.":                 Caption,
		"Photo: Dana Quist":                                                              Caption,
		"MAYOR SAYS PORT IS SAFE":                                                        Headline,
		"MAYOR SAYS: ‘PORT IS SAFE’":                                                     Headline,
		"Mayor Marta Keel said the port was safe.":                                       Body,
		"By Monday the ferries had stopped, the harbour office said.":                    Body,
		"By the time the mayor said so, the ferries had stopped running":                 Body,
		"Related crimes are rare, the police said.":                                      Body,
		"More people came than ever, the mayor said.":                                    Body,
		"Read the report, Holt told the council.":                                        Body,
		"Watch out, the captain said.":                                                   Body,
		"Published figures are wrong, the mayor said":                                    Body,
		"Subscribed members said they would not pay.":                                    Body,
		"Copyright infringement is rare, said the mayor.":                                Body,
		"Advertising revenue fell, said the owner of the paper.":                         Body,
		"The bigger picture: nobody was hurt, said Holt.":                                Body,
		"A low-profile – and quiet – mayor, said Holt.":                                  Body,
		"NATO, the EU and the UN said so.":                                               Body,
		"“Follow the money,” she said.":                                                  Body,
		"":                                                                               Body,
	} {
		if got := RoleOf(paragraph); got != want {
			t.Errorf("%q: got %d, want %d", paragraph, got, want)
		}
	}
}
