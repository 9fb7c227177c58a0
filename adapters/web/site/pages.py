"""The addresses of the site."""

from starlette.routing import BaseRoute, Route

from adapters.web.site import (
    account,
    asking,
    chats,
    email,
    gallery,
    home,
    language,
    legal,
    receipt,
    receipts,
    report,
    rights,
    settings,
    status,
    wallet,
    wellknown,
)
from adapters.web.site.standing import IN_USE, KEPT, PRIVACY, keep_account, open_to


def routes() -> list[BaseRoute]:
    """Every page but those of signing in, which have a file of their own (`adapters/web/sign_in.py`)."""
    return [
        Route("/", home.home),
        Route("/language/{tag}", language.choose),
        Route("/robots.txt", wellknown.robots),
        Route("/.well-known/gpc.json", wellknown.gpc),
        Route("/status", status.status),
        Route("/privacy", legal.contact),
        Route("/report", report.ask, methods=["GET"]),
        Route("/report", report.send, methods=["POST"]),
        Route("/legal/{kind}", legal.document),
        Route("/legal/{kind}/changes", legal.changes),
        Route("/legal/{kind}/v/{version}.txt", legal.version_file),
        Route("/legal/{kind}/v/{version}", legal.version),
        Route("/receipt/{ref}", receipt.receipt),
        Route(f"{PRIVACY}/keep", keep_account, methods=["POST"]),
        *open_to(KEPT, _rights()),
        *open_to(IN_USE, _account()),
    ]


def _rights() -> list[BaseRoute]:
    return [
        Route(PRIVACY, rights.hub),
        Route(f"{PRIVACY}/see", rights.see),
        Route(f"{PRIVACY}/correct", rights.correct),
        Route(f"{PRIVACY}/more", rights.more, methods=["GET"]),
        Route(f"{PRIVACY}/more", rights.ask, methods=["POST"]),
        Route(f"{PRIVACY}/lift", rights.lift, methods=["POST"]),
        Route(f"{PRIVACY}/export", asking.export, methods=["GET"]),
        Route(f"{PRIVACY}/export", asking.start_export, methods=["POST"]),
        Route(f"{PRIVACY}/delete", asking.erase, methods=["GET"]),
        Route(f"{PRIVACY}/delete", asking.choose, methods=["POST"]),
        Route(f"{PRIVACY}/delete/{{ref}}", asking.last_look, methods=["GET"]),
        Route(f"{PRIVACY}/delete/{{ref}}", asking.confirm, methods=["POST"]),
        Route(f"{PRIVACY}/code/{{ref}}", asking.code, methods=["GET"]),
        Route(f"{PRIVACY}/code/{{ref}}", asking.prove, methods=["POST"]),
        Route("/account/settings/training", settings.consent, methods=["POST"]),
        Route("/account/activity", account.activity, methods=["GET"]),
        Route("/account/activity", account.end_session, methods=["POST"]),
    ]


def _account() -> list[BaseRoute]:
    return [
        Route("/account", account.overview),
        Route("/account/wallet", wallet.wallet),
        Route("/account/wallet.csv", wallet.wallet_file),
        Route("/account/receipts", receipts.receipts),
        Route("/account/receipts/{number}", receipts.receipt),
        Route("/account/gallery", gallery.gallery),
        Route("/account/gallery/{picture}", gallery.picture),
        Route("/account/gallery/{picture}/small", gallery.small),
        Route("/account/gallery/{picture}/delete", gallery.ask_to_delete, methods=["GET"]),
        Route("/account/gallery/{picture}/delete", gallery.delete, methods=["POST"]),
        Route("/account/chats", chats.chats, methods=["GET"]),
        Route("/account/chats", chats.act, methods=["POST"]),
        Route("/account/chats/{chat}", chats.ask_to_unlink),
        Route("/account/chats/joining/{merge}", chats.ask_to_undo),
        Route("/account/email", email.email, methods=["GET"]),
        Route("/account/email", email.ask, methods=["POST"]),
        Route("/account/settings", settings.settings, methods=["GET"]),
        Route("/account/settings", settings.save, methods=["POST"]),
    ]
