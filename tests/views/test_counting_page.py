"""The example of docs/counting.md, told and asked."""

import re
from pathlib import Path

from tests.projections.play import Playing
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, registered, replied, suggestion

PAGE = Path(__file__).parents[2] / "docs" / "counting.md"


def test_the_example_counts_as_the_page_says(hub: Playing) -> None:
    # given the example; when it is told; then every line of its table holds in the town and everywhere above
    one, climbed = suggestion(1), suggestion(301, CITY)
    hub.tell(
        registered(one, "2025-06-08"),
        assigned(one, "2025-06-08T16:20", f"{COUNTY}-jtj"),
        replied(one, "2025-06-11", f"{COUNTY}-jtj"),
        registered(climbed, "2025-07-01", continues=[one]),
        assigned(climbed, "2025-07-01T15:00", f"{CITY}-jtj"),
        replied(climbed, "2025-07-20", f"{CITY}-jtj"),
    )
    hub.fold()
    lines = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\d) \| (\d) \| (\d) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(lines) == 5
    names = ("consolidated", "completed", "implemented")
    for day, *printed in lines:
        for region in (TOWN, COUNTY, CITY, PROVINCE):
            assert [hub.figure(f"suggestions.{name}", region, day) for name in names] == [int(one) for one in printed], (day, region)
