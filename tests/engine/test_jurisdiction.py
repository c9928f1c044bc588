"""管辖: sixty matters, each with the authorities and the article that an officer would name."""

import json

import pytest
from click.testing import CliRunner

from tests.conftest import SHARED
from wangshi.engine.cli_where import where_command
from wangshi.engine.jurisdiction import (
    JURISDICTION,
    Matter,
    Place,
    Question,
    Respondent,
    Topic,
    load_jurisdiction,
    standing_jurisdiction,
)
from wangshi.engine.lawfiles import LawFault, load_sources
from wangshi.engine.statutes import read_statute

HERE, THERE, FAR = "拾穗县", "甲木区", "乙水市"
RULES = standing_jurisdiction()
# 事项 对象 性质 | 已知的地点 | 有权的地方（? 还不知道在哪，先 = 先收到的也可以） | 依据
CASES = """
complaint offline ordinary | actual=H domicile=T | H T | 第十三条第一款
complaint offline ordinary | actual=H | H ? | 第十三条第一款
complaint offline ordinary | domicile=T | ? T | 第十三条第一款
complaint offline ordinary | | ? ? | 第十三条第一款
complaint offline ordinary | actual=T domicile=H platform=F | T H | 第十三条第一款
complaint platform ordinary | domicile=H | H | 第十三条第二款
complaint platform ordinary | actual=H domicile=F | F | 第十三条第二款
complaint platform ordinary | actual=H | ? | 第十三条第二款
complaint self_site ordinary | domicile=H | H | 第十三条第二款
complaint self_site ordinary | domicile=F actual=H | F | 第十三条第二款
complaint other_network ordinary | domicile=H platform=F | H | 第十三条第二款
complaint other_network live | domicile=T | T | 第十三条第二款
complaint mcn ordinary | domicile=T actual=H | T | 第十三条第二款
complaint mcn live | domicile=H | H | 第十三条第二款
complaint platform live | domicile=F | F | 第十三条第二款
complaint in_platform ordinary | disclosed=H platform=F | H F | 第十三条第三款
complaint in_platform ordinary | disclosed=H platform=H | H H | 第十三条第三款
complaint in_platform ordinary | disclosed=T platform=F actual=H | T F | 第十三条第三款
complaint in_platform ordinary | disclosed=H | H ? | 第十三条第三款
complaint in_platform ordinary | platform=F | F | 第十三条第三款
complaint in_platform ordinary | platform=F actual=H | F | 第十三条第三款
complaint in_platform ordinary | | ? | 第十三条第三款
complaint in_platform ordinary 联系不上 | disclosed=H platform=F | F | 第十三条第三款
complaint in_platform ordinary 联系不上 | disclosed=H | ? | 第十三条第三款
complaint in_platform ordinary 联系不上 | disclosed=H platform=H | H | 第十三条第三款
complaint in_platform live | disclosed=H platform=F | H F | 第十三条第三款
complaint in_platform live | platform=F | F | 第十三条第三款
complaint in_platform internet_advert | actual=H domicile=T | H T | 第十三条第一款
complaint offline mass_advert | actual=H domicile=H | H H | 第十三条第一款
report offline ordinary | conduct=H | H | 第二十九条
report offline ordinary | conduct=T domicile=H | T | 第二十九条
report offline ordinary | domicile=H | ? | 第二十九条
report platform ordinary | domicile=H | H | 第三十一条第一款
report platform ordinary | domicile=F conduct=H | F | 第三十一条第一款
report self_site ordinary | domicile=H | H | 第三十一条第一款
report other_network ordinary | domicile=T actual=H | T | 第三十一条第一款
report mcn live | domicile=H | H | 第三十一条第一款
report in_platform ordinary | actual=H platform=F | H 先F | 第三十一条第二款
report in_platform ordinary | actual=F platform=H | F 先H | 第三十一条第二款
report in_platform ordinary | platform=H | ? 先H | 第三十一条第二款
report in_platform ordinary | disclosed=H actual=T platform=F | T 先F | 第三十一条第二款
report in_platform live | actual=H platform=F | H 先F | 第三十一条第二款
report offline mass_advert | publisher=H advertiser=T | H | 第三十二条第一款
report offline mass_advert | advertiser=H | ? | 第三十二条第一款
report offline internet_advert | publisher=F advertiser=H agent=T | F 先H 先T | 第三十二条第二款
report in_platform internet_advert | publisher=F advertiser=H | F 先H 先? | 第三十二条第二款
report in_platform own_internet_advert | advertiser=H actual=T | H | 第三十二条第三款
report self_site own_internet_advert | advertiser=F | F | 第三十二条第三款
penalty offline ordinary | conduct=H | H | 第七条
penalty platform ordinary | domicile=H conduct=T | H | 第十条第一款
penalty self_site ordinary | domicile=F actual=H | F | 第十条第一款
penalty in_platform ordinary | actual=H platform=F | H 先F | 第十条第二款
penalty in_platform ordinary | platform=H actual=F | F 先H | 第十条第二款
penalty offline mass_advert | publisher=H | H | 第十一条第一款
penalty in_platform internet_advert | publisher=F advertiser=H agent=T | F 先H 先T | 第十一条第二款
penalty in_platform own_internet_advert | advertiser=H platform=F | H | 第十一条第三款
penalty platform live | domicile=F | F | 第四十七条第一款
penalty mcn live | domicile=H actual=T | H | 第四十七条第一款
penalty in_platform live | actual=H domicile=T platform=F | H | 第四十七条第二款
penalty in_platform live | domicile=T platform=F | T | 第四十七条第二款
penalty in_platform live | platform=F | F | 第四十七条第二款
"""
ROWS = CASES.strip().splitlines()
LETTERS = {"H": HERE, "T": THERE, "F": FAR, "?": ""}


def asked_in(row: str) -> Question:
    kinds, places, _, _ = (part.strip() for part in row.split("|"))
    matter, respondent, topic, *rest = kinds.split()
    known = dict(pair.split("=") for pair in places.split())
    return Question(
        matter=Matter(matter),
        respondent=Respondent(respondent),
        topic=Topic(topic),
        places={Place(name): LETTERS[letter] for name, letter in known.items()},
        reachable="联系不上" not in rest,
    )


@pytest.mark.parametrize("row", ROWS)
def test_a_matter_goes_where_the_article_says(row):
    answer = RULES.resolve(asked_in(row))
    expected, article = (part.strip() for part in row.split("|")[2:])
    found = [(each.county, each.if_first) for each in answer.authorities]
    wanted = [(LETTERS[one.removeprefix("先")], one.startswith("先")) for one in expected.split()]
    assert found == wanted
    assert {each.citation.article for each in answer.authorities} == {article}


def test_the_table_has_sixty_rows_or_more_and_uses_every_rule():
    assert len(ROWS) >= 60
    assert {RULES.resolve(asked_in(row)).rule for row in ROWS} == {rule.key for rule in RULES.rules}


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize("respondent", Respondent)
@pytest.mark.parametrize("topic", Topic)
def test_every_matter_has_an_answer_with_its_reason(matter, respondent, topic):
    answer = RULES.resolve(Question(matter, respondent, topic))
    assert answer.authorities
    assert all(str(each.citation) in each.reason for each in answer.authorities)
    assert answer.to_find_out


def test_what_is_not_known_is_asked_for_by_name():
    answer = RULES.resolve(asked_in("report in_platform ordinary | platform=H | | "))
    assert answer.to_find_out == ("实际经营地",)
    assert answer.authorities[0].name == "实际经营地（还不知道在哪）县级以上市场监督管理部门"


@pytest.mark.real_data
@pytest.mark.parametrize("where", RULES.citations)
def test_the_words_stand_in_the_cited_article(where):
    citation = RULES.citations[where]
    text = read_statute(SHARED / "law-texts" / f"{citation.source.file}.md")
    assert citation.words in "".join(text.find(citation.article).text.split())


@pytest.mark.parametrize(
    ("changed", "to", "message"),
    [
        ("at: [domicile]", "at: [moon]", "at 只能是"),
        ("tie: complaint_first", "tie: nobody", "settle 里没有 nobody"),
        ("level: county\n", "level: village\n", "level 只能是"),
        ("key: complaint_platform", "nick: x\n    key: complaint_platform", "不认识的键 nick"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path, changed, to, message):
    file = tmp_path / "jurisdiction.yaml"
    file.write_text(JURISDICTION.read_text("utf-8").replace(changed, to, 1), "utf-8")
    with pytest.raises(LawFault, match=message) as fault:
        load_jurisdiction(file, load_sources())
    assert fault.value.line > 1


def where(*words: str):
    return CliRunner().invoke(where_command, list(words))


def test_the_command_says_who_why_and_what_to_do_when_it_is_not_ours():
    answer = where(
        "--kind", "report", "--operator-kind", "in_platform", "--actual", THERE,
        "--platform", FAR, "--home", HERE,
    )  # fmt: skip
    assert answer.exit_code == 0
    lines = answer.output.splitlines()
    assert lines[0].startswith(f"{THERE}市场监督管理部门：这里是实际经营地（《")
    assert "先收到（先发现）的也可以处理" in lines[1]
    assert lines[-1].startswith(f"{HERE}没有处理权限。本局无权的，告知举报人")


def test_the_command_answers_in_json():
    answer = where(
        "--kind", "complaint", "--operator-kind", "in_platform", "--disclosed", HERE,
        "--platform", FAR, "--home", HERE, "--json",
    )  # fmt: skip
    facts = json.loads(answer.output)
    assert facts["ours"] is True
    assert [each["county"] for each in facts["authorities"]] == [HERE, FAR]
    assert facts["authorities"][0]["article"] == "第十三条第三款"
    assert facts["settle"]["article"] == "第十四条"


def test_a_kind_that_does_not_exist_is_refused_in_chinese():
    answer = where("--kind", "gossip", "--operator-kind", "platform")
    assert answer.exit_code == 2
    assert "填得不对" in answer.output
