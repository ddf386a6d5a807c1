"""The processes of a hub: two embedded parts, the workers, the HTTP server."""

from __future__ import annotations

import sys
from dataclasses import replace

from hub.embedded import parts
from hub.settings import Settings
from hub.supervisor.child import Duty, spawn


def part_duties(settings: Settings) -> list[Duty]:
    """Kafka and PostgreSQL, if they are children of this hub."""
    if not settings.embedded:
        return []
    running = parts.locate(settings.folder.root)
    launches = {"postgres": lambda: parts.launch_postgres(running), "kafka": lambda: parts.launch_kafka(running)}
    return [Duty(name, name, launch, *parts.ENDINGS[name]) for name, launch in launches.items()]


def worker_duties(settings: Settings) -> list[Duty]:
    """The HTTP server, gate and projection workers, feeds' judge, deadlines' watch and archive, in the order in which they start."""
    gates = [_worker(settings, "gate", f"gate-{number}") for number in range(settings.gate_workers)]
    projections = [_worker(settings, "projection", f"projection-{number}") for number in range(settings.projection_workers)]
    late = [replace(_worker(settings, name, name), late=True) for name in ("deadlines", *(() if settings.unarchived else ("archive",)))]
    return [_worker(settings, "http", "http"), *gates, *projections, _worker(settings, "feeds", "feeds"), *late]


def _worker(settings: Settings, kind: str, name: str) -> Duty:
    command = [sys.executable, "-m", f"hub.workers.{kind}", name]
    environment = {**settings.environment(), "PYTHONUNBUFFERED": "1"}
    return Duty(name, kind, lambda: spawn(settings.folder, f"worker-{name}", command, environment))
