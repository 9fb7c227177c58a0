# Derechos además de copia, corrección y eliminación, y cómo se responden.

further-lead = Además de copia, corrección y eliminación, tienes estos derechos. Elige uno y primero leerás qué significa.
further-free = No cuestan nada, y da igual dónde vivas.
button-more-rights = Más derechos
button-right-restrict = Guardar mis datos sin usarlos
button-right-object = Oponerme
button-right-complaint = Reclamar
button-right-appeal = Recurrir una respuesta
button-right-limit = Limitar el uso de mis datos
button-right-opt-out-sale = No vender mis datos
button-right-agent = Que alguien actúe por mí

further-what-object = Puedes oponerte a lo que hacemos por interés propio: contar intentos y mirar visitas para detectar abusos. Una persona sopesa tus razones y las nuestras y te dice el resultado.
further-what-complaint = Cuéntanos qué hemos hecho mal con tus datos. Una persona lo lee y responde. También puedes acudir en cualquier momento a una autoridad de protección de datos, sin preguntarnos antes.
further-what-appeal = Si una respuesta nuestra no te convence, otra persona la revisa de nuevo.
further-what-limit = Puedes pedir que usemos los datos sensibles solo para lo que nos has encargado. No los usamos para nada más; si crees lo contrario, una persona lo comprueba.
further-what-agent = Otra persona puede ejercer tus derechos en tu nombre si le has dado permiso por escrito. Al pedirlo aquí, confirmas que es así.
further-words = Si quieres, puedes añadir unas palabras.
button-say-more = Añadir unas palabras
button-ask-so = Enviar sin palabras
command-tell-right =
    .description = Ejerce uno de tus derechos con tus propias palabras
    .option-kind = Qué derecho
    .choice-kind-restrict = Guardar mis datos sin usarlos
    .choice-kind-object = Oponerme
    .choice-kind-complaint = Reclamar
    .choice-kind-appeal = Recurrir una respuesta
    .choice-kind-limit = Limitar el uso de mis datos
    .choice-kind-opt-out-sale = No vender mis datos
    .choice-kind-agent = Que alguien actúe por mí
    .option-words = Lo que quieres decir

further-object = Hemos recibido tu oposición.
further-complaint = Hemos recibido tu reclamación.
further-appeal = Hemos recibido tu recurso. Lo revisa alguien que no intervino antes.
further-limit = Hemos recibido tu solicitud.
further-agent = Hemos recibido tu confirmación. Con la otra persona tratamos solo lo que tú hayas permitido, y todo lo tuyo te sigue llegando a ti.
further-by = Tendrás nuestra respuesta a más tardar el { DATETIME($at, dateStyle: "long") }.
further-restrict = Hecho. Desde ahora guardamos tus datos y no los usamos para nada: no se crean imágenes ni se cobra nada. Las imágenes que no se habían empezado se han cancelado y sus créditos han vuelto.
further-opt-out-sale = No vendemos los datos de nadie ni los compartimos para publicidad, así que no hay nada de lo que tengas que excluirte. Hemos anotado que lo pediste.
button-lift = Volver a usar mi cuenta
further-lifted = Tu cuenta vuelve a funcionar.
further-not-restricted = Tu cuenta no está restringida.

further-answer = Sobre tu solicitud: { $kind }.
further-done = Está hecho.
further-denied-unverified = No hemos podido hacerlo porque nada demuestra que la cuenta sea tuya. Pídelo de nuevo desde un chat o una dirección que le pertenezca.
further-denied-no-match = No hemos podido hacerlo porque no tenemos nada a lo que pueda referirse.
further-denied-exempt = No hemos podido hacerlo porque la ley exige o permite que siga como está.
further-denied-unfounded = No lo hemos hecho porque ya se pidió y se respondió lo mismo, o porque no se pedía nada.
further-denied-others = No hemos podido hacerlo porque quitaría algo a otras personas.
further-not-content = ¿No te convence? Puedes pedir que se revise de nuevo, presentarnos una reclamación o acudir a una autoridad de protección de datos.
button-appeal = Que se revise de nuevo
button-complain = Reclamar

minor-unclear = Alguien nos ha dicho que esta cuenta puede ser de un menor, y no hemos podido aclararlo. Hasta que quede claro, no se crean imágenes ni se cobra nada.
minor-unclear-how = Escríbenos por /support que tienes edad suficiente; no necesitamos documentos. Lo revisaremos a más tardar el { DATETIME($at, dateStyle: "long") }.
minor-false = Hemos revisado tu cuenta de nuevo y todo está en orden. Funciona como antes. Perdona la interrupción.

on-behalf-program = Hace mucho que no vienes y te avisamos dos veces. Con una sola pulsación todavía puedes conservar la cuenta.
on-behalf-operator = Lo hacemos porque nos lo ha pedido alguien que tiene derecho a ello. ¿No has sido tú? Entonces pulsa el botón.
on-behalf-platform = Nos lo ha pedido la plataforma de chat.

mail-rights-answered =
    .subject = Nuestra respuesta a tu solicitud
    .lead = { $outcome ->
        [done] Lo que pediste está hecho.
        [unverified] No hemos podido atender tu solicitud porque nada demuestra que la cuenta sea tuya. Pídelo de nuevo desde un chat o una dirección que le pertenezca.
        [no-match] No hemos podido atender tu solicitud porque no tenemos nada a lo que pueda referirse.
        [exempt] No hemos podido atender tu solicitud porque la ley exige o permite que siga como está.
        [unfounded] No hemos atendido tu solicitud porque ya se pidió y se respondió lo mismo, o porque no se pedía nada.
       *[others] No hemos podido atender tu solicitud porque quitaría algo a otras personas.
    }
    .appeal = ¿No te convence? Puedes pedir que se revise de nuevo, presentarnos una reclamación o acudir a una autoridad de protección de datos. Los botones están en tu chat; también basta con responder a este correo.
    .button = Ver tu solicitud
