"""`python -m bot privacy`: what the operator's people type about people's data and about the legal texts."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import desk, legal, policies, rights
from bot.acting import acting
from bot.command_line import (
    ConfigFile,
    DataDir,
    OutFile,
    PlatformName,
    PlatformUid,
    SpokenLanguage,
    complete,
    fail,
    quiet,
    run_to_end,
    settings_of,
)
from core.ambient import utc_now
from core.legal.facts import published_facts
from core.legal.publishing import AlreadyPublished, publish
from core.legal.record import record_files, write_record
from core.legal.releases import Approver
from core.legal.versions import Change
from core.rights.holds import HeldKind, HoldReason
from core.rights.policies import CannotRelease
from core.rights.staff import Reason, Scope
from core.text import Catalogue, choose_locale
from db.privacy_map import mapped_fields, privacy_map

commands = typer.Typer()
privacy = typer.Typer(help="What is held, and why.")
policy = typer.Typer(help="Changes of the legal texts.")
commands.add_typer(privacy, name="privacy")
privacy.add_typer(policy, name="policy")
STANDARD_COPY = Path("inkmirage-copy.zip")
LONGEST_REASON = 300  # characters (CHECK `reason_given`)


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
    from bot.privacy_program import replay  # the other commands here do not wait for the whole program

    run_to_end(replay(complete(settings_of(config, data_dir))))
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
    from bot.privacy_program import prove  # the other commands here do not wait for the whole program

    well = run_to_end(prove(quiet(config, data_dir), typer.echo))
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
