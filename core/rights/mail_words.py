"""What a mail about personal data probably asks for, and in which language it is written: by plain words in the four languages (PRV-67).

Only the words of the mail count, never who wrote them. Nothing rests on a guess but where a mail is put and the language of its answer.
"""

import re
import unicodedata
from collections.abc import Mapping

from core.rights.requests import RequestKind

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def _spoken(*words: str) -> re.Pattern[str]:
    """Any of these; a word of letters stands for all that begin with it, and Chinese has no gaps to begin at."""
    return re.compile("|".join(word if "\u4e00" <= word[0] <= "\u9fff" else rf"\b{word}" for word in words))


AGENT = _spoken(
    *("on behalf of", "authori[sz]ed agent", "power of attorney", "my client"),
    *("im namen von", "im auftrag", "vollmacht", "bevollmächtigt", "mandant"),
    *("en nombre de", "en representación", "apoderad", "poder notarial", "mi cliente"),
    *("委托", "代理人", "我的客户"),
)
"""Somebody writes for another person; whatever else they say, that comes first (PRV-69)."""

KINDS: Mapping[RequestKind, re.Pattern[str]] = {
    RequestKind.ERASE: _spoken(
        *("delet", "eras", "close my account", "remove my", "be forgotten", "forget me"),
        *("lösch", "loesch", "entfern", "vergessenwerden"),
        *("elimin", "borr[aeo]", "suprim", "supresión", "derecho al olvido", "darme de baja"),
        *("删除", "清除", "注销", "被遗忘"),
    ),
    RequestKind.EXPORT: _spoken(
        *("copy of", "export", "access to my", "access request", "subject access", "portab", "which data", "what data", "download my data"),
        *("kopie", "auskunft", "datenübertrag", "welche daten"),
        *("copia", "acceso", "portabilidad", "qué datos", "que datos"),
        *("副本", "导出", "查阅", "哪些数据", "可携带"),
    ),
    RequestKind.CORRECT: _spoken(
        *("correct", "rectif", "inaccurate", "wrong"),
        *("berichtig", "korrig", "korrektur", "falsch", "unrichtig"),
        *("corregi", "corrij", "corrección", "incorrect", "erróne"),
        *("更正", "改正", "纠正", "修改"),
    ),
    RequestKind.RESTRICT: _spoken(
        *("restrict", "limit the (?:use|processing)"),
        *("einschränk", "beschränk"),
        *("limitación", "limitar", "limiten", "restring"),
        *("限制",),
    ),
    RequestKind.OBJECT: _spoken(
        *("object to", "objection", "opt out", "stop processing", "stop using"),
        *("widerspr",),
        *("me opongo", "oponer", "oposición"),
        *("反对", "停止使用", "停止处理"),
    ),
    RequestKind.COMPLAINT: _spoken(
        *("complain",),
        *("beschwer",),
        *("queja", "reclamación", "reclamar", "denuncia"),
        *("投诉", "申诉"),
    ),
}
"""What speaks for each kind; where two are level, the first counts."""

LANGUAGES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:the|and|my|you|your|please|of|to|is|have|with|for|this|what|i)\b"),
    "de": re.compile(r"\b(?:ich|und|der|die|das|bitte|meine?[nmrs]?|nicht|sie|ihr|von|zu|ist|mir|mich|ein|eine[nmrs]?|über|mit|für)\b"),
    "es": re.compile(r"\b(?:el|la|los|las|de|que|por|favor|mi|mis|un|una|y|con|para|me|mí|sobre|quiero|en|su|sus)\b"),
    "zh-CN": re.compile(r"[\u4e00-\u9fff]"),
}
SURE = 2
"""With fewer words than this, or as many of another language, a mail is in none: it is answered in English."""

_JAPANESE = re.compile(r"[\u3040-\u30ff]")


def kind_of(words: str) -> RequestKind:
    """What is probably asked for; a question if nothing speaks for anything else. What is quoted from an earlier mail does not count."""
    own = _plain(words)
    if AGENT.search(own):
        return RequestKind.AGENT
    said = {kind: len(pattern.findall(own)) for kind, pattern in KINDS.items()}
    likely = max(said, key=lambda kind: said[kind])
    return likely if said[likely] else RequestKind.QUESTION


def language_of(words: str) -> str:
    """The language in which the mail is answered: the one it is written in, if that is one of ours and clear, else English."""
    own = _plain(words)
    said = {locale: len(pattern.findall(own)) for locale, pattern in LANGUAGES.items()}
    if _JAPANESE.search(own):
        del said["zh-CN"]
    first, second = sorted(said.values(), reverse=True)[:2]
    return max(said, key=lambda locale: said[locale]) if first >= SURE and first > second else "en"


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", _QUOTED.sub("", words)).casefold()
