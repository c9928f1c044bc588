"""`wangshi triage train`: labelled tables teach, by code or by title; a strange one is named."""

import pytest

from wangshi.complaints.models import TriageModel
from wangshi.engine.cli_chinese import Refused
from wangshi.installation.triaging import as_sentence, train

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HEAD = "商品名称,具体问题,问题类别"


def table(tmp_path, *lines):
    path = tmp_path / "试填.csv"
    path.write_text("\n".join([HEAD, *lines]), "utf-8")
    return path


def test_titles_and_codes_teach_alike(tmp_path):
    counts = "一二三四五六七八"
    short = (f"核桃,回家一称少了{n}两缺斤少两,计量" for n in counts)
    dear = (f"电扇,标价和结账不一样多收{n}块,10" for n in counts)
    trained = train((table(tmp_path, *short, *dear),))
    assert trained.texts == 2 * len(counts)
    assert "只作建议，不自动定" in as_sentence(trained)


def test_a_category_nobody_knows_is_named_with_its_line_and_what_may_be_written(tmp_path):
    with pytest.raises(Refused, match=r"第 2 行没有“样例类”这一类.*09 计量"):
        train((table(tmp_path, "核桃,少了,样例类"),))
    assert not TriageModel.objects.exists()


def test_too_few_are_refused_with_how_many_it_takes(tmp_path):
    with pytest.raises(Refused, match="每类 5 段以上"):
        train((table(tmp_path, "核桃,少了,计量"),))
