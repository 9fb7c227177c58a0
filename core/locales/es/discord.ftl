# Frases que solo necesita Discord.

discord-menu-vary = Variar esta imagen
discord-only-you = Solo quien preguntó puede ver la respuesta.
discord-reduced = Discord no admite aquí archivos mayores, así que esta es una copia más pequeña. El enlace lleva al original.
discord-form-slow = Tardó demasiado en abrirse. Pulsa otra vez, por favor.
discord-form-cut = En este campo solo caben los primeros { NUMBER($most) } caracteres; aquí falta el resto.
discord-no-picture = En este mensaje no hay ninguna imagen.
discord-ready-to-vary = Imagen recibida. ¿Qué debería cambiar?

discord-ready = Lista
button-describe = Describir el cambio
