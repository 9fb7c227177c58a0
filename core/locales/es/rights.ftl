# La copia de los datos propios: sus páginas, con palabras sencillas.

rights-index-title = Tus datos en InkMirage
rights-processing-title = Para qué se usan tus datos y qué derechos tienes
rights-as-of = Así estaban las cosas el { $at }. Lo posterior no está incluido.
rights-state-complete = Esta copia está completa. Contiene todo lo que guardamos sobre ti, salvo lo que figura en «Qué no se incluye y por qué».
rights-state-gaps = { $count ->
    [one] A esta copia le falta algo: un elemento que debería estar aquí no se pudo leer. Abajo figura cuál y por qué.
   *[other] A esta copia le faltan cosas: { $count } elementos que deberían estar aquí no se pudieron leer. Abajo figuran cuáles y por qué.
}
rights-heading-gaps = Qué no se pudo leer
rights-why-missing = El archivo ya no está en nuestro almacén.
rights-why-unavailable = Nuestro almacén no respondió, aunque lo intentamos de nuevo.
rights-why-differs = El archivo de nuestro almacén no es el que se guardó en su momento, así que lo hemos dejado fuera.
rights-why-count = El archivo contiene un número de registros distinto del de la base de datos.

rights-heading-records = Registros
rights-records = Cada archivo contiene un registro por línea, en un formato que los programas pueden leer (JSON). El esquema que lo acompaña explica los campos. Todas las horas están en UTC.
rights-ledger = Tus créditos, movimiento a movimiento, como hoja de cálculo
rights-rows = { $count ->
    [0] ningún registro
    [one] un registro
   *[other] { $count } registros
}
rights-schema = esquema

rights-heading-pictures = Lo que pediste y las imágenes que salieron de ello
rights-no-picture = No hay ninguna imagen de esta petición.
rights-heading-references = Tus imágenes de referencia

rights-heading-withheld = Qué no se incluye y por qué
rights-withheld = Algunos campos quedan fuera. Aquí figuran según el tipo de registro al que pertenecen:
rights-withheld-copy = Copias de algo que ya está en este paquete:
rights-withheld-internal = Valores técnicos que no dicen nada de ti:
rights-withheld-credential = Claves que abren algo; en malas manos te perjudicarían:
rights-withheld-unlinkable = Valores que nosotros mismos no podemos asociar a una persona:
rights-withheld-impersonal = Valores que no se refieren a ninguna persona:
rights-withheld-other = En los registros que nombran a dos personas, lo que se refiere a la otra:
rights-withheld-nobody = No podemos saber a quién pertenecen estos registros, o no se refieren a ninguna persona.

rights-heading-check = Cómo comprobar que nada ha cambiado
rights-check = manifest-sha256.txt y tagmanifest-sha256.txt contienen la suma SHA-256 de cada archivo. Cualquier programa para paquetes BagIt (RFC 8493) las compara por ti.

rights-heading-held = Qué guardamos, por qué y cuánto tiempo
rights-heading-use = Para qué se usa y con qué base legal
rights-heading-recipients = Quién lo recibe
rights-heading-kept = Cuánto tiempo se guarda
rights-heading-rights = Tus derechos
rights-heading-source = De dónde procede
rights-heading-automatic = Decisiones automáticas
