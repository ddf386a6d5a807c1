"""Regions asked for by address and by command: found, compared between days, and codes of one day on another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.cli import regions as commands
from hub.cli.main import run
from tests.answers import held
from tests.projections.play import federation, playing, region
from tests.serving import Served, serving
from tests.views.test_region import move, reform

HUATING, CUONA, CAIYI, WUJIN, LOST = ("620824", "620881"), ("540530", "540581"), "320404", "320412", "320413"


@pytest.fixture
def served(database: str, tmp_path: Path) -> Iterator[Served]:
    """Two counties that became cities with new codes, the second lately; a district that was parted, one that became nobody knows what; a town
    renamed.
    """
    with playing(database) as hub:
        hub.tell(
            *federation("62", "6208", HUATING[0], f"{HUATING[0]}101", "54", "5405", CUONA[0], "32", "3204", CAIYI, WUJIN, "320411", LOST, "6207")
        )
        hub.tell(reform("abolished", HUATING[0], day="2018-08-17", successors=[{"code": HUATING[1]}]))
        hub.tell(region(HUATING[1], "6208", "county", name=HUATING[0], valid_from="2018-08-17"))
        hub.tell(move(CUONA[0], "5405", CUONA[1], day="2023-04-18"))
        hub.tell(reform("split", CAIYI, day="2015-05-13", successors=[{"code": "320411", "share": "60%"}, {"code": WUJIN, "share": "40%"}]))
        hub.tell(reform("abolished", LOST, day="2018-06-01", successors=[{"code": "999999"}]))
        hub.tell(reform("renamed", "6207", day="2020-01-01", name="张掖市"), reform("abolished", f"{HUATING[0]}101", day="2019-01-01"))
        hub.fold()
        with serving(database, tmp_path) as found:
            yield found


def test_regions_are_found_compared_and_translated(served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    reader = served.reader("62")

    def asked(path: str, **words: str) -> Any:
        answer = held(httpx.get(f"{served.url}/v1/regions{path}", params=words, headers=reader, timeout=30))
        assert answer.status_code in (200, 404), answer.text
        return answer.json() if answer.status_code == 200 else None

    def translated(code: str, first: str, last: str) -> list[tuple[str | None, str | None]]:
        return [(one["region"], one["share"]) for one in asked("/translate", code=code, **{"from": first, "to": last}) or []]

    # a code of one day on another, forward and back, alone and parted
    assert translated(HUATING[0], "2018-01-01", "2025-01-01") == [(HUATING[1], None)]
    assert translated(HUATING[1], "2025-01-01", "2018-01-01") == [(HUATING[0], None)]
    assert translated(CUONA[0], "2023-04-17", "2023-04-18") == [(CUONA[1], None)]
    assert translated(CUONA[1], "2023-04-18", "2023-04-17") == [(CUONA[0], None)]
    assert translated(CAIYI, "2015-01-01", "2016-01-01") == [("320411", "60%"), (WUJIN, "40%")]
    assert translated(WUJIN, "2016-01-01", "2015-01-01") == [(WUJIN, None)]
    assert translated(f"{HUATING[0]}101", "2018-01-01", "2025-01-01") == [(None, None)]
    assert translated(LOST, "2018-01-01", "2025-01-01") == [(None, None)]
    assert translated("999999", "2018-01-01", "2025-01-01") == []
    # what differs between two days; a same name is proposed where nobody said more
    compared = asked("/diff", region="62", **{"from": "2018-01-01", "to": "2025-01-01"})
    differing = [(one["what"], one["region"], one["became"], one["proposed"]) for one in compared]
    assert differing == [
        ("gone", HUATING[0], [HUATING[1]], [HUATING[1]]),
        ("gone", f"{HUATING[0]}101", [], []),
        ("new", HUATING[1], [], []),
        ("renamed", "6207", [], []),
    ]
    # found by name and by code, on a day
    assert [one["region"] for one in asked("/find", text="张掖", day="2025-01-01")] == ["6207"]
    assert asked("/find", text="张掖", day="2019-12-31") == []
    assert [one["region"] for one in asked("/find", text="6208", region="62", day="2018-01-01")] == ["6208", HUATING[0], f"{HUATING[0]}101"]
    # the whole tree of a day, how codes ended, and one with its children
    assert {one["region"] for one in asked("/tree", day="2025-01-01")} >= {"00", HUATING[1], CUONA[1]}
    assert {one["region"] for one in asked("/endings")} == {HUATING[0], f"{HUATING[0]}101", CUONA[0], CAIYI, LOST}
    assert [one["region"] for one in asked("", region="5405", day="2025-01-01")] == ["5405", CUONA[1]]
    # the commands say the same
    monkeypatch.setenv("HUB_URL", served.url)
    monkeypatch.setenv("HUB_TOKEN", reader["Authorization"].removeprefix("Bearer "))
    assert run(["regions", "translate", CAIYI, "--from", "2015-01-01", "--to", "2016-01-01"]) == 0
    assert "60%" in capsys.readouterr().out
    assert run(["regions", "translate", f"{HUATING[0]}101", "--from", "2018-01-01", "--to", "2025-01-01"]) == 0
    assert "去向未登记" in capsys.readouterr().out
    assert run(["regions", "translate", "999999", "--from", "2018-01-01", "--to", "2025-01-01"]) == 1
    assert "999999 (2018-01-01)" in capsys.readouterr().err
    assert run(["regions", "find", "张掖", "--day", "2025-01-01"]) == 0
    assert "6207" in capsys.readouterr().out
    assert run(["regions", "find", "没有这个地方"]) == 0
    assert capsys.readouterr().out.strip() == "没有"
    monkeypatch.setattr(commands, "SHOWN_REGIONS", 2)
    assert run(["regions", "find", "62"]) == 0
    assert "--region" in capsys.readouterr().err
    assert run(["regions", "import", __file__]) == 2
    assert "--valid-from" in capsys.readouterr().err
    assert run(["regions", "diff", "--from", "2018-01-01", "--to", "2025-01-01", "--region", "62"]) == 0
    shown = capsys.readouterr().out
    assert "张掖市" in shown
    assert all(word in shown for word in ("废止", "新设", "更名"))
