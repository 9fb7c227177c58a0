# Frases que solo Telegram necesita.

telegram-only-you = Esta respuesta es solo para ti.
telegram-open-private = Abrir el chat privado
telegram-from-elsewhere = Ya no puedo escribir donde lo pediste, así que te llega aquí.
telegram-make-one = Haz tu primera imagen
telegram-checkout-gone = Esta oferta ya no está abierta. No se ha cobrado nada; pide una nueva.
telegram-checkout-closed = No se ha cobrado nada. Ahora mismo tu cuenta está bloqueada o restringida y no se puede comprar nada; /privacy muestra por qué.
telegram-file-too-large = Telegram me entrega archivos de hasta 20 MB. Envía una imagen más pequeña.
telegram-ask-words = ¿Qué debe mostrar la imagen? Responde a este mensaje con tus palabras.
telegram-ask-again = Responde a este mensaje con las palabras nuevas. Toca las anteriores para copiarlas:
telegram-ask-code = Responde a este mensaje con las seis cifras.
telegram-ask-report = ¿Una cuenta es de un menor, o hay una imagen o un texto nuestro sobre ti o sobre un hijo o una hija? Responde a este mensaje con el nombre o el enlace y el motivo. Lo miramos en un día laborable.
telegram-ask-tell-right = ¿Qué debemos saber? Responde a este mensaje con tus palabras.
telegram-ask-hint = un zorro bajo la lluvia
telegram-only-words = Leo palabras e imágenes. Escribe lo que quieres ver o envía una imagen junto con lo que debe cambiar.
telegram-anonymous = No veo quién eres y por eso no encuentro tus créditos. Escribe con tu propio nombre.
telegram-removed = Esta imagen se ha eliminado.
telegram-taken-back = Este mensaje se ha retirado.
button-reword = Otras palabras
telegram-hello = ¡Hola! Hago imágenes a partir de palabras. Aquí en el grupo: /imagine@{ $bot } un zorro bajo la lluvia
telegram-ask-change = ¿Qué debe cambiar en esta imagen? Responde a este mensaje con tus palabras.
