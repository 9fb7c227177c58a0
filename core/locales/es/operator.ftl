# Lo que se dice cuando alguien lleva mucho tiempo sin venir, y lo que necesita quien presta el servicio para los derechos de las personas.

# --- una cuenta que nadie usa ---------------------------------------------------------------------

inactivity-notice = Hace mucho que no vienes. El { DATETIME($at, dateStyle: "long") } cerraremos tu cuenta y borraremos lo que le pertenece.
inactivity-what = Es decir, tus textos e imágenes, tus créditos y tus ajustes. No guardamos datos para siempre sin que nadie lo pida.
inactivity-keep = Para conservarla, pulsa el botón o simplemente vuelve a usar InkMirage. No cuesta nada.
inactivity-kept = Tu cuenta se queda. Nos alegra que hayas vuelto.
inactivity-not-kept = Nada ha cambiado: tu cuenta está en este estado por otro motivo. En /privacy tienes más información.
button-keep = Conservar mi cuenta

mail-inactivity =
    .subject = Tu cuenta de InkMirage termina el { DATETIME($end, dateStyle: "long") }
    .lead = Hace mucho que no usas InkMirage. No guardamos datos para siempre, así que ese día cerraremos tu cuenta y borraremos lo que le pertenece.
    .keep = ¿Quieres conservarla? Entra una vez o escribe al bot en tu chat. Con eso basta, y no cuesta nada.
    .copy = ¿Quieres llevarte tus imágenes? Después de entrar puedes obtener una copia de todo.
    .credits = Los créditos que queden desaparecerán con la cuenta.
    .button = Entrar
mail-fact-ends =
    .label = Tu cuenta termina el
    .value = { DATETIME($end, dateStyle: "long") }

# --- a quien presta el servicio: una solicitud que espera respuesta -------------------------------

mail-rights-deadline =
    .subject = { $mark ->
        [unseen] Una solicitud de privacidad lleva un día esperando
        [unacknowledged] Una solicitud de privacidad no se ha confirmado a tiempo
        [half] Una solicitud de privacidad: ha pasado la mitad del plazo
        [most] Una solicitud de privacidad: queda poco tiempo
       *[overdue] Una solicitud de privacidad está fuera de plazo
    }
    .lead = La solicitud de abajo aún no tiene respuesta. Debe tenerla a más tardar el { DATETIME($due, dateStyle: "long") }.
    .how = Consúltala con «python -m bot privacy requests --ref» y esta referencia, y ciérrala ahí.
mail-self-test =
    .subject = La autocomprobación diaria de privacidad ha encontrado algo
    .lead = { $step ->
        [clean] No se ha podido borrar lo que dejó una autocomprobación anterior.
        [use] No se ha podido usar una cuenta propia del programa como la usan las personas.
        [copy] La copia de los datos de una cuenta de prueba estaba incompleta o dañada.
        [erase] Una cuenta de prueba no se ha borrado hasta el final.
        [rows] En la base de datos quedan palabras de una cuenta de prueba borrada.
        [objects] En el almacén de objetos quedan archivos de una cuenta de prueba borrada.
        [files] En archivos del servidor quedan palabras de una cuenta de prueba borrada.
       *[books] Después de la autocomprobación, las cuentas no cuadran.
    }
    .how = { $number ->
        [one] Se ha encontrado una cosa.
       *[other] Se han encontrado { $number } cosas.
    } No se han usado datos de ninguna persona real, pero a las solicitudes de la gente puede pasarles lo mismo. Con «python -m bot privacy self-test» ves cada paso, y con «python -m bot privacy close» y esta referencia cierras el caso.
mail-fact-received =
    .label = Recibida
    .value = { DATETIME($received, dateStyle: "long") }

# --- las tablas, con palabras ---------------------------------------------------------------------

legal-kept-law-legal-holds = hasta la fecha fijada para una retención legal
legal-table-inactivity-notice = que se te avisó, tras una larga ausencia, de cuándo termina tu cuenta (fechas)
legal-table-rights-deadline = cuánto del plazo de respuesta se había consumido (pasos, fechas)
legal-table-rights-words = lo que nos escribiste sobre una solicitud
legal-table-staff-access = lo que nuestro equipo hizo con tu cuenta (función, tipo, fecha)
legal-table-legal-hold = registros concretos que la ley nos obliga a conservar (tipo, motivo, hasta cuándo)
legal-table-held-record = el contenido de esos registros, fuera de la vista de todos
