# Los primeros minutos, los menores, el entrenamiento y los avisos sobre otras personas.

command-age =
    .name = edad
    .name-year = año
    .name-month = mes
    .description = Di cuándo naciste; lo preguntamos una vez y no lo guardamos
    .option-year = Año de nacimiento
    .option-month = Mes de nacimiento
    .choice-month-1 = Enero
    .choice-month-2 = Febrero
    .choice-month-3 = Marzo
    .choice-month-4 = Abril
    .choice-month-5 = Mayo
    .choice-month-6 = Junio
    .choice-month-7 = Julio
    .choice-month-8 = Agosto
    .choice-month-9 = Septiembre
    .choice-month-10 = Octubre
    .choice-month-11 = Noviembre
    .choice-month-12 = Diciembre
command-age-form =
    .name = pregunta-edad
    .description = Di cuándo naciste
command-born =
    .name = nacimiento
    .description = Elige cuándo naciste
    .option-decade = Década
    .option-year = Año
    .option-month = Mes
command-training =
    .name = entrenamiento
    .name-answer = respuesta
    .name-seen = leído
    .description = Di que no o que sí al entrenamiento con lo que haces aquí
    .option-answer = Tu respuesta
    .option-seen = Qué redacción has leído
    .choice-answer-no = No
    .choice-answer-yes = Sí
command-report =
    .name = avisar
    .name-words = texto
    .description = Avísanos de una cuenta que puede ser de un menor o de una imagen tuya
    .option-words = Nombre o enlace y de qué se trata

# --- first contact --------------------------------------------------------------------------------

first-who = Quién está detrás: InkMirage, un bot que hace imágenes con tus palabras. Respondemos de lo que pasa con tus datos.
first-what = Qué usamos: tu nombre y tu número en este chat, lo que nos escribes, las imágenes y cuánto lo usas.
first-why = Para qué: para hacer tus imágenes. Por eso tus palabras van al servicio de imágenes mayi.one; Cloudflare R2 guarda las imágenes.
first-long = Cuánto tiempo: hasta que borres tus imágenes o tu cuenta. Lo que se guarda menos o más tiempo está en la política de privacidad.
first-rights = Tus derechos: verlo, copiarlo, corregirlo y borrarlo todo con /privacy, en cualquier momento.
first-policy = Todo con detalle: { $url }

# --- age ------------------------------------------------------------------------------------------

age-question = ¿Cuándo naciste? Mes y año.
age-why = Lo comprobamos una vez y no lo guardamos.
age-again = Después envía de nuevo tu petición, por favor: no hemos guardado nada de ella.
age-decade = Elige primero los años:
age-year = ¿Y el año?
age-month = ¿Y el mes?
age-typed = Escríbelo aquí: /age --year … --month …
age-passed = Gracias. Ya está, y no volveremos a preguntar.
age-known = Eso ya está resuelto. No tienes que hacer nada más.
age-odd = Nadie que nos escriba puede haber nacido en ese mes y año. Revísalo, por favor.
age-too-young = Todavía no puedes usar InkMirage. No hemos guardado nada, salvo una marca durante 30 días que impide repetir el intento.
age-first = Antes tenemos una pregunta: cuándo naciste. Envía /start para responderla; no hemos guardado nada de lo que acabas de enviar.
age-nothing-held = No guardamos nada sobre ti: este chat no tiene cuenta aquí. Si te dijimos que todavía no puedes usar InkMirage, hay una marca que desaparece sola a los 30 días.
button-age-answer = Escribir mes y año
button-age-first = Responder a la pregunta
button-age-back = Atrás
button-age-go-on = Seguir

# --- training -------------------------------------------------------------------------------------

training-receipt-yes = Guardado: sí, el { DATETIME($at, dateStyle: "long") }. Lo que haces aquí puede usarse para entrenar modelos propios hasta que digas que no.
training-receipt-no = Guardado: no, el { DATETIME($at, dateStyle: "long") }. Nada de lo que haces aquí se usa para entrenar.
training-receipt-more = Puedes cambiarlo cuando quieras con /training. Redacción de { $version }, número { $id }.

# --- telling us about somebody else -----------------------------------------------------------------

report-title = Avisarnos sobre otra persona
report-lead = ¿Una cuenta es de un menor, o hay una imagen o un texto nuestro sobre ti o sobre un hijo o una hija? Dinos el nombre o el enlace y el motivo. Lo miramos en un día laborable.
report-type = En un chat basta un mensaje: /report y, detrás, el nombre o el enlace y el motivo.
report-words = De qué se trata
report-words-more = Un nombre o un enlace, y el motivo. Por favor, no cuentes de otras personas más de lo necesario.
report-send = Enviar
report-empty = Escribe, por favor, de qué cuenta, imagen o texto se trata.
report-received = Gracias, ya lo tenemos. Alguien lo mirará a más tardar el { DATETIME($at, dateStyle: "long") }.
report-neutral = No podemos contarte detalles de otras personas, ni siquiera si tienen cuenta. Si nos escribes sobre esto, indica la referencia.

legal-table-age-mark = a qué chats se les dijo que todavía no pueden usar InkMirage (un hash)
legal-table-report = tus avisos sobre otras personas
