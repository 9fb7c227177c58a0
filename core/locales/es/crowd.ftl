# Cuando se pide más de lo que se puede hacer.

line-too-long = Ahora mismo esperan tantas imágenes que la tuya tardaría { $minutes ->
    [one] más o menos un minuto
   *[other] unos { $minutes } minutos
}. Por eso no se ha puesto en la cola; no se ha cobrado nada y tu petición se conserva.
line-too-long-until = A partir de las { DATETIME($until, timeStyle: "short") } UTC, más o menos, la cola debería ser más corta. Entonces vuelve a pulsar el botón.
error-crowded = Ahora mismo hay muchísima gente aquí y tu petición habría tardado demasiado. No se ha cobrado nada. Inténtalo de nuevo en un minuto, por favor.
site-error-crowded = Ahora mismo hay muchísima gente aquí. Inténtalo de nuevo en medio minuto, por favor; no se pierde nada tuyo.
no-room = Apenas nos queda sitio para imágenes, así que la tuya no se ha puesto en la cola. Ya lo sabemos. No se ha cobrado nada y tu petición se conserva: vuelve a pulsar el botón más tarde.
error-disk-full = Ahora mismo no podemos anotar nada, porque tenemos un disco lleno. No se ha hecho nada ni se ha cobrado nada. Inténtalo de nuevo más tarde, por favor.
