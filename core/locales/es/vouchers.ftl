# Códigos que valen créditos, lo que cada persona se propone al gastar, y lo que el operador da y sabe del dinero.

command-redeem =
    .name = canjear
    .name-code = código
    .description = Conseguir créditos con un código
    .option-code = El código que te han dado
command-limits =
    .name = límites
    .name-monthly = mensual
    .name-notify = avisar
    .description = Cuánto quieres gastar y cuándo avisarte de que queda poco
    .option-monthly = Como mucho tantos créditos por mes natural; 0 para no tener límite
    .option-notify = Avisarte por debajo de tantos créditos; 0 para nunca

# --- códigos --------------------------------------------------------------------------------------

voucher-how = Escribe el código que te han dado detrás del comando: /redeem XXXX-XXXX-XXXX-XXXX
voucher-wrong = Este código no sirve. Compáralo con el que te han dado; las mayúsculas, los espacios y los guiones dan igual.
voucher-too-often = Ha sido un intento de más. Puedes volver a probar a partir de las { DATETIME($until, timeStyle: "short") } UTC. El código sigue valiendo hasta entonces.
voucher-yours = Ya has canjeado este código. Cada persona puede usarlo una vez.
voucher-used-up = Este código ya se ha usado tantas veces como se podía.
voucher-expired = Este código valió hasta el { DATETIME($day, dateStyle: "long") }.
voucher-stopped = Este código se ha retirado y ya no sirve.
voucher-redeemed = Ahora tienes { $credits } más. ¡A disfrutar!
voucher-until = Puedes gastarlos hasta el { DATETIME($until, dateStyle: "long") }.
voucher-no-prompt = Eso parece un código de créditos, no una imagen. Canjéalo con /redeem y el código.
telegram-ask-redeem = ¿Qué código te han dado? Responde con él a este mensaje.

# --- lo que cada persona se propone ---------------------------------------------------------------

limits-title = Esto te has propuesto:
limits-how = Otras cantidades: /limits --monthly 300 --notify 50, o en los campos que tu aplicación muestra para el comando. 0 desactiva una de ellas. Los cambios valen enseguida.
limits-none = sin límite
limits-never = nunca
limits-monthly = { $spent } de { $limit } gastados; se cuenta de nuevo desde el { DATETIME($until, dateStyle: "long") }
limits-notify = por debajo de { $below }
fact-monthly = Este mes
fact-notify = Aviso
fact-low = Queda poco
low-now = te quedan menos de { $below }; querías saberlo. Más: /topup
limit-spent = Este mes has gastado { $spent } de los { $limit } que te has fijado. Se cuenta de nuevo desde el { DATETIME($until, dateStyle: "long") }.
over-limit = Esto cuesta { $price }, pero de los { $limit } que te has fijado para un mes ya solo tienes { $left }. No se ha cobrado nada y tu petición queda guardada.
over-limit-until = Se cuenta de nuevo desde el { DATETIME($until, dateStyle: "long") }. Puedes cambiar o quitar tu límite cuando quieras: /limits
button-limits = Mis límites
button-monthly = Como mucho { $limit } al mes
button-monthly-off = Sin límite mensual
button-notify = Avisarme por debajo de { $below }
button-notify-off = No avisarme

# --- lo que da el operador ------------------------------------------------------------------------

granted-told = Te hemos dado { $credits }.
granted-why = Motivo: { $reason }

# --- al operador: la cuenta del servicio de imágenes se agota -------------------------------------

mail-engine-low =
    .subject = La cuenta del servicio de imágenes se está agotando
    .lead = Allí queda menos de lo que dice [mayi] alarm_below. Cuando se vacíe, no se podrán hacer más imágenes.
    .how = Recárgala en el servicio. Solo volverás a saber de esto si entretanto estuvo por encima de esa cantidad o si se reinició el programa.
mail-fact-left =
    .label = Queda
    .value = { $left }
mail-fact-below =
    .label = Aviso por debajo de
    .value = { $below }

# --- las tablas, en palabras ----------------------------------------------------------------------

legal-table-voucher = vales de créditos (el código como hash, los créditos, cuántas veces y hasta cuándo sirve)
legal-table-voucher-use = vales que has canjeado (cuál, cuándo y, como hash, en qué chat)
legal-table-credit-grant = créditos que te hemos dado a mano (por qué, cuándo)
