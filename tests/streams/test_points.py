"""Every named place stands in the code, and every place in the code is named."""

import re
from pathlib import Path

import pytest

import streams
from streams.points import POINTS

pytestmark = pytest.mark.quick


def test_the_list_of_places_is_that_of_the_code() -> None:
    code = "".join(one.read_text("utf-8") for one in Path(streams.__path__[0]).rglob("*.py"))
    assert sorted(re.findall(r'faults\.point\("([a-z.]+)"\)', code)) == sorted(POINTS)
