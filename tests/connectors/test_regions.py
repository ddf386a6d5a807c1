"""Editions of regions and lists of successors, read and held against what is known."""

from datetime import date
from typing import Any

import pytest

from connectors.regions import edition, plan
from schemas import codec, content
from schemas.errors import UsageError

pytestmark = pytest.mark.quick

OLD = """code,name,parent
42,湖北省,
4206,襄阳市,42
420624,南漳县,4206
420624101,武安镇,420624
420624001,城关街道,420624
420624500,清河管理区,420624
4290,省直辖县级行政区划,42
429004,仙桃市,4290
429004100,郑场镇,429004
4303,湘潭市,42
430302,雨湖区,4303
430371,高新技术产业园区,4303
430371100,板塘?镇,430371
44,广东省,
4419,东莞市,44
441900,东莞市,4419
441900103,茶山镇,441900
50,重庆市,
5001,市辖区,50
500101,万州区,5001
5002,县,50
500229,城口县,5002
"""
DAY, NOW = date(2021, 10, 31), 1_764_000_000_000


def known(text: str) -> dict[str, dict[str, Any]]:
    return {one.code: {"name": one.name, "parent": one.parent} for one in edition.read(text).regions.values()}


def test_kind_and_congress_follow_from_the_digits() -> None:
    read = edition.read("\ufeff" + OLD)
    said = {one.code: (one.kind, one.level, one.parent) for one in read.regions.values()}
    assert said == {
        "42": ("province", "province", "00"),
        "4206": ("city", "city", "42"),
        "420624": ("county", "county", "4206"),
        "420624101": ("town", "town", "420624"),
        "420624001": ("street", None, "420624"),
        "420624500": ("zone", None, "420624"),
        "429004": ("county_city", "county", "42"),
        "429004100": ("town", "town", "429004"),
        "4303": ("city", "city", "42"),
        "430302": ("district", "county", "4303"),
        "430371": ("zone", None, "4303"),
        "430371100": ("town", "town", "430371"),
        "44": ("province", "province", "00"),
        "4419": ("city", "city", "44"),
        "441900103": ("town", "town", "4419"),
        "50": ("municipality", "province", "00"),
        "500101": ("district", "county", "50"),
        "500229": ("county", "county", "50"),
    }
    # group rows and counties that are none fall away, a doubtful name is taken and told
    assert read.dropped == ("4290", "441900", "5001", "5002")
    assert read.doubtful == ("430371100",)


@pytest.mark.parametrize(
    "row", ["4206243,多一位,4206", "420625,,4206", "420624,南漳县,4206", "420625,保康县,4207", "420625,保康县", "42062a,保康县,4206"]
)
def test_a_row_that_is_none_is_named(row: str) -> None:
    with pytest.raises(UsageError) as caught:
        edition.read("code,name,parent\n42,湖北省,\n4206,襄阳市,42\n420624,南漳县,4206\n" + row)
    assert caught.value.problem.field == "/5"


@pytest.mark.parametrize(
    ("row", "code", "shown"),
    [
        ("420624,南漳县,4206", "CONTRADICTION", "/4"),
        ("420625,保康县,4207", "REGION_NEVER_ESTABLISHED", "4207"),
        ("420625,保康\0县,4206", "TEXT_CONTROL_CHARACTER", "保康"),
        ("420625,,4206", "FIELD_EMPTY", ""),
        (f"420625,{'长' * 86},4206", "TEXT_TOO_LONG", "258 B"),
        ("420625,保\ufffd县,4206", "TEXT_REPLACEMENT_CHARACTER", "保"),
    ],
)
def test_what_the_door_would_refuse_of_one_row_is_refused_before_any_is_sent(row: str, code: str, shown: str) -> None:
    with pytest.raises(UsageError) as caught:
        edition.read("code,name,parent\n42,湖北省,\n4206,襄阳市,42\n420624,南漳县,4206\n" + row)
    assert (caught.value.problem.code, caught.value.problem.field) == (code, "/5")
    assert shown in f"{caught.value.problem.expected} {caught.value.problem.got}"


def test_blank_rows_say_nothing() -> None:
    assert list(edition.read("code,name,parent\r\n\r\n42,湖北省,\r\n\r\n").regions) == ["42"]
    assert plan.successors(LIST.replace("\n", "\n\n")) == plan.successors(LIST)


def test_a_day_before_the_congresses_is_refused_whole() -> None:
    with pytest.raises(UsageError) as caught:
        plan.plan(edition.read(OLD), {}, date(1953, 12, 31), NOW)
    assert (caught.value.problem.code, caught.value.problem.field) == ("TIME_TOO_OLD", "/valid_from")
    assert plan.plan(edition.read(OLD), {}, date(1954, 1, 1), NOW).events()


def test_what_was_said_of_the_day_itself_is_corrected_not_said_again() -> None:
    # given a town whose name and parent this very day's edition gave wrong, and one that another day named
    new = OLD.replace("板塘?镇,430371", "板塘镇,430302").replace("茶山镇", "茶山街道")
    found = plan.plan(edition.read(new), known(OLD), DAY, NOW)
    of = {"source": "//00/hub", "id": "e"}
    events = plan.amending(found, {("430371100", "name"): of, ("430371100", "parent"): of}, NOW).events()
    # then its fact is corrected; of the other the change is said
    assert [(one["subject"], one["type"].split(".", 2)[2], one["data"].get("fields")) for one in events] == [
        ("430371100", "reference.corrected.v1", {"name": "板塘镇"}),
        ("441900103", "region.renamed.v1", None),
        ("430371100", "reference.corrected.v1", {"parent": "430302"}),
    ]
    assert {one["data"]["corrects"]["id"] for one in events if "corrects" in one["data"]} == {"e"}
    for event in events:
        assert content.digest(codec.decode(codec.encode(event))) == content.digest(event)
    # a name may go back to what it was: the later correction is another event
    assert not {one["id"] for one in events if "corrects" in one["data"]} & {
        one["id"] for one in plan.amending(found, {("430371100", "name"): of, ("430371100", "parent"): of}, NOW + 1).events()
    }
    # what another source said only that source corrects
    foreign = {("430371100", "name"): {"source": "//43/x", "id": "e"}}
    assert plan.amending(found, foreign, NOW).events() == found.events()


def test_an_edition_says_what_is_new_renamed_moved_and_gone() -> None:
    # given an edition of two of the provinces in which a town is gone, one is renamed, one moved and one new
    new = OLD.replace("420624101,武安镇,420624\n", "").replace("郑场镇", "郑场街道").replace("茶山镇", "茶山街道")
    new = new.replace("430371100,板塘?镇,430371", "430371100,板塘?镇,430302\n430302105,鹤岭镇,430302")
    new = new[: new.index("50,重庆市")]
    found = plan.plan(edition.read(new), known(OLD), DAY, NOW)
    # then each is told; of the province that is not in the edition nothing is
    assert (found.new, found.renamed, found.moved, found.gone) == (["430302105"], ["429004100", "441900103"], ["430371100"], ["420624101"])
    kinds = [(one["type"].split(".")[3], one["subject"]) for one in found.events()]
    assert kinds == [
        ("established", "430302105"),
        ("renamed", "429004100"),
        ("renamed", "441900103"),
        ("moved", "430371100"),
        ("abolished", "420624101"),
    ]
    # and every fact is a good event of the day
    for event in found.events():
        assert content.digest(codec.decode(codec.encode(event))) == content.digest(event)
        assert (event["time"], event["data"]["valid_from"]) == ("2021-10-30T16:00:00.000Z", "2021-10-31")


def test_an_edition_that_is_cut_short_abolishes_nothing_until_its_sender_says_how_many() -> None:
    # given an edition that ends within a province, of which so more than half is not named
    found = plan.plan(edition.read(OLD[: OLD.index("430302")]), known(OLD), DAY, NOW)
    gone = len(found.gone)
    assert found.gone == ["430302", "430371", "430371100"]
    # then it is refused, with how many codes it would abolish and of which province how many of all; and so is another number
    for said in (None, gone - 1, 0):
        with pytest.raises(UsageError) as caught:
            plan.check_gone(found, known(OLD), said)
        problem = caught.value.problem
        assert (problem.code, problem.field, problem.expected, problem.got) == (
            "EDITION_CUT_SHORT", "/gone", str(gone), "43: 3 / 4",
        )  # fmt: skip
    plan.check_gone(found, known(OLD), gone)
    # an edition of which less goes is taken without a word, but not with a wrong one
    less = plan.plan(edition.read(OLD.replace("430371100,板塘?镇,430371\n", "")), known(OLD), DAY, NOW)
    plan.check_gone(less, known(OLD), None)
    with pytest.raises(UsageError):
        plan.check_gone(less, known(OLD), 2)


def test_what_an_edition_of_one_day_abolishes_another_of_that_day_takes_back() -> None:
    # given a town that an edition of that day did not name
    without = OLD.replace("420624101,武安镇,420624\n", "")
    abolished = plan.plan(edition.read(without), known(OLD), DAY, NOW)
    (end,) = abolished.events()
    ended = {"420624101": {"source": end["source"], "id": end["id"], "name": "武安镇", "parent": "420624"}}
    # when one of the same day names it, then its abolition is taken back, and it is not established anew
    restored = plan.plan(edition.read(OLD), known(without), DAY, NOW, ended)
    assert (restored.new, restored.restored) == ([], ["420624101"])
    (back,) = restored.events()
    assert (back["type"], back["data"]["corrects"]) == ("cn.npc.reference.retracted.v1", {"source": "//00/hub", "id": end["id"]})
    assert content.digest(codec.decode(codec.encode(back))) == content.digest(back)
    # and when a third does not again, then the town is abolished by another fact, as the first was taken back
    (again,) = plan.amending(abolished, {}, NOW + 1, [end["id"]]).events()
    assert (again["type"], again["id"] != end["id"]) == (end["type"], True)
    # what began on that day is not abolished on it, but was never there
    said = {("420624101", "begin"): {"source": "//00/hub", "id": "e"}}
    (never,) = plan.amending(abolished, said, NOW).events()
    assert (never["type"], never["data"]["corrects"]["id"]) == ("cn.npc.reference.retracted.v1", "e")
    # what another source said is left to that
    foreign = {"420624101": {**ended["420624101"], "source": "//42/x"}}
    assert plan.plan(edition.read(OLD), known(without), DAY, NOW, foreign).new == ["420624101"]


def test_an_edition_that_stands_changes_nothing_and_the_same_facts_have_the_same_ids() -> None:
    read = edition.read(OLD)
    assert plan.plan(read, known(OLD), DAY, NOW).events() == []
    first, second = plan.plan(read, {}, DAY, NOW), plan.plan(read, {}, DAY, NOW + 1)
    assert [one["id"] for one in first.events()] == [one["id"] for one in second.events()]
    assert len({one["id"] for one in first.events()}) == len(read.regions)
    # each after the one above it
    subjects = ["00", *(one["subject"] for one in first.events())]
    assert all(subjects.index(one["data"]["parent"]) < subjects.index(one["subject"]) for one in first.events())


def test_facts_of_a_day_to_come_that_are_sent_again_are_the_same_facts() -> None:
    # given an edition of a day that is still to come, when it is sent twice on one day, then nothing of it differs
    first, second = (plan.plan(edition.read(OLD), {}, date(2099, 1, 1), now) for now in (NOW, NOW + 1))
    assert first.events() == second.events()
    # and all of it happened on the day on which it was sent
    assert {one["time"] for one in first.events()} == {"2025-11-24T16:00:00.000Z"}


LIST = """code,successor,share,day,document
620824,620881,,2018-07-17,民函〔2018〕1号
360123101,360123102,60%,2025-01-01,
360123101,360123103,40%,2025-01-01,
"""


def test_successors_are_told_once_and_an_end_without_them_is_corrected() -> None:
    lines = plan.successors(LIST)
    # given that nothing is known of either end
    county, town = plan.succession(lines, {}, NOW)
    assert (county["type"], county["data"]["successors"]) == ("cn.npc.region.abolished.v1", [{"code": "620881"}])
    assert (town["type"], [one["share"] for one in town["data"]["successors"]]) == ("cn.npc.region.split.v1", ["60%", "40%"])
    # given that one was abolished without a word of it, and the other's are known; then only the first is corrected
    ended = {
        "620824": {"kind": "abolished", "source": "//00/hub", "id": "e", "successors": []},
        "360123101": {"kind": "split", "source": "//00/hub", "id": "f", "successors": ["360123102", "360123103"]},
    }
    (event,) = plan.succession(lines, ended, NOW)
    assert event["data"]["corrects"] == {"source": "//00/hub", "id": "e"}
    assert event["data"]["fields"] == {"successors": [{"code": "620881"}], "valid_from": "2018-07-17", "approval_doc": "民函〔2018〕1号"}
    assert content.digest(codec.decode(codec.encode(event))) == content.digest(event)


def test_a_list_that_contradicts_a_merger_is_refused() -> None:
    merged = {"620824": {"kind": "merged", "source": "//00/hub", "id": "e", "successors": ["620825"]}}
    with pytest.raises(UsageError):
        plan.succession(plan.successors(LIST), merged, NOW)


def test_other_shares_correct_the_end() -> None:
    end = {"kind": "split", "source": "//00/hub", "id": "f", "successors": ["360123102", "360123103"], "shares": ["70%", "30%"]}
    lines = plan.successors(LIST)[1:]
    (event,) = plan.succession(lines, {"360123101": end}, NOW)
    assert [one["share"] for one in event["data"]["fields"]["successors"]] == ["60%", "40%"]
    assert plan.succession(lines, {"360123101": {**end, "shares": ["60%", "40%"]}}, NOW) == []


@pytest.mark.parametrize(("row", "code"), [("360123101,360123104,,2025-01-02,", "CONTRADICTION"), ("360124,360125,,1900-01-01,", "TIME_TOO_OLD")])
def test_a_line_with_another_day_or_one_too_early_is_named(row: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan.successors(LIST + row)
    assert (caught.value.problem.code, caught.value.problem.field) == (code, "/5")


SAVED = {
    "blanks around": " 420624 ,南漳县,\u00a04206 ",
    "digits of full width": "４２０６２４,南漳县,４２０６",
    "quoted digits": "'420624,南漳县,'4206",
    "the zero of a fraction": "420624.0,南漳县,4206.0",
    "empty cells behind": "420624,南漳县,4206,,",
    "rows of empty cells": ",,\n,,,,\n420624,南漳县,4206",
}


@pytest.mark.parametrize("name", SAVED)
def test_an_edition_as_spreadsheets_save_it_says_the_same(name: str) -> None:
    above = "code,name,parent,,\n42,湖北省,0\n4206,襄阳市,42\n"
    assert edition.read(above + SAVED[name]).regions["420624"].parent == "4206"
    assert edition.read(above + SAVED[name]).regions["42"].parent == "00"


@pytest.mark.parametrize("row", ["4.20624E+05,南漳县,4206", "420624,南漳县,4.206E+03", "420624.5,南漳县,4206", "420624,南漳县,4206,多"])
def test_a_code_that_a_spreadsheet_damaged_is_named_by_its_row(row: str) -> None:
    with pytest.raises(UsageError) as caught:
        edition.read("code,name,parent\n42,湖北省,\n4206,襄阳市,42\n" + row)
    assert (caught.value.problem.code, caught.value.problem.field) == ("FIELD_FORMAT", "/4")


@pytest.mark.parametrize("day", ["2018/7/17", "2018年7月17日", "2018-7-17 0:00", "'2018/7/17", "２０１８/７/１７"])
def test_a_list_of_successors_as_spreadsheets_save_it_says_the_same(day: str) -> None:
    (line,) = plan.successors(f"code,successor,share,day,document,\n'620824,６２０８８１,６０％,{day},,,\n,,,,\n")
    assert (line.code, line.successor, line.share, line.day) == ("620824", "620881", "60%", date(2018, 7, 17))


@pytest.mark.parametrize(
    "row",
    [
        "6.20824E+05,620881,,2018-07-17,",
        ",620881,,2018-07-17,",
        "620824,6.20881E+05,,2018-07-17,",
        "620824,,,43298,",
        "620824,620881,,17.7.2018,",
        "620824,620881",
    ],
)
def test_a_line_that_is_none_is_named(row: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan.successors("code,successor,share,day,document\n" + row)
    assert caught.value.problem.field == "/2"
