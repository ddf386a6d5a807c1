"""A province, a city, a county and a town, as the administrator states them; shared by the tests with a whole hub."""

from __future__ import annotations

from typing import Any

from schemas.ids import uuid7

REGIONS = [
    ("00", "全国", "nation", "national", None),
    ("42", "湖北省", "province", "province", "00"),
    ("4206", "襄阳市", "city", "city", "42"),
    ("420624", "南漳县", "county", "county", "4206"),
    ("420624101", "城关镇", "town", "town", "420624"),
    ("420625", "谷城县", "county", "county", "4206"),
]
UNITS = [("420624-cwh", "420624", "county"), ("420625-cwh", "420625", "county"), ("420624101-zxt", "420624101", "town")]


def fact(name: str, subject: str, data: dict[str, Any]) -> dict[str, Any]:
    """A reference fact of the administrator's own source."""
    return {
        "specversion": "1.0",
        "id": uuid7(),
        "source": "//00/hub",
        "type": f"cn.npc.{name}.v1",
        "subject": subject,
        "time": "2021-12-01T09:00:00+08:00",
        "unit": "00-hub",
        "level": "national",
        "region": "00",
        "data": {member: value for member, value in data.items() if value is not None},
    }


def region(code: str, name: str, kind: str, level: str, parent: str | None) -> dict[str, Any]:
    """A region from 1 December 2021 on."""
    data = {"code": code, "name": name, "kind": kind, "level": level, "parent": parent, "valid_from": "2021-12-01"}
    return fact("region.established", code, data)


def unit(code: str, where: str, level: str) -> dict[str, Any]:
    """A standing committee from 1 December 2021 on."""
    data = {"unit": code, "name": code, "kind": "standing_committee", "level": level, "region": where, "valid_from": "2021-12-01"}
    return fact("unit.registered", code, data)


def facts() -> list[dict[str, Any]]:
    """Regions and units."""
    return [*(region(*one) for one in REGIONS if one[0] != "00"), *(unit(*one) for one in UNITS)]
