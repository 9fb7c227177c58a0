# Lo que impide que una persona se lleve lo que es de todos: textos rechazados y cómo hacer que los mire una persona.

command-appeal =
    .name = reclamar
    .name-ref = referencia
    .description = Pedir que una persona revise un texto rechazado
    .option-ref = La referencia que recibiste; sin ella, el último

# --- textos rechazados ----------------------------------------------------------------------------

forbidden-minors = No hacemos imágenes que muestren a niños o adolescentes de forma sexual, y tus palabras parecen pedir una.
forbidden-sexual-violence = No hacemos imágenes de violencia sexual, y tus palabras parecen pedir una.
forbidden-threats = No hacemos imágenes que amenacen a personas o lugares reales, y tus palabras parecen hacerlo.
forbidden-weapons = No hacemos imágenes que expliquen cómo fabricar armas o explosivos, y tus palabras parecen pedirlo.
forbidden-self-harm = No hacemos imágenes que expliquen cómo hacerse daño. Si eres tú quien no está bien: habla con alguien de confianza o con un teléfono de ayuda. Si ahora corres peligro, llama al número de emergencias.
forbidden-costs-nothing = No se ha enviado nada al motor y no se ha cobrado nada.
forbidden-wrong = Lo ha decidido una lista de palabras, y una lista así puede equivocarse. Si es así, pulsa el botón: una persona lo mirará antes del { DATETIME($day, dateStyle: "long") } y te lo dirá aquí.
forbidden-paused-now = Han sido varios en poco tiempo, así que para ti las imágenes se detienen hasta el { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC. Todo lo demás funciona.
forbidden-paused = Varios de tus textos se han rechazado en poco tiempo, así que para ti las imágenes se detienen. Siguen solas el { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC. No se ha cobrado nada.
forbidden-paused-else = Todo lo demás funciona. Si los rechazos fueron un error, una persona puede mirarlo: pulsa el botón. Si lo fueron, la pausa termina enseguida.
button-contest = Pedir que se revise

# --- reclamar -------------------------------------------------------------------------------------

appeal-nothing = En los últimos 30 días no se ha rechazado ningún texto tuyo, así que no hay nada que revisar. Sobre una respuesta nuestra puedes quejarte en /privacy.
appeal-unknown = No hay ningún texto tuyo rechazado con esta referencia. Se guardan 30 días.
appeal-is-appealed = Lo tenemos. Una persona lo mirará antes del { DATETIME($day, dateStyle: "long") } y te lo dirá aquí.
appeal-is-upheld = Una persona lo ha mirado y el rechazo le parece correcto. Si lo ves de otra manera, puedes quejarte en /privacy.
appeal-is-allowed = Una persona lo ha mirado: el rechazo fue un error y puedes seguir adelante.
appeal-told-allowed = Una persona ha mirado tu texto: el rechazo fue un error. Lo sentimos. Ya no cuenta y puedes pedir la imagen ahora.
appeal-told-allowed-elsewhere = Una persona ha mirado tu texto y no ve nada malo en él. No cuenta en tu contra. El motor decide con sus propias reglas, que no podemos desactivar; quizá funcione con otras palabras.
appeal-told-upheld = Una persona ha mirado tu texto. Sigue rechazado, porque pide algo que no hacemos. Si lo ves de otra manera, puedes quejarte en /privacy.
appeal-told-upheld-elsewhere = Una persona ha mirado tu texto. El rechazo se mantiene: va contra las reglas del motor, que también son las nuestras. Si lo ves de otra manera, puedes quejarte en /privacy.

# --- saldo de bienvenida --------------------------------------------------------------------------

welcome-later = Tu saldo de bienvenida ({ $amount }) llega el { DATETIME($at, dateStyle: "long") }. Para que nadie lo acumule con cuentas creadas para eso, espera cuando la cuenta es nueva y los días en que llega muchísima gente.
link-too-many = En 30 días ya se han unido chats a esta cuenta { $most } veces, y de momento no se puede más. No se ha cambiado nada; puedes volver a intentarlo más adelante.

# --- a qué ritmo ----------------------------------------------------------------------------------

pace-commands = Ha sido mucho para un minuto. Sigue a las { DATETIME($until, timeStyle: "short") } UTC. No se ha cobrado nada.
pace-hour = Serían más de { $most } imágenes en esta hora. Sigue a las { DATETIME($until, timeStyle: "short") } UTC. No se ha cobrado nada.
pace-day = Serían más de { $most } imágenes hoy. Sigue el { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC. No se ha cobrado nada.
pace-place = Entre todos, aquí se han pedido tantas imágenes como puede tener un lugar en una hora ({ $most }). Sigue a las { DATETIME($until, timeStyle: "short") } UTC; en un chat privado con el bot, enseguida. No se ha cobrado nada.
pace-waiting = { $most } de tus peticiones están en marcha, y más a la vez no se puede. En cuanto termine una, puede empezar la siguiente. No se ha cobrado nada.

# --- tablas, en palabras --------------------------------------------------------------------------

legal-table-refused-prompt = textos rechazados (las palabras, por qué, cuándo, si pediste que se revisara; entonces, hasta que alguien responda)
