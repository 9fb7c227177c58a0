# La página de un pedido que se paga con tarjeta

pay-title = Tu pedido
pay-total = A pagar
pay-where = Pagas en una página de Stripe. Nosotros nunca vemos tu tarjeta.
pay-go = Ir a pagar
pay-waiting = Esperamos a que Stripe confirme el pago. Esta página vuelve a mirar por sí sola. Puedes cerrarla: los créditos llegan igualmente.
pay-declined = No se ha pagado, y no se ha abonado nada.
pay-closed = Este pedido no se puede pagar, y no se ha pagado nada. Si no sabes por qué, escribe a { $contact }.
pay-away = Ahora mismo no se puede abrir la página de pago. No se ha pagado nada; inténtalo otra vez dentro de un minuto.
pay-back = A la página de inicio
