# --- Änderungen der rechtlichen Texte, und was darüber mitgeteilt wird -----------------------------------

legal-table-policy-version = Versionen der rechtlichen Texte (Dokumente, Einstufung, Grund, Termine)
legal-table-policy-notice = über welche Version der Datenschutzerklärung du wo und wann informiert wurdest

policy-coming = Neue Version ab { DATETIME($at, dateStyle: "long") }: { $what }. Bis dahin gilt die jetzige.
policy-summary = · { $what }
policy-choices = Vor und nach diesem Tag kannst du eine Kopie deiner Daten holen, sie löschen oder widersprechen.
policy-no-consent = Braucht etwas Neues deine Einwilligung, fragen wir dich eigens danach. Einfach weiterzumachen gilt nie als Ja.
policy-missed = Es ändert sich etwas: { $what }. Wir konnten es dir bisher nicht sagen. Für dich gilt die neue Version ab { DATETIME($at, dateStyle: "long") }, bis dahin die jetzige.
button-policy-changes = Änderungen lesen

site-policy-ahead = Neue Version: { $what }. Sie gilt für dich ab { DATETIME($at, dateStyle: "long") }.
site-policy-ahead-read = Änderungen lesen
site-policy-in-force = Diese Version ist in Kraft.
site-policy-next = Ab { DATETIME($at, dateStyle: "long") } gilt eine neue Version.
site-policy-next-open = Eine neue Version ist veröffentlicht. Sie gilt 14 Tage, nachdem alle davon erfahren haben.
site-policy-next-read = Kommende Version lesen
site-policy-next-changes = Was sich ändert

legal-controller-is = Verantwortlich: { $name }, { $address }.
legal-controller-representative = Vertretung: { $words }.
legal-controller-officer = Datenschutzbeauftragte Stelle: { $words }.
legal-controller-authority = Die Behörde, die uns beaufsichtigt: { $words }.
