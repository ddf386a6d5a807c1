"""The pages for publishers are made from the schemas, or are checked against them."""

import re
from pathlib import Path

from schemas import codec, limits
from schemas.cloudevents import from_structured
from schemas.errors import REASONS
from schemas.vocabulary import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_words_is_current() -> None:
    assert (DOCS / "vocabulary.md").read_text("utf-8") == page(), "run `make docs`"


def test_the_event_in_the_page_for_publishers_is_a_good_one() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (DOCS / "publishing.md").read_text("utf-8"), re.DOTALL)
    event = from_structured(example.encode())
    assert codec.decode(codec.encode(event))["type"] == event["type"]


def test_the_codes_and_limits_in_the_page_for_publishers_are_ours() -> None:
    text = (DOCS / "publishing.md").read_text("utf-8")
    codes = set(re.findall(r"`(?!HUB_)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`", text))
    assert len(codes) > 8
    assert codes <= set(REASONS)
    for limit in (f"{limits.RECORD_BYTES // 1024} KiB", f"{limits.BODY_EVENTS} 个事件", f"{limits.BODY_BYTES // 2**20} MiB"):
        assert limit in text
    for limit in (f"{limits.JSON_DEPTH} 层", f"{limits.IDENTIFIER_BYTES} 字节", f"{limits.ITEMS} 项"):
        assert limit in text
