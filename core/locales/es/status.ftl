# Cómo estamos: /status en cada chat y la página del mismo nombre.

command-status =
    .name = estado
    .description = Si ahora se están haciendo imágenes y cuánto tardan
status-making-working = Se están haciendo imágenes.
status-making-idle = Está todo tranquilo: nadie ha pedido una imagen en los últimos 15 minutos. Que sepamos, la tuya puede empezar enseguida.
status-making-slow = Se están haciendo imágenes, pero la espera es más larga de lo normal.
status-making-troubled = Muchas de las últimas imágenes no han salido. Puedes pedir una igualmente; si falla, los créditos vuelven solos.
status-making-stalled = Ahora mismo no se hace ninguna imagen, aunque hay algunas esperando. Conservan su turno, y lo que no se pueda hacer no cuesta nada.
status-making-resting = El motor de imágenes, mayi.one, no acepta ahora nuestras peticiones. Lo que no se pueda hacer devuelve sus créditos por sí solo.
status-as-of = Datos del { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
fact-status-queue = En espera
fact-status-next = Si pides una ahora
fact-status-engine = Motor de imágenes (mayi.one)
fact-status-storage = Almacén de imágenes
fact-status-mail = Correo
fact-status-payments = Pagos y reembolsos
status-queue = { $count ->
    [0] nadie
    [one] una imagen
    [10000] al menos { $most } imágenes
   *[other] { $count } imágenes
}
status-next-seconds = { $seconds ->
    [one] lista en un segundo más o menos
   *[other] lista en unos { $seconds } segundos
}
status-next-minutes = { $minutes ->
    [one] lista en un minuto más o menos
   *[other] lista en unos { $minutes } minutos
}
status-next-unknown = no podemos decir cuánto tardará
status-next-first = aún no lo sabemos; la tuya sería de las primeras
status-fine = que sepamos, todo en orden
status-late-engine = ahora no nos hace imágenes, o falla
status-late-storage = ahora no acepta imágenes nuevas
status-late-mail = algunos mensajes salen con retraso
status-late-payments = algunos llegan con retraso; no se pierde nada
button-status = Mirar otra vez
site-foot-status = Estado
site-status-title = Cómo está InkMirage
site-status-parts = En detalle
site-status-at = Datos del
site-status-promise = Lo leemos de nuestras propias tablas, no lo adivinamos. Si una imagen no se puede hacer, te lo decimos y sus créditos vuelven solos.
