"""`python -m bot`: the commands people type, and exit codes (0 well, 1 refused or found wanting, 2 cannot start)."""

import gc
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot import check as checks
from bot import desk, legal, logs, policies, rights, self_test, terminal
from bot.appeals import appeals
from bot.command_line import (
    ConfigFile,
    DataDir,
    PlatformName,
    PlatformUid,
    acting,
    complete,
    fail,
    quiet,
    run_to_end,
    settings_of,
    start_log,
)
from bot.config import Settings
from bot.database import database
from bot.jobs import jobs
from bot.money_commands import money
from bot.runtime import ROLES, Runtime, listen
from bot.timetable import desk as operators_desk
from bot.wiring import build
from core.ambient import utc_now
from core.legal.facts import published_facts
from core.legal.publishing import AlreadyPublished, publish
from core.legal.record import record_files, write_record
from core.legal.releases import Approver
from core.legal.versions import Change
from core.pricing import Quality, Shape
from core.rights.holds import HeldKind, HoldReason
from core.rights.policies import CannotRelease
from core.rights.staff import Reason, Scope
from core.text import Catalogue, choose_locale
from db.privacy_map import mapped_fields, privacy_map
from db.store import migrate as bring_up_to_date
from db.store import visit
from db.verify import verify

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False, help="InkMirage: pictures for credits.")
ledger = typer.Typer(help="The books.")
privacy = typer.Typer(help="What is held, and why.")
app.add_typer(ledger, name="ledger")
app.add_typer(privacy, name="privacy")
app.add_typer(money, name="money")
app.add_typer(appeals, name="appeals")
app.add_typer(jobs, name="jobs")
app.add_typer(database, name="database")
policy = typer.Typer(help="Changes of the legal texts.")
privacy.add_typer(policy, name="policy")

OutFile = Annotated[Path, typer.Option("--out", help="Where to save it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask about the price.")]
SpokenLanguage = Annotated[str, typer.Option("--language", help="en, zh-CN, es or de.", envvar="LANG")]
STANDARD_OUT = Path("inkmirage.png")
STANDARD_COPY = Path("inkmirage-copy.zip")
LONGEST_REASON = 300  # characters (CHECK `reason_given`)


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Without a command, the program runs."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run(
    config: ConfigFile = None,
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    only: Annotated[str, typer.Option(help=f"Roles of this process, of: {', '.join(ROLES)}.")] = ",".join(ROLES),
) -> None:
    """Run the program (the default)."""
    settings = complete(settings_of(config, data_dir, **{"web.host": host, "web.port": port}), launching=True)
    roles = tuple(role.strip() for role in only.split(",") if role.strip())
    if unknown := [role for role in roles if role not in ROLES]:
        fail(f"There is no role {unknown[0]!r}; the roles are {', '.join(ROLES)}.")
    if not roles:
        fail(f"A process needs a role; the roles are {', '.join(ROLES)}.")
    run_to_end(_serve(settings, roles))


async def _serve(settings: Settings, roles: tuple[str, ...]) -> None:
    server = listen(settings.web.host, settings.web.port) if "web" in roles else None
    if server:
        settings = settings.at_port(server.getsockname()[1])
    try:
        start_log(settings, settings.app.log_level)
        program = await build(settings)
        try:
            runtime = Runtime(program, roles)
            # What is here now stays to the end. Looking through all of it again and again held everybody up for 0.1 to 0.2 s each time.
            gc.collect()
            gc.freeze()
            if server:
                typer.echo(f"InkMirage is here: {settings.base_url}")
            await runtime.run(server)
        finally:
            await program.close()
    finally:
        if server:
            server.close()


@app.command()
def imagine(
    prompt: Annotated[str, typer.Argument(help="What the picture should show.")],
    shape: Annotated[Shape, typer.Option(help="Its shape.")] = Shape.SQUARE,
    quality: Annotated[Quality, typer.Option(help="How much work goes into it.")] = Quality.MEDIUM,
    count: Annotated[str, typer.Option(help="How many, 1 to 4.")] = "1",
    reference: Annotated[list[Path] | None, typer.Option(help="A picture to work from; up to four.", exists=True, dir_okay=False)] = None,
    out: OutFile = STANDARD_OUT,
    yes: Yes = False,
    language: SpokenLanguage = "en",
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Make a picture here, without a chat."""
    values = {"prompt": prompt, "shape": shape.value, "quality": quality.value, "count": count}
    wish = terminal.Wish(choose_locale(language.split(".")[0]), out, yes, _place(config, data_dir))
    raise typer.Exit(run_to_end(terminal.imagine(quiet(config, data_dir, launching=True), dict(values), reference or [], wish)))


@app.command()
def say(
    line: Annotated[str, typer.Argument(help='A command as in every chat, like "/balance"; "/help" lists them. Other words are a prompt.')],
    out: OutFile = STANDARD_OUT,
    yes: Yes = False,
    language: SpokenLanguage = "en",
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Say a line as in a chat and print the answer."""
    wish = terminal.Wish(choose_locale(language.split(".")[0]), out, yes, _place(config, data_dir))
    raise typer.Exit(run_to_end(terminal.say(quiet(config, data_dir, launching=True), line, wish)))


def _place(config: Path | None, data_dir: Path | None) -> tuple[str, ...]:
    """The flags of this command that say where everything is, for the next one."""
    given = {"--config": config, "--data-dir": data_dir}
    return tuple(word for flag, path in given.items() if path for word in (flag, str(path)))


@app.command()
def migrate(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Bring the database's schema up to date."""
    run_to_end(bring_up_to_date(settings_of(config, data_dir).database_url))
    typer.echo("The schema is current.")


@app.command()
def check(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Look at everything that could keep the program from working."""
    settings = settings_of(config, data_dir)
    logs.setup("error", settings.app.log_format, settings.secrets())

    async def look() -> bool:
        well = True
        for line in checks.exposed(config, settings):
            typer.echo("note  " + line)
        async for fine, line in checks.findings(settings):
            typer.echo({True: "ok    ", False: "WRONG ", None: "note  "}[fine] + line)
            well = well and fine is not False
        return well

    raise typer.Exit(0 if run_to_end(look()) else 1)


@app.command()
def audit(
    days: Annotated[int, typer.Option(min=1, max=36500, help="How far back.")] = 90, config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """What the operator's people did, one line each: when, which role, what, and of which request, voucher or release. Names nobody."""
    for line in run_to_end(desk.done(settings_of(config, data_dir), utc_now() - timedelta(days=days))):
        typer.echo(line)


@ledger.command("verify")
def ledger_verify(
    config: ConfigFile = None, data_dir: DataDir = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False
) -> None:
    """Check every invariant of the books. Reads only, also while the program runs. Exit code 1 on a breach."""
    settings = settings_of(config, data_dir)

    found = run_to_end(visit(settings.database_url, lambda uow: verify(uow.connection, utc_now())))
    if as_json:
        typer.echo(json.dumps([vars(item) for item in found], default=str))
    for item in found if not as_json else []:
        typer.echo(str(item))
    raise typer.Exit(0 if all(item.ok for item in found) else 1)


@privacy.command("map")
def show_privacy_map(as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False) -> None:
    """Every stored value: category, purpose, basis, recipients, retention, export and erasure."""
    rows = privacy_map()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    width = max(len(row["where"]) for row in rows)
    for row in rows:
        typer.echo(f"{row['where']:<{width}}  " + " · ".join(str(value) for name, value in row.items() if name != "where" and value))


@privacy.command("export")
def export_person(
    platform: Annotated[str, typer.Argument(help="discord, telegram or playground.")],
    uid: Annotated[str, typer.Argument(help="The platform's id of the person.")],
    out: OutFile = STANDARD_COPY,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    language: SpokenLanguage = "en",
) -> None:
    """Everything that is held about a person, as a zip for them. Exit code 1 if there is no such person, or something could not be read."""
    settings = quiet(config, data_dir)
    try:
        with acting():
            run_to_end(desk.write_down(settings, os.environ, Scope.EXPORT, platform, uid))
        raise typer.Exit(run_to_end(rights.copy_of(settings, platform, uid, out, choose_locale(language.split(".")[0]), typer.echo)))
    except rights.NobodyThere:
        fail(f"Nobody on {platform} is known by this id.", 1)


@privacy.command("replay")
def replay_deletions(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Erase again whoever a restored backup has brought back, as every start does before it serves, and serve nothing."""
    settings = complete(settings_of(config, data_dir))

    async def replayed() -> None:
        start_log(settings, "warning")
        await (await build(settings)).close()

    run_to_end(replayed())
    typer.echo("Nobody who has left is in the database.")


@privacy.command("publish-texts")
def publish_texts(config: ConfigFile = None) -> None:
    """Write everything that is made from the data map anew: the current drafts of the legal pages in every language, what they rest on,
    and the record of processing (docs/ropa); prints what changed.

    With --config, the texts say what that file says of the operator; without, what they said before.
    """
    told = legal.facts(settings_of(config, None)) if config else published_facts(mapped_fields())
    try:
        for path in [*publish(told, Catalogue()), *write_record(told, Catalogue())]:
            typer.echo(path)
    except AlreadyPublished as fixed:
        fail(f"People were shown these texts already; add a new version in core/legal/versions.py: {', '.join(fixed.paths)}", 1)


@privacy.command("record")
def show_record(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """The record of processing (GDPR Art. 30) for the operator whom the settings name."""
    files = record_files(legal.facts(quiet(config, data_dir)), Catalogue())
    typer.echo(files["ropa.json" if as_json else "ropa.md"], nl=False)


Ref = Annotated[str, typer.Argument(help="The reference of the request.")]


@privacy.command("requests")
def list_requests(
    ref: Annotated[str, typer.Option("--ref", help="Everything about this one. That you looked is written down.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """What people asked of us and when it must be answered. Exit code 1 if one is overdue, or the seals of its log are broken."""
    settings = quiet(config, data_dir)
    with acting():
        if ref:
            lines, well = run_to_end(desk.shown(settings, os.environ, ref))
        else:
            lines = run_to_end(desk.listed(settings, utc_now(), everything=everything))
            well = not any(line.endswith(desk.LATE) for line in lines)
    for line in lines:
        typer.echo(line)
    if not lines:
        typer.echo("No request waits.", err=True)
    raise typer.Exit(0 if well else 1)


@privacy.command("close")
def close_request(
    ref: Ref,
    done: Annotated[bool, typer.Option("--done", help="What was asked for is done.")] = False,
    deny: Annotated[Reason | None, typer.Option("--deny", help="It is not, for this reason.")] = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Answer a request; its owner is told, with the way to appeal."""
    if done == (deny is not None):
        fail("Say either --done or --deny REASON.", 1)
    with acting():
        typer.echo(run_to_end(desk.close(quiet(config, data_dir), os.environ, ref, deny)))


@privacy.command("join")
def join_requests(
    ref: Ref,
    theirs: Annotated[str, typer.Argument(help="The reference of what its owner has asked for on a channel of their account.")],
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Somebody wrote a mail and then asked for the same from their account: the mail's request is answered by that one."""
    with acting():
        typer.echo(run_to_end(desk.join(quiet(config, data_dir), os.environ, ref, theirs)))


@privacy.command("erase")
def erase_person(
    platform: PlatformName,
    uid: PlatformUid,
    demanded: Annotated[bool, typer.Option("--platform-request", help="The platform demands it: without grace.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Delete somebody's account for them. One role asks, another confirms by typing the same."""
    with acting():
        typer.echo(run_to_end(desk.erase(quiet(config, data_dir), os.environ, platform, uid, demanded=demanded)))


@privacy.command("quarantine")
def quarantine_person(ref: Ref, platform: PlatformName, uid: PlatformUid, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """A report of a minor may be about this account: nothing goes on there until that is clear."""
    with acting():
        typer.echo(run_to_end(desk.quarantine(quiet(config, data_dir), os.environ, ref, platform, uid)))


@privacy.command("minor")
def settle_minor(
    ref: Ref,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="It is a child's account: it goes at once. Takes two roles.")] = False,
    unclear: Annotated[bool, typer.Option("--unclear", help="Its owner is asked; somebody looks again in 14 days.")] = False,
    false: Annotated[bool, typer.Option("--false", help="It is not: everything works again.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """What came of a report of a minor."""
    outcomes = {"confirmed": confirmed, "unclear": unclear, "false": false}
    if sum(outcomes.values()) != 1:
        fail("Say one of --confirmed, --unclear and --false.", 1)
    outcome = next(name for name, said in outcomes.items() if said)
    with acting():
        typer.echo(run_to_end(desk.minor(quiet(config, data_dir), os.environ, ref, outcome)))


@privacy.command("hold")
def hold_record(
    kind: Annotated[HeldKind, typer.Argument(help="What it is.")],
    record: Annotated[str, typer.Argument(help="Its id, as in the copy of its owner's data.")],
    reason: Annotated[HoldReason, typer.Option(help="Why.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which it ends (UTC).")],
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Keep one record from being erased, out of everybody's sight. One role asks, another confirms by typing the same."""
    end = until.replace(tzinfo=UTC)
    with acting():
        typer.echo(run_to_end(desk.hold(quiet(config, data_dir), os.environ, kind, record, reason, end)))


@privacy.command("release")
def release_record(
    hold: Annotated[str, typer.Argument(help="The id of the hold.")], config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """End a hold before its time."""
    with acting():
        typer.echo(run_to_end(desk.release(quiet(config, data_dir), os.environ, hold)))


@privacy.command("breach")
def who_is_touched(
    store: Annotated[str, typer.Argument(help="A table of the data map, or: objects.")], config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """If this store leaks: how many people, which kinds of data, which processors."""
    try:
        for line in run_to_end(desk.touched(settings_of(config, data_dir), store)):
            typer.echo(line)
    except LookupError:
        fail(f"The data map has no table {store!r}; `privacy map` lists them all.", 1)


@privacy.command("self-test")
def prove_itself(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Make accounts of the program's own, use, copy and erase them, and look whether anything is left. Exit code 1 if so.

    A program on SQLite does this itself at night and lets nobody else in; on PostgreSQL it works beside the running program.
    """
    well = run_to_end(self_test.run_now(quiet(config, data_dir), operators_desk, typer.echo))
    if well is None:
        fail("A self-test is under way already.", 1)
    typer.echo("Nothing is left." if well else "Something is left or did not work: see above.")
    raise typer.Exit(0 if well else 1)


Day = Annotated[str, typer.Argument(help="The version: its day, as in core/legal/versions.py.")]


@policy.command("list")
def list_releases(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Every release of the legal texts, since when it applies, and who was told."""
    for line in run_to_end(policies.listed(settings_of(config, data_dir))):
        typer.echo(line)


@policy.command("propose")
def propose_release(version: Day, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Whether the texts of that day are a material change, and why. Exit code 1 if they cannot be published."""
    try:
        for line in run_to_end(policies.proposed(settings_of(config, data_dir), version)):
            typer.echo(line)
    except CannotRelease as refused:
        fail(policies.sentence(refused), 1)


@policy.command("publish")
def publish_release(
    version: Day,
    change: Annotated[Change, typer.Option("--class", help="Never less than what `propose` says.")],
    approver: Annotated[Approver, typer.Option(help="The role of whoever answers for it.")],
    reason: Annotated[str, typer.Option(help="Why it is of this class: one sentence, at most 300 characters, about nobody.")],
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Publish the texts of that day. The program tells everybody, and 14 days later they apply. Exit code 1 if that is refused."""
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        fail(f"--reason needs 1 to {LONGEST_REASON} characters.", 1)
    settings = settings_of(config, data_dir)
    try:
        with acting():
            role = desk.role_of(settings, os.environ)
        run_to_end(policies.published(settings, role, version, change, approver, reason.strip(), typer.echo))
    except CannotRelease as refused:
        fail(policies.sentence(refused), 1)


if __name__ == "__main__":
    app()
