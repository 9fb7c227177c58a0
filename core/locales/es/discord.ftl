# Frases que solo necesita Discord.

discord-menu-vary = Variar esta imagen
discord-only-you = Solo quien preguntó puede ver la respuesta.
discord-reduced = Discord no admite aquí archivos mayores, así que esta es una copia más pequeña. El enlace lleva al original.
discord-form-slow = Tardó demasiado en abrirse. Pulsa otra vez, por favor.
discord-form-cut = En este campo solo caben los primeros { NUMBER($most) } caracteres; aquí falta el resto.
discord-no-picture = En este mensaje no hay ninguna imagen.
discord-ready-to-vary = Imagen recibida. ¿Qué debería cambiar?

discord-sells-price = Aquí los vende Discord: pulsa lo que quieras. En el botón está el precio final en tu moneda.
discord-sells-arrival = Los créditos llegan solos. Te aviso con un mensaje directo, si los aceptas.
discord-sells-refunds = El pago lo cobra Discord, y los reembolsos se piden al soporte de Discord. Para todo lo demás: /support
discord-sells-button = ¿No hay ningún botón que pulsar? Discord no vende en todos los dispositivos; en un ordenador o en un navegador, sí.

discord-ready = Lista
button-describe = Describir el cambio
