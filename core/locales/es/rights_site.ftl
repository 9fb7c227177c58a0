# Los derechos de una persona en la web: /account/privacy y sus páginas, la página de una cuenta bloqueada y el comprobante.

site-done-kept = Tu cuenta se queda. Lo que terminó mientras tanto, como las sesiones de los navegadores y los mensajes retirados, no vuelve.
site-done-lifted = Tu cuenta vuelve a funcionar.

# --- el panel -------------------------------------------------------------------------------------

rights-site-lead = Todo esto es gratis y funciona igual en tus chats, con /privacy.
rights-site-here = Qué puedes hacer
rights-site-see = Ver lo que guardamos
rights-site-see-more = Cuánto, desde cuándo, para qué, cuánto tiempo y quién lo recibe.
rights-site-export = Recibir una copia
rights-site-export-more = Todo lo que guardamos sobre ti, para leerlo y para usarlo con programas.
rights-site-correct = Corregir
rights-site-correct-more = Tu dirección, tus chats, tus ajustes y cualquier otra cosa.
rights-site-delete = Eliminar tu cuenta
rights-site-delete-more = Primero muestra qué desaparece, qué se queda y por qué. Después eliges cuándo.
rights-site-training = Entrenamiento
rights-site-training-more = Decir sí o no, y ver cuándo lo hiciste por última vez.
rights-site-policy = Política de privacidad
rights-site-policy-more = El texto vigente y todas las versiones anteriores.
rights-site-contact = Contacto
rights-site-contact-more = A quién escribir y qué pasa después.
rights-site-report = Avisar de un menor
rights-site-report-more = Cuéntanos si una cuenta es de alguien demasiado joven.
rights-site-others = Más derechos
rights-site-others-more = Limitar, oponerte, reclamar, pedir que se revise una respuesta y otros.
rights-site-asked = En marcha
rights-site-over = Solicitudes anteriores
rights-site-received = Recibida
rights-site-open = Abrir
rights-site-go-on = Continuar
rights-site-back = Volver a «Tus datos»
rights-site-gone = Esta solicitud ya terminó. Empieza de nuevo si todavía lo quieres.

# --- ver, corregir, los demás derechos ------------------------------------------------------------

rights-site-counts = Cuánto es
rights-site-see-copy = Los datos mismos están en tu copia.
rights-site-correct-closed = Tu cuenta está en pausa, así que ahora no se puede cambiar nada en sus páginas. Escríbenos qué no es correcto y cómo debería ser; lo corregimos por ti.
rights-site-correct-chats = Qué chats son tuyos, y cómo separar uno.
rights-site-correct-settings = Tu idioma y cuándo se te pregunta por los precios.
rights-site-correct-else = Para cualquier otra cosa, escríbenos:
rights-site-others-lead = Además de la copia, la corrección y la eliminación, tienes estos derechos.
rights-site-others-which = ¿Qué quieres?
rights-site-what-restrict = Guardamos tus datos y no hacemos nada más con ellos. No se hace ni se cobra nada hasta que lo retires, aquí o con /privacy. Vale desde el primer momento.
rights-site-what-opt-out-sale = No vendemos los datos de nadie ni los compartimos para publicidad. Dejamos constancia de que lo pediste.
rights-site-others-words = Tus palabras
rights-site-others-words-more = No hace falta que escribas nada. Por favor, no pongas números de tarjeta ni documentos de identidad.
rights-site-others-send = Enviar

# --- una copia ------------------------------------------------------------------------------------

rights-site-export-going = Ya has pedido una copia. Se hace una sola a la vez.
rights-site-export-waits = Algo de tu cuenta acaba de cambiar. Por tu seguridad, una copia empieza, como pronto, el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
rights-site-export-where = Te avisamos en tus chats y por correo cuando esté lista; suele tardar unos minutos. La recoges aquí, en una página que solo ves tú, durante siete días.
rights-site-proof-ahead = Para estar seguros de que eres tú, después enviamos un número a otro lugar donde solo lees tú, y te lo pedimos aquí.

# --- un número como prueba ------------------------------------------------------------------------

rights-site-code = Escribe el número que te enviamos
rights-site-digits = Seis cifras
rights-site-code-nowhere = Ya no queda otro lugar al que podamos enviar un número. Pide otra vez el envío más abajo y podrás continuar.
rights-site-code-again = ¿No ha llegado ningún número?
rights-site-code-again-more = Podemos enviar otro. El anterior deja entonces de servir.
rights-site-code-again-button = Enviar otro número
rights-site-code-over = Ese número ya no sirve. Pide que te enviemos otro.

# --- eliminar -------------------------------------------------------------------------------------

rights-site-delete-what = Qué desaparece y qué se queda
rights-site-delete-how = Cómo quieres que se haga
rights-site-when = ¿Cuándo?
rights-site-later = { $days ->
    [0] Como siempre
    [one] Dentro de { $days } día
   *[other] Dentro de { $days } días
}
rights-site-now = Ahora
rights-site-chats = Lo que publicamos por ti en los chats
rights-site-nothing-yet = Todavía no se elimina nada. Lo confirmas en la página siguiente.
rights-site-sure = ¿Eliminar tu cuenta?
rights-site-sure-out = Se cierra la sesión en todos los navegadores, también en este, y los enlaces abiertos dejan de funcionar.
rights-site-word = eliminar
rights-site-type-word = Para confirmar, escribe la palabra «{ $word }»
rights-site-word-other = Esa era otra palabra, así que no se ha cambiado nada. La palabra es «{ $word }».
rights-site-change = Elegir de otra manera
rights-site-stay = Conservar mi cuenta

# --- bloqueada y en pausa -------------------------------------------------------------------------

rights-site-locked = Tu cuenta está bloqueada
rights-site-locked-now = La eliminación de tu cuenta ha empezado. Ya no se puede detener.
rights-site-keep-how = Para conservar tu cuenta, pulsa «Conservar mi cuenta» en uno de tus chats, o vuelve a iniciar sesión y púlsalo aquí.
rights-site-receipt-where = El comprobante muestra cómo va la eliminación y, después, qué ha sido de todo. Guarda la referencia: para abrirlo no hace falta iniciar sesión, y no contiene nada sobre ti.
rights-site-receipt-open = Abrir el comprobante
rights-site-paused = Tu cuenta está en pausa
rights-site-restricted = Nos has pedido que guardemos tus datos y no hagamos nada más con ellos. Por eso no se hace ni se cobra nada hasta que lo retires.
rights-site-quarantined = Se está comprobando algo sobre tu cuenta. Hasta que termine, no se hace ni se cobra nada.
rights-site-paused-rights = Tus derechos funcionan como siempre: ver, copiar, corregir y eliminar.
rights-site-to-privacy = Tu privacidad
rights-site-lift = Volver a usar mi cuenta

# --- el comprobante -------------------------------------------------------------------------------

rights-site-receipt = Comprobante
rights-site-complete = La eliminación está completa.
rights-site-incomplete = Todavía no hay nada completo. Antes tienen que estar hechos todos los pasos de abajo.
rights-site-state-grace = La cuenta está bloqueada. Se eliminará el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC, salvo que antes se decida conservarla.
rights-site-confirmed = Confirmada
rights-site-ended = Terminada
rights-site-gone-backups = Fuera de la última copia de seguridad, a más tardar, el
rights-site-steps = Paso a paso
rights-site-step-done = Hecho
rights-site-step-waits = Pendiente
rights-site-step-messages = Mensajes en los chats
rights-site-step-objects = Imágenes, archivos y copias
rights-site-step-maker = Aviso a mayi.one, o anotada su propia fecha de eliminación
rights-site-step-carrier = Aviso a Resend, o anotada su propia fecha de eliminación
rights-site-step-letter = Envío de este comprobante
rights-site-step-tombstone = Una marca para que no vuelva con una copia de seguridad
rights-site-step-rows = Todo lo que hay en la base de datos
rights-site-step-compaction = Espacio vacío de la base de datos sobrescrito
rights-site-step-verification = Una última mirada por si queda algo
rights-site-ours = Lo que guardábamos
rights-site-in-chats = Mensajes en los chats
rights-site-elsewhere = Lo que otros guardan para nosotros
rights-site-until = Hasta el { DATETIME($at, dateStyle: "medium") }
rights-site-there-kept = { $count } – la empresa lo elimina según sus propias reglas y no dice qué día
rights-site-there-ends = { $count } – la empresa lo elimina, a más tardar, el { DATETIME($at, dateStyle: "long") }
rights-site-kept = Qué se conserva, hasta cuándo y por qué
rights-site-kept-payments = { $count ->
    [one] Un pago, hasta el { DATETIME($at, dateStyle: "long") }, porque lo exige la ley tributaria. No lleva nada más sobre la persona.
   *[other] { $count } pagos, hasta el { DATETIME($at, dateStyle: "long") }, porque lo exige la ley tributaria. No llevan nada más sobre la persona.
}
rights-site-kept-totals = Totales de nuestros libros, en los que no se reconoce a nadie, para que las sumas sigan cuadrando.
rights-site-kept-mark = Una marca de la que nadie puede leer un nombre, hasta el { DATETIME($at, dateStyle: "long") }, para que ninguna copia de seguridad restaurada traiga la cuenta de vuelta.
rights-site-kept-record = Este comprobante y el registro de sus pasos, hasta el { DATETIME($at, dateStyle: "long") }, como prueba de que se atendió la solicitud.
rights-site-seal-good = Los sellos del registro encajan: ningún paso se cambió ni se quitó después.
rights-site-seal-broken = Los sellos del registro no encajan, así que no te fíes de este comprobante. Por favor, escríbenos e indica la referencia.
rights-site-receipt-nobody = Quien conozca la referencia puede abrir esta página. No nombra a nadie.
