# Solicitudes que llegan por correo a la dirección de privacidad.

rights-kind-question = Pregunta
legal-table-request-mail = lo que escribiste a nuestra dirección de privacidad (tu dirección, el texto, la hora y cuántos adjuntos había)
legal-sent-resend-incoming = los correos que escribes a nuestra dirección de privacidad

mail-rights-by-mail =
    .subject = Hemos recibido tu correo sobre tus datos
    .lead = Tu correo ha llegado y tendrás nuestra respuesta, a más tardar, el { DATETIME($due, dateStyle: "long") }. Un correo por sí solo no demuestra de quién es la cuenta, así que todavía no se ha hecho nada.
    .chat = ¿Quieres una copia de tus datos, una corrección, la eliminación u otra cosa relacionada con una cuenta? Escribe /privacy en un chat con InkMirage que pertenezca a la cuenta y pídelo allí.
    .site = O entra en nuestra web. Para ello enviamos un enlace de un solo uso a la dirección registrada en la cuenta, sea cual sea la dirección desde la que has escrito.
    .people = ¿Tienes una pregunta o una queja? Entonces no tienes que hacer nada más: una persona lee tu correo y te responde.
    .others = ¿Escribes en nombre de otra persona? Empezaremos en cuanto esa persona lo haya pedido por una de estas dos vías.
    .papers = No nos envíes documentos de identidad, por favor: nunca los necesitamos. No abrimos los archivos adjuntos ni los guardamos.
    .machine = Esta respuesta la ha escrito un programa. Es la misma tanto si hay una cuenta con tu dirección como si no, y no dice nada al respecto.
    .button = Entrar y pedirlo allí

joined-by-mail = Tu correo del { DATETIME($at, dateStyle: "long") } forma parte ahora de esta solicitud.
joined-by-mail-more = No tienes que hacer nada más.
