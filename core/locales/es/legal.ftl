# Los documentos legales: frases, y las palabras de las tablas que se hacen a partir del mapa de datos y del registro.

legal-privacy-title = Política de privacidad
legal-terms-title = Condiciones de uso
legal-cookies-title = Cookies
legal-processors-title = Quién recibe datos
legal-retention-title = Cuánto tiempo se guardan los datos
legal-version = Versión { $version }, { $status }. Está previsto que se aplique a partir del { DATETIME($effective, dateStyle: "long") }.
legal-status-placeholder = texto provisional
legal-status-draft = borrador
legal-status-published = publicada
legal-draft = Esto es un borrador: falta la revisión jurídica. Describe el programa tal como es hoy y, donde algo no está decidido, lo dice.
legal-line = { $name }: { $value }
legal-phrases = { $first }; { $second }
legal-nobody = nadie
legal-not-settled = aún sin decidir

# --- política de privacidad: qué guardamos ------------------------------------------------------------

legal-privacy-heading-held = Qué guardamos
legal-held-intro = Guardamos lo que InkMirage necesita para funcionar, y nada más:
legal-held-chat = Identificadores de chat: el ID de usuario, el nombre visible y el idioma que nos comunica Discord o Telegram, y en qué chats y mensajes están nuestras respuestas. En servidores y grupos trabajamos con lo que se dirige al bot, no con las conversaciones de los demás.
legal-held-email = Tu dirección de correo, si nos la das: para iniciar sesión y para correos sobre tu cuenta, como enlaces de acceso y recibos.
legal-held-content = Los textos que escribes, las imágenes de referencia que adjuntas y las imágenes que se hacen con ellos.
legal-held-billing = Tu saldo: créditos, movimientos, pedidos y pagos. No guardamos números de tarjeta completos; un mensaje que parece contener uno se rechaza.
legal-held-web = Cuando usas nuestras páginas web: tu dirección IP, recortada a su red antes de escribirla, el nombre y la versión principal del navegador, su idioma y la hora. Contra los abusos guardamos además un hash de la dirección completa, con una clave que se destruye al cabo de 7 días.
legal-held-source = Tu nombre, tu ID de usuario y tu idioma vienen de la plataforma en la que escribes; todo lo demás viene de ti o de tu uso de InkMirage. Sin un identificador de chat y un texto no se puede hacer una imagen; la dirección de correo es voluntaria.
legal-held-table = Las tablas siguientes se hacen a partir del registro de todo lo que hay en la base de datos del programa. No falta nada en ellas:
legal-held-nobody = También se guarda, pero no trata de ninguna persona: { $tables }.

# --- para qué -----------------------------------------------------------------------------------------

legal-privacy-heading-use = Para qué lo usamos
legal-use-intro = Todo lo que guardamos sirve a uno o varios de estos fines. No hay otros:
legal-purpose-long-auth = Inicio de sesión: saber que eres tú, en cada chat y en la web.
legal-purpose-long-generate = Hacer imágenes: que el servicio de imágenes lleve a cabo tu texto.
legal-purpose-long-deliver = Entrega: guardar las imágenes, llevártelas y volver a mostrarlas.
legal-purpose-long-bill = Cobro: reservar, cobrar y devolver créditos, y abonar lo que compras.
legal-purpose-long-secure = Seguridad: hacer funcionar y proteger el servicio y detectar abusos.
legal-purpose-long-mail = Correo: enviar lo que forma parte de tu cuenta, como enlaces de acceso y recibos. No hay correo publicitario.
legal-purpose-long-rights = Derechos: atender las solicitudes sobre tus propios datos.
legal-purpose-long-legal = Obligaciones legales: conservar y acreditar lo que exige la ley.
legal-use-grounds = La base jurídica (art. 6.1 RGPD) es:
legal-ground-contract = Contrato (b): hace falta para lo que nos pides, como una imagen, un saldo o un inicio de sesión.
legal-ground-interest = Interés legítimo (f): el nuestro es que el servicio sea seguro y que se detecten los abusos. Puedes oponerte.
legal-ground-law = Obligación legal (c): registros de pago que la ley tributaria nos obliga a conservar, y la prueba de un consentimiento dado o negado.
legal-ground-consent = Consentimiento (a): solo donde has dicho que sí, y hasta que lo retires.
legal-use-sale = No vendemos datos personales ni los cedemos para publicidad. Por eso, una señal del navegador en contra (Global Privacy Control) no encuentra nada que desactivar.
legal-use-training = No entrenamos modelos propios con tus textos o imágenes salvo que hayas dicho expresamente que sí. No responder significa que no, y un sí puede retirarse en cualquier momento. Hoy no hay ningún entrenamiento de este tipo.
legal-use-automatic = Una lista de palabras rechaza textos claramente prohibidos, como imágenes sexuales de niños, y quien envía varios en un día espera hasta un día para más imágenes; el servicio de imágenes puede rechazar un texto según sus propias reglas automáticas; y el programa frena a quien intenta iniciar sesión demasiadas veces o pide en un minuto, una hora o un día más de lo que alcanza para todos. Nada de esto cuesta nada ni tiene más consecuencias. Si crees que fue un error, pulsa el botón bajo el rechazo, escribe /appeal o escríbenos, y lo mirará una persona.

# --- destinatarios ------------------------------------------------------------------------------------

legal-privacy-heading-recipients = Quién recibe datos
legal-given-intro = Trabajamos con unos pocos proveedores que actúan por nuestra cuenta. Las plataformas de chat deciden por sí mismas, según sus propias reglas, qué hacen con lo que reciben:
legal-given-agreement = Cada proveedor que actúa por nuestra cuenta debe quedar vinculado por un contrato de encargo de tratamiento antes del lanzamiento. Donde la tabla o la página de destinatarios dice «aún sin decidir», eso está pendiente.
legal-given-transfer = Los proveedores pueden tratar datos fuera del país en el que vives. La página de destinatarios indica la región y las garantías de cada uno, en la medida en que estén decididas.

# --- derechos -----------------------------------------------------------------------------------------

legal-privacy-heading-rights = Tus derechos
legal-rights-intro = Puedes pedir lo siguiente en cualquier momento y gratis:
legal-right-access = Acceso: una copia de los datos que tenemos sobre ti.
legal-right-correct = Rectificación: que se corrijan los datos erróneos.
legal-right-delete = Supresión: que se elimine tu cuenta y todo lo que forma parte de ella. Las imágenes sueltas las eliminas tú, con el botón que tienen debajo.
legal-right-take = Portabilidad: tus datos en un formato que las máquinas puedan leer.
legal-right-limit = Limitación: que durante un tiempo solo guardemos tus datos y no hagamos nada más con ellos.
legal-right-object = Oposición: a lo que hacemos por interés legítimo.
legal-right-withdraw = Retirada: de cualquier consentimiento, para el futuro.
legal-rights-how = Pídelo con /privacy en cualquier chat o en la página «Tus datos» de tu cuenta, o escribe a { $contact }. Tendrás nuestra respuesta en un mes como máximo.
legal-rights-proof = Para estar seguros de que eres tú quien lo pide, te pedimos que lo confirmes en un chat o con la dirección de correo de tu cuenta. Nunca pedimos documentos de identidad.
legal-rights-regions = Si vives en el Espacio Económico Europeo, el Reino Unido o California, la ley de allí te da más derechos, que quedan intactos. Los derechos de arriba son de todo el mundo.
legal-rights-complaint = Puedes reclamar ante una autoridad de protección de datos, por ejemplo la del lugar donde vives.

# --- cookies ------------------------------------------------------------------------------------------

legal-privacy-heading-cookies = Cookies
legal-cookies-heading-list = Todas las cookies
legal-cookies-heading-none = Lo que no hay
legal-cookies-heading-contact = Contacto
legal-cookies-all = Nuestras páginas web usan estas cookies y ninguna más:
legal-cookies-none = No hay cookies publicitarias, ni rastreadores entre sitios web, ni nada de otras empresas en nuestras páginas.
legal-cookies-reading = Leer nuestras páginas legales no instala ninguna cookie.
legal-cookies-consent = Las dos primeras son estrictamente necesarias, y la tercera se instala porque has elegido un idioma. Por eso no pedimos consentimiento para cookies.
legal-cookie-session = mantiene tu sesión iniciada; se renueva mientras usas nuestras páginas
legal-cookie-csrf = muestra que un formulario se envió desde nuestra propia página y no lo envió otra persona en tu nombre
legal-cookie-lang = recuerda el idioma que elegiste
legal-cookie-days = { $days ->
    [one] al cabo de un día
   *[other] al cabo de { $days } días como máximo
}
legal-cookie-browser = cuando cierras el navegador

# --- conservación -------------------------------------------------------------------------------------

legal-privacy-heading-retention = Cuánto tiempo guardamos los datos
legal-retention-heading-table = Los plazos
legal-retention-heading-account = Cuando se elimina tu cuenta
legal-retention-heading-elsewhere = Archivos, chats y registros técnicos
legal-retention-generated = Esta tabla se hace a partir del registro de todo lo que hay en la base de datos del programa:
legal-kept-intro = Los textos y las imágenes se quedan mientras tu cuenta esté activa, para que puedas volver a encontrarlos. Muchas otras cosas se van antes. Según su plazo más largo, se guarda:
legal-kept-deletion = Cuando pides eliminar tu cuenta, todo lo personal queda eliminado o anónimo en los { $promise } días siguientes a tu confirmación: { $grace ->
    [0] la eliminación empieza enseguida
    [one] durante un día aún puedes cambiar de idea
   *[other] durante { $grace } días aún puedes cambiar de idea
}, la eliminación tarda { $purge ->
    [0] menos de un día
    [one] hasta un día
   *[other] hasta { $purge } días
} y { $backup ->
    [0] no hay copias de seguridad
    [one] la última copia de seguridad desaparece un día después
   *[other] la última copia de seguridad desaparece { $backup } días después
}.
legal-kept-law = La excepción son los registros de pago que la ley tributaria nos obliga a conservar. No contienen textos ni imágenes, y el número de años depende del país de quien presta el servicio.
legal-kept-hold = Un registro concreto puede conservarse más tiempo si lo exige una ley, una autoridad o un litigio: guardado bajo llave, sin otro uso y hasta un día fijado desde el principio.
legal-kept-unused = { $months ->
    [0] Una cuenta no termina solo porque no se use.
   *[other] Una cuenta que nadie usa durante { $months } meses, o { $longer } meses mientras tenga créditos, se elimina. Antes avisamos dos veces, y con pulsar un botón se conserva.
}
legal-kept-files = Cuando eliminas una imagen, también se elimina su archivo de nuestro almacén.
legal-kept-platform = Lo que se publicó en un chat está también en la plataforma. Allí valen sus reglas, y las copias que otras personas hayan guardado quedan fuera de nuestro alcance.
legal-kept-logs = Los registros técnicos contienen horas, números aleatorios y palabras fijas. No contienen textos tuyos, ni nombres, ni direcciones de correo.
legal-kept-account = mientras exista tu cuenta
legal-kept-days = { $days ->
    [one] un día
   *[other] { $days } días
}
legal-kept-law-payment-records = el tiempo que la ley exige para los registros de pago
legal-kept-parts = { $longer }; partes de ello: { $shorter }

# --- menores, cambios, contacto, puntos abiertos ------------------------------------------------------

legal-privacy-heading-children = Menores
legal-children-age = InkMirage no está pensado para menores de 13 años, ni de 16 en el Espacio Económico Europeo.
legal-children-known = No recogemos a sabiendas datos de menores de esas edades.
legal-children-contact = Si crees que un menor nos ha dado datos, escribe a { $contact } y los eliminaremos.
legal-privacy-heading-changes = Cambios
legal-changes-versions = Esta política puede cambiar. Cada versión tiene una fecha, y las anteriores se pueden seguir leyendo, con lo que cambió.
legal-changes-material = Un cambio es importante si trae un fin nuevo, un tipo de datos nuevo, un destinatario o una región nuevos, una cookie nueva, un plazo más largo, un derecho más débil, una edad más baja u otro responsable.
legal-changes-ahead = Anunciamos los cambios importantes al menos 14 días antes de que se apliquen, por correo o dentro de InkMirage. Hasta entonces vale la versión anterior.
legal-privacy-heading-contact = Contacto
legal-contact-write = Para cualquier pregunta sobre privacidad, y para ejercer tus derechos, escribe a { $contact }.
legal-privacy-heading-open = Lo que aún no está decidido
legal-open-intro = Antes del lanzamiento hay que resolver lo siguiente; hasta entonces este texto sigue siendo un borrador:
legal-open-review = la revisión jurídica
legal-open-controller = quién es responsable ante la ley: nombre, dirección y, si hace falta, representante
legal-open-years = cuántos años se guardan los registros de pago
legal-open-logs = cuántos días se guardan los registros técnicos
legal-missing-region = región
legal-missing-transfer = garantías para las transferencias
legal-missing-agreement = contrato de encargo de tratamiento
legal-missing-agreed-on = fecha del contrato
legal-missing-deletion = cómo se eliminan allí los datos
legal-missing-retention = cuánto tiempo se guardan allí los datos
legal-missing-incident = contacto para incidentes

# --- la página de destinatarios -----------------------------------------------------------------------

legal-processors-intro = Esta página se hace a partir del registro en el que el propio programa apunta a quienes reciben datos fuera. Dice exactamente qué recibe cada cual. El número de tu cuenta y tus identificadores de chat no se envían a ninguno de los proveedores.
legal-processors-open = «Aún sin decidir» significa que no lo sabemos o que no lo hemos acordado. Antes del lanzamiento no puede quedar nada de eso.
legal-processors-heading-changes = Cuando esto cambia
legal-processors-new = Un destinatario nuevo es un cambio importante: se anuncia al menos 14 días antes.
legal-own-terms = ninguno: la plataforma decide por sí misma, según sus propias condiciones
legal-own-deletion = nuestro programa elimina sus mensajes en la medida en que la plataforma lo permite
legal-own-page = como dice su propia página
legal-recipient-platform = la plataforma de chat
legal-role-processor = actúa por nuestra cuenta
legal-role-independent = decide por sí misma
legal-deletion-api = con nuestro programa
legal-deletion-ttl = por sí solos al cabo de un tiempo
legal-deletion-manual = a petición escrita
legal-deletion-none = no es posible
legal-sent-mayi-prompt = tu texto
legal-sent-mayi-references = las imágenes de referencia que adjuntas
legal-sent-mayi-settings = tamaño, calidad y formato de archivo de la imagen
legal-sent-mayi-request = un número aleatorio por cada imagen
legal-sent-r2-files = las imágenes hechas para ti y tus imágenes de referencia
legal-sent-r2-names = su tipo de archivo y un nombre de descarga sin ninguna palabra tuya
legal-sent-r2-folder = un nombre de carpeta aleatorio de tu cuenta
legal-sent-r2-visits = la dirección IP de quien abre un enlace a una imagen
legal-sent-resend-address = tu dirección de correo
legal-sent-resend-letter = asunto y texto del correo
legal-sent-resend-number = un número aleatorio para el correo
legal-sent-discord-answers = nuestras respuestas en tus chats, con tu texto donde lo muestran
legal-sent-discord-pictures = las imágenes que publicamos allí para ti
legal-sent-discord-packs = qué paquetes de créditos se te ofrecen allí y que una compra se ha abonado; el dinero lo cobra el propio Discord
legal-sent-telegram-answers = nuestras respuestas en tus chats, con tu texto donde lo muestran
legal-sent-telegram-pictures = las imágenes que publicamos allí para ti
legal-sent-telegram-invoice = la factura de los créditos que compras allí con estrellas: número, paquete y precio; las estrellas las cobra Telegram
legal-sent-stripe-order = el número aleatorio de tu pedido
legal-sent-stripe-goods = lo que compras: créditos, precio y moneda
legal-sent-stripe-language = el idioma de la página de pago
legal-sent-stripe-page = lo que escribes en la página de pago de la propia Stripe, como la tarjeta y el correo electrónico, y la dirección IP desde la que llegas; tu tarjeta nunca nos llega

# --- palabras de las tablas ---------------------------------------------------------------------------

legal-column-what = Qué
legal-column-why = Para qué
legal-column-basis = Base jurídica
legal-column-recipients = Destinatarios
legal-column-kept = Cuánto tiempo
legal-column-erased = Cuando se elimina la cuenta
legal-column-who = Quién
legal-column-role = Papel
legal-column-receives = Recibe
legal-column-where = Región
legal-column-transfer = Garantías para las transferencias
legal-column-agreement = Acuerdo
legal-column-their-retention = Se guarda allí
legal-column-incident = Contacto para incidentes
legal-column-deletion = Eliminación allí
legal-column-page = Su propia página
legal-column-cookie = Cookie
legal-column-ends = Termina
legal-column-attributes = Atributos
legal-category-identifier = Identificadores propios
legal-category-chat = Identificadores de chat
legal-category-contact = Correo
legal-category-profile = Cuenta y preferencias
legal-category-content = Textos e imágenes
legal-category-usage = Uso
legal-category-device = Páginas web y seguridad
legal-category-billing = Créditos y pagos
legal-category-operation = Funcionamiento
legal-category-rights = Solicitudes sobre tus datos
legal-purpose-auth = inicio de sesión
legal-purpose-generate = hacer imágenes
legal-purpose-deliver = entrega
legal-purpose-bill = cobro
legal-purpose-secure = seguridad
legal-purpose-mail = correo
legal-purpose-rights = tus derechos
legal-purpose-legal = obligaciones legales
legal-basis-contract = contrato
legal-basis-interest = interés legítimo
legal-basis-law = obligación legal
legal-basis-consent = consentimiento
legal-erase-delete = se elimina
legal-erase-object = se elimina, junto con el archivo
legal-erase-nullify = se vacía
legal-erase-anonymise = queda en los libros sin ningún vínculo contigo
legal-erase-keep = se conserva como exige la ley
legal-erase-expires = termina por sí solo

# Una por cada tabla de la base de datos (tests/core/legal/test_words.py).
legal-table-account = tu cuenta (número aleatorio, idioma, dirección de correo, preferencias de precios)
legal-table-account-merge = uniones de dos cuentas (cuáles, cuándo, qué se puede deshacer)
legal-table-attempt = intentos de inicio de sesión (un hash con una clave del día, número, hora)
legal-table-billing-document = recibos y notas de abono (número, hora, importe, referencia del pago)
legal-table-billing-record = pagos de personas cuya cuenta se eliminó, en la medida en que lo exige la ley tributaria (proveedor, referencia, importe, créditos, hora)
legal-table-books-total = totales de los libros de todas las cuentas eliminadas
legal-table-chat-message = el chat de nuestra propia página (mensajes y horas)
legal-table-command-log = pasos de la contabilidad (una clave contra el cobro doble, hora)
legal-table-community = reglas de un servidor (canales, roles, límites)
legal-table-consent-event = tus consentimientos (sí o no, redacción, hora)
legal-table-day-key = las claves del día con las que se calcula el hash de los intentos
legal-table-document-series = cuántos recibos hay
legal-table-erased-prefix = carpetas vacías de cuentas eliminadas (un nombre aleatorio, hasta cuándo volvemos a mirar en ellas)
legal-table-export-part = archivos de una copia de tus datos (cifrados, con la clave aparte, tamaño, horas)
legal-table-hold = créditos reservados (importe, imagen, hora)
legal-table-hold-lot = qué créditos se reservaron (importes)
legal-table-identity = tus chats (plataforma, ID de usuario, nombre, idioma)
legal-table-inbox = avisos de proveedores de pago (referencia, hora)
legal-table-job = tus pedidos de imágenes (texto, opciones, precio, adónde va la respuesta)
legal-table-job-reference = con qué imágenes trabaja un pedido
legal-table-ledger-txn = asientos de la contabilidad (tipo, hora)
legal-table-letter = correos para ti (dirección, motivo, hora)
legal-table-link-offer = códigos con los que se unen dos cuentas (las dos partes, el código como hash, hora)
legal-table-lot = de dónde vienen los créditos (regalo, compra, disculpa)
legal-table-mail-news = qué fue de los correos (entregado, devuelto)
legal-table-notice = mensajes sobre tu cuenta pendientes en un chat
legal-table-one-time-link = enlaces que funcionan una vez (el enlace como hash, dirección, hora)
legal-table-payment = pagos (proveedor, referencia, importe, hora)
legal-table-refund = reembolsos de pagos (importe, créditos, hora)
legal-table-dispute = disputas de pagos (importe, créditos, hora)
legal-table-payment-order = pedidos de créditos (paquete, precio, hora)
legal-table-picture = tus imágenes (el archivo, su tamaño, estado, horas)
legal-table-platform-chat = chats en los que ya no podemos escribir
legal-table-platform-update = mensajes recién llegados de una plataforma
legal-table-posted-message = dónde están nuestras respuestas (ID de chat y de mensaje)
legal-table-posting = líneas de los libros (créditos, saldo)
legal-table-purging = que en este momento se está llevando a cabo una eliminación
legal-table-question = preguntas nuestras que esperan tus palabras
legal-table-reference = tus imágenes de referencia (el archivo, su tamaño, hora)
legal-table-request-log = nuestras respuestas a cada comando (contra el cobro doble)
legal-table-rights-count = líneas de los comprobantes (qué se contó, qué fue de ello, cuántos)
legal-table-rights-event = el registro de esas solicitudes (estados, horas, un hash que delata los cambios)
legal-table-rights-request = tus solicitudes sobre tus datos (tipo, estado, horas, adónde va la respuesta)
legal-table-rights-step = pasos de una eliminación (cuál, cuándo empezó, cuándo terminó)
legal-table-sent-file = cómo llama una plataforma a una imagen que ya tiene
legal-table-wallet = tu saldo (créditos, créditos reservados)
legal-table-web-session = navegadores con sesión iniciada (red, navegador, idioma, horas)
legal-table-web-visit = visitas a nuestras páginas web (red, navegador, idioma, hora)
legal-table-welcome-mark = qué chats recibieron su saldo de bienvenida antes de desvincularse o de eliminarse la cuenta (un hash)

# --- condiciones --------------------------------------------------------------------------------------

legal-terms-heading-service = Qué es InkMirage
legal-terms-service = InkMirage hace imágenes a partir de tus palabras, a cambio de créditos, en Discord, en Telegram y en la web. Las imágenes las hace, por encargo nuestro, un servicio de imágenes: mayi.one.
legal-terms-available = Cuidamos de que funcione, pero no podemos prometer que esté disponible en todo momento ni que una imagen salga como la imaginaste.
legal-terms-heading-credits = Créditos
legal-terms-price = Ves el precio de cada pedido en créditos antes de que se cobre, y tú decides cuándo quieres que te preguntemos.
legal-terms-bought = Los créditos que compras no caducan nunca.
legal-terms-welcome = Los créditos que regalamos, como los de bienvenida, pueden tener una fecha de fin; /balance la muestra.
legal-terms-unused = Aún no está decidido qué pasa con los créditos sin usar cuando se elimina una cuenta. Lo estará antes de que se apliquen estas condiciones.
legal-terms-heading-failures = Cuando algo falla
legal-terms-back = Los créditos primero se reservan y solo se cobran por las imágenes que ya están. Si una imagen no se puede hacer, sus créditos vuelven solos y te lo decimos.
legal-terms-declined = Lo mismo vale si el servicio de imágenes rechaza un texto.
legal-terms-heading-refunds = Reembolsos
legal-terms-refunds = Una imagen hecha queda cobrada, aunque la elimines o no te guste. Lo que no hayas usado de una compra vuelve durante 14 días por el mismo medio con que se pagó: /refund en cualquier chat. Si los créditos te los vendió una plataforma, se aplican también sus propias reglas de reembolso.
legal-terms-statutory = Los derechos que te da la ley, como el de desistimiento, quedan intactos.
legal-terms-refund-contact = Si /refund no sirve, escribe a { $contact } e indica el día y el importe.
legal-terms-heading-content = Lo que no está permitido
legal-terms-forbidden = No uses InkMirage para nada de esto:
legal-terms-no-law = lo que va contra la ley
legal-terms-no-children = representaciones sexuales de menores, de cualquier forma
legal-terms-no-people = representaciones degradantes, amenazantes o engañosas de personas reales
legal-terms-no-rights = lo que vulnera derechos de otras personas, por ejemplo imágenes de referencia que no puedes usar
legal-terms-no-misuse = esquivar límites, precios o las reglas del servicio de imágenes
legal-terms-yours = Tus textos e imágenes de referencia siguen siendo tuyos, y no reclamamos derechos propios sobre las imágenes que se hacen con ellos. Que la ley proteja o no una imagen hecha por una máquina varía de un país a otro.
legal-terms-report = Si encuentras una imagen que incumple estas reglas o que te muestra contra tu voluntad, dínoslo.
legal-terms-heading-age = Edad
legal-terms-age = InkMirage es para personas de 13 años o más; en el Espacio Económico Europeo, de 16 o más. Una plataforma puede exigir una edad mayor.
legal-terms-heading-changes = Cambios
legal-terms-changes = Anunciamos los cambios importantes de estas condiciones al menos 14 días antes, por correo o dentro de InkMirage. Lo que has comprado sigue siendo tuyo según las condiciones de ese día.
legal-terms-heading-contact = Contacto
legal-terms-contact = Para preguntas sobre estas condiciones escribe a { $contact }.

# --- versiones ----------------------------------------------------------------------------------------

legal-reason-first = La primera versión.
legal-reason-detailed = Nombra tipos de datos, destinatarios y plazos que la versión anterior no nombraba.
legal-summary-first = Esta es la primera versión.
legal-summary-register = La política enumera ahora todo lo que hay en la base de datos del programa, con fin, base jurídica, destinatarios y plazo, a partir del registro del propio programa.
legal-summary-platforms = Los identificadores de chat y las imágenes de referencia figuran como tipos de datos, y Discord y Telegram como destinatarios.
legal-summary-web = Dice qué se guarda cuando usas las páginas web y nombra las tres cookies.
legal-summary-periods = Cada tipo de datos tiene un plazo, y se explican los 30 días que siguen a una eliminación.
legal-summary-open = Dice abiertamente lo que aún no está decidido.
