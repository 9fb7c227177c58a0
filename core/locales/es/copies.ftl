# La copia de los datos propios como servicio: qué se dice cuando está lista, la página donde se descarga y las páginas de sus partes.

copies-size-kb = { $number } KB
copies-size-mb = { $number } MB

# en la propia copia, si tiene varias partes
copies-page-first = La copia tiene { $count } partes y cada una se abre por sí sola. Esta es la primera, con todos los registros y explicaciones.
copies-page-part = Esta es la parte { $number } de la copia. Los registros, las explicaciones y la lista de lo que falta están en la primera parte.
copies-page-elsewhere = Hay imágenes de esta petición en la parte { $number }.

# en los chats
copies-asked = Alguien pidió una copia de todo lo que tenemos sobre ti. Empieza el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
copies-asked-not-you = ¿No fuiste tú? Detenla y mira quién tiene la sesión abierta: /account
copies-ready = { $parts ->
    [one] La copia de tus datos está lista: un archivo, { $size }.
   *[other] La copia de tus datos está lista: { $parts } archivos, { $size } en total.
}
copies-ready-until = Puedes descargarla hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC, en una página en la que antes inicias sesión. Después se elimina.
copies-attached = Es pequeña, así que también la tienes aquí como archivo. Quien pueda leer este chat puede abrirla.
copies-complete = Contiene todo lo que guardamos sobre ti, salvo lo que la propia copia indica, con los motivos.
copies-missing-again = { $count ->
    [one] Está completa salvo un elemento que no se pudo leer; la copia dice cuál. Volveremos a intentarlo por nuestra cuenta el { DATETIME($again, dateStyle: "medium") } y te avisaremos.
   *[other] Está completa salvo { $count } elementos que no se pudieron leer; la copia los enumera. Volveremos a intentarlo por nuestra cuenta el { DATETIME($again, dateStyle: "medium") } y te avisaremos.
}
copies-missing-still = { $count ->
    [one] Un elemento tampoco se pudo leer esta vez; la copia dice cuál. Escríbenos si quieres que lo busquemos.
   *[other] { $count } elementos tampoco se pudieron leer esta vez; la copia los enumera. Escríbenos si quieres que los busquemos.
}
copies-not-me = ¿No la has pedido tú? Pulsa «No he sido yo» en esa página. La copia se elimina al momento y se cierran todas las sesiones.
copies-stopped = Alguien con la sesión iniciada ha pulsado «No he sido yo»: las copias de tus datos ya no existen y se han cerrado todas las sesiones. Si quieres una copia, vuelve a pedirla.
button-copies-page = Ir a mi copia

# en el sitio
site-copies-title = Copias de tus datos
site-copies-lead = Lo que has pedido con /export-my-data. Esta página solo la ves tú, con la sesión iniciada.
site-copies-none = Ahora mismo no hay ninguna copia. Escribe /export-my-data en uno de tus chats para pedir una.
site-copies-all = Todas las copias
site-copy-asked = Pedida el
site-copy-waits = Todavía no ha empezado. Empezará el { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC; no tienes que hacer nada.
site-copy-making = { $total ->
    [0] En preparación. Estamos leyendo tus registros.
   *[other] En preparación: { $done } de { $total } archivos reunidos.
}
site-copy-making-more = Te avisaremos en tus chats y por correo cuando esté lista. Puedes cerrar esta página.
site-copy-ready = Lista. Puedes descargarla hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC. Después se elimina.
site-copy-over = Esta copia ya no existe. No nos queda nada de ella.
site-copy-whole = Contiene todo lo que guardamos sobre ti, salvo lo que la propia copia indica, con los motivos.
site-copy-missing = { $count ->
    [one] Está completa salvo un elemento que no se pudo leer; la copia dice cuál.
   *[other] Está completa salvo { $count } elementos que no se pudieron leer; la copia los enumera.
}
site-copy-parts = Archivos
site-copy-parts-more = Cada archivo es un zip que se abre por sí solo. Descomprímelo y abre index.html; no hace falta conexión.
site-copy-part = Parte { $number }
site-copy-left = { $count ->
    [0] ya se ha descargado tantas veces como es posible
    [one] se puede descargar una vez más
   *[other] se puede descargar { $count } veces más
}
site-copy-fetch = Descargar
site-copy-fetch-more = Al pulsar el botón empieza la descarga. Si se corta, se puede reanudar durante 5 minutos; después, vuelve a pulsarlo.
site-copy-checksum = SHA-256
site-copy-stop = ¿Ya no la quieres?
site-copy-stop-more = Detenla, y lo que se haya reunido se elimina al momento.
site-copy-stop-button = Detener la copia
site-copy-drop-more = Elimínala ahora en lugar de ese día.
site-copy-drop-button = Eliminar la copia
site-copy-not-me = ¿No la has pedido tú?
site-copy-not-me-more = Entonces alguien tenía una sesión iniciada en tu cuenta. Todas las copias se eliminan al momento, se cierran todas las sesiones, también esta, y los enlaces abiertos dejan de funcionar.
site-copy-not-me-button = No he sido yo
site-copy-stopped = Las copias ya no existen
site-copy-stopped-more = Se han cerrado todas las sesiones. Vuelve a entrar desde un chat y mira en /account si todos los chats que aparecen son tuyos.

error-copy-unknown = Esa copia no existe.
error-copy-over = Esta copia ya no existe: se acabó su plazo o se detuvo.
error-copy-not-ready = Esta copia todavía no está lista.
error-copy-used-up = Este archivo ya se ha descargado tantas veces como es posible. Pide una copia nueva con /export-my-data.
error-copy-link-over = El enlace ha funcionado durante 5 minutos. Vuelve a la página de la copia y pulsa otra vez el botón.
error-copy-away = El almacén no responde en este momento. A tu copia no le pasa nada; inténtalo dentro de unos minutos.

# por correo
mail-fact-copy-size =
    .label = Tamaño
    .value = { $parts ->
        [one] un archivo, { $size }
       *[other] { $parts } archivos, { $size } en total
    }
mail-fact-copy-until =
    .label = Disponible hasta
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-copy-ready =
    .subject = La copia de tus datos está lista
    .lead = La copia de tus datos que se pidió ya se puede descargar.
    .state = { $missing ->
        [0] Contiene todo lo que guardamos sobre ti, salvo lo que la propia copia indica, con los motivos.
        [one] Está completa salvo un elemento que no se pudo leer. La copia dice cuál.
       *[other] Está completa salvo { $missing } elementos que no se pudieron leer. La copia los enumera.
    }
    .how = La página te pide que inicies sesión. En este correo no hay nada de la copia.
    .button = Ir a tu copia
    .unasked = ¿No la has pedido tú? Pulsa «No he sido yo» en esa página: la copia se elimina al momento y se cierran todas las sesiones.
