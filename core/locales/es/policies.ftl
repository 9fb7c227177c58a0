# --- cambios de los textos legales, y lo que se comunica sobre ellos --------------------------------------

legal-table-policy-version = versiones de los textos legales (documentos, clase, motivo, fechas)
legal-table-policy-notice = de qué versión de la política se te informó, dónde y cuándo

policy-coming = Nueva versión desde el { DATETIME($at, dateStyle: "long") }: { $what }. Hasta entonces se aplica la actual.
policy-summary = · { $what }
policy-choices = Antes y después de ese día puedes llevarte una copia de tus datos, eliminarlos u oponerte.
policy-no-consent = Si algo nuevo necesita tu consentimiento, te lo pediremos aparte. Seguir usando InkMirage nunca cuenta como un sí.
policy-missed = Hay cambios: { $what }. No pudimos avisarte antes. Para ti la nueva versión se aplica desde el { DATETIME($at, dateStyle: "long") }; hasta entonces, la actual.
button-policy-changes = Leer los cambios

site-policy-ahead = Nueva versión: { $what }. Se te aplica desde el { DATETIME($at, dateStyle: "long") }.
site-policy-ahead-read = Leer los cambios
site-policy-in-force = Esta versión está en vigor.
site-policy-next = Desde el { DATETIME($at, dateStyle: "long") } se aplica una nueva versión.
site-policy-next-open = Hay una nueva versión publicada. Se aplica 14 días después de haber avisado a la última persona.
site-policy-next-read = Leer la próxima versión
site-policy-next-changes = Qué cambia

legal-controller-is = Responsable: { $name }, { $address }.
legal-controller-representative = Representante: { $words }.
legal-controller-officer = Delegado de protección de datos: { $words }.
legal-controller-authority = La autoridad que nos supervisa: { $words }.
