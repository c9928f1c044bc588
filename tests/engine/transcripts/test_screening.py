"""Hits in speech: found across cues, told with their time, each once."""

import sys
from functools import cache

import pytest

from wangshi.engine.screening import Screener, load_rules
from wangshi.engine.transcripts import (
    Cue,
    RecogniserMissing,
    Speech,
    Transcript,
    clock_words,
    find_recogniser,
    screen_transcript,
    transcribe,
    windows,
)

CLAIM = "这款代用茶能治疗糖尿病"
TALK = "欢迎新来的朋友点个关注"


@cache
def screener():
    return Screener(load_rules(), "portable")


def spoken(*texts, every=3000, length=2800):
    cues = [Cue(n * every, n * every + length, text) for n, text in enumerate(texts)]
    return Transcript(tuple(cues), "SRT")


def screened(transcript):
    return screen_transcript(transcript, screener(), product="食品(代用茶)")


def test_a_phrase_split_over_two_cues_is_found_with_its_time():
    found = screened(spoken(TALK, "这款代用茶能治疗糖", "尿病，" + TALK, TALK))
    assert found
    assert any("治疗糖尿病" in one.hit.quote for one in found)
    one = next(one for one in found if "治疗糖尿病" in one.hit.quote)
    assert 3000 <= one.at_ms < 6000 <= one.until_ms < 9000
    (start, end), *_ = one.spans
    assert one.ring.text[start:end] in one.hit.quote


def test_a_long_pause_parts_what_was_not_said_together():
    near = spoken("这款代用茶能治疗糖", "尿病")
    far = spoken("这款代用茶能治疗糖", "尿病", every=60_000)
    assert Speech(near.cues).text == "这款代用茶能治疗糖尿病"
    assert Speech(far.cues).text == "这款代用茶能治疗糖\n尿病"


def test_the_ring_holds_a_minute_before_and_after_and_no_more():
    texts = [TALK] * 60
    texts[30] = CLAIM
    (one, *_) = screened(spoken(*texts))
    ring = one.ring
    assert ring.start_ms == one.at_ms - 60_000
    assert ring.end_ms == one.until_ms + 60_000
    assert 38 <= len(ring.marks) <= 44
    assert CLAIM in ring.text
    assert all(ring.text[mark.offset :].startswith((TALK[:4], CLAIM[:4])) for mark in ring.marks)


def test_a_phrase_at_the_edge_of_a_window_is_found_once_wherever_it_stands():
    for shift in range(0, 240, 7):
        found = screened(spoken("好" * shift + CLAIM + "好" * 300))
        quotes = [one.hit.quote for one in found]
        assert len(quotes) == len(set(quotes)), shift
        assert any("治疗糖尿病" in quote for quote in quotes), shift


def test_windows_cover_every_character_once():
    for text in ("", "一", "好" * 1000, "一句话。" * 300, "没有标点的话一直说" * 90):
        cut = list(windows(text))
        assert "".join(text[one.start : one.end] for one in cut) == text
        assert all(one.first <= one.start < one.end <= one.last for one in cut)


def test_what_is_said_twice_is_two_hits_and_what_is_denied_is_none():
    far = ["能治疗糖尿病。", *[TALK] * 40, "能治疗糖尿病。"]
    found = [one for one in screened(spoken(*far)) if "糖尿病" in one.hit.quote]
    by_rule = {one.hit.rule for one in found}
    assert all(sum(one.hit.rule == rule for one in found) == 2 for rule in by_rule)
    assert screened(spoken("本品不能治疗糖尿病")) == ()


def test_a_time_mark_reads_as_a_clock():
    assert [clock_words(ms) for ms in (0, 61_000, 36_000_000)] == [
        "00:00:00",
        "00:01:01",
        "10:00:00",
    ]


class StubRecogniser:
    """Hears the same two sentences in every recording."""

    name = "stub"

    def recognise(self, recording):
        yield Cue(4000, 6000, "能治疗糖尿病")
        yield Cue(0, 4000, f"这是{recording.name}里的代用茶")


def test_a_recogniser_is_plugged_in_and_its_words_are_screened(tmp_path):
    heard = transcribe(tmp_path / "样例.wav", StubRecogniser())
    assert [cue.start_ms for cue in heard.cues] == [0, 4000]
    assert heard.format == "stub"
    assert screened(heard)


def test_an_installed_recogniser_is_found_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "sample_ears.py").write_text(
        "class Ears:\n    name = 'ears'\n    def recognise(self, recording):\n        return []\n"
    )
    card = tmp_path / "sample_ears-1.0.dist-info"
    card.mkdir()
    (card / "METADATA").write_text("Metadata-Version: 2.1\nName: sample-ears\nVersion: 1.0\n")
    (card / "entry_points.txt").write_text("[wangshi.recognisers]\nears = sample_ears:Ears\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert find_recogniser("ears").name == "ears"
    with pytest.raises(RecogniserMissing, match="装着的有 ears"):
        find_recogniser("nobody")


def test_without_any_recogniser_it_is_said_how_to_do_without():
    with pytest.raises(RecogniserMissing, match="也可以直接给字幕文件"):
        find_recogniser("paraformer")


def test_a_number_cut_by_two_cues_is_whole_and_two_words_stay_two():
    def joined(first, second, gap=0):
        return Speech([Cue(0, 2000, first), Cue(2000 + gap, 4000, second)]).text

    assert joined("只要39", "9块") == "只要399块"
    assert joined("编号SC1146", "1072700014") == "编号SC11461072700014"
    assert joined("今天39", "99一件", gap=800) == "今天39 99一件"
    assert joined("say hello", "world") == "say hello world"
