# Una sola cuenta en todas partes: unir dos accesos y quitar uno.

command-link =
    .name = vincular
    .name-code = código
    .description = Usa los mismos créditos e imágenes en otro chat
    .option-code = El código que muestra el otro lado; si lo dejas vacío, uno nuevo
command-unlink =
    .name = desvincular
    .description = Tus accesos, y cómo quitar uno

# --- el código ------------------------------------------------------------------------------------

link-code = Tu código: { $code }
link-code-where = Escribe esto donde también usas InkMirage, en Discord, en Telegram o en el Playground: /link { $code }
link-code-life = Sirve una sola vez, durante { $minutes } minutos. No se lo des a nadie más: antes de que pase nada te preguntamos aquí.
link-code-misspelt = Un código tiene ocho letras y cifras sin espacios, como K7QM-2XWD. Escribe /link y detrás el código.
link-code-wrong = Este código no sirve. Compáralo con el que se te mostró.
link-code-expired = Este código ha caducado: cada uno sirve diez minutos. Escribe /link en el otro lado para tener uno nuevo.
link-code-used = Este código ya se usó, o lo ha sustituido uno más nuevo. Escribe /link en el otro lado para tener uno nuevo.
link-code-own = Este es tu propio código. Escríbelo en el otro lado, donde también usas InkMirage.
link-code-too-often = Ese fue un intento de más. Puedes volver a probar a partir de las { DATETIME($until, timeStyle: "short") } UTC.
link-same-person = Las dos ya son una sola cuenta. No hay nada que unir.

# --- dos síes -------------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = Este código lleva a:
link-question = { $way } ha escrito tu código y quiere ser una sola cuenta contigo:
link-both-see = Los dos verán los mismos créditos y las mismas imágenes. Puedes deshacerlo durante 72 horas.
link-only-you = Di que sí solo si los dos eres tú. Otra persona vería tus imágenes y podría gastar tus créditos.
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } o más
}
fact-link-who = Quién
fact-link-since = Desde
fact-link-pictures = Imágenes
fact-link-credits = Créditos
button-link-join = Unir
button-link-yes = Sí, unir
button-link-no = No
link-waiting = Ahora le preguntamos a { $way }, en el chat que mostró el código. Hay tiempo para responder hasta las { DATETIME($until, timeStyle: "short") } UTC.
link-waiting-page = Ahora le preguntamos al otro lado, en la página de la cuenta que mostró el código; recárgala allí. Hay tiempo para responder hasta las { DATETIME($until, timeStyle: "short") } UTC.
link-joined = { $first } y { $second } son ahora una sola cuenta. Los dos ven los mismos créditos y las mismas imágenes.
link-undo-until = Se puede deshacer hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
link-declined = { $way } dijo que no. No se ha unido nada.
link-refused = De acuerdo, no se ha unido nada. El código ya no sirve.
link-not-yours-to-join = Solo puede pulsar esto quien escribió el código.
link-not-yours-to-answer = Solo puede pulsar esto la persona a quien se mostró el código.
link-not-asked = El otro lado todavía no ha dicho que sí.
link-over = Esta pregunta ya está cerrada; no se ha cambiado nada. Escribe /link para tener un código nuevo.
link-done-already = Las dos ya están unidas. /unlink muestra todos tus chats.

# --- por qué ahora no -----------------------------------------------------------------------------

link-cannot-working = { $count ->
    [one] Todavía se está haciendo una imagen. Inténtalo otra vez cuando esté lista; no se ha cambiado nada.
   *[other] Todavía se están haciendo { $count } imágenes. Inténtalo otra vez cuando estén listas; no se ha cambiado nada.
}
link-cannot-locked = Uno de los saldos está bloqueado por ahora, porque hay que revisar algo de un pago. No se ha cambiado nada; escríbenos.
link-cannot-pending = Las dos cuentas se unieron hace poco con otras, y eso todavía se puede deshacer. Inténtalo otra vez después del { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC; no se ha cambiado nada.
link-cannot-now = Ahora mismo no se puede. No se ha cambiado nada; inténtalo otra vez más tarde.

# --- quitar un chat -------------------------------------------------------------------------------

unlink-title = Estos accesos llevan a tu cuenta:
unlink-line = { $way } · desde el { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · correo
button-unlink = Quitar { $name } · { $platform }
unlink-ask = ¿Quitar { $way }?
unlink-leaves = Se va: este chat, con el nombre y el ID de usuario que nos dio la plataforma, y su idioma. Los navegadores con la sesión abierta la cierran.
unlink-stays = Se queda: tus imágenes y tus créditos, para tus otros accesos.
unlink-undo-instead = Tu cuenta se unió a otra hace menos de 72 horas. En su lugar puedes deshacer la unión: así cada una recupera lo suyo.
button-unlink-sure = Quitarlo
button-unlink-with-pictures = { $count ->
    [one] Quitarlo y borrar la imagen hecha allí
   *[other] Quitarlo y borrar las { $count } imágenes hechas allí
}
button-unlink-undo = Deshacer la unión
button-unlink-undo-sure = Deshacerla
unlink-done = { $way } ya no pertenece a tu cuenta.
unlink-pictures-gone = { $count ->
    [one] Se ha borrado la imagen hecha allí.
   *[other] Se han borrado las { $count } imágenes hechas allí.
}
unlink-notice = { $way } se ha quitado de tu cuenta.
unlink-not-you = ¿No has sido tú? Mira en /unlink, quita lo que no conozcas y escríbenos.
unlink-last = Este es tu único acceso, así que se queda. Date antes otro: /link une un segundo chat y /email una dirección de correo.
unlink-chat-gone = Este chat ya no pertenece a tu cuenta.

# --- deshacer una unión ---------------------------------------------------------------------------

unlink-undo-ask = ¿Deshacer la unión del { DATETIME($day, dateStyle: "medium") }? Entonces habrá otra vez dos cuentas:
unlink-gets-back = recupera sus imágenes y, de sus { $credits }, lo que no haya gastado desde entonces
unlink-keeps = conserva sus imágenes y el resto de los créditos
unlink-parted = La unión del { DATETIME($day, dateStyle: "medium") } está deshecha. Cada una vuelve a tener sus imágenes y sus créditos.
unlink-too-late = Las 72 horas han pasado, así que ya no se puede deshacer. /unlink quita un chat.
unlink-undone-already = Esta unión ya está deshecha.
unlink-joining-unknown = Esta unión no es tuya.
