"""What a form has done, said on the page that the browser is sent to: a word of a closed list in the address, so no cookie is needed."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.text import Text

DONE = frozenset(
    {
        "saved",
        "deleted",
        "consent-yes",
        "consent-no",
        "session-ended",
        "others-ended",
        "unlinked",
        "joined",
        "refused",
        "undone",
        "asked",
        "email-yours",
        "wording-changed",
        "kept",
        "lifted",
    }
)


def said_done(request: Request) -> Text | None:
    """The sentence for the word in the address, if it is one of ours."""
    word = request.query_params.get("done")
    return Text(f"site-done-{word}") if word in DONE else None


def back_to(path: str, done: str) -> Response:
    """Go on to one of our pages, which says what was done."""
    assert done in DONE
    return RedirectResponse(f"{path}?done={done}", 303)
