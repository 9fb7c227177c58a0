# Una sola cuenta en todas partes: unir dos cuentas y desvincular un chat.

command-link =
    .name = vincular
    .name-code = código
    .description = Usar los mismos créditos e imágenes en otro chat
    .option-code = El código que muestra la otra parte; si lo dejas vacío, uno nuevo
command-unlink =
    .name = desvincular
    .description = Tus accesos, y cómo desvincular uno

# --- el código ------------------------------------------------------------------------------------

link-code = Tu código: { $code }
link-code-where = Escribe esto donde también usas InkMirage, por ejemplo en Discord o en Telegram: /link { $code }
link-code-life = Sirve una sola vez, durante { $minutes } minutos. No se lo des a nadie: antes de que pase nada te preguntamos aquí.
link-code-misspelt = Un código tiene ocho letras y cifras sin espacios, como K7QM-2XWD. Escribe /link y detrás el código.
link-code-wrong = Este código no sirve. Compáralo con el que se te mostró.
link-code-expired = Este código ha caducado: cada uno sirve diez minutos. Escribe /link en el otro chat para tener uno nuevo.
link-code-used = Este código ya se ha usado, o lo ha sustituido uno más nuevo. Escribe /link en el otro chat para tener uno nuevo.
link-code-own = Este es tu propio código. Escríbelo en el otro chat, donde también usas InkMirage.
link-code-too-often = Ha sido un intento de más. Puedes volver a probar a partir de las { DATETIME($until, timeStyle: "short") } UTC.
link-same-person = Las dos ya son una sola cuenta. No hay nada que unir.

# --- dos síes -------------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = ¿Eres tú?
link-question = { $way } ha escrito tu código y quiere unir las dos cuentas. ¿Eres tú?
link-both-see = Las dos partes compartirán un saldo y una galería. Puedes deshacerlo durante 72 horas.
link-only-you = Di que sí solo si las dos partes eres tú. Otra persona vería tus imágenes y podría gastar tus créditos.
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } o más
}
fact-link-who = Quién
fact-link-since = Desde
fact-link-pictures = Imágenes
fact-link-credits = Créditos
button-link-join = Unir las cuentas
button-link-yes = Sí, unir las cuentas
button-link-no = No unirlas
link-waiting = Ahora preguntamos a { $way }, en el chat que mostró el código. Se puede responder hasta las { DATETIME($until, timeStyle: "short") } UTC.
link-waiting-page = Ahora preguntamos a la otra parte, en la página de la cuenta que mostró el código; recárgala allí. Se puede responder hasta las { DATETIME($until, timeStyle: "short") } UTC.
link-joined = { $first } y { $second } son ahora una sola cuenta, con un saldo y una galería compartidos.
link-undo-until = Puedes deshacerlo hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
link-declined = { $way } ha dicho que no. No se ha unido nada.
link-refused = De acuerdo, no se ha unido nada. El código ya no sirve.
link-not-yours-to-join = Solo puede pulsar esto quien escribió el código.
link-not-yours-to-answer = Solo puede pulsar esto la persona a quien se mostró el código.
link-not-asked = La otra parte todavía no ha dicho que sí.
link-over = Esta pregunta ya está cerrada; no se ha cambiado nada. Escribe /link para tener un código nuevo.
link-done-already = Las dos ya están unidas. /unlink muestra todos tus chats.

# --- por qué ahora no -----------------------------------------------------------------------------

link-cannot-working = { $count ->
    [one] Todavía se está haciendo una imagen. Inténtalo otra vez cuando esté lista; no se ha cambiado nada.
   *[other] Todavía se están haciendo { $count } imágenes. Inténtalo otra vez cuando estén listas; no se ha cambiado nada.
}
link-cannot-locked = Uno de los saldos está bloqueado por ahora, porque hay que revisar algo de un pago. No se ha cambiado nada; escríbenos, por favor.
link-cannot-pending = Las dos cuentas se unieron hace poco con otras, y eso todavía se puede deshacer. Inténtalo otra vez después del { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC; no se ha cambiado nada.
link-cannot-now = Ahora mismo no se puede. No se ha cambiado nada; inténtalo otra vez más tarde.

# --- desvincular un chat --------------------------------------------------------------------------

unlink-title = Estos son tus accesos:
unlink-line = { $way } · desde el { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · correo
button-unlink = Desvincular { $name } · { $platform }
unlink-ask = ¿Desvincular { $way }?
unlink-leaves = Sale de tu cuenta: este chat, con el nombre y el ID de usuario que nos dio la plataforma, y su idioma. Se cierra la sesión en todos los navegadores.
unlink-stays = Se quedan: tus imágenes y tus créditos, para tus otros accesos.
unlink-undo-instead = Tu cuenta se unió a otra hace menos de 72 horas. Durante ese tiempo, un chat solo se puede desvincular desde ese mismo chat. En su lugar puedes deshacer la unión: entonces cada parte recupera lo suyo.
unlink-address-new = La dirección de correo de esta cuenta es nueva. Hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC, un chat solo se puede desvincular desde ese mismo chat, para que nadie te deje fuera.
button-unlink-sure = Desvincular
button-unlink-with-pictures = { $count ->
    [one] Desvincular y eliminar la imagen hecha allí
   *[other] Desvincular y eliminar las { $count } imágenes hechas allí
}
button-unlink-undo = Deshacer la unión
button-unlink-undo-sure = Deshacer la unión
unlink-done = { $way } ya no pertenece a tu cuenta.
unlink-pictures-gone = { $count ->
    [one] Se ha eliminado la imagen hecha allí.
   *[other] Se han eliminado las { $count } imágenes hechas allí.
}
unlink-notice = { $way } se ha desvinculado de tu cuenta.
unlink-not-you = ¿No has sido tú? Mira en /unlink, desvincula lo que no conozcas y escríbenos.
unlink-last = Este es tu único acceso, así que se queda. Añade antes otro: /link vincula un segundo chat y /email añade una dirección de correo.
unlink-chat-gone = Este chat ya no pertenece a tu cuenta.

# --- deshacer una unión ---------------------------------------------------------------------------

unlink-undo-ask = ¿Deshacer la unión del { DATETIME($day, dateStyle: "medium") }? Entonces habrá otra vez dos cuentas.
unlink-gets-back = recupera sus imágenes y sus { $credits }, menos lo que haya gastado desde entonces
unlink-keeps = conserva sus imágenes y el resto de los créditos
unlink-parted = La unión del { DATETIME($day, dateStyle: "medium") } se ha deshecho. Cada parte vuelve a tener sus imágenes y sus créditos.
unlink-too-late = Las 72 horas han pasado, así que ya no se puede deshacer. /unlink desvincula un chat.
unlink-undone-already = Esta unión ya se ha deshecho.
unlink-joining-unknown = Esto no pertenece a tu cuenta.
