# Correos. Cada uno tiene un asunto, una primera frase (la que se ve junto al asunto en la lista), más frases y un botón.

platform-discord = Discord
platform-telegram = Telegram
platform-playground = Playground
platform-web = Web

# --- lo que dice cada correo ----------------------------------------------------------------------

mail-greeting = Hola:
mail-bare = Si el botón no funciona, abre esta dirección en tu navegador:
mail-foot = Solo te escribimos por asuntos de tu cuenta: sin publicidad, y nada en nuestros correos nos dice si los lees.

mail-who = { $name } · { $platform }
mail-fact-asked-by =
    .label = Lo ha pedido
    .value = { $who }
mail-fact-chat =
    .label = Chat
    .value = { $who }
mail-fact-at =
    .label = Cuándo
    .value = { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-stop-until =
    .label = Se puede deshacer hasta
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-undo-until =
    .label = Se puede deshacer hasta
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-request =
    .label = Solicitud
    .value = { $kind ->
        [export] Una copia de tus datos
        [delete] Supresión de tus datos
       *[correct] Corrección de tus datos
    }
mail-fact-ref =
    .label = Referencia
    .value = { $ref }
mail-fact-due =
    .label = Respuesta hasta el
    .value = { DATETIME($due, dateStyle: "long") }
mail-fact-version =
    .label = Nueva versión
    .value = { $version }
mail-fact-effective =
    .label = En vigor desde el
    .value = { DATETIME($effective, dateStyle: "long") }
mail-fact-code =
    .label = Número
    .value = { $code }
mail-fact-gone =
    .label = Fuera de las copias de seguridad, a más tardar, el
    .value = { DATETIME($gone, dateStyle: "long") }

# --- entrar ---------------------------------------------------------------------------------------

mail-sign-in =
    .subject = Tu enlace para entrar en InkMirage
    .lead = Pulsa el botón y ya está. El enlace funciona una sola vez, durante los { $minutes } minutos siguientes a tu petición.
    .button = Entrar
    .unasked = ¿No lo has pedido tú? Entonces no tienes que hacer nada: mientras nadie pulse el botón, nadie entra.
    .keep = No reenvíes este correo, por favor. Nosotros nunca te lo pediremos.
mail-email-confirm =
    .subject = Confirma tu dirección de correo para InkMirage
    .lead = Pulsa el botón para que esta sea la dirección de tu cuenta de InkMirage. El enlace funciona una sola vez, durante los { $minutes } minutos siguientes a tu petición.
    .button = Confirmar esta dirección
    .unasked = ¿No lo has pedido tú? Entonces alguien ha escrito tu dirección, quizá por error. No tienes que hacer nada: mientras nadie pulse el botón, no pasa a ninguna cuenta.

# --- tu cuenta está a salvo -----------------------------------------------------------------------

mail-email-taken =
    .subject = Alguien ha querido usar tu dirección de correo en InkMirage
    .lead = Alguien ha querido usar esta dirección para una cuenta de InkMirage. Ya pertenece a la tuya, así que no ha cambiado nada.
    .was-you = ¿Has sido tú, desde otro chat? Entonces tienes dos cuentas. Escribe /link en uno de tus chats y las dos se unirán, con todos los créditos e imágenes.
    .was-not-you = ¿Ha sido otra persona? Entonces no tienes que hacer nada.
    .code = No des nunca a nadie un código que te haya mostrado /link.
mail-email-changed =
    .subject = Tu cuenta de InkMirage tiene otra dirección de correo
    .lead = Tu cuenta de InkMirage tiene ahora otra dirección de correo. Hasta ahora era esta.
    .was-you = ¿Has sido tú? Entonces todo está bien y no tienes que hacer nada.
    .was-not-you = ¿Ha sido otra persona? Entonces deshaz el cambio: esta dirección vuelve a ser la tuya, se cierra la sesión en todos los navegadores y los enlaces abiertos dejan de funcionar.
    .button = Deshacer el cambio
mail-linked =
    .subject = Otro chat pertenece ahora a tu cuenta de InkMirage
    .lead = Se ha unido otra cuenta a la tuya de InkMirage. Ahora los dos chats comparten un saldo y una galería.
    .was-you = ¿Has sido tú? Entonces todo está bien y no tienes que hacer nada.
    .was-not-you = ¿Ha sido otra persona? Entonces deshazlo a tiempo: escribe /unlink en tu propio chat o abre tus chats en la web. Cada parte recupera sus propios créditos e imágenes.
    .button = Ver tus chats
mail-unlinked =
    .subject = Un chat ya no pertenece a tu cuenta de InkMirage
    .lead = Se ha desvinculado un chat de tu cuenta de InkMirage. Desde allí ya nadie llega a tus créditos ni a tus imágenes.
    .was-you = ¿Has sido tú? Entonces todo está bien y no tienes que hacer nada.
    .was-not-you = ¿Ha sido otra persona? Entonces mira quién tiene la sesión abierta y ciérrala en todos los navegadores que no sean tuyos.
    .button = Ver las sesiones abiertas

# --- pagado ---------------------------------------------------------------------------------------

mail-receipt =
    .subject = InkMirage: { $title } { $document }, { $credits }
    .lead = Gracias por recargar. Aquí está todo sobre esta compra; consérvalo, por favor.
    .button = Abrir para imprimir
    .question = ¿Una pregunta sobre este pago? Escríbenos, por favor, e indica el número de arriba.
    .sign-in = La página del botón te pide primero iniciar sesión. En tu chat, /receipts muestra lo mismo.
mail-credit-note =
    .subject = InkMirage: { $title } { $document }, { $credits }
    .lead = Se ha devuelto algo que compraste, y el dinero vuelve por donde vino. El banco puede tardar unos días en mostrarlo.
    .button = Abrir para imprimir
    .question = ¿Una pregunta sobre este reembolso? Escríbenos, por favor, e indica el número de arriba.
    .sign-in = La página del botón te pide primero iniciar sesión. En tu chat, /receipts muestra lo mismo.

# --- tus derechos ---------------------------------------------------------------------------------

mail-rights =
    .subject = { $kind ->
        [export] Tu solicitud de una copia de tus datos
        [delete] Tu solicitud de supresión de tus datos
       *[correct] Tu solicitud de corrección de tus datos
    }
    .lead = Hemos recibido tu solicitud y tendrás nuestra respuesta, a más tardar, el { DATETIME($due, dateStyle: "long") }.
    .follow = En tu página de privacidad puedes ver en cualquier momento cómo va. Allí también puedes retirarla mientras no hayamos empezado.
    .button = Ver tu solicitud
    .papers = Para demostrar que la cuenta es tuya basta con que entres en ella. No nos envíes copias de documentos de identidad, por favor.
    .unasked = ¿No lo has pedido tú? Entra y retira la solicitud, o escríbenos e indica la referencia.
mail-rights-code =
    .subject = Tu número para una solicitud sobre tus datos
    .lead = { $kind ->
        [export] Alguien ha pedido una copia de los datos de tu cuenta. Si has sido tú, escribe este número donde la pediste.
       *[erase] Alguien ha pedido eliminar tu cuenta. Si has sido tú, escribe este número donde lo pediste.
    }
    .unasked = ¿No lo has pedido tú? Entonces no le des el número a nadie: sin él no pasa nada. Y mira quién tiene la sesión abierta.
    .keep = Nunca te pediremos este número por correo ni por teléfono.
    .button = Ver las sesiones abiertas
mail-erased =
    .subject = Tu cuenta se está eliminando
    .lead = Como pediste, hoy se eliminan tu cuenta y todo lo que forma parte de ella. Este es el último correo que recibes de nosotros.
    .kept = El comprobante indica qué nos obliga a conservar la ley, a quién hemos avisado y qué no hemos podido alcanzar. No necesitas una cuenta para abrirlo.
    .button = Abrir el comprobante
mail-policy-notice =
    .subject = Nuestra política de privacidad cambia el { DATETIME($effective, dateStyle: "long") }
    .lead = El { DATETIME($effective, dateStyle: "long") } entra en vigor una nueva versión de nuestra política de privacidad. Hasta entonces se aplica la actual.
    .choices = Puedes leer qué cambia, línea por línea. Antes y después de ese día puedes llevarte una copia de tus datos, eliminarlos u oponerte.
    .button = Leer los cambios
    .consent = Si algo nuevo necesita tu consentimiento, te lo pediremos aparte. Seguir usando InkMirage nunca cuenta como un sí.
