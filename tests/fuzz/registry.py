"""Every parser that faces outside, by name."""

from tests.fuzz.target import Target
from tests.fuzz.targets import (
    configuration,
    discord_interactions,
    gateway_answers,
    gateway_body,
    hooks,
    mails,
    pictures,
    telegram_updates,
    typed_lines,
    web_requests,
)

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        telegram_updates.TARGET,
        discord_interactions.TARGET,
        typed_lines.TARGET,
        gateway_body.TARGET,
        gateway_answers.TARGET,
        hooks.STRIPE,
        hooks.RESEND,
        hooks.SIGNATURES,
        mails.TARGET,
        pictures.UPLOADS,
        pictures.MADE,
        pictures.PREVIEWS,
        web_requests.TARGET,
        configuration.TARGET,
    )
}
