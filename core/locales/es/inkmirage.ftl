# Todas las frases que una persona puede leer, en español. Los nombres son los mismos que en inglés.

as-is = { $words }
money = { $amount }
money-stars =
    { $count ->
        [one] 1 estrella ⭐
       *[other] { $count } estrellas ⭐
    }
credits = { $count ->
    [one] { $count } crédito
   *[other] { $count } créditos
}

# --- comandos -------------------------------------------------------------------------------------

command-imagine =
    .name = imagina
    .name-prompt = descripción
    .name-shape = forma
    .name-quality = calidad
    .name-count = cantidad
    .name-private = privado
    .name-spoiler = oculta
    .description = Crear una imagen con palabras
    .option-prompt = Qué debe mostrar la imagen
    .option-shape = Formato
    .option-quality = Calidad
    .option-count = Cuántas imágenes
    .option-references = Imágenes de partida
    .option-spoiler = Oculta hasta pulsarla
    .option-private = Solo para ti
    .choice-shape-square = Cuadrada
    .choice-shape-portrait = { $percent ->
        [0] Vertical
       *[other] Vertical · +{ $percent } %
    }
    .choice-shape-landscape = { $percent ->
        [0] Horizontal
       *[other] Horizontal · +{ $percent } %
    }
    .choice-quality-low = Rápida · { $price }
    .choice-quality-medium = Buena · { $price }
    .choice-quality-high = Máxima · { $price }
command-again =
    .name = otra-vez
    .name-id = código
    .description = Lo mismo otra vez
    .option-id = Cuál; la última si queda vacío
command-show =
    .name = mostrar
    .name-id = código
    .description = Volver a mostrar una de tus imágenes
    .option-id = Cuál; la última si queda vacío
command-history =
    .name = historial
    .description = Tus últimas imágenes
command-cancel =
    .name = cancelar
    .name-id = código
    .description = Detener una imagen que aún no ha empezado
    .option-id = Cuál; la última si queda vacío
command-balance =
    .name = saldo
    .description = Tus créditos y los últimos movimientos
command-topup =
    .name = recargar
    .name-pack = paquete
    .description = Conseguir más créditos
    .option-pack = Qué paquete; la lista si queda vacío
command-settings =
    .name = ajustes
    .name-ask = preguntar
    .name-above = desde
    .description = Cuándo preguntarte por el precio
    .option-ask = Cuándo preguntar antes de cobrar
    .option-above = Preguntar solo por encima de tantos créditos
    .choice-ask-always = Preguntar siempre
    .choice-ask-above = Preguntar a partir de un precio
    .choice-ask-never = No preguntar nunca
command-language =
    .name = idioma
    .name-language = idioma
    .description = Elegir tu idioma
    .option-language = Idioma
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-inkmirage-settings =
    .name = inkmirage-ajustes
    .name-channel = canal
    .name-role = rol
    .name-anywhere = cualquiera
    .name-private = privado
    .name-spoiler = oculto
    .name-daily = diario
    .name-language = idioma
    .description = Lo que InkMirage puede hacer en este servidor
    .option-channel = Permitir un canal, o dejar de permitirlo
    .option-role = Permitir un rol, o dejar de permitirlo
    .option-anywhere = Cualquier canal y cualquier rol
    .option-private = Respuestas solo para quien pregunta
    .option-spoiler = Imágenes ocultas hasta pulsarlas
    .option-daily = Imágenes por persona y día; 0 sin límite
    .option-language = Idioma de lo que todos leen
    .choice-language-own = La de cada persona
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-start =
    .name = inicio
    .description = Qué es esto y cómo empezar
command-help =
    .name = ayuda
    .description = Todo lo que puedes hacer aquí

# --- la oferta y el trabajo -----------------------------------------------------------------------

shape-square = cuadrado
shape-portrait = vertical
shape-landscape = horizontal
quality-low = rápida
quality-medium = buena
quality-high = máxima

offer = { $count ->
    [one] Una imagen en formato { $shape }, calidad { $quality }
   *[other] { $count } imágenes en formato { $shape }, calidad { $quality }
}{ $references ->
    [0] {""}
    [one] , a partir de una imagen
   *[other] , a partir de { $references } imágenes
}.
too-poor = Esto cuesta { $price }; te faltan { $missing }.
nothing-charged = No se ha cobrado nada y tu petición queda guardada: recarga y pulsa el botón otra vez.
wallet-locked = Tus créditos están bloqueados por ahora, porque hay que aclarar algo de un pago. No se ha cobrado nada y tu petición queda guardada; escríbenos, por favor.
queued = { $ahead ->
    [0] Tu imagen es la siguiente.
    [one] Hay una imagen delante de la tuya.
   *[other] Hay { $ahead } imágenes delante de la tuya.
}
working = { $count ->
    [one] Tu imagen se está creando.
   *[other] Tus imágenes se están creando.
}
eta-seconds = Faltan unos { $seconds } segundos.
eta-minutes = { $minutes ->
    [one] Falta más o menos un minuto.
   *[other] Faltan unos { $minutes } minutos.
}
done = { $count ->
    [one] Aquí está tu imagen. #{ $code }
   *[other] Aquí están tus { $count } imágenes. #{ $code }
}
done-partly = Se han podido crear { $made } de { $count }; te hemos devuelto { $back }.
size-differs = El motor ha elegido { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } píxeles.
alt = { $count ->
    [one] Imagen creada con las palabras: { $prompt }
   *[other] Imagen { $number } de { $count } creada con las palabras: { $prompt }
}
job-code = #{ $code }
credits-back = Te hemos devuelto { $amount } al cabo de { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
}.
cancelled = Cancelado.
cancelled-rest = { $stopped ->
    [one] Se ha cancelado una imagen de #{ $code }; lo que ya se está creando llegará igualmente.
   *[other] Se han cancelado { $stopped } imágenes de #{ $code }; lo que ya se está creando llegará igualmente.
}
picture-removed = Las imágenes de #{ $code } se han eliminado.
originals = { $count ->
    [one] El archivo original de #{ $code }:
   *[other] Los archivos originales de #{ $code }:
}
delete-ask = { $count ->
    [one] ¿Eliminar para siempre la imagen de #{ $code }? Lo que costó sigue cobrado.
   *[other] ¿Eliminar para siempre las { $count } imágenes de #{ $code }? Lo que costaron sigue cobrado.
}
history-title = Tus últimas imágenes:
history-line = #{ $code } · { DATETIME($at, dateStyle: "medium") } · { $outcome } · { $charged } · { $prompt }
outcome-done = hecha
outcome-partly = hecha en parte
outcome-failed = no creada
outcome-refused = rechazada
outcome-cancelled = cancelada
outcome-working = en marcha

# --- por qué no hay imagen ------------------------------------------------------------------------

failed-refused-moderation = Las normas de contenido del motor no permiten esta imagen. Tus palabras siguen aquí: cámbialas y vuelve a intentarlo.
failed-refused-refused = El motor no ha querido crear esta imagen. Tus palabras siguen aquí: cámbialas y vuelve a intentarlo.
failed-refused-gateway-policy = Las normas de contenido del servicio no permiten esta petición. Tus palabras siguen aquí: cámbialas y vuelve a intentarlo.
failed-refused-reference-gone = Una imagen de la que parte esta petición se ha eliminado.
failed-engine-closed = El motor de imágenes está cerrado por ahora; estamos avisados y trabajando en ello.
failed-engine-broken = El motor de imágenes no ha podido con esta petición.
failed-engine-no-picture = El motor no ha dado ninguna imagen; quizá no le gustaron las palabras. Siguen aquí: cámbialas y vuelve a intentarlo.
failed-engine-unclear = El motor de imágenes se ha quedado callado, y volver a preguntar no ha servido.
failed-engine-busy = El motor de imágenes está demasiado ocupado en este momento.
failed-store-down = La imagen se creó, pero no se pudo guardar.
failed-quarantined = Con esta imagen se ha roto algo en nuestro programa una y otra vez, así que hemos dejado de intentarlo. Queda anotado y alguien lo mirará; si nos escribes, dinos el número de abajo.

# --- créditos -------------------------------------------------------------------------------------

balance-title = Puedes gastar { $available }, { $about ->
    [0] aún no alcanza para una imagen buena
    [one] más o menos una imagen buena
   *[other] unas { $about } imágenes buenas
}.
lot-promo = regalo
lot-compensation = con nuestras disculpas
lot-paid = comprados
lot-line = { $remaining }, { $kind }
lot-line-until = { $remaining }, { $kind }, hasta el { DATETIME($until, dateStyle: "medium") }
statement-title = Los últimos movimientos:
statement-line = { DATETIME($at, dateStyle: "short", timeStyle: "short") } · { $what } · { $amount } → { $balance }
ledger-grant = Créditos: { $kind }
ledger-capture = Imágenes #{ $code }
ledger-expiry = Caducados: { $kind }
ledger-transfer = Pasado con una cuenta unida
topup-title = Más créditos. Lo que compras no caduca nunca.
topup-closed = Aquí todavía no se pueden comprar créditos.
topup-order = { $credits } por { $price }.
topup-never-expires = No caducan nunca.
topup-accept = Al pagar aceptas nuestras condiciones (/terms) y pides los créditos de inmediato; los que ya hayas usado no se pueden devolver.
topup-whom-to-ask = Dudas sobre una compra y reembolsos: /paysupport. El soporte de Telegram no puede ayudar con las compras hechas aquí.
topup-invoice = Suficiente para unas { $about } imágenes buenas. Lo que compras no caduca nunca.
topup-done = { $credits } son tuyos. ¡Gracias!
pack-line = { $credits } por { $price }, unas { $about } imágenes buenas

# --- preferencias ---------------------------------------------------------------------------------

settings-title = Tus preferencias:
settings-saved = Guardado.
ask-always = Mostrar siempre el precio y preguntar
ask-above = Preguntar por encima de { $above }
ask-never = No preguntar nunca
language-title = ¿En qué idioma te hablo?
language-saved = A partir de ahora hablo español.

# --- primeras palabras ----------------------------------------------------------------------------

start-welcome = Te damos la bienvenida a InkMirage: escribes lo que quieres ver y recibes la imagen aquí mismo.
start-try = Prueba: /imagine un zorro bajo la lluvia
start-credits = Tienes { $available }. Una imagen buena cuesta { $price }, así que te alcanza para { $about ->
    [0] una más sencilla
    [one] una más o menos
   *[other] unas { $about }
}.
start-promise = Siempre ves antes el precio y, si algo sale mal, tus créditos vuelven solos.
help-title = Lo que puedes hacer aquí:
help-words = Las opciones también se pueden escribir: /imagine un zorro bajo la lluvia --shape portrait --count 2

# --- etiquetas ------------------------------------------------------------------------------------

fact-price = Precio
fact-available = Tienes
fact-reserved = Reservado
fact-charged = Cobrado
fact-ask = Precios
button-make-it = Crear · { $price }
button-change = Cambiar
button-edit = Editar el texto
button-again = Otra vez · { $price }
button-try-again = Volver a intentarlo
button-vary = { $count ->
    [one] Variar
   *[other] Variar la { $number }
}
button-original = { $count ->
    [one] Archivo original
   *[other] Archivos originales
}
button-delete = Eliminar
button-delete-sure = Eliminar para siempre
button-cancel = Cancelar, sin coste
button-cancel-rest = Cancelar el resto
button-show = #{ $code }
button-older = Anteriores
button-topup = Recargar
button-pack = { $credits } · { $price }
button-pay = Pagar { $price }
button-help = Todos los comandos
button-balance = Mis créditos
button-language = Idioma
button-ask-always = Preguntar siempre
button-ask-above = Preguntar por encima de { $above }
button-ask-never = No preguntar nunca

# --- lo que no se puede ---------------------------------------------------------------------------

error-unexpected = Algo se ha roto por nuestra parte. No se ha cobrado nada por esto. Si vuelve a pasar, dinos este número: { $incident }
error-away = Ahora mismo no podemos consultar nuestros registros, así que no se ha hecho nada ni se ha cobrado nada. Prueba otra vez dentro de un minuto.
error-unsure = Algo se ha roto por nuestra parte y aún no sabemos si esto ha llegado a hacerse. Mira en /history antes de enviarlo otra vez. Si vuelve a pasar, dinos este número: { $incident }
error-key-reused = Esta petición ya se usó para otra cosa. Envíala otra vez, por favor.
error-button-unknown = Este botón pertenece a algo que ya no está.
error-command-unknown = No hay ningún comando /{ $command }. /help los muestra todos.
error-command-unknown-near = No hay ningún comando /{ $command }. ¿Querías decir /{ $near }?
error-no-options = /{ $command } no necesita más palabras.
error-option-unknown = Aquí no hay ninguna opción «{ $option }».
error-option-unknown-near = Aquí no hay ninguna opción «{ $option }». ¿Querías decir «{ $near }»?
error-option-missing = /{ $command } necesita «{ $option }».
error-option-empty = A la opción «{ $option }» le falta un valor detrás.
error-choice-unknown = «{ $value }» no vale para «{ $option }». Elige una de estas: { $choices }.
error-flag-unknown = «{ $value }» no vale para «{ $option }». Di yes o no.
error-not-a-number = «{ $option }» debe ser un número entero de { NUMBER($low) } a { NUMBER($high) }, no «{ $value }».
error-out-of-range = «{ $option }» debe estar entre { NUMBER($low) } y { NUMBER($high) }, no { $value }.
error-too-long = «{ $option }» puede tener { $limit } caracteres; el tuyo tiene { $length }.
error-too-many-files = Se pueden adjuntar hasta { $most } imágenes; hay { $given }.
error-prompt-empty = Dime qué debe mostrar la imagen, por ejemplo: /imagine un zorro bajo la lluvia
error-card-number = Esto parece el número de una tarjeta de pago, así que no se ha guardado nada. No envíes nunca uno aquí. Si es otra cosa, pon una palabra entre las cifras.
error-reference-missing = Una de las imágenes adjuntas ya no está. Adjúntala otra vez, por favor.
error-reference-not-an-image = Este archivo no es una imagen que sepamos leer. Valen PNG, JPEG, WebP y GIF.
error-reference-too-large = Este archivo es demasiado grande. Valen imágenes de hasta 25 MB.
error-reference-too-many-pixels = Esta imagen tiene demasiados píxeles. Valen hasta 50 millones.
error-reference-damaged = Este archivo de imagen está dañado y no se puede leer hasta el final.
error-store-down = El almacén de imágenes no responde ahora mismo. Inténtalo de nuevo en un momento; no se ha cobrado nada.
error-job-unknown = Esta petición ya no está aquí.
error-code-unknown = No tienes ninguna imagen #{ $code }. /history muestra las tuyas.
error-no-jobs = Todavía no has creado ninguna imagen. Prueba: /imagine un zorro bajo la lluvia
error-not-yours = Esto es de otra persona. Con /imagine puedes crear la tuya.
error-picture-gone = Esta imagen se ha eliminado.
error-price-changed = El precio ha cambiado desde la oferta. No se ha cobrado nada; mira el precio nuevo.
error-nothing-to-cancel = No tienes nada en espera.
error-already-finished = #{ $code } ya está terminada.
error-too-late-to-cancel = #{ $code } ya se está creando y llegará enseguida.

# --- el terminal ----------------------------------------------------------------------------------

terminal-broken = Algo se ha roto por nuestra parte (incidente { $incident }). Para seguir: { $again }
terminal-kept = No se ha podido escribir { $path }. La imagen queda guardada: { $again }

button-make-own = Crearla con mis créditos
alt-plain = Una imagen hecha con InkMirage
community-title = Las reglas de este servidor
community-saved = Guardado. Estas son ahora las reglas.
community-everyones-own = el de cada persona
community-any = todos
fact-channels = Canales
fact-roles = Roles
fact-private-default = Privado por defecto
fact-spoiler-default = Oculto por defecto
fact-daily-cap = Por persona y día
fact-public-language = Idioma público
yes = sí
no = no
both = { $first }, { $second }
mention-channel = <#{ $id }>
mention-role = <@&{ $id }>
daily-cap = { $cap ->
    [0] Sin límite
   *[other] { $cap }
}
error-not-in-this-channel = Los dueños del servidor no permiten imágenes aquí. Pregunta en otro canal, por favor.
error-not-with-these-roles = En este servidor tus roles no permiten imágenes.
error-daily-cap = El servidor permite { $cap ->
    [one] una imagen
   *[other] { $cap } imágenes
} al día por persona; hoy llevas { $today }.
error-not-manager = Solo quien administra un servidor puede cambiar sus reglas, y solo en el propio servidor.
kept-for-you = Mientras no se te podía localizar, algo quedó listo para ti: { $codes }; míralo en /history.

# --- a quién acudir -------------------------------------------------------------------------------

command-terms =
    .name = condiciones
    .description = Qué podemos esperar unos de otros
command-support =
    .name = soporte
    .description = Cómo conseguir ayuda
command-paysupport =
    .name = ayuda-pagos
    .description = Ayuda con un pago
terms-title = Nuestras condiciones, en breve:
terms-credits = Las imágenes cuestan créditos. Ves cada precio antes de pagarlo, y lo que compras no caduca nunca.
terms-failure = Si una imagen no se puede hacer, sus créditos vuelven solos.
terms-content = No pidas nada contrario a la ley o a los derechos de otros. El motor de imágenes tiene sus propias reglas y puede negarse.
terms-age = InkMirage no es para niños. La edad a partir de la que puede usarse está en nuestra política de privacidad.
support-title = ¿Algo no es como debería? Escríbenos.
support-number = Si un mensaje mostraba un número, inclúyelo, pero nada secreto: nunca una contraseña ni un número de tarjeta.
paysupport-title = ¿Una pregunta sobre un pago? Escríbenos e indica el día y el importe.
paysupport-refund = Hasta 14 días después de una compra, /refund muestra lo que puedes recuperar.
fact-last-payment = Tu último pago
paysupport-telegram = De los pagos nos encargamos nosotros: el soporte de Telegram no puede ayudar con ellos.
fact-contact = Contacto
link-ended = Cuando el enlace caduque, «Archivo original» da uno nuevo.
