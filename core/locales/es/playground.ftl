# Las palabras de la página de pruebas local. La página rellena los %huecos, por eso ninguna frase lleva argumentos de Fluent.

ui-guest = Invitado
ui-playground = Zona de pruebas local
ui-sandbox = Zona de pruebas local: las imágenes, la caja y el correo son simulados. Sin cuentas en ningún sitio.
ui-real-gateway = Zona de pruebas local: la caja y el correo son simulados, pero las imágenes vienen de la pasarela real, que las factura a su clave.
ui-noscript = Esta página necesita JavaScript. No carga nada de ningún otro sitio.
ui-skip = Ir al campo de mensaje
ui-close = Cerrar
ui-try-again = Reintentar
ui-discard = Descartar
ui-new-tab = (se abre en una pestaña nueva)
ui-credits-one = %amount crédito
ui-credits-other = %amount créditos

# people
ui-welcome-title = ¿Quién dibuja hoy?
ui-welcome-lead = Elige a alguien o añade un nombre. Cada cual tiene su chat, su monedero y su buzón, todo en este ordenador.
ui-people = Personas
ui-people-continue = Seguir como
ui-people-new = Añadir a alguien
ui-person-name = Nombre
ui-person-name-example = Lucía
ui-person-language = Idioma
ui-person-language-auto = El de este navegador
ui-person-add = Empezar a chatear
ui-chatting-as = Chateas como

# the chat
ui-messages = Mensajes
ui-you-said = Tú:
ui-bot-said = InkMirage:
ui-private = Solo tú puedes ver esto
ui-prompt = Descripción:
ui-show-all = Mostrar todo
ui-show-less = Mostrar menos
ui-earlier = Mensajes anteriores
ui-to-end = Mensajes nuevos
ui-sending = Enviando…
ui-progress = Progreso
ui-tone-good = Listo:
ui-tone-working = En marcha:
ui-tone-warning = Atención:
ui-tone-refusal = No es posible:
ui-empty-title = Una hoja en blanco
ui-empty-lead = Di qué te gustaría ver o empieza con una presentación.
ui-empty-start = Enséñame
ui-example-1 = un zorro bajo la lluvia, tinta aguada
ui-example-2 = una ciudad sobre la calima del desierto

# pictures
ui-picture = Imagen
ui-preview = Vista previa
ui-preview-alt = Vista previa de la imagen en curso
ui-enlarge = Ver en grande
ui-uncover = Destapar
ui-picture-before = Imagen anterior
ui-picture-after = Imagen siguiente
ui-picture-lost = No se puede mostrar la imagen. Quizá caducó su enlace: recarga la página.

# the composer
ui-say = Mensaje
ui-say-placeholder = Describe una imagen o escribe /
ui-send = Enviar
ui-options = Opciones de imagen
ui-suggestions = Sugerencias
ui-suggest-keys = ↑ ↓ elegir · Tab completar · Intro aceptar · Esc cerrar
ui-open-form = Abrir el formulario
ui-attach = Adjuntar imágenes
ui-attached = Imágenes adjuntas
ui-attached-picture = Imagen adjunta %name
ui-remove-file = Quitar %name
ui-drop-here = Suelta las imágenes para adjuntarlas
ui-drop-or-paste = o suéltalas o pégalas aquí
ui-choose-pictures = Elegir imágenes
ui-kept-references = Imagen de la petición anterior
ui-files-most = Como máximo %most imágenes por petición.
ui-file-large = %name ocupa más de %most MB.

# the form
ui-make = Crear · %price
ui-run = Ejecutar %command
ui-no-options = Aquí no hay nada que elegir.
ui-needed = Rellena este campo.
ui-too-long = Como máximo %most caracteres.
ui-less = Menos
ui-more = Más

# the wallet
ui-wallet = Monedero
ui-wallet-open = Monedero, créditos disponibles:
ui-available = Disponibles
ui-reserved = Reservados
ui-reserved-hint = Los créditos reservados son de las imágenes en curso: se cobran cuando la imagen está lista, o vuelven.
ui-lots = De dónde vienen
ui-lots-none = Ahora no tienes créditos. Con /topup consigues más.
ui-lot-until = hasta el %date
ui-lot-forever = no caducan
ui-ledger = Movimientos
ui-ledger-none = Todavía nada.
ui-balance-after = Saldo después:
ui-more-lines = Movimientos anteriores

# mail
ui-mail = Correo
ui-mail-open = Correo
ui-mail-none = Aún no hay cartas
ui-mail-hint = Aquí llegan recibos y avisos. Nada sale de este ordenador.
ui-mail-back = Todas las cartas
ui-mail-to = Para
ui-mail-text = Como texto sin formato

# the till
ui-till = Caja simulada
ui-till-sandbox = Una caja de juguete: no se mueve dinero ni se pide tarjeta.
ui-till-goods = Recibes
ui-till-order = Pedido
ui-till-total = A pagar, en dinero de juguete
ui-till-pay = Pagar
ui-till-decline = Rechazar
ui-till-paid = Pagado. Los créditos están en tu monedero.
ui-till-declined = Rechazado. No se ha pagado ni abonado nada.
ui-till-expired = Este pedido ha caducado. No se ha pagado nada; con /topup en el chat haces otro.
ui-till-again = Pedir otra vez
ui-till-back = Volver al chat

# when something does not work
ui-connection-lost = Se perdió la conexión. Reintentando; no se pierde nada de lo enviado.
ui-left = Esta cuenta está eliminada.
ui-left-again = Empezar de nuevo
ui-trouble-network = La zona de pruebas no responde. ¿Sigue en marcha?
ui-trouble-person = Esta persona ya no existe aquí. Elige otra.
ui-trouble-large = Es demasiado grande para enviarlo.
ui-trouble-server = No ha funcionado (%status). Nada se cobra dos veces; inténtalo de nuevo.
ui-trouble-page = Algo ha fallado en esta página. Recárgala e inténtalo de nuevo.
