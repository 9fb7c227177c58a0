# Los derechos sobre los datos propios: /privacy y adónde llevan sus botones.

command-privacy =
    .name = privacidad
    .description = Ver, copiar, corregir o eliminar lo que guardamos sobre ti
command-export-my-data =
    .name = exportar-mis-datos
    .description = Recibir una copia de todo lo que guardamos sobre ti
command-delete-me =
    .name = eliminar-mi-cuenta
    .description = Eliminar tu cuenta y todo lo que forma parte de ella
command-code =
    .name = número
    .description = Escribir el número recibido
    .option-code = Las seis cifras
command-type-code =
    .name = escribir-número
    .description = Escribir el número recibido
command-my-data =
    .name = mis-datos
    .description = Lo que guardamos sobre ti
command-correct =
    .name = corregir
    .description = Corregir lo que no es cierto sobre ti
command-export-start =
    .name = iniciar-copia
    .description = Empezar una copia de tus datos
command-export-stop =
    .name = detener-copia
    .description = Detener la copia de tus datos
    .option-request = Qué copia
command-delete-choose =
    .name = elegir-eliminación
    .description = Cuándo eliminar tu cuenta
    .option-now = Ahora mismo, sin días para cambiar de idea
    .option-leave = Dejar en los chats lo que se publicó allí
    .option-request = A qué solicitud corresponde
command-delete-press =
    .name = confirmar-eliminación
    .description = Confirmar la eliminación
    .option-request = A qué solicitud corresponde
    .option-number = El número que indica el mensaje
command-delete-cancel =
    .name = conservar-cuenta
    .description = Conservar tu cuenta después de todo

# --- el centro de privacidad ----------------------------------------------------------------------

privacy-title = Tu privacidad en InkMirage
privacy-given = mayi.one recibe los textos y las imágenes de referencia para hacer las imágenes; Cloudflare R2 las guarda; Resend entrega nuestros correos. No vendemos nada ni entrenamos modelos con lo que es tuyo, salvo que digas que sí.
rights-hub = Todo esto es gratis y funciona igual en cada chat y en la web:
button-privacy = Tu privacidad
button-see = Ver lo que guardamos
button-export = Recibir una copia
button-correct = Corregir
button-delete-account = Eliminar mi cuenta
button-training = Entrenamiento
button-policy = Política de privacidad
button-contact = Contacto
button-report = Avisar de un menor
button-back = Volver
button-chats = Chats
fact-reference = Referencia
rights-kind-export = Copia de tus datos
rights-kind-erase = Supresión
rights-kind-correct = Rectificación
rights-kind-restrict = Limitación
rights-kind-object = Oposición
rights-kind-complaint = Reclamación
rights-kind-appeal = Recurso
rights-kind-limit = Uso limitado
rights-kind-opt-out-sale = No vender datos
rights-kind-agent = Solicitud por representante
rights-kind-minor = Aviso sobre un menor
rights-request-gone = Esta solicitud ya terminó o no es tuya. Escribe /privacy para ver cómo están las cosas.
rights-now-export = La copia se está preparando.
rights-now-erase = Tu cuenta está bloqueada y se está eliminando ahora.
rights-state-draft = Aún sin confirmar.
rights-state-open = Respondemos, a más tardar, el { DATETIME($at, dateStyle: "long") }.
rights-state-held = Por tu seguridad, empieza el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Hemos avisado en tus otros chats.
rights-state-grace = Tu cuenta está bloqueada y se eliminará el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Hasta entonces puedes cambiar de idea.
rights-state-running = { $total ->
    [0] En marcha.
   *[other] En marcha: { $done } de { $total } archivos.
}
rights-state-ready = Está lista. Puedes recogerla hasta el { DATETIME($at, dateStyle: "long") }.
rights-state-done = Hecho.
rights-state-cancelled = Retirada.
rights-state-expired = No se confirmó, así que no se hizo nada.
rights-state-denied = Rechazada.
rights-state-stuck = Esto tarda más de lo debido. Alguien lo está mirando y tendrás nuestra respuesta, a más tardar, el { DATETIME($at, dateStyle: "long") }.

# --- ver y corregir -------------------------------------------------------------------------------

rights-see = Esto es lo que guardamos sobre ti desde el { DATETIME($at, dateStyle: "long") }:
rights-see-who = Quién más tiene una parte: las plataformas de chat en las que nos usas, mayi.one (textos e imágenes de referencia), Cloudflare R2 (imágenes), Resend (nuestros correos para ti y los tuyos a nuestra dirección de privacidad).
rights-see-more = Los datos mismos están en tu copia, con cada fin, cada destinatario y cada plazo. Nunca los mostramos en un chat.
rights-number = { $count }
rights-counted-prompts = Textos
rights-counted-pictures = Imágenes
rights-counted-references = Imágenes de referencia
rights-counted-chats = Chats vinculados
rights-counted-messages = Mensajes nuestros en chats
rights-counted-letters = Correos de los últimos días
rights-counted-browsers = Navegadores con sesión iniciada
rights-counted-credits = Créditos
rights-counted-bookings = Movimientos
rights-counted-payments = Pagos
rights-counted-copies = Copias de tus datos
rights-counted-maker = Textos enviados a mayi.one
rights-counted-carrier = Correos enviados con Resend
rights-correct = Esto lo puedes corregir tú. Si hay algo más que no es correcto, escríbenos y dinos cómo debería ser.
rights-correct-books = Los movimientos no se reescriben nunca: uno equivocado se corrige con otro.

# --- un número como prueba ------------------------------------------------------------------------

rights-code = Tu número: { $code }
rights-code-warning = Es para una solicitud sobre tus datos y sirve durante diez minutos. Aquí nunca te lo pediremos. ¿La solicitud no es tuya? Entonces no le des el número a nadie y mira quién tiene la sesión abierta: /account
rights-code-mailed = Para estar seguros de que eres tú, hemos enviado un número a la dirección de correo de tu cuenta.
rights-code-told = Para estar seguros de que eres tú, hemos enviado un número a tu chat de { $platform }.
rights-code-life = Tiene seis cifras y sirve durante diez minutos.
rights-code-wrong = Ese no es el número que enviamos. Compara las seis cifras, por favor.
rights-code-over = Ya no esperamos ningún número. Vuelve a empezar con /privacy.
button-type-code = Escribir el número

# --- una copia ------------------------------------------------------------------------------------

rights-copy = Recibes todo lo que guardamos sobre ti en un solo archivo, para que lo leas tú y para que lo usen los programas.
rights-copy-contents = Contiene { $prompts ->
    [one] { $prompts } texto
   *[other] { $prompts } textos
}, { $pictures ->
    [one] { $pictures } imagen
   *[other] { $pictures } imágenes
} en su versión original, tus movimientos, tus ajustes y para qué se usa cada registro.
rights-copy-where = Una copia pequeña llega aquí como archivo. Una grande se recoge en la web, donde primero inicias sesión. Está allí siete días.
rights-copy-where-site = Se recoge en la web, donde primero inicias sesión. Está allí siete días.
rights-copy-answer = Te avisamos aquí cuando esté lista. Suele tardar unos minutos.
rights-copy-stopped = La copia se ha detenido, y lo que ya había de ella se ha eliminado.
rights-copy-locked = Tu cuenta está bloqueada porque se va a eliminar. Para pedir la copia, primero decide conservarla: /delete-me
button-copy-start = Hacer la copia
button-copy-stop = Detener

# --- eliminar -------------------------------------------------------------------------------------

rights-delete = Esto es lo que pasaría al eliminar tu cuenta, en todas partes y para siempre:
rights-delete-kept = Qué se queda: los pagos, porque lo exige la ley tributaria, sin nada más sobre ti; y los totales de nuestros libros, en los que no se reconoce a nadie.
rights-delete-unreached = Lo que no podemos alcanzar: lo que otras personas hayan copiado o reenviado, y los mensajes que una plataforma de chat ya no nos deja retirar. El comprobante dice cuántos son.
# Los verbos valen para lo que se anuncia y para lo ya hecho, y no dependen del género de lo que se cuenta.
rights-fate-deleted = Eliminamos { $count }
rights-fate-anonymised = De { $count } solo queda el total
rights-fate-kept = Conservamos { $count } porque la ley lo exige
rights-fate-left = Dejamos { $count } allí, como elegiste
rights-fate-told = Pedimos la supresión de { $count }
rights-fate-blanked = Vaciamos { $count }
rights-fate-too-old = { $count } – por su antigüedad no se puede retirar
rights-fate-no-access = { $count } – fuera de nuestro alcance
rights-fate-token-dead = { $count } – ya no se puede retirar
rights-lost = Pierdes { $credits }
button-export-first = Recibir antes una copia
button-delete-later = { $days ->
    [0] Eliminar
    [one] Eliminar dentro de { $days } día
   *[other] Eliminar dentro de { $days } días
}
button-delete-now = Eliminar ahora
rights-choose-later = Tu cuenta se bloquea enseguida y se elimina el { DATETIME($at, dateStyle: "long") }. Hasta entonces puedes cambiar de idea.
rights-choose-now = Tu cuenta se elimina enseguida. Nadie puede recuperarla.
rights-chats-go = También se retira lo que publicamos por ti en los chats, justo después de que confirmes; no vuelve aunque cambies de idea. Telegram nos deja retirar mensajes durante 48 horas; los más antiguos se vacían donde es posible.
rights-chats-stay = Lo que publicamos por ti en los chats se queda allí.
rights-press = Para continuar, pulsa { $number }.
rights-other-number = Ese era otro número. No se ha cambiado nada.
button-chats-leave = Dejar lo que hay en los chats
button-chats-remove = Retirar lo que hay en los chats
rights-not-at-once = Algo de tu cuenta acaba de cambiar, así que, por tu seguridad, no se puede eliminar de inmediato antes del { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Puedes elegir la eliminación con días para cambiar de idea.
rights-locked = Tu cuenta está bloqueada y se eliminará el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Hasta entonces no se hace ni se cobra nada.
rights-locked-means = No se hace ni se cobra nada. Se ha cerrado la sesión en todos los navegadores y los enlaces abiertos ya no funcionan.
rights-restricted = Nos has pedido que guardemos tus datos y no hagamos nada más con ellos. Para continuar, retira esa limitación en /privacy.
rights-quarantined = Tu cuenta está en pausa mientras se comprueba algo sobre ella. Tus derechos funcionan como siempre: /privacy
rights-erase-notice = Tu cuenta se eliminará el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
rights-erase-not-you = ¿No has sido tú? Entonces pulsa el botón y mira quién tiene la sesión abierta: /account
button-erase-cancel = Conservar mi cuenta
rights-kept = Tu cuenta se queda. Lo que terminó mientras tanto, como las sesiones de los navegadores y los mensajes retirados, no vuelve.
rights-nothing-to-cancel = No hay ninguna eliminación en marcha. Tu cuenta está como estaba.
rights-too-late = La eliminación ya ha empezado y no se puede detener.
rights-erased = Tu cuenta se ha eliminado, como pediste. Solo se conserva de ella lo que indica el comprobante.
rights-erased-backups = La última copia de seguridad que aún contiene algo de ella habrá desaparecido, a más tardar, el { DATETIME($day, dateStyle: "long") }.
button-receipt = Comprobante
