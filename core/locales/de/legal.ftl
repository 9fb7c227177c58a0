# Die rechtlichen Dokumente: Sätze, und die Wörter der Tabellen, die aus der Datenkarte und dem Register entstehen.

legal-privacy-title = Datenschutzerklärung
legal-terms-title = Nutzungsbedingungen
legal-cookies-title = Cookies
legal-processors-title = Wer Daten erhält
legal-retention-title = Wie lange Daten bleiben
legal-version = Version { $version }, { $status }. Sie soll ab { DATETIME($effective, dateStyle: "long") } gelten.
legal-status-placeholder = Platzhalter
legal-status-draft = Entwurf
legal-status-published = veröffentlicht
legal-draft = Dies ist ein Entwurf: Die rechtliche Prüfung steht noch aus. Er beschreibt das Programm, wie es heute ist, und wo etwas noch nicht feststeht, sagt er es.
legal-line = { $name }: { $value }
legal-phrases = { $first }; { $second }
legal-nobody = niemand
legal-not-settled = steht noch nicht fest

# --- Datenschutzerklärung: was wir speichern ----------------------------------------------------------

legal-privacy-heading-held = Was wir speichern
legal-held-intro = Wir speichern, was InkMirage braucht, um zu funktionieren, und nicht mehr:
legal-held-chat = Chat-Kennungen: die Nutzer-ID, den Anzeigenamen und die Sprache, die uns Discord oder Telegram mitteilt, und in welchen Chats und Nachrichten unsere Antworten stehen. Auf Servern und in Gruppen arbeiten wir mit dem, was an den Bot gerichtet ist, nicht mit den Gesprächen anderer.
legal-held-email = Deine E-Mail-Adresse, wenn du sie uns gibst: für die Anmeldung und für Mails zu deinem Konto, etwa Anmeldelinks und Belege.
legal-held-content = Die Prompts, die du schreibst, die Referenzbilder, die du anhängst, und die Bilder, die daraus entstehen.
legal-held-billing = Dein Guthaben: Credits, Buchungen, Bestellungen und Zahlungen. Vollständige Kartennummern speichern wir nicht; eine Nachricht, die nach einer aussieht, wird abgewiesen.
legal-held-web = Wenn du unsere Webseiten nutzt: deine IP-Adresse, auf ihr Netz gekürzt, bevor sie geschrieben wird, Name und Hauptversion des Browsers, seine Sprache und die Uhrzeit. Gegen Missbrauch bewahren wir außerdem einen Hash der vollständigen Adresse auf, unter einem Schlüssel, der nach 7 Tagen vernichtet wird.
legal-held-source = Name, Nutzer-ID und Sprache kommen von der Plattform, auf der du schreibst; alles andere kommt von dir oder daraus, wie du InkMirage nutzt. Ohne Chat-Kennung und Prompt entsteht kein Bild; eine E-Mail-Adresse ist freiwillig.
legal-held-table = Die folgenden Tabellen entstehen aus dem Verzeichnis von allem, was in der Datenbank des Programms steht. Es fehlt nichts darin:
legal-held-nobody = Außerdem gespeichert, aber ohne Bezug zu einer Person: { $tables }.

# --- wozu ---------------------------------------------------------------------------------------------

legal-privacy-heading-use = Wozu wir es verwenden
legal-use-intro = Alles, was wir speichern, dient einem oder mehreren dieser Zwecke. Andere gibt es nicht:
legal-purpose-long-auth = Anmeldung: um zu wissen, dass du es bist, in jedem Chat und im Web.
legal-purpose-long-generate = Bilder machen: um deinen Prompt vom Bilddienst ausführen zu lassen.
legal-purpose-long-deliver = Zustellung: um Bilder aufzubewahren, dir zu bringen und wieder zu zeigen.
legal-purpose-long-bill = Abrechnung: um Credits zu reservieren, abzubuchen und zurückzugeben und Gekauftes gutzuschreiben.
legal-purpose-long-secure = Sicherheit: um den Dienst zu betreiben und zu schützen und Missbrauch zu erkennen.
legal-purpose-long-mail = Mail: um zu senden, was zu deinem Konto gehört, etwa Anmeldelinks und Belege. Werbemails gibt es nicht.
legal-purpose-long-rights = Rechte: um Anfragen zu deinen eigenen Daten zu erledigen.
legal-purpose-long-legal = Rechtliche Pflichten: um aufzubewahren und nachzuweisen, was das Gesetz verlangt.
legal-use-grounds = Rechtlich (Art. 6 Abs. 1 DSGVO) stützt sich das auf:
legal-ground-contract = Vertrag (b): Es ist nötig für das, was du von uns möchtest, etwa ein Bild, einen Kontostand oder eine Anmeldung.
legal-ground-interest = Berechtigtes Interesse (f): Unseres ist ein sicherer Dienst und das Erkennen von Missbrauch. Du kannst widersprechen.
legal-ground-law = Rechtliche Pflicht (c): Zahlungsunterlagen, die wir nach dem Steuerrecht aufbewahren müssen, und der Nachweis, dass eine Einwilligung erteilt oder verweigert wurde.
legal-ground-consent = Einwilligung (a): nur wo du Ja gesagt hast, und bis du es zurücknimmst.
legal-use-sale = Wir verkaufen keine personenbezogenen Daten und geben sie nicht für Werbung weiter. Ein Signal des Browsers dagegen (Global Privacy Control) findet deshalb nichts, was abzuschalten wäre.
legal-use-training = Wir trainieren keine eigenen Modelle mit deinen Prompts oder Bildern, es sei denn, du hast ausdrücklich Ja gesagt. Keine Antwort heißt Nein, und ein Ja kannst du jederzeit zurücknehmen. Heute findet kein solches Training statt.
legal-use-automatic = Eine Wortliste lehnt Prompts ab, die offensichtlich verboten sind, etwa sexuelle Bilder von Kindern, und wer an einem Tag mehrere davon schickt, wartet bis zu einem Tag auf weitere Bilder; der Bilddienst kann einen Prompt nach eigenen, automatischen Regeln ablehnen; und das Programm bremst, wer sich zu oft anzumelden versucht oder in einer Minute, einer Stunde oder an einem Tag mehr verlangt, als für alle da ist. Nichts davon kostet etwas, und mehr folgt daraus nicht. Hältst du es für einen Irrtum, drück den Knopf unter der Ablehnung, gib /appeal ein oder schreib uns, und ein Mensch sieht es sich an.

# --- Empfänger ----------------------------------------------------------------------------------------

legal-privacy-heading-recipients = Wer Daten erhält
legal-given-intro = Wir arbeiten mit wenigen Dienstleistern, die in unserem Auftrag handeln. Die Chat-Plattformen entscheiden nach ihren eigenen Regeln selbst, was sie mit dem tun, was sie erhalten:
legal-given-agreement = Jeder Dienstleister, der in unserem Auftrag handelt, muss vor dem Start durch einen Vertrag zur Auftragsverarbeitung gebunden sein. Wo in der Tabelle oder auf der Seite über Empfänger „steht noch nicht fest“ steht, ist das noch zu tun.
legal-given-transfer = Dienstleister können Daten außerhalb des Landes verarbeiten, in dem du lebst. Die Seite über Empfänger nennt zu jedem Region und Garantien, soweit sie feststehen.

# --- Rechte -------------------------------------------------------------------------------------------

legal-privacy-heading-rights = Deine Rechte
legal-rights-intro = Das kannst du jederzeit und kostenlos verlangen:
legal-right-access = Auskunft: eine Kopie der Daten, die wir über dich haben.
legal-right-correct = Berichtigung: dass falsche Daten richtiggestellt werden.
legal-right-delete = Löschung: dass dein Konto und alles, was dazugehört, gelöscht wird. Einzelne Bilder löschst du selbst, mit dem Knopf darunter.
legal-right-take = Übertragbarkeit: deine Daten in einem Format, das Maschinen lesen können.
legal-right-limit = Einschränkung: dass wir deine Daten eine Zeit lang nur aufbewahren und sonst nichts damit tun.
legal-right-object = Widerspruch: gegen das, was wir aus berechtigtem Interesse tun.
legal-right-withdraw = Widerruf: einer Einwilligung, für die Zukunft.
legal-rights-how = Sag es mit /privacy in einem beliebigen Chat oder auf der Seite „Daten“ deines Kontos, oder schreib an { $contact }. Du bekommst unsere Antwort spätestens nach einem Monat.
legal-rights-proof = Damit sicher ist, dass du es bist, lassen wir dich die Anfrage in einem Chat oder über die E-Mail-Adresse deines Kontos bestätigen. Nach Ausweisen fragen wir nie.
legal-rights-regions = Lebst du im Europäischen Wirtschaftsraum, im Vereinigten Königreich oder in Kalifornien, gibt dir das Recht dort weitere Rechte; sie bleiben unberührt. Die Rechte oben haben alle.
legal-rights-complaint = Du kannst dich bei einer Datenschutzbehörde beschweren, zum Beispiel bei der an deinem Wohnort.

# --- Cookies ------------------------------------------------------------------------------------------

legal-privacy-heading-cookies = Cookies
legal-cookies-heading-list = Alle Cookies
legal-cookies-heading-none = Was es nicht gibt
legal-cookies-heading-contact = Kontakt
legal-cookies-all = Unsere Webseiten verwenden diese Cookies und keine anderen:
legal-cookies-none = Es gibt keine Werbe-Cookies, keine Verfolgung über andere Seiten hinweg und auf unseren Seiten nichts von anderen Firmen.
legal-cookies-reading = Wer nur unsere rechtlichen Seiten liest, bekommt kein Cookie.
legal-cookies-consent = Die ersten beiden sind unbedingt erforderlich, und das dritte wird gesetzt, weil du eine Sprache gewählt hast. Darum fragen wir nicht nach einer Einwilligung in Cookies.
legal-cookie-session = hält dich angemeldet; wird erneuert, solange du unsere Seiten nutzt
legal-cookie-csrf = zeigt, dass ein Formular von unserer eigenen Seite kommt und nicht von jemand anderem in deinem Namen
legal-cookie-lang = merkt sich die Sprache, die du gewählt hast
legal-cookie-days = { $days ->
    [one] nach einem Tag
   *[other] nach höchstens { $days } Tagen
}
legal-cookie-browser = wenn du den Browser schließt

# --- Aufbewahrung -------------------------------------------------------------------------------------

legal-privacy-heading-retention = Wie lange wir Daten aufbewahren
legal-retention-heading-table = Die Fristen
legal-retention-heading-account = Wenn dein Konto gelöscht wird
legal-retention-heading-elsewhere = Dateien, Chats und Protokolle
legal-retention-generated = Diese Tabelle entsteht aus dem Verzeichnis von allem, was in der Datenbank des Programms steht:
legal-kept-intro = Prompts und Bilder bleiben, solange dein Konto aktiv ist, damit du sie wiederfindest. Vieles andere geht früher. Nach der jeweils längsten Frist bewahren wir auf:
legal-kept-deletion = Wenn du dein Konto löschen lässt, ist innerhalb von { $promise } Tagen nach deiner Bestätigung alles Persönliche gelöscht oder anonym: { $grace ->
    [0] Die Löschung beginnt sofort
    [one] Einen Tag lang kannst du es dir noch anders überlegen
   *[other] { $grace } Tage lang kannst du es dir noch anders überlegen
}, die Löschung selbst dauert { $purge ->
    [0] weniger als einen Tag
    [one] bis zu einem Tag
   *[other] bis zu { $purge } Tage
}, und { $backup ->
    [0] Sicherungskopien gibt es nicht
    [one] die letzte Sicherungskopie ist einen Tag danach weg
   *[other] die letzte Sicherungskopie ist { $backup } Tage danach weg
}.
legal-kept-law = Die Ausnahme sind Zahlungsunterlagen, die wir nach dem Steuerrecht aufbewahren müssen. Sie enthalten keine Prompts und keine Bilder, und die Zahl der Jahre hängt vom Land des Betreibers ab.
legal-kept-hold = Ein einzelner Datensatz kann länger aufbewahrt werden, wenn ein Gesetz, eine Behörde oder ein Rechtsstreit es verlangt: weggeschlossen, zu nichts anderem benutzt und bis zu einem Tag, der von Anfang an feststeht.
legal-kept-unused = { $months ->
    [0] Ein Konto endet nicht allein deshalb, weil es nicht benutzt wird.
   *[other] Ein Konto, das { $months } Monate lang niemand benutzt, oder { $longer } Monate, solange Credits darin sind, wird gelöscht. Vorher sagen wir es zweimal, und ein Druck auf einen Knopf behält es.
}
legal-kept-files = Löschst du ein Bild, wird auch seine Datei aus unserem Speicher gelöscht.
legal-kept-platform = Was in einem Chat gepostet wurde, liegt auch bei der Plattform. Dort gelten ihre Regeln, und Kopien, die andere gespeichert haben, erreichen wir nicht.
legal-kept-logs = Technische Protokolle enthalten Zeiten, Zufallszahlen und feste Wörter. Sie enthalten keine Prompts, keine Namen und keine E-Mail-Adressen.
legal-kept-account = solange dein Konto besteht
legal-kept-days = { $days ->
    [one] ein Tag
   *[other] { $days } Tage
}
legal-kept-law-payment-records = solange das Gesetz es für Zahlungsunterlagen verlangt
legal-kept-parts = { $longer }; Teile davon: { $shorter }

# --- Kinder, Änderungen, Kontakt, offene Punkte -------------------------------------------------------

legal-privacy-heading-children = Kinder
legal-children-age = InkMirage ist nicht für Kinder unter 13 Jahren gedacht, im Europäischen Wirtschaftsraum unter 16.
legal-children-known = Wir erheben nicht wissentlich Daten von Kindern.
legal-children-contact = Wenn du glaubst, dass uns ein Kind Daten gegeben hat, schreib an { $contact }, und wir löschen sie.
legal-privacy-heading-changes = Änderungen
legal-changes-versions = Diese Erklärung kann sich ändern. Jede Version hat ein Datum, und frühere bleiben lesbar, mit dem, was sich geändert hat.
legal-changes-material = Wesentlich ist eine Änderung, wenn sie einen neuen Zweck, eine neue Art von Daten, einen neuen Empfänger oder eine neue Region, ein neues Cookie, eine längere Frist, ein schwächeres Recht, ein niedrigeres Alter oder einen anderen verantwortlichen Betreiber bringt.
legal-changes-ahead = Wesentliche Änderungen kündigen wir mindestens 14 Tage vorher an, per E-Mail oder in InkMirage. Bis dahin gilt die frühere Version.
legal-privacy-heading-contact = Kontakt
legal-contact-write = Bei jeder Frage zum Datenschutz, und um deine Rechte zu nutzen, schreib an { $contact }.
legal-privacy-heading-open = Was noch nicht feststeht
legal-open-intro = Vor dem Start muss Folgendes geklärt sein; bis dahin bleibt dieser Text ein Entwurf:
legal-open-review = die rechtliche Prüfung
legal-open-controller = wer rechtlich verantwortlich ist: Name, Anschrift und, wo nötig, Vertretung
legal-open-years = wie viele Jahre Zahlungsunterlagen aufbewahrt werden
legal-open-logs = wie viele Tage technische Protokolle aufbewahrt werden
legal-missing-region = Region
legal-missing-transfer = Garantien für Übermittlungen
legal-missing-agreement = Vertrag zur Auftragsverarbeitung
legal-missing-agreed-on = Datum des Vertrags
legal-missing-deletion = wie dort gelöscht wird
legal-missing-retention = wie lange Daten dort bleiben
legal-missing-incident = Kontakt bei Vorfällen

# --- die Seite über Empfänger -------------------------------------------------------------------------

legal-processors-intro = Diese Seite entsteht aus dem Register, in dem das Programm selbst alle führt, die außerhalb Daten erhalten. Sie nennt genau, was jeder von ihnen erhält. Deine Kontonummer und deine Chat-Kennungen gehen an keinen der Dienstleister.
legal-processors-open = „Steht noch nicht fest“ heißt, dass wir es nicht wissen oder noch nicht vereinbart haben. Vor dem Start darf davon nichts übrig sein.
legal-processors-heading-changes = Wenn sich das ändert
legal-processors-new = Ein neuer Empfänger ist eine wesentliche Änderung: Er wird mindestens 14 Tage vorher angekündigt.
legal-own-terms = keine: Die Plattform entscheidet selbst, nach ihren eigenen Bedingungen
legal-own-deletion = unser Programm löscht seine Nachrichten, soweit die Plattform es zulässt
legal-own-page = wie es auf ihrer eigenen Seite steht
legal-recipient-platform = die Chat-Plattform
legal-role-processor = handelt in unserem Auftrag
legal-role-independent = entscheidet selbst
legal-deletion-api = durch unser Programm
legal-deletion-ttl = von selbst nach einer Zeit
legal-deletion-manual = auf schriftliche Bitte
legal-deletion-none = nicht möglich
legal-sent-mayi-prompt = deinen Prompt
legal-sent-mayi-references = die Referenzbilder, die du anhängst
legal-sent-mayi-settings = Größe, Qualität und Dateiformat des Bildes
legal-sent-mayi-request = eine Zufallszahl für jedes Bild
legal-sent-r2-files = die für dich gemachten Bilder und deine Referenzbilder
legal-sent-r2-names = ihre Dateiart und einen Namen zum Herunterladen ohne ein Wort von dir
legal-sent-r2-folder = einen zufälligen Ordnernamen deines Kontos
legal-sent-r2-visits = die IP-Adresse aller, die einen Link zu einem Bild öffnen
legal-sent-resend-address = deine E-Mail-Adresse
legal-sent-resend-letter = Betreff und Text der Mail
legal-sent-resend-number = eine Zufallszahl für die Mail
legal-sent-discord-answers = unsere Antworten in deinen Chats, mit deinem Prompt, wo sie ihn zeigen
legal-sent-discord-pictures = die Bilder, die wir dort für dich posten
legal-sent-discord-packs = welche Credit-Pakete dir dort angeboten werden, und dass ein Kauf gutgeschrieben ist; das Geld zieht Discord selbst ein
legal-sent-telegram-answers = unsere Antworten in deinen Chats, mit deinem Prompt, wo sie ihn zeigen
legal-sent-telegram-pictures = die Bilder, die wir dort für dich posten
legal-sent-telegram-invoice = die Rechnung für Credits, die du dort mit Sternen kaufst: Nummer, Paket und Preis; die Sterne zieht Telegram selbst ein
legal-sent-stripe-order = die Zufallsnummer deiner Bestellung
legal-sent-stripe-goods = was du kaufst: Credits, Preis und Währung
legal-sent-stripe-language = die Sprache der Bezahlseite
legal-sent-stripe-page = was du auf der Bezahlseite von Stripe selbst eingibst, etwa Karte und E-Mail-Adresse, und die IP-Adresse, von der du kommst; deine Karte erreicht uns nie

# --- Wörter der Tabellen ------------------------------------------------------------------------------

legal-column-what = Was
legal-column-why = Wozu
legal-column-basis = Rechtsgrundlage
legal-column-recipients = Empfänger
legal-column-kept = Wie lange
legal-column-erased = Wenn das Konto gelöscht wird
legal-column-who = Wer
legal-column-role = Rolle
legal-column-receives = Erhält
legal-column-where = Region
legal-column-transfer = Garantien für Übermittlungen
legal-column-agreement = Vereinbarung
legal-column-their-retention = Bleibt dort
legal-column-incident = Kontakt bei Vorfällen
legal-column-deletion = Löschung dort
legal-column-page = Eigene Seite
legal-column-cookie = Cookie
legal-column-ends = Endet
legal-column-attributes = Attribute
legal-category-identifier = Eigene Kennungen
legal-category-chat = Chat-Kennungen
legal-category-contact = E-Mail
legal-category-profile = Konto und Entscheidungen
legal-category-content = Prompts und Bilder
legal-category-usage = Nutzung
legal-category-device = Webseiten und Sicherheit
legal-category-billing = Credits und Zahlungen
legal-category-operation = Betrieb
legal-category-rights = Anfragen zu deinen Daten
legal-purpose-auth = Anmeldung
legal-purpose-generate = Bilder machen
legal-purpose-deliver = Zustellung
legal-purpose-bill = Abrechnung
legal-purpose-secure = Sicherheit
legal-purpose-mail = Mail
legal-purpose-rights = deine Rechte
legal-purpose-legal = rechtliche Pflichten
legal-basis-contract = Vertrag
legal-basis-interest = berechtigtes Interesse
legal-basis-law = rechtliche Pflicht
legal-basis-consent = Einwilligung
legal-erase-delete = gelöscht
legal-erase-object = gelöscht, mit der Datei
legal-erase-nullify = geleert
legal-erase-anonymise = bleibt ohne jeden Bezug zu dir in den Büchern
legal-erase-keep = bleibt, wie das Gesetz es verlangt
legal-erase-expires = endet von selbst

# Eins für jede Tabelle der Datenbank (tests/core/legal/test_words.py).
legal-table-account = dein Konto (Zufallszahl, Sprache, E-Mail-Adresse, Entscheidungen zu Preisen)
legal-table-account-merge = Zusammenlegungen zweier Konten (welche, wann, was sich rückgängig machen lässt)
legal-table-attempt = Anmeldeversuche (ein Hash unter einem Tagesschlüssel, Anzahl, Zeit)
legal-table-billing-document = Kauf- und Erstattungsbelege (Nummer, Zeit, Betrag, Zahlungsreferenz)
legal-table-billing-record = Zahlungen von Menschen, deren Konto gelöscht ist, soweit das Steuerrecht sie verlangt (Anbieter, Kennzeichen, Betrag, Credits, Zeit)
legal-table-books-total = Summen aus den Büchern aller, deren Konto gelöscht ist
legal-table-chat-message = der Chat auf unserer eigenen Seite (Nachrichten und Zeiten)
legal-table-command-log = Schritte der Buchführung (ein Schlüssel gegen doppeltes Abbuchen, Zeit)
legal-table-community = Regeln eines Servers (Kanäle, Rollen, Grenzen)
legal-table-consent-event = deine Einwilligungen (Ja oder Nein, Wortlaut, Zeit)
legal-table-day-key = die Tagesschlüssel, unter denen Versuche gehasht werden
legal-table-document-series = wie viele Kaufbelege es gibt
legal-table-erased-prefix = leere Ordner gelöschter Konten (ein Zufallsname, bis wann wir noch einmal hineinsehen)
legal-table-export-part = Dateien einer Kopie deiner Daten (verschlüsselt, der Schlüssel getrennt davon, Größe, Zeiten)
legal-table-hold = reservierte Credits (Betrag, Bild, Zeit)
legal-table-hold-lot = welche Credits reserviert wurden (Beträge)
legal-table-identity = deine Chats (Plattform, Nutzer-ID, Name, Sprache)
legal-table-inbox = Meldungen von Zahlungsanbietern (Kennzeichen, Zeit)
legal-table-job = deine Bildaufträge (Prompt, Auswahl, Preis, wohin die Antwort geht)
legal-table-job-reference = mit welchen Bildern ein Auftrag arbeitet
legal-table-ledger-txn = Buchungen (Art, Zeit)
legal-table-letter = Mails an dich (Adresse, Anlass, Zeit)
legal-table-link-offer = Codes, mit denen zwei Konten zusammengelegt werden (die beiden Seiten, der Code als Hash, Zeit)
legal-table-lot = woher Credits stammen (Geschenk, Kauf, Entschuldigung)
legal-table-mail-news = was aus Mails wurde (zugestellt, zurückgekommen)
legal-table-notice = Nachrichten zu deinem Konto, die in einem Chat anstehen
legal-table-one-time-link = Links, die einmal funktionieren (der Link als Hash, Adresse, Zeit)
legal-table-payment = Zahlungen (Anbieter, Kennzeichen, Betrag, Zeit)
legal-table-refund = Erstattungen von Zahlungen (Betrag, Credits, Zeit)
legal-table-dispute = Rückbuchungen von Zahlungen (Betrag, Credits, Zeit)
legal-table-payment-order = Bestellungen (Paket, Preis, Zeit)
legal-table-picture = deine Bilder (Datei, Größe, Zustand, Zeiten)
legal-table-platform-chat = Chats, in denen wir nicht mehr schreiben dürfen
legal-table-platform-update = gerade eingetroffene Nachrichten einer Plattform
legal-table-posted-message = wo unsere Antworten stehen (Chat- und Nachrichten-ID)
legal-table-posting = Zeilen der Bücher (Credits, Kontostand)
legal-table-purging = dass in diesem Moment eine Löschung ausgeführt wird
legal-table-question = Fragen von uns, die auf deine Worte warten
legal-table-reference = deine Referenzbilder (Datei, Größe, Zeit)
legal-table-request-log = unsere Antworten auf einzelne Befehle (gegen doppeltes Abbuchen)
legal-table-rights-count = Zeilen der Belege (was gezählt wurde, was daraus wurde, wie viele)
legal-table-rights-event = das Protokoll solcher Anfragen (Zustände, Zeiten, ein Hash, der Änderungen zeigt)
legal-table-rights-request = deine Anfragen zu deinen Daten (Art, Stand, Zeiten, wohin die Antwort geht)
legal-table-rights-step = Schritte einer Löschung (welcher, wann begonnen, wann erledigt)
legal-table-sent-file = wie eine Plattform ein Bild nennt, das sie schon hat
legal-table-wallet = dein Guthaben (Credits, reservierte Credits)
legal-table-web-session = angemeldete Browser (Netz, Browser, Sprache, Zeiten)
legal-table-web-visit = Besuche auf unseren Webseiten (Netz, Browser, Sprache, Zeit)
legal-table-welcome-mark = welche Chats vor dem Trennen oder dem Löschen des Kontos ihr Willkommensguthaben hatten (ein Hash)

# --- Nutzungsbedingungen ------------------------------------------------------------------------------

legal-terms-heading-service = Was InkMirage ist
legal-terms-service = InkMirage macht aus deinen Worten Bilder, gegen Credits, in Discord, in Telegram und im Web. Die Bilder macht in unserem Auftrag ein Bilddienst, mayi.one.
legal-terms-available = Wir sorgen dafür, dass es funktioniert, können aber nicht versprechen, dass es jederzeit erreichbar ist oder dass ein Bild so wird, wie du es dir vorgestellt hast.
legal-terms-heading-credits = Credits
legal-terms-price = Du siehst den Preis jedes Auftrags in Credits, bevor er abgebucht wird, und entscheidest selbst, wann du gefragt werden möchtest.
legal-terms-bought = Credits, die du kaufst, verfallen nie.
legal-terms-welcome = Credits, die wir verschenken, etwa zur Begrüßung, können ein Enddatum haben; /balance zeigt es.
legal-terms-unused = Was aus nicht verbrauchten Credits wird, wenn ein Konto gelöscht wird, steht noch nicht fest. Es wird feststehen, bevor diese Bedingungen gelten.
legal-terms-heading-failures = Wenn etwas nicht klappt
legal-terms-back = Credits werden zuerst reserviert und nur für Bilder abgebucht, die da sind. Kann ein Bild nicht gemacht werden, kommen seine Credits von selbst zurück, und du erfährst es.
legal-terms-declined = Dasselbe gilt, wenn der Bilddienst einen Prompt ablehnt.
legal-terms-heading-refunds = Rückzahlungen
legal-terms-refunds = Ein gemachtes Bild bleibt abgebucht, auch wenn du es löschst oder es dir nicht gefällt. Was du von einem Kauf nicht verbraucht hast, geht innerhalb von 14 Tagen so zurück, wie bezahlt wurde: /refund in jedem Chat. Wo dir eine Plattform die Credits verkauft hat, gelten auch ihre eigenen Regeln für Erstattungen.
legal-terms-statutory = Deine gesetzlichen Rechte, etwa ein Widerrufsrecht, bleiben unberührt.
legal-terms-refund-contact = Wenn /refund nicht hilft, schreib an { $contact }, mit Tag und Betrag.
legal-terms-heading-content = Was nicht erlaubt ist
legal-terms-forbidden = Verwende InkMirage für nichts davon:
legal-terms-no-law = was gegen das Gesetz verstößt
legal-terms-no-children = sexuelle Darstellungen Minderjähriger, in jeder Form
legal-terms-no-people = herabwürdigende, bedrohende oder täuschende Darstellungen echter Menschen
legal-terms-no-rights = was Rechte anderer verletzt, zum Beispiel Referenzbilder, die du nicht verwenden darfst
legal-terms-no-misuse = das Umgehen von Grenzen, Preisen oder Regeln des Bilddienstes
legal-terms-yours = Deine Prompts und Referenzbilder gehören weiter dir, und an den Bildern, die daraus entstehen, beanspruchen wir keine eigenen Rechte. Ob das Recht ein von einer Maschine gemachtes Bild schützt, ist von Land zu Land verschieden.
legal-terms-report = Stößt du auf ein Bild, das gegen diese Regeln verstößt oder dich gegen deinen Willen zeigt, sag es uns.
legal-terms-heading-age = Alter
legal-terms-age = InkMirage ist für Menschen ab 13 Jahren, im Europäischen Wirtschaftsraum ab 16. Eine Plattform kann ein höheres Alter verlangen.
legal-terms-heading-changes = Änderungen
legal-terms-changes = Wesentliche Änderungen dieser Bedingungen kündigen wir mindestens 14 Tage vorher an, per E-Mail oder in InkMirage. Was du gekauft hast, gehört dir weiter, zu den Bedingungen jenes Tages.
legal-terms-heading-contact = Kontakt
legal-terms-contact = Bei Fragen zu diesen Bedingungen schreib an { $contact }.

# --- Versionen ----------------------------------------------------------------------------------------

legal-reason-first = Die erste Version.
legal-reason-detailed = Sie nennt Arten von Daten, Empfänger und Fristen, die die Version davor nicht nannte.
legal-summary-first = Dies ist die erste Version.
legal-summary-register = Die Erklärung führt jetzt alles auf, was in der Datenbank des Programms steht, mit Zweck, Rechtsgrundlage, Empfängern und Frist, aus dem Verzeichnis des Programms selbst.
legal-summary-platforms = Chat-Kennungen und Referenzbilder sind als Arten von Daten genannt, Discord und Telegram als Empfänger.
legal-summary-web = Sie sagt, was bleibt, wenn du die Webseiten nutzt, und nennt die drei Cookies.
legal-summary-periods = Jede Art von Daten hat eine Frist, und die 30 Tage nach einer Löschung sind erklärt.
legal-summary-open = Sie sagt offen, was noch nicht feststeht.
