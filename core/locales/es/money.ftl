# Dinero que vuelve: reembolsos, disputas, créditos debidos.

command-refund =
    .name = reembolso
    .description = Recupera el dinero de los créditos que no has usado
command-withdraw =
    .name = desistir
    .description = Desistir de una compra
command-refund-ask =
    .name = pedir-reembolso
    .description = Preguntar por el reembolso de un pago
    .option-payment = Qué pago
    .option-amount = Qué importe se mostró
command-refund-now =
    .name = reembolso-ya
    .description = Recuperar este pago
    .option-payment = Qué pago
    .option-amount = Qué importe se mostró

refund-title = Tus pagos y lo que puedes recuperar:
refund-none = No hay ningún pago de las últimas cuatro semanas.
refund-rule = Hasta 14 días después de un pago puedes recuperar lo que no hayas usado de él, salvo que aquí se diga otra cosa. El dinero vuelve por el mismo medio con que se pagó. Los créditos regalados no se pagan en dinero.
refund-line = { $order } · { DATETIME($at, dateStyle: "medium") } · { $price } por { $credits }
refund-possible = → Sin usar: { $unused }. Por ellos puedes recuperar { $amount }, hasta el { DATETIME($until, dateStyle: "medium") }.
refund-not-late = → Los 14 días terminaron el { DATETIME($until, dateStyle: "medium") }.
refund-not-spent = → Ya se ha usado todo o ya ha vuelto.
refund-not-touched = → Telegram solo devuelve compras enteras, y quedan { $unused } de { $granted }. Escríbenos y buscaremos una solución justa: { $contact }
refund-not-busy = → Telegram solo devuelve compras enteras, y con esta se está haciendo una imagen. Vuelve a mirar cuando esté terminada.
refund-not-under-way = → Tu dinero ya está en camino.
refund-not-disputed = → Tu banco o tu tienda está decidiendo sobre este pago, así que aquí no puede volver nada.
refund-not-elsewhere = { $provider ->
    [discord] → Esto lo vendió Discord, y Discord decide sobre los reembolsos: pregunta a su soporte, en los ajustes, en «Facturación».
   *[other] → Esto no puede volver por sí solo. Escríbenos: { $contact }
  }
refund-question = Pedido { $order }: recuperas { $amount } y devuelves { $credits }. Desistes de esa parte de la compra.
refund-question-way = El dinero vuelve por el mismo medio con que se pagó. No se puede deshacer.
refund-asked = Tenemos tu desistimiento del { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC: recuperas { $amount }.
refund-asked-next = El dinero vuelve por el mismo medio con que se pagó; te avisaremos cuando esté hecho. Hasta entonces, los créditos quedan apartados.
refund-changed = Eso ha cambiado entretanto y no se ha hecho nada. /refund muestra cómo está.
refund-done = Has recuperado { $amount } del pedido { $order } a cambio de { $credits }.
refund-failed = No se han podido devolver { $amount } del pedido { $order }. Has recuperado { $credits }.
refund-failed-next = Escríbenos y encontraremos otra manera: /support
button-refund = Recuperar { $amount } ({ $order })
button-refund-now = Sí, recuperar { $amount }
button-refunds = Reembolsos
fact-order = Pedido
fact-held-back = Apartados

topup-awaited = Tu pago está en camino. En cuanto llegue, recibes { $credits }.
topup-repaid = De ellos, { $credits } van a lo que debías por un pago que fue retirado.
topup-disputed = Tu banco o tu tienda está decidiendo sobre un pago anterior. Hasta entonces no se puede comprar nada; si es un error, escríbenos.
topup-owed = Debes { $credits } por un pago que fue retirado. Tu próxima compra paga eso primero.
wallet-owes = Uno de tus pagos fue retirado cuando sus créditos ya se habían usado, así que se deben. Tu petición queda guardada; tu próxima compra paga eso primero. Dudas: /support
dispute-opened = Tu banco o tu tienda reclama { $amount } del pedido { $order }. Hasta que decida, tus créditos están bloqueados; lo que se está haciendo se termina. Si no lo has pedido tú, escríbenos: /support
dispute-won = Está resuelto: el pago del pedido { $order } es válido y tus créditos vuelven a ser tuyos.
dispute-lost = Tu banco o tu tienda ha retirado { $amount } del pedido { $order }, y tu monedero tiene { $credits } menos.
dispute-owed = { $credits } ya se habían usado, así que se deben. Tu próxima compra los paga primero.
balance-owed = Debes { $credits }, por un pago que fue retirado

ledger-refund = Devuelto en dinero
ledger-clawback = Retirado con un pago
ledger-repayment = Pago de lo debido

mail-refund-asked =
    .subject = Tenemos tu desistimiento: recuperas { $price }
    .lead = Tenemos tu desistimiento del { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC. El dinero vuelve por el mismo medio con que se pagó; otro correo te avisará cuando esté hecho.
    .kept = Hasta entonces, los créditos quedan apartados. Si no sale bien, vuelven a ser tuyos.
mail-fact-going-back =
    .label = Vuelve
    .value = { $price }
mail-fact-set-aside =
    .label = Apartado hasta entonces
    .value = { $credits ->
        [one] { $credits } crédito
       *[other] { $credits } créditos
    }
mail-fact-order =
    .label = Pedido
    .value = { $order }
