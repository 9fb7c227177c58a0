"""The pages of a bundle: they open without a network and without scripts, and no word of a person is ever markup (PRV-71, PRV-81)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from core.legal.document import Block, Bullets, Paragraph, Section, Table, Words, said
from core.legal.tables import table_name
from core.privacy.rules import Export, Rule
from core.rights.held import HeldTable
from core.rights.parts import Part, Parts
from core.rights.pictures import Collected, Gap
from core.rights.records import record_file
from core.rights.snapshot import Snapshot
from core.text import Catalogue, Text, text

ALT_LENGTH = 300
LONGEST_LIST = 1000
"""So many gaps are listed on the page; all of them are in `gaps.json`."""

_STYLE = """
:root { color-scheme: light dark; --line: #8888; --soft: #8881; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; }
.state { border: 1px solid var(--line); border-inline-start-width: .5rem; padding: .5rem 1rem; }
.prompt { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: .5rem; margin: 0 0 .5rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; break-inside: avoid; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem; }
.pictures img { width: 12rem; height: 12rem; object-fit: contain; background: var(--soft); }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: start; vertical-align: top; }
"""


@dataclass(frozen=True)
class Speaker:
    """Says everything in one language, as HTML text."""

    catalogue: Catalogue
    locale: str

    def __call__(self, words: Words) -> str:
        """The words, with nothing in them that a browser would take for markup."""
        return escape(said(words, self.catalogue, self.locale))


def processing_page(sections: Sequence[Section], as_of: str, say: Speaker) -> Iterator[bytes]:
    """`about/processing.html`."""
    body = [_as_of(as_of, say), *(line for section in sections for line in _section(section, say))]
    return _page(text("rights-processing-title"), say, body)


def index_page(
    snapshot: Snapshot, parts: Parts, collected: Collected, held: Sequence[HeldTable], as_of: str, say: Speaker
) -> Iterator[bytes]:
    """`index.html`: everything in the copy, each prompt beside its pictures; what is missing, and what is not there and why."""
    return _page(text("rights-index-title"), say, _index(snapshot, parts, collected, held, as_of, say))


def part_page(snapshot: Snapshot, part: Part, as_of: str, say: Speaker) -> Iterator[bytes]:
    """`index.html` of any part but the first: its own pictures, each beside its prompt."""
    return _page(text("rights-index-title"), say, _part(snapshot, part, as_of, say))


def _part(snapshot: Snapshot, part: Part, as_of: str, say: Speaker) -> Iterator[str]:
    yield _as_of(as_of, say)
    yield f'<p class="state"><strong>{say(text("copies-page-part", number=part.number))}</strong></p>'
    yield _heading("pictures", say)
    for job in snapshot.rows("job"):
        if job["id"] in part.pictures:
            yield _request(job, part.pictures[job["id"]], (), say)
    yield _heading("references", say)
    yield _thumbnails(part.references, say(text("rights-heading-references")))
    yield _heading("check", say)
    yield f"<p>{say(text('rights-check'))}</p>"


def _index(snapshot: Snapshot, parts: Parts, collected: Collected, held: Sequence[HeldTable], as_of: str, say: Speaker) -> Iterator[str]:
    yield _as_of(as_of, say)
    if parts.count > 1:
        yield f"<p>{say(text('copies-page-first', count=parts.count))}</p>"
    yield _state(collected.gaps, say)
    yield f"<p>{_link('about/processing.html', say(text('rights-processing-title')))}</p>"
    yield from _gaps(collected.gaps, say)
    yield _heading("records", say)
    yield from _records(snapshot, say)
    yield _heading("pictures", say)
    for job in snapshot.rows("job"):
        yield _request(job, parts.first.pictures.get(job["id"], ()), [home for home in parts.homes.get(job["id"], ()) if home > 1], say)
    yield _heading("references", say)
    yield _thumbnails(parts.first.references, say(text("rights-heading-references")))
    yield _heading("withheld", say)
    yield from _withheld(held, say)
    yield _heading("check", say)
    yield f"<p>{say(text('rights-check'))}</p>"


def _as_of(as_of: str, say: Speaker) -> str:
    return f"<p>{say(text('rights-as-of', at=as_of))}</p>"


def _state(gaps: Sequence[Gap], say: Speaker) -> str:
    words = text("rights-state-gaps", count=len(gaps)) if gaps else text("rights-state-complete")
    return f'<p class="state"><strong>{say(words)}</strong></p>'


def _gaps(gaps: Sequence[Gap], say: Speaker) -> Iterator[str]:
    if gaps:
        yield _heading("gaps", say)
        items = (f"<code>{escape(gap.what)}</code>: {say(Text(f'rights-why-{gap.why}'))}" for gap in gaps[:LONGEST_LIST])
        yield _list(items)
        yield f"<p>{_link('gaps.json', 'gaps.json')}</p>"


def _records(snapshot: Snapshot, say: Speaker) -> Iterator[str]:
    yield f"<p>{say(text('rights-records'))}</p>"
    yield f"<p>{_link('data/ledger.csv', say(text('rights-ledger')))}</p>"
    items = []
    for table in snapshot.tables:
        counted = say(text("rights-rows", count=snapshot.counted[table.name].rows))
        schema = _link(f"schema/{table.name}.schema.json", say(text("rights-schema")))
        items.append(f"{_link(record_file(table.name), say(table_name(table.name)))}: {counted} ({schema})")
    yield _list(items)


def _request(job: dict[str, Any], pictures: Sequence[str], elsewhere: Sequence[int], say: Speaker) -> str:
    """`elsewhere`: the parts in which there are pictures of it, too."""
    none = pictures or elsewhere
    shown = _thumbnails(pictures, job["prompt"]) if pictures else "" if none else f"<p>{say(text('rights-no-picture'))}</p>"
    shown += "".join(f"<p>{say(text('copies-page-elsewhere', number=number))}</p>" for number in elsewhere)
    title = f'<h3>{escape(job["code"])} · <time datetime="{escape(job["created_at"])}">{escape(_moment(job["created_at"]))}</time></h3>'
    return f'<article>{title}<p class="prompt" dir="auto"><bdi>{escape(job["prompt"])}</bdi></p>{shown}</article>'


def _thumbnails(names: Sequence[str], alt: str) -> str:
    words = escape(alt[:ALT_LENGTH])
    shown = (f'<a href="{quote(name)}"><img src="{quote(name)}" alt="{words}" loading="lazy"></a>' for name in names)
    return f'<div class="pictures">{"".join(shown)}</div>'


def _withheld(held: Sequence[HeldTable], say: Speaker) -> Iterator[str]:
    rows = [(name, tuple(phrases)) for name, phrases in _reasons(held, say)]
    yield f"<p>{say(text('rights-withheld'))}</p>"
    yield _list(f"{name} {_list(phrases)}" for name, phrases in rows)
    yield f"<p>{' · '.join(_link(name, name) for name in ('withheld.json', 'coverage.json', 'gaps.json'))}</p>"


def _reasons(held: Sequence[HeldTable], say: Speaker) -> Iterator[tuple[str, list[str]]]:
    for table in held:
        if table.nobodys:
            yield say(table_name(table.name)), [say(text("rights-withheld-nobody"))]
            continue
        found: dict[str, list[str]] = {}
        for column in table.columns:
            if not column.shown:
                export = column.rule.export if isinstance(column.rule, Rule) else None
                found.setdefault(_reason(export), []).append(column.name)
            elif column.one_sided:
                found.setdefault("rights-withheld-other", []).append(column.name)
        if found:
            yield say(table_name(table.name)), [f"{say(Text(key))} <code>{escape(', '.join(names))}</code>" for key, names in found.items()]


def _reason(export: Export | None) -> str:
    return f"rights-withheld-{export.name.lower()}" if export else "rights-withheld-impersonal"


def _page(title: Text, say: Speaker, body: Iterable[str]) -> Iterator[bytes]:
    yield f"""<!doctype html>
<html lang="{say.locale}"><head><meta charset="utf-8"><title>{say(title)}</title>
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; connect-src 'none'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<style>{_STYLE}</style></head><body><main><h1>{say(title)}</h1>
""".encode()
    for part in body:
        yield f"{part}\n".encode()
    yield b"</main></body></html>\n"


def _section(section: Section, say: Speaker) -> list[str]:
    return [f"<h2>{say(section.heading)}</h2>", *(_block(block, say) for block in section.blocks)]


def _block(block: Block, say: Speaker) -> str:
    match block:
        case Paragraph(words):
            return f"<p>{say(words)}</p>"
        case Bullets(items):
            return _list(map(say, items))
        case Table(head, rows):
            names = "".join(f'<th scope="col">{say(name)}</th>' for name in head)
            lines = "".join(f"<tr>{''.join(f'<td>{say(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return f'<div class="table"><table><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>'


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _heading(name: str, say: Speaker) -> str:
    return f'<h2 id="{name}">{say(Text(f"rights-heading-{name}"))}</h2>'


def _link(target: str, words: str) -> str:
    return f'<a href="{quote(target)}">{words}</a>'


def _moment(at: str) -> str:
    """An instant of the records, as people read it."""
    return f"{at[:10]} {at[11:16]} UTC"
