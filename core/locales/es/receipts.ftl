# Recibos y notas de abono: lo que dicen, el comando y sus páginas en el sitio.

command-receipts =
    .name = recibos
    .name-number = número
    .description = Tus recibos y notas de abono
    .option-number = Cuál; la lista si se deja vacío

receipts-title = Tus recibos, del más nuevo al más antiguo:
receipts-line-receipt = { $number } · { DATETIME($at, dateStyle: "medium") } · { $what } · { $amount }
receipts-line-credit-note = { $number } · { DATETIME($at, dateStyle: "medium") } · Devuelto: { $what } · { $amount }
button-receipts-print = Imprimir en el sitio
button-receipts-all = Todos los recibos
error-no-receipts = Aquí todavía no hay recibos. Cada compra tendrá el suyo.
error-receipt-unknown = Aquí no hay ningún recibo { $number }. /receipts muestra todos los tuyos.

# --- lo que dice un documento ---------------------------------------------------------------------

document-receipt = Recibo
document-receipt-confirmation = Confirmación de pago
document-credit-note = Nota de abono
document-credit-note-confirmation = Confirmación de reembolso

document-day = { DATETIME($at, dateStyle: "long") }
document-number = Número
document-issued = Fecha de emisión
document-supplied = Fecha de entrega
document-corrects = Rectifica
document-corrected = { $number } del { DATETIME($at, dateStyle: "long") }
document-goods = Comprado
document-taken-back = Retirado
document-pack = { $credits } (paquete «{ $pack }»)
document-net = Base
document-tax = Impuesto incluido, { $percent }
document-percent = { $whole } %
document-percent-part = { $whole },{ $part } %
document-total = Total
document-returned = Devuelto
document-paid-by = Pagado con
document-returned-by = Devuelto a través de
document-by-stripe = Tarjeta o cuenta (Stripe)
document-by-telegram = Estrellas de Telegram
document-by-discord = Discord
document-by-sandbox = Caja simulada
document-order = Pedido
document-charge = Referencia del pago
document-seller = Vende
document-issuer = Emitido por
document-tax-id = Número fiscal
document-contact = Contacto
document-platform-telegram = Telegram
document-platform-discord = Discord

document-practice = Solo para practicar: viene de una caja simulada y no se ha movido dinero.
document-not-an-invoice = Esto confirma un pago y no es una factura: la compra se hizo a través de { $platform }, que se ocupa de los impuestos que correspondan.
document-tax-small-business = No se muestra ningún impuesto porque el vendedor está en el régimen de pequeñas empresas.
document-tax-not-taxable = No se muestra ningún impuesto porque esta venta no está sujeta a él.
document-tax-reverse-charge = No se muestra ningún impuesto: lo declara el cliente (inversión del sujeto pasivo).
document-never-expire = Los créditos que compras no caducan nunca.
document-return-until = Los que no hayas usado se pueden devolver hasta el { DATETIME($at, dateStyle: "long") }.
document-return-until-whole = Si no has usado ninguno, puedes devolverlos hasta el { DATETIME($at, dateStyle: "long") }.
document-return-elsewhere = Los reembolsos de esta compra los decide { $platform }; pregunta allí, por favor.
document-terms = Aceptaste las condiciones del { DATETIME($at, dateStyle: "long") } y pediste los créditos de inmediato: los que ya hayas usado no se pueden devolver.

# --- en el sitio ----------------------------------------------------------------------------------

site-account-receipts = Recibos
site-receipts-lead = Uno por cada compra y uno por todo lo que se devolvió. No cambian nunca.
site-receipts-none = Todavía no hay recibos. Cada compra tendrá el suyo.
site-receipts-what = Qué
site-receipts-when = Fecha
site-receipts-amount = Importe
site-receipts-number = Número
site-receipts-back = Devuelto: { $what }
site-receipts-open = Abrir { $number }
site-receipts-all = Todos los recibos
site-receipts-print = Para imprimirlo o guardarlo como PDF, usa la función de imprimir de tu navegador. Sale en una hoja aparte.
