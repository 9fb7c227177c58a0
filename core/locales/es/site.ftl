# Las páginas web: la portada, la cuenta y lo que rodea a los documentos legales.

site-moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC
site-day = { DATETIME($at, dateStyle: "medium") }
site-skip = Ir al contenido
site-nav = Menú principal
site-nav-prices = Imágenes y precios
site-nav-prices-short = Precios
site-nav-sign-in = Entrar
site-nav-account = Tu cuenta
site-nav-foot = Textos legales y contacto
site-languages = Idioma
site-foot-privacy = Privacidad
site-foot-terms = Condiciones
site-foot-cookies = Cookies
site-foot-processors = Quién recibe datos
site-foot-retention = Cuánto se conservan los datos
site-foot-contact = Contacto
site-foot-line = InkMirage. Sin rastreadores, sin publicidad, sin cargar nada de otras empresas.
site-pager = Páginas
site-newer = Más recientes
site-older = Anteriores
site-save = Guardar
site-keep = Conservar
site-about-pictures = { $count ->
    [0] no alcanza del todo para una imagen buena
    [one] alrededor de una imagen buena
   *[other] unas { $count } imágenes buenas
}
site-credits-word = { $count ->
    [one] crédito
   *[other] créditos
}
site-gpc = Tu navegador envía una señal de Global Privacy Control. No vendemos datos personales ni los cedemos para publicidad, así que no hay nada que desactivar.

# --- portada --------------------------------------------------------------------------------------

site-home-page = InkMirage: imágenes a partir de palabras, en tu propio chat
site-home-description = Escribe en Discord o Telegram lo que quieres ver y recibe la imagen allí mismo. Siempre ves antes el precio.
site-home-title = Escríbelo. Míralo aparecer.
site-home-lead = InkMirage convierte palabras en imágenes, en tu propio chat. { $count ->
    [0] Empiezas con { $free }.
    [one] Empiezas con { $free }: alcanza para una imagen buena, más o menos.
   *[other] Empiezas con { $free }: alcanza para unas { $count } imágenes buenas.
}
site-home-nowhere = Desde aquí todavía no se puede ir a Discord ni a Telegram.
site-try-here = Pruébalo aquí
site-add-discord = Añadir a Discord
site-open-telegram = Abrir en Telegram
site-sample-caption = Muestras del motor de prácticas, rotuladas como tales. El motor de verdad pinta lo que describes.
site-sample-alt-evening = Muestra: bruma al atardecer, un gran sol sobre capas de colinas violetas.
site-sample-alt-forest = Muestra: luna llena sobre colinas boscosas con niebla.
site-sample-alt-sail = Muestra: una vela en un mar azul claro y en calma.
site-sample-alt-desert = Muestra: un cielo rojo sobre las colinas de un desierto.
site-sample-alt-night = Muestra: montañas bajo la luna, de un azul profundo.
site-how-title = Cómo funciona
site-how-say = Di qué quieres ver
site-how-say-more = Escribe /imagine y tus palabras, en cualquiera de nuestros cuatro idiomas. Si quieres, añade imágenes de partida.
site-how-see = Mira antes el precio
site-how-see-more = Está en el botón. No se cobra nada hasta que lo pulsas.
site-how-get = Recibe la imagen
site-how-get-more = Llega al mismo chat, con el archivo original. Haz otra, cámbiala o elimínala.
site-prices-title = Cuánto cuesta una imagen
site-prices-lead = Pagas con créditos, imagen a imagen. No hay suscripción.
site-prices-per-picture = Precio de una imagen
site-prices-quality = Calidad
site-prices-square = Cuadrada
site-prices-large = Vertical u horizontal
site-prices-reference = Cada imagen de partida que añadas cuesta { $each } más.
site-prices-not-yet = Aquí todavía no se pueden comprar créditos.
site-prices-practice = Esta caja es de prácticas: no se mueve dinero.
site-quality-low = Rápida
site-quality-medium = Buena
site-quality-high = Máxima
site-promises-title = Con qué puedes contar
site-promise-back = Si falla, los créditos vuelven.
site-promise-back-more = Solos, en cuanto eso está claro. No tienes que pedirlo, y te avisamos.
site-promise-price = Ningún cobro sin tu sí.
site-promise-price-more = Tú decides si preguntamos siempre, solo por encima de una cantidad o nunca.
site-promise-yours = Tus imágenes siguen en tus manos.
site-promise-yours-more = Llévate los archivos originales o elimínalos para siempre cuando quieras.
site-promise-quiet = Nadie mira por encima de tu hombro.
site-promise-quiet-more = Sin rastreadores, sin publicidad, sin venta de datos. Nada de entrenamiento sin un sí expreso.
site-faq-title = Preguntas frecuentes
site-faq-cost = ¿Cuánto cuesta empezar?
site-faq-cost-answer = Nada. Una cuenta nueva tiene créditos de bienvenida. Cuando se acaben, decides si quieres más; lo que compras no caduca nunca.
site-faq-fail = ¿Qué pasa si una imagen no se puede hacer?
site-faq-fail-answer = Los créditos reservados para ella vuelven solos y te decimos por qué. Tus palabras se guardan: cámbialas y prueba otra vez.
site-faq-who = ¿Quién hace las imágenes?
site-faq-who-answer = El servicio de imágenes mayi.one. Recibe tu texto y las imágenes que adjuntas, pero ni tu nombre ni tus identificadores de chat.
site-faq-rules = ¿Hay algo que no pueda pedir?
site-faq-rules-answer = Sí: lo que vaya contra la ley o los derechos de otras personas. El motor tiene sus propias reglas y puede negarse; en ese caso no pagas nada.
site-faq-training = ¿Se usan mis imágenes para entrenar?
site-faq-training-answer = No entrenamos modelos con ellas salvo que hayas dicho expresamente que sí. No responder significa que no. Hoy no se hace ningún entrenamiento así.
site-faq-password = ¿Necesito una contraseña?
site-faq-password-answer = No. Empiezas en un chat. Si añades una dirección de correo, puedes entrar aquí con un enlace que funciona una sola vez.
site-faq-age = ¿Qué edad debo tener?
site-faq-age-answer = Al menos 13 años, y en el Espacio Económico Europeo al menos 16.
site-faq-delete = ¿Cómo me deshago de una imagen?
site-faq-delete-answer = Pulsa «Eliminar» debajo de ella en el chat, o hazlo en tu cuenta en esta web. El archivo se elimina para siempre.
site-where-title = Dónde encontrarlo
site-where-lead = En Discord y en Telegram, con un solo saldo y una sola galería para los dos cuando los hayas vinculado.

# --- errores --------------------------------------------------------------------------------------

site-error-title = Esto no ha funcionado
site-error-home = Ir a la portada
site-error-400 = Esta dirección o este formulario no está completo. Vuelve atrás y prueba otra vez.
site-error-403 = Este enlace o formulario no es válido aquí. Vuelve atrás, recarga la página e inténtalo de nuevo. No se ha cambiado nada.
site-error-404 = Aquí no hay nada, o nada que puedas ver. Quizá se haya eliminado.
site-error-405 = Esta página no se puede usar así.
site-error-410 = Este enlace ha caducado. Vuelve atrás y recarga la página para obtener uno nuevo.
site-error-503 = Una parte de InkMirage no responde ahora mismo. Prueba otra vez en un momento.
site-error-other = La petición se ha rechazado. No se ha cambiado nada.

# --- cuenta ---------------------------------------------------------------------------------------

site-account-nav = Tu cuenta
site-account-overview = Resumen
site-account-wallet = Saldo
site-account-gallery = Imágenes
site-account-chats = Chats
site-account-email = Correo
site-account-settings = Ajustes
site-account-activity = Accesos
site-account-privacy = Tus datos
site-sign-out = Cerrar sesión
site-member-since = Aquí desde el { DATETIME($at, dateStyle: "long") }.
site-latest-pictures = Últimas imágenes
site-wallet-go = Todos los movimientos
site-chats-go = Gestionar los chats
site-email-go = Gestionar tu correo
site-gallery-go = Todas las imágenes
site-reserved = Reserva para imágenes en curso: { $held }.
site-done-saved = Guardado.
site-done-deleted = La imagen se ha eliminado.
site-done-consent-yes = Tu sí queda anotado, con la fecha. Puedes retirarlo aquí cuando quieras.
site-done-consent-no = Tu no queda anotado, con la fecha.
site-done-wording-changed = No se ha guardado nada, porque el texto ha cambiado desde que lo viste. Léelo otra vez, por favor.
site-done-session-ended = Se ha cerrado la sesión de ese navegador.
site-done-others-ended = Se han cerrado las sesiones de todos los demás navegadores.
site-done-unlinked = El chat se ha desvinculado.
site-done-joined = Las cuentas se han unido: un saldo, una galería.
site-done-refused = No se ha unido nada.
site-done-undone = Vuelven a ser dos cuentas. Cada una ha recuperado lo suyo.
site-done-asked = Mira tu correo: si esta dirección se puede usar, va en camino un enlace que funciona durante 15 minutos.
site-done-email-yours = Esa ya es tu dirección.

site-wallet-lead = Lo que puedes gastar, de dónde viene y cada movimiento.
site-wallet-locked = Tus créditos están bloqueados por ahora, porque hay que revisar algo de un pago. Escríbenos, por favor.
site-wallet-now = Disponible ahora
site-wallet-lots = De dónde viene
site-wallet-order = Primero se gasta lo regalado y al final lo comprado.
site-wallet-empty = Ahora mismo no hay nada aquí.
site-lot-promo = Regalo
site-lot-compensation = Con nuestras disculpas
site-lot-paid = Comprados
site-until = hasta el { DATETIME($at, dateStyle: "medium") }
site-never-expires = no caduca nunca
site-ledger-title = Movimientos
site-ledger-file = Guardar como CSV
site-ledger-none = Todavía no hay movimientos.
site-ledger-when = Cuándo
site-ledger-what = Qué
site-ledger-change = Créditos
site-ledger-after = Saldo

site-gallery-lead = Todo lo que has hecho y conservado. Solo tú ves esta página.
site-gallery-none = Todavía no hay imágenes. Escribe /imagine en tu chat y aparecerán también aquí.
site-gallery-end = No hay imágenes anteriores.
site-picture-save = Descargar
site-picture-save-of = Descargar una imagen de #{ $code }
site-picture-delete = Eliminar
site-picture-delete-of = Eliminar una imagen de #{ $code }
site-delete-title = ¿Eliminar esta imagen?
site-delete-what = La imagen de #{ $code } y su archivo se eliminan para siempre. Lo que costó sigue cobrado.
site-delete-stays = Si un mensaje de un chat ya la muestra, sigue ahí hasta que lo elimines en ese chat.
site-delete-sure = Eliminar para siempre

site-chats-lead = Los chats en los que InkMirage te conoce. Comparten un saldo y una galería.
site-chats-none = No hay ningún chat vinculado.
site-chats-yours = Tus chats
site-linked-since = desde el
site-unlink = Desvincular
site-unlink-of = Desvincular { $name } en { $platform }
site-unlink-title = ¿Desvincular { $platform }?
site-unlink-undo-first = Hace poco se unieron dos cuentas. Puedes deshacer esa unión hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC; entonces cada parte recupera lo suyo. Hasta entonces, un chat solo se puede desvincular desde ese mismo chat.
site-unlink-leaves = El ID de usuario, el nombre y el idioma de este chat salen de tu cuenta, y se cierra la sesión en todos los demás navegadores. Quien escriba allí volverá a ser alguien nuevo para nosotros.
site-unlink-stays = { $count ->
    [0] Tus imágenes y créditos se quedan aquí.
    [one] Tus créditos se quedan aquí, y también la imagen hecha allí.
   *[other] Tus créditos se quedan aquí, y también las { $count } imágenes hechas allí.
}
site-unlink-pictures = { $count ->
    [one] Eliminar también la imagen hecha allí
   *[other] Eliminar también las { $count } imágenes hechas allí
}
site-unlink-pictures-more = Esto no se puede deshacer.
site-joined-lately = El { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC se unieron dos cuentas. Puedes deshacer la unión hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-undo-go = Deshacer la unión
site-undo-title = ¿Deshacer la unión?
site-undo-what = Lo que se unió el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC vuelve a ser dos cuentas. Cada una recupera sus chats, sus imágenes y sus movimientos.
site-undo-credits = La cuenta que se unió trajo { $brought }. Cada parte recupera lo que trajo, menos lo que ha gastado desde entonces.
site-undo-until = Posible hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-undo-sure = Deshacer la unión
site-keep-joined = Dejarlas unidas
site-show-title = Vincular otro chat
site-show-more = Pide aquí un código y envíalo en el otro chat, detrás de /link.
site-show = Mostrar un código
site-type-title = ¿Tienes un código?
site-type-more = Escribe /link en el otro chat y pon aquí el código que te muestre.
site-type-code = Código
site-type = Continuar
site-code-title = Tu código
site-code-what = En el otro chat, envía /link y detrás este código antes del { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC. Luego vuelve aquí y di que sí.
site-code-typed = Ya lo he enviado
site-look-again = Mirar otra vez
site-join-question = Alguien ha enviado tu código. ¿Eres tú?
site-join-preview = ¿Eres tú?
site-join-who = Quién
site-join-since = Aquí desde
site-join-pictures = Imágenes
site-join-credits = Créditos
site-join-what = Las dos partes compartirán un saldo y una galería. Puedes deshacerlo durante 72 horas.
site-join-careful = Une solo lo que es tuyo. Nadie de InkMirage te pedirá nunca un código.
site-join-yes = Unir las cuentas
site-join-no = No unirlas
site-join-untyped = Todavía nadie ha enviado el código y dicho que sí. Funciona hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-join-waiting = Has dicho que sí. Ahora preguntamos a la otra parte, que puede responder hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-join-refused = Una de las partes ha dicho que no. No se ha unido nada.
site-join-over = Este código ha caducado. Pide uno nuevo.

site-email-lead = Con una dirección puedes entrar aquí sin chat, y podemos escribirte sobre tu cuenta.
site-email-now = Tu dirección
site-email-none = No has añadido ninguna dirección. Es voluntaria.
site-email-proved = confirmada
site-email-bounces = los correos vuelven
site-email-stopped = Los correos a tu dirección vuelven desde el { DATETIME($at, dateStyle: "medium") }, así que ya no enviamos ninguno. Confírmala otra vez o añade otra.
site-email-add = Añadir una dirección
site-email-change = Cambiar la dirección
site-email-how = Te enviamos un enlace. La dirección vale en cuanto lo hayas abierto y pulsado allí el botón. La dirección anterior recibe un aviso, y desde ella se puede deshacer el cambio durante 72 horas.
site-email-address = Dirección de correo
site-email-send = Enviar el enlace

site-settings-language = Idioma
site-settings-language-more = Para todo lo que te decimos: aquí, en tus chats y por correo.
site-settings-prices = Cuándo preguntar por los precios
site-settings-prices-more = El precio lo ves siempre. Aquí eliges cuándo tienes que aceptarlo antes.
site-ask-always = Siempre
site-ask-always-more = No se cobra nada sin pulsar el botón.
site-ask-above = Solo por encima de una cantidad
site-ask-above-more = Las imágenes más baratas empiezan enseguida.
site-ask-never = Nunca
site-ask-never-more = Cada imagen empieza enseguida.
site-ask-above-label = La cantidad, en créditos
site-training-title = Entrenamiento con tus imágenes
site-training-what = ¿Puede InkMirage usar tus textos e imágenes para entrenar modelos propios?
site-training-free = Si dices que no, no pierdes nada; si dices que sí, no ganas nada. Hoy no se hace ningún entrenamiento. Un sí se puede retirar aquí en cualquier momento.
site-training-is-yes = Ahora: sí, desde el { DATETIME($at, dateStyle: "long") }.
site-training-is-no = Ahora: no, desde el { DATETIME($at, dateStyle: "long") }.
site-training-is-unasked = Ahora: no. No has respondido, y eso cuenta como no.
site-training-yes = Sí, lo permito
site-training-no = No lo permito

site-activity-lead = Qué navegadores tienen la sesión abierta y qué se guarda de tus visitas.
site-sessions-title = Navegadores con sesión abierta
site-session-this = este
site-session-seen = Último uso:
site-session-since = Sesión abierta el
site-session-end = Cerrar sesión
site-sessions-others = ¿Hay algo que no reconoces? Cierra todas las demás sesiones y revisa después tu dirección y tus chats.
site-sessions-end-others = Cerrar todas las demás
site-browser-other = Otro navegador
site-visits-title = Últimas visitas
site-visits-more = Se guarda cuando alguien entra, lo intenta o cambia algo: estos cuatro datos y ninguno más, durante 90 días. La red es tu dirección IP, recortada antes de escribirla.
site-visits-none = Todavía no hay nada guardado.
site-visit-when = Cuándo
site-visit-browser = Navegador
site-visit-network = Red
site-visit-language = Idioma


# --- contacto -------------------------------------------------------------------------------------

site-contact-title = Privacidad: cómo escribirnos
site-contact-lead = Para preguntas y para pedir una copia, una corrección o la eliminación de tus datos. Es gratis, con o sin cuenta.
site-contact-write = Escríbenos
site-contact-say = Para ir más rápido, dinos:
site-contact-say-what = qué quieres: una copia, una corrección, la eliminación, oponerte a algo o la respuesta a una pregunta
site-contact-say-who = dónde usas InkMirage: Discord, Telegram o esta web
site-contact-say-language = en qué idioma quieres la respuesta
site-contact-never = No envíes nunca contraseñas, números de tarjeta ni documentos de identidad. No los necesitamos ni los pedimos.
site-contact-then = Qué pasa después
site-contact-proof = Para que nadie más reciba tus datos, te pedimos que confirmes la petición en tu chat o mediante la dirección de correo de tu cuenta.
site-contact-time = Tendrás nuestra respuesta en un mes como máximo.
site-contact-authority = Si no te convence, puedes reclamar ante una autoridad de protección de datos, por ejemplo la de donde vives.
site-contact-self = Más rápido por tu cuenta
site-contact-self-more = Con la sesión abierta puedes llevarte y eliminar imágenes, guardar todos los movimientos y retirar un consentimiento.

# --- alrededor de los documentos legales ----------------------------------------------------------

site-legal-contents = En esta página
site-legal-versions = Versiones
site-legal-version = Versión { $id }, prevista a partir del { DATETIME($at, dateStyle: "long") }
site-legal-as-published = El texto, palabra por palabra
site-legal-current = Ir a la página actual
site-legal-changes = Qué ha cambiado
site-legal-changes-go = Qué ha cambiado entre las dos últimas versiones
site-legal-in-short = En pocas palabras
site-legal-line-by-line = Línea por línea
site-legal-added = nuevo
site-legal-removed = ya no está
site-legal-unchanged = { $count ->
    [one] Una línea sin cambios
   *[other] { $count } líneas sin cambios
}
site-parted-in-again = Quien haya entrado desde la unión podría ser cualquiera de las dos partes; por eso también se ha cerrado la sesión de este navegador. Entra de nuevo con tu dirección o desde tu chat.
