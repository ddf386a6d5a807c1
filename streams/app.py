"""The Faust application of the gate room: it carries services, and owns no topic, table, agent or offset."""

import logging
from typing import Final

import faust
from faust.app.base import BootStrategy

from schemas import collecting
from streams import bounded
from streams.service import GateService
from streams.settings import GateSettings

APPLICATION: Final = "gate"


class ServicesAlone(BootStrategy):
    """Faust starts our services and nothing of its own: neither consumer nor producer, web server or table."""

    enable_kafka = False
    enable_web = False


def build(settings: GateSettings) -> faust.App:
    """The application of one worker, with the gate as its service. Nothing is connected before the worker starts it."""
    settings.marks.mkdir(parents=True, exist_ok=True)
    bounded.install()
    collecting.seldom()
    # Faust's worker opens the root logger to everything for its spinner: a fifth of a busy gate went into records nobody reads.
    logging.getLogger("aiokafka").setLevel(logging.INFO)
    app = faust.App(
        APPLICATION,
        broker=f"kafka://{settings.client['bootstrap_servers']}",
        datadir=settings.marks / f"{settings.name}.faust",
        web_enabled=False,
        key_serializer="raw",
        value_serializer="raw",
        autodiscover=False,
    )
    app.boot_strategy = ServicesAlone(app)
    app.producer_only = True

    @app.service
    class Gate(GateService):
        """The gate of this worker."""

    Gate.settings = settings
    return app
