"""法规库: articles as printed, citations that point, files that are refused by name."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.cli_statutes import load_command
from wangshi.engine.lawfiles import load_sources
from wangshi.engine.numerals import NotANumeral, int_to_numeral, numeral_to_int
from wangshi.engine.statutes import (
    INDEX,
    LARGEST_FILE,
    SHELF,
    ArticleMissing,
    Statute,
    StatuteRefused,
    install,
    installed_library,
    load_library,
    parse_statute,
    read_index,
)

LAW_TEXTS = Path(__file__).parents[3] / "shared" / "law-texts"
real_data = pytest.mark.real_data
needs_texts = pytest.mark.skipif(not LAW_TEXTS.is_dir(), reason="没有法规全文")

SAMPLE = """\
# 样例条例

- 来源: [样例](https://example.org)
- 原文链接: https://example.org/yangli

---

目　　录

第一章　总　　则

第一章　总　　则

　　第一条　样例第一条第一款。

　　样例第一条第二款：

　　（一）甲项；

　　（二）乙项。

　　第十条规定的样例，从其规定。

**第二条** 样例第二条有下列情形：

（一）子项；

（二）丑项。

## 第二章　附　　则

第二条之一　插入的样例。

第三条　最后的样例。

样例总局发布
"""


@pytest.fixture
def sample() -> Statute:
    return parse_statute(SAMPLE)


# 数字 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1), ("十", 10), ("十八", 18), ("二十", 20), ("九十九", 99), ("一百", 100),
        ("一百零五", 105), ("一百〇五", 105), ("一百一十", 110), ("一百五十四", 154),
        ("九百九十九", 999), ("18", 18),
    ],
)  # fmt: skip
def test_a_numeral_is_read(text: str, number: int) -> None:
    assert numeral_to_int(text) == number


@given(st.integers(1, 999))
def test_every_number_survives_being_written(number: int) -> None:
    assert numeral_to_int(int_to_numeral(number)) == number


@pytest.mark.parametrize("text", ["", "零", "十十", "一千", "二百十百", "甲", "0", "1000", "百"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(NotANumeral):
        numeral_to_int(text)


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_a_number_out_of_range_is_not_written(number: int) -> None:
    with pytest.raises(NotANumeral):
        int_to_numeral(number)


# 条、款、项 ------------------------------------------------------------------------------------


def test_title_link_and_articles_are_read(sample: Statute) -> None:
    assert (sample.title, sample.link) == ("样例条例", "https://example.org/yangli")
    assert list(sample.articles) == ["第一条", "第二条", "第二条之一", "第三条"]
    assert sample.cautions == ()


def test_a_paragraph_that_begins_with_an_article_number_opens_no_article(sample: Statute) -> None:
    assert sample.articles["第一条"].paragraphs[-1].words == "第十条规定的样例，从其规定。"


def test_the_signature_is_not_part_of_the_last_article(sample: Statute) -> None:
    assert sample.articles["第三条"].text == "最后的样例。"


def test_an_article_knows_its_chapter(sample: Statute) -> None:
    assert sample.articles["第一条"].chapter == "第一章　总　　则"
    assert sample.articles["第三条"].chapter == "第二章　附　　则"


@pytest.mark.parametrize(
    ("cited", "label", "text"),
    [
        ("第二条", "第二条", "样例第二条有下列情形：\n（一）子项；\n（二）丑项。"),
        ("二", "第二条", "样例第二条有下列情形：\n（一）子项；\n（二）丑项。"),
        (2, "第二条", "样例第二条有下列情形：\n（一）子项；\n（二）丑项。"),
        ("第二条第二项", "第二条第二项", "丑项。"),
        ("第二条第（二）项", "第二条第二项", "丑项。"),
        ("第一条第一款", "第一条第一款", "样例第一条第一款。"),
        ("第一条第二款第一项", "第一条第二款第一项", "甲项；"),
        ("第一条第二项", "第一条第二项", "乙项。"),
        ("第二条之一", "第二条之一", "插入的样例。"),
        ("第3条", "第三条", "最后的样例。"),
    ],
)
def test_a_citation_points_at_its_words(
    sample: Statute, cited: str | int, label: str, text: str
) -> None:
    passage = sample.find(cited)
    assert (passage.label, passage.text) == (label, text)


@pytest.mark.parametrize(
    ("cited", "message"),
    [
        ("第九条", "没有第九条"),
        ("第二条之二", "没有第二条之二"),
        ("第二条第三项", "所指的款或项"),
        ("第三条第二款", "所指的款或项"),
        ("附则", "看不懂的条号"),
        ("零", "不是一到九百九十九"),
        (0, "不是一到九百九十九"),
    ],
)
def test_a_citation_that_points_nowhere_says_so(
    sample: Statute, cited: str | int, message: str
) -> None:
    with pytest.raises(ArticleMissing, match=message):
        sample.find(cited)


def test_the_points_of_a_guide_are_cited_as_articles() -> None:
    guide = parse_statute("# 样例指南\n\n&emsp;&emsp;一、样例。  \n\n&emsp;&emsp;二、再一条。  \n")
    assert guide.find("二").text == guide.find("第二条").text == "再一条。"


def test_a_gap_is_told_and_not_hidden() -> None:
    statute = parse_statute("# 样例\n\n第一条　样例。\n\n第三条　样例。\n")
    assert statute.cautions == ("第三条之前不连续（前面是第一条）",)


# 拒绝 -----------------------------------------------------------------------------------------

BROKEN = [
    (b"\xb5\xda\xd2\xbb\xcc\xf5", "不是 UTF-8"),
    ("第一条　没有标题。".encode(), "缺少标题"),
    ("# 样例\n\n没有条文。".encode(), "没有找到"),
    ("# 样例\n\n第一条　甲。\n\n第一条　乙。".encode(), "第一条出现两次"),
    ("# 样例\n\n第一条　\n\n第二条　乙。".encode(), "第一条没有文字"),
    ("# 样例\n\n第一千条　样例。".encode(), "没有找到"),
    (b"# " + b"x" * LARGEST_FILE, "超过 2 MB"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN)
def test_a_broken_file_is_named_and_the_rest_loads(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "好.md").write_text(SAMPLE, "utf-8")
    (tmp_path / "坏.md").write_bytes(content)
    library = load_library(tmp_path)
    assert [statute.title for statute in library] == ["样例条例"]
    assert len(library.refused) == 1
    assert library.refused[0].startswith("坏.md：")
    assert message in library.refused[0]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(SAMPLE, "utf-8")
    folder = tmp_path / "laws"
    folder.mkdir()
    (folder / "链.md").symlink_to(tmp_path / "elsewhere")
    assert load_library(folder).refused == ("链.md：不是普通文件，请放文件本身",)


def test_one_statute_in_two_files_is_taken_once(tmp_path: Path) -> None:
    for name in ("一.md", "二.md"):
        (tmp_path / name).write_text(SAMPLE, "utf-8")
    library = load_library(tmp_path)
    assert len(library) == 1
    assert "与 一.md 是同一部" in library.refused[0]


def test_a_statute_is_found_by_its_long_and_its_short_title(tmp_path: Path) -> None:
    (tmp_path / "法.md").write_text(SAMPLE.replace("样例条例", "中华人民共和国样例法"), "utf-8")
    library = load_library(tmp_path)
    for title in ("中华人民共和国样例法", "样例法", "《样例法》"):
        assert title in library
        assert library.find(title, "三").text == "最后的样例。"
    with pytest.raises(ArticleMissing, match="没有《虚构法》"):
        library.find("虚构法", 1)


# 装入本机 -------------------------------------------------------------------------------------


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    folder = tmp_path / "laws"
    folder.mkdir()
    (folder / "样例条例.md").write_text(SAMPLE, "utf-8")
    return folder


def test_installing_copies_and_writes_an_index(laws: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    installed = install(laws, home)
    assert [each.title for each in installed.added] == ["样例条例"]
    assert read_index(home) == installed.shelved
    assert read_index(home)[0].articles == 4
    assert installed_library(home).find("样例条例", 3).text == "最后的样例。"


def test_installing_twice_changes_nothing(laws: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first, second = install(laws, home), install(laws, home)
    assert first.shelved == second.shelved
    assert sorted(path.name for path in (home / SHELF).iterdir()) == [INDEX, "样例条例.md"]


def test_a_second_folder_adds_and_a_renamed_file_replaces(laws: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(laws, home)
    (laws / "样例条例.md").rename(laws / "新名.md")
    (laws / "另一部.md").write_text(SAMPLE.replace("样例条例", "样例办法"), "utf-8")
    install(laws, home)
    assert {each.file for each in read_index(home)} == {"新名.md", "另一部.md"}
    assert not (home / SHELF / "样例条例.md").exists()


def test_a_file_changed_after_installing_is_refused(laws: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(laws, home)
    (home / SHELF / "样例条例.md").write_text(SAMPLE.replace("最后的", "改过的"), "utf-8")
    library = installed_library(home)
    assert len(library) == 0
    assert "被改动过" in library.refused[0]


def test_without_statutes_the_library_is_empty(tmp_path: Path) -> None:
    assert len(installed_library(tmp_path)) == 0


def test_a_broken_index_is_named_and_mended_by_the_next_install(laws: Path, tmp_path: Path) -> None:
    install(laws, tmp_path)
    (tmp_path / SHELF / INDEX).write_text("{", "utf-8")
    with pytest.raises(StatuteRefused, match="索引坏了"):
        read_index(tmp_path)
    install(laws, tmp_path)
    assert len(installed_library(tmp_path)) == 1


# 命令行 ---------------------------------------------------------------------------------------


def test_the_command_says_what_it_took_in(laws: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(load_command, [str(laws), "--home", str(tmp_path / "home")])
    assert result.exit_code == 0, result.output
    assert "装入 1 部，共 4 条" in result.output


def test_the_command_answers_in_json_and_takes_home_from_the_environment(
    laws: Path, tmp_path: Path
) -> None:
    home = tmp_path / "elsewhere"
    result = CliRunner().invoke(
        load_command, [str(laws), "--json"], env={"WANGSHI_HOME": str(home)}
    )
    assert json.loads(result.output)["added"][0]["title"] == "样例条例"
    assert len(installed_library(home)) == 1


def test_the_command_names_a_broken_file_and_exits_with_one(laws: Path, tmp_path: Path) -> None:
    (laws / "坏.md").write_text("没有标题", "utf-8")
    result = CliRunner().invoke(load_command, [str(laws), "--home", str(tmp_path / "home")])
    assert result.exit_code == 1
    assert "没有装入 坏.md：第一行缺少标题" in result.output
    assert "装入 1 部" in result.output


@pytest.mark.parametrize(("missing", "message"), [("无", "没有这个文件夹"), ("", "没有 .md 文件")])
def test_the_command_explains_an_empty_or_missing_folder(
    tmp_path: Path, missing: str, message: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    result = CliRunner().invoke(load_command, [str(folder / missing), "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert message in result.output


def test_a_home_that_cannot_be_written_is_explained(laws: Path, tmp_path: Path) -> None:
    home = tmp_path / "occupied"
    home.write_text("这里是文件", "utf-8")
    result = CliRunner().invoke(load_command, [str(laws), "--home", str(home)])
    assert result.exit_code == 1
    assert "写不进" in result.output


# 全部原文 -------------------------------------------------------------------------------------


def _texts() -> list[Path]:
    return sorted(LAW_TEXTS.glob("*.md"))


@real_data
@pytest.mark.parametrize("path", _texts(), ids=lambda path: path.stem)
def test_every_statute_is_read_and_its_articles_are_consecutive(path: Path) -> None:
    statute = parse_statute(path.read_text("utf-8"))
    numbers = [article.number for article in statute.articles.values()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert statute.cautions == ()
    assert all(article.text for article in statute.articles.values())


@real_data
@needs_texts
@pytest.mark.parametrize(
    ("title", "articles"),
    [
        ("食品安全法", 154), ("旅游法", 112), ("电子商务法", 89), ("行政处罚法", 86),
        ("市场监督管理行政处罚程序规定", 87), ("广告法", 74), ("数据安全法", 55),
        ("网络交易监督管理办法", 56), ("市场监督管理投诉举报处理办法", 46),
        ("广告绝对化用语执法指南", 12), ("价格违法行为行政处罚规定", 25),
    ],
)  # fmt: skip
def test_the_number_of_articles_is_the_published_one(title: str, articles: int) -> None:
    assert len(load_library(LAW_TEXTS).statute(title).articles) == articles


@real_data
@needs_texts
def test_all_sixty_files_load_and_the_sources_name_them() -> None:
    library = load_library(LAW_TEXTS)
    assert (len(library), library.refused) == (60, ())
    for source in load_sources().values():
        if source.file:
            assert source.title in library, source.key


@real_data
@needs_texts
@pytest.mark.parametrize(
    ("title", "cited", "words"),
    [
        ("广告法", "第九条第三项", "使用“国家级”、“最高级”、“最佳”等用语；"),
        ("反不正当竞争法", "第九条第二款", "经营者不得通过组织虚假交易"),
        ("网络交易监督管理办法", "第十二条第三款第四项", "零星小额交易活动"),
        ("行政处罚法", "第三十三条第一款", "初次违法且危害后果轻微并及时改正的"),
    ],
)
def test_a_real_citation_finds_its_words(title: str, cited: str, words: str) -> None:
    assert words in load_library(LAW_TEXTS).find(title, cited).text
