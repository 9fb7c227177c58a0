# Entrar en la web, y la dirección de correo.

command-email =
    .name = correo
    .name-address = dirección
    .description = La dirección para tus recibos y para entrar en la web
    .option-address = Tu dirección de correo; si lo dejas vacío, te decimos cuál tenemos
command-account =
    .name = cuenta
    .description = Tu cuenta, y un enlace a ella en la web

# --- en el chat -----------------------------------------------------------------------------------

fact-email = Correo
fact-chats = Chats
fact-member-since = Aquí desde
email-none = ninguna dirección
email-works = { $masked }, confirmada
email-stopped = { $masked }: los correos enviados ahí vuelven, así que no enviamos ninguno. Confírmala otra vez o elige otra.
email-why = Con una dirección de correo te llegan los recibos y puedes entrar en la web. No es obligatoria, y no enviamos publicidad.
email-how = Para añadirla o cambiarla: /email tu@example.org
email-yours = Esta dirección ya es tuya y está confirmada.
email-mailed = Si esta dirección se puede usar, un correo va en camino.
email-mailed-how = Abre su enlace antes de 15 minutos y pulsa el botón. Hasta entonces no cambia nada. Si no llega nada, mira en la carpeta de spam.
notice-email-now = La dirección de correo de tu cuenta es { $masked } a partir de ahora. Si no has sido tú, usa el enlace que hemos enviado a la dirección anterior y mira /account.
notice-email-stopped = Se ha deshecho el último cambio de tu dirección de correo y se ha cerrado la sesión en todos los navegadores.
account-title = Tu cuenta, la misma en todos los chats que has vinculado.
account-link-once = El botón abre la web, donde entras con una pulsación más. Funciona una vez, durante 15 minutos; no reenvíes este mensaje.
account-chats = { $count ->
    [one] { $count } vinculado
   *[other] { $count } vinculados
}
account-since = { DATETIME($at, dateStyle: "long") }
button-open-website = Abrir la web
button-link-chat = Vincular otro chat
button-email = Correo
knock-who = Alguien quiere entrar en la web como tú: { $browser }, { DATETIME($at, timeStyle: "short") } UTC.
knock-only-if = Di que sí solo si acabas de abrir esa página tú y muestra el número { $number }.
knock-let-in = Bien. Vuelve a la página y pulsa «He dicho que sí: continuar».
knock-kept-out = Nadie entrará por esa página. Si no la abriste tú, no tienes que hacer nada más.
button-let-in = Sí, quiero entrar
button-keep-out = No
button-keep-out-after-all = No, ha sido un error
browser-other = un navegador que no conocemos

# --- en la web ------------------------------------------------------------------------------------

sign-in-title = Entrar
sign-in-lead = No necesitas contraseña: entras con un enlace que funciona una sola vez.
sign-in-by-mail = Por correo
sign-in-email = Tu dirección de correo
sign-in-email-hint = La dirección que confirmaste con /email en un chat o en la página de tu cuenta.
sign-in-mail-button = Enviarme un enlace
sign-in-by-telegram = Con Telegram
sign-in-by-telegram-how = El bot te pregunta en tu chat privado si eres tú. Si es tu primera vez, se crea una cuenta para ti.
sign-in-telegram-button = Entrar con Telegram
sign-in-by-chat = Desde cualquier chat
sign-in-by-chat-how = Escríbele /account al bot en Discord o Telegram: la respuesta tiene un botón con el que entras.
sign-in-asked = Mira tu correo
sign-in-asked-open = Si esta dirección pertenece a una cuenta, un correo con un enlace va en camino. El enlace funciona una vez, durante 15 minutos. Lo mejor es abrirlo en este navegador.
sign-in-asked-nothing = ¿No llega nada? Mira en la carpeta de spam. En 15 minutos enviamos como mucho tres correos a una dirección y diez desde una red, así que espera ese tiempo antes de volver a intentarlo. Puedes añadir una dirección con /email en un chat.
sign-in-again = Volver a la página de entrada
sign-in-to-account = Ir a tu cuenta
sign-in-press = ¿Entrar aquí?
sign-in-press-lead = Pulsa el botón y este navegador mantendrá la sesión abierta hasta 30 días después de tu última visita.
sign-in-press-as = Entras como { $name } ({ $platform }).
sign-in-elsewhere = Pediste este enlace en otro navegador ({ $browser }). ¿Entrar aquí? Si no lo pediste tú, cierra esta página.
sign-in-button = Entrar
sign-in-press-hint = Mientras no pulses el botón, no pasa nada.
sign-in-wait = Entrar con Telegram
sign-in-wait-open = Abre el chat con el bot y pulsa Iniciar.
sign-in-wait-open-button = Abrir Telegram
sign-in-wait-compare = El bot pregunta si eres tú. Di que sí solo si muestra este número:
sign-in-wait-number = El número { $number }
sign-in-wait-come-back = Después vuelve a esta página.
sign-in-wait-button = He dicho que sí: continuar
sign-in-wait-until = Esta página solo funciona en este navegador, hasta
email-confirm = ¿Es tuya esta dirección?
email-confirm-lead = Alguien que ha entrado en la web quiere usar esta dirección de correo para su cuenta. Si has sido tú, pulsa el botón; además entrarás en este navegador. Si no, cierra esta página.
email-confirm-lead-chat = { $name } ({ $platform }) quiere usar esta dirección de correo para una cuenta. Si has sido tú, pulsa el botón; además entrarás en este navegador. Si no, cierra esta página.
email-confirm-button = Sí, esta dirección es mía
email-stop = ¿Deshacer el cambio?
email-stop-lead = La dirección de tu cuenta vuelve a ser esta, se cierra la sesión en todos los navegadores y los enlaces aún abiertos dejan de funcionar.
email-stop-button = Deshacer el cambio
email-stopped-page = El cambio se ha deshecho
email-stopped-page-more = La dirección a la que llegó este correo vuelve a ser la de tu cuenta, salvo que otra persona la haya confirmado entretanto. Se ha cerrado la sesión en todos los navegadores. Mira también en tus chats: /account muestra lo que pertenece a tu cuenta.

# --- lo que no se puede ---------------------------------------------------------------------------

error-email-odd = Esto no parece una dirección de correo. Necesita un nombre, una @ y un dominio, por ejemplo tu@example.org.
error-email-throwaway = Los buzones de este proveedor se dan solo por poco tiempo, así que un enlace tuyo podría acabar más adelante en manos de otra persona. Usa una dirección que siga siendo tuya; allí solo enviamos lo que pertenece a tu cuenta.
error-email-taken = Entretanto esta dirección se ha confirmado para otra cuenta. Para unir las dos cuentas, usa /link en un chat.
error-too-often = Se ha intentado demasiadas veces. Volverá a funcionar a partir de las { DATETIME($until, timeStyle: "short") } UTC.
error-link-unknown = Este enlace no lleva a ninguna parte. Quizá le falte un trozo, o uno más nuevo ocupa su lugar.
error-link-used = Este enlace ya se ha usado. Cada uno funciona una sola vez.
error-link-expired = Este enlace ha caducado.
error-link-other-browser = Esta página pertenece a otro navegador. Continúa en el que empezaste, o empieza de nuevo aquí.
error-nobody-said-yes = En Telegram todavía nadie ha dicho que sí. Abre el chat, responde allí y continúa después aquí.
error-knock-over = Esta pregunta ya no vale: la página se ha usado, ha caducado o era para otra persona. Con esta pulsación no ha entrado nadie.
