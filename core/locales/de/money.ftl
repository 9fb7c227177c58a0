# Geld, das zurückgeht: Erstattungen, Rückbuchungen, offene Credits.

command-refund =
    .name = erstatten
    .description = Geld für nicht verbrauchte Credits zurückbekommen
command-withdraw =
    .name = widerrufen
    .description = Einen Kauf widerrufen
command-refund-ask =
    .name = erstattung-fragen
    .description = Nach der Erstattung einer Zahlung fragen
    .option-payment = Welche Zahlung
    .option-amount = Welcher Betrag gezeigt wurde
command-refund-now =
    .name = erstattung-jetzt
    .description = Diese Zahlung zurückbekommen
    .option-payment = Welche Zahlung
    .option-amount = Welcher Betrag gezeigt wurde

refund-title = Deine Zahlungen und was davon zurückgehen kann:
refund-none = In den letzten vier Wochen gab es keine Zahlung.
refund-rule = Bis 14 Tage nach einer Zahlung kannst du zurückholen, was du davon nicht verbraucht hast, sofern hier nichts anderes steht. Das Geld geht so zurück, wie bezahlt wurde. Geschenkte Credits werden nicht ausgezahlt.
refund-line = { $order } · { DATETIME($at, dateStyle: "medium") } · { $price } für { $credits }
refund-possible = → Unverbraucht: { $unused }. Dafür kannst du { $amount } zurückholen, bis { DATETIME($until, dateStyle: "medium") }.
refund-not-late = → Die 14 Tage sind am { DATETIME($until, dateStyle: "medium") } abgelaufen.
refund-not-spent = → Alles davon ist verbraucht oder schon zurückgegangen.
refund-not-touched = → Telegram gibt nur ganze Käufe zurück, und von { $granted } sind noch { $unused } übrig. Schreib uns, dann sucht jemand mit dir eine faire Lösung: { $contact }
refund-not-busy = → Telegram gibt nur ganze Käufe zurück, und aus diesem wird gerade ein Bild gemacht. Schau noch einmal nach, wenn es fertig ist.
refund-not-under-way = → Dein Geld ist schon auf dem Rückweg.
refund-not-disputed = → Über diese Zahlung entscheidet gerade deine Bank oder dein Store; hier kann deshalb nichts zurückgehen.
refund-not-elsewhere = { $provider ->
    [discord] → Das hat Discord verkauft, und über Erstattungen entscheidet Discord: Frag den Support von Discord, in den Einstellungen unter „Abrechnung“.
   *[other] → Das kann nicht von selbst zurückgehen. Bitte schreib uns: { $contact }
  }
refund-question = Bestellung { $order }: Du bekommst { $amount } zurück und gibst dafür { $credits } zurück. Du widerrufst diesen Teil des Kaufs.
refund-question-way = Das Geld geht so zurück, wie bezahlt wurde. Das lässt sich nicht rückgängig machen.
refund-asked = Dein Widerruf vom { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC ist da: Du bekommst { $amount } zurück.
refund-asked-next = Das Geld geht so zurück, wie bezahlt wurde; du bekommst eine Nachricht, wenn das geschehen ist. Bis dahin sind die Credits zurückgelegt.
refund-changed = Das hat sich inzwischen geändert, und es wurde nichts getan. /refund zeigt, wie es steht.
refund-done = Für die Bestellung { $order } hast du { $amount } zurückbekommen, im Tausch gegen { $credits }.
refund-failed = { $amount } für die Bestellung { $order } konnten nicht zurückgegeben werden. Du hast { $credits } zurückbekommen.
refund-failed-next = Bitte schreib uns, dann finden wir einen anderen Weg: /support
button-refund = { $amount } zurückholen ({ $order })
button-refund-now = Ja, { $amount } zurückholen
button-refunds = Erstattungen
fact-order = Bestellung
fact-held-back = Zurückgelegt

topup-awaited = Deine Zahlung ist unterwegs. Sobald sie ankommt, bekommst du { $credits }.
topup-repaid = Davon gehen ab: { $credits }, die für eine zurückgeholte Zahlung offen waren.
topup-disputed = Deine Bank oder dein Store entscheidet gerade über eine frühere Zahlung. Bis dahin kann nichts gekauft werden; schreib uns bitte, wenn das ein Irrtum ist.
topup-owed = Für eine zurückgeholte Zahlung schuldest du noch { $credits }. Dein nächster Kauf bezahlt das zuerst.
wallet-owes = Eine deiner Zahlungen wurde zurückgeholt, nachdem ihre Credits verbraucht waren; sie sind deshalb offen. Deine Anfrage bleibt gespeichert; dein nächster Kauf bezahlt zuerst das. Fragen: /support
dispute-opened = Deine Bank oder dein Store verlangt { $amount } der Bestellung { $order } zurück. Bis zur Entscheidung sind deine Credits gesperrt; was gerade gemacht wird, wird fertig. Wenn du das nicht verlangt hast, schreib uns bitte: /support
dispute-won = Das ist geklärt: Die Zahlung der Bestellung { $order } gilt, und deine Credits gehören wieder dir.
dispute-lost = Deine Bank oder dein Store hat { $amount } der Bestellung { $order } zurückgeholt, und dein Guthaben ist um { $credits } kleiner.
dispute-owed = { $credits } davon waren schon verbraucht und sind deshalb offen. Dein nächster Kauf bezahlt sie zuerst.
balance-owed = Offen: { $credits }, für eine zurückgeholte Zahlung

ledger-refund = Als Geld zurückgegangen
ledger-clawback = Mit einer Zahlung zurückgeholt
ledger-repayment = Offenes bezahlt

mail-refund-asked =
    .subject = Dein Widerruf ist da: Du bekommst { $price } zurück
    .lead = Wir haben deinen Widerruf vom { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC. Das Geld geht so zurück, wie bezahlt wurde; wenn das geschehen ist, bekommst du noch eine Mail.
    .kept = Bis dahin sind die Credits zurückgelegt. Wenn es misslingt, gehören sie wieder dir.
mail-fact-going-back =
    .label = Geht zurück
    .value = { $price }
mail-fact-set-aside =
    .label = Bis dahin zurückgelegt
    .value = { $credits ->
        [one] { $credits } Credit
       *[other] { $credits } Credits
    }
mail-fact-order =
    .label = Bestellung
    .value = { $order }
