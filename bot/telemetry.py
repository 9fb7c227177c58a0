"""Spans for OpenTelemetry, if the operator wants them: dispatch, each stage of a picture, delivery, under the trace of the log.

What a span may say is a closed list, like the fields of the log. Whether it arrives is nobody's business but the operator's: spans wait in
a bounded queue, go out from a thread of their own, and are dropped if nobody takes them.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.hindrances import LibraryMissing
from bot.metrics import version
from core import trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExportResult

ATTRIBUTES = frozenset({"surface", "command", "outcome"})
"""All that a span says beside its name and its times."""
PATH = "/v1/traces"
PATIENCE_SECONDS = 5
LATEST_SECONDS = 2

log = logging.getLogger(__name__)


class Spans:
    """Sends spans to a collector that speaks OTLP over HTTP. `close` sends what is left, within some seconds."""

    def __init__(self, endpoint: str, now: Callable[[], datetime]) -> None:
        """Raises `LibraryMissing`."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.sdk.trace.id_generator import IdGenerator
        except ImportError:
            raise LibraryMissing from None

        class Exporter(OTLPSpanExporter):
            """Says once that nobody takes spans, and once that they go out again."""

            there = True

            def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
                result = super().export(spans)
                there = result.name == "SUCCESS"
                if there is not self.there:
                    log.info("spans go out again") if there else log.warning("nobody takes our spans")
                self.there = there
                return result

        class Names(IdGenerator):
            """A trace has the name that it has in the log."""

            def generate_span_id(self) -> int:
                return secrets.randbits(63) + 1

            def generate_trace_id(self) -> int:
                return int(trace.current() or secrets.token_hex(16), 16)

            def is_trace_id_random(self) -> bool:
                return True

        # The library's own complaints quote addresses and answers.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        self._now = now
        about = Resource({SERVICE_NAME: "inkmirage", SERVICE_VERSION: version()})
        self._provider = TracerProvider(resource=about, id_generator=Names(), shutdown_on_exit=False)
        exporter = Exporter(endpoint=endpoint.removesuffix(PATH) + PATH, timeout=PATIENCE_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000 * LATEST_SECONDS))
        self._tracer = self._provider.get_tracer("inkmirage")

    def took(self, name: str, seconds: float, about: Mapping[str, str]) -> None:
        """Something of the current trace is over now, and took so long. Raises `ValueError` for an attribute that is not on the list."""
        if not about.keys() <= ATTRIBUTES:
            raise ValueError("a span may not say that")
        end = self._now()
        span = self._tracer.start_span(name, start_time=_nanoseconds(end - timedelta(seconds=seconds)), attributes=dict(about))
        span.end(_nanoseconds(end))

    def close(self) -> None:
        """Send what is left. Blocks for some seconds at most."""
        self._provider.shutdown()


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1000
