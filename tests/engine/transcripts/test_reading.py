"""Subtitles as they come: three formats, four encodings, and everything that is wrong with them."""

import json

import pytest

from wangshi.engine.transcripts import Cue, TranscriptRefused, read_transcript

SRT = """1
00:00:01,000 --> 00:00:03,500
欢迎来到样例直播间

2
00:00:03,500 --> 00:00:06,000
这款蜂蜜是略阳的
真的很甜
"""
VTT = """WEBVTT - 样例

NOTE 这一段不是话

STYLE
::cue { color: red }

00:01.000 --> 00:03.500 align:start
<v 主播甲>欢迎来到<b>样例</b>直播间

a-name
00:00:03.500 --> 00:00:06.000
这款蜂蜜是略阳的&amp;真的很甜
"""
WHISPER = {
    "text": "whole",
    "segments": [
        {"start": 1.0, "end": 3.5, "text": "欢迎来到样例直播间", "words": [{"word": "欢迎"}]},
        {"start": 3.5, "end": 6.0, "text": "这款蜂蜜是略阳的"},
    ],
}
FUNASR = [
    {
        "sentence_info": [
            {"start": 1000, "end": 3500, "text": "欢迎来到样例直播间", "spk": 0},
            {"start": 3500, "end": 6000, "text": "这款蜂蜜是略阳的", "spk": 0},
        ]
    }
]
CLOUD = {
    "Result": {
        "Sentences": [
            {"BeginTime": 1000, "EndTime": 3500, "Text": "欢迎来到样例直播间"},
            {"BeginTime": 3500, "EndTime": 6000, "Text": "这款蜂蜜是略阳的"},
        ]
    }
}
CLOCKED = [{"start": "00:00:01,000", "end": "00:00:03.5", "text": "欢迎来到样例直播间"}]


def read(text, encoding="utf-8"):
    raw = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    return read_transcript(raw.encode(encoding))


def test_srt_is_read_with_its_lines_run_together():
    found = read(SRT)
    assert found.cues == (
        Cue(1000, 3500, "欢迎来到样例直播间"),
        Cue(3500, 6000, "这款蜂蜜是略阳的真的很甜"),
    )
    assert (found.format, found.remarks, found.duration_ms) == ("SRT", (), 6000)


def test_webvtt_is_read_without_its_notes_styles_and_tags():
    found = read(VTT)
    assert found.cues == (
        Cue(1000, 3500, "欢迎来到样例直播间", "主播甲"),
        Cue(3500, 6000, "这款蜂蜜是略阳的&真的很甜"),
    )


@pytest.mark.parametrize("document", [WHISPER, FUNASR, CLOUD, CLOCKED])
def test_json_of_every_recogniser_is_read_whatever_it_calls_its_fields(document):
    found = read(document)
    assert found.cues[0].start_ms == 1000
    assert found.cues[0].end_ms == 3500
    assert found.cues[0].text == "欢迎来到样例直播间"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_offices_are_told_apart(encoding):
    assert read(SRT, encoding).cues[1].text.startswith("这款蜂蜜")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_every_line_ending_will_do(ending):
    assert len(read_transcript(SRT.replace("\n", ending).encode()).cues) == 2


REFUSED = [
    (b"", "是空的"),
    (b"  \n ", "是空的"),
    ("今天直播的文字稿，没有时间".encode(), "不是带时间的字幕"),
    (b"\x00\x01RIFF", "录音、录像"),
    (b"1\n00:00:01,000 --> 00:00:02,000\n", "没有一句话"),
    ('[{"text": "没有时间的话"}]'.encode(), "没有一条带时间"),
    (b'{"start": 1', "不是有效的 JSON"),
    (b"[" * 100_000, "套得太深"),
    (b'{"a": [1, 2, {"b": 3}]}', "没有找到句子"),
    (
        "1\n00:00:01,000 --> 00:00:02,000\n好\n".encode() + b"\xff\xfe\xfa\n",
        "第 4 行的文字编码坏了",
    ),
    ("1\n999:00:01,000 --> 999:00:02,000\n好\n".encode(), "超过 48 小时"),
]


@pytest.mark.parametrize(("raw", "message"), REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(raw, message):
    with pytest.raises(TranscriptRefused, match=message):
        read_transcript(raw, name="样例.srt")


def test_too_large_a_file_is_refused_before_it_is_read():
    with pytest.raises(TranscriptRefused, match="最多 20 MB"):
        read_transcript(b"a" * (20 * 1024 * 1024 + 1))


def test_missing_times_are_reckoned_from_the_neighbours_and_said():
    found = read(
        "1\n00:00:01,000 --> 00:00:02,000\n第一句\n\n2\n第二句没有时间\n\n"
        "3\n00:00:0x,000 --> 00:00:08,000\n第三句的时间看不懂\n\n"
        "4\n00:00:09,000 --> 00:00:10,000\n末句\n"
    )
    assert [cue.text for cue in found.cues] == [
        "第一句",
        "第二句没有时间",
        "第三句的时间看不懂",
        "末句",
    ]
    assert 2000 <= found.cues[1].start_ms <= found.cues[2].start_ms <= 9000
    assert "第 5 行、第 9 行没有能用的时间" in found.remarks[0]


def test_overlaps_disorder_and_ends_before_starts_are_mended_and_said():
    found = read(
        [
            {"start": 10.0, "end": 14.0, "text": "后说的话"},
            {"start": 1.0, "end": 4.0, "text": "先说的话"},
            {"start": 3.0, "end": 6.0, "text": "抢着说的话"},
            {"start": 20.0, "end": 15.0, "text": "倒着的话"},
        ]
    )
    assert [cue.text for cue in found.cues] == ["先说的话", "抢着说的话", "后说的话", "倒着的话"]
    assert found.cues[-1].end_ms > found.cues[-1].start_ms
    told = "；".join(found.remarks)
    assert "次序和时间不符" in told
    assert "时间重叠" in told
    assert "结束早于开始" in told


def test_a_rolling_caption_says_its_line_once():
    found = read(
        "WEBVTT\n\n00:01.000 --> 00:03.000\n今天这一款\n\n"
        "00:03.000 --> 00:05.000\n今天这一款\n特别甜\n"
    )
    assert [cue.text for cue in found.cues] == ["今天这一款", "特别甜"]


def test_ten_hours_are_read_in_one_piece():
    rows = [
        {"start": n * 3.0, "end": n * 3.0 + 3, "text": f"第{n}句话说一说"} for n in range(12_000)
    ]
    found = read(rows)
    assert len(found.cues) == 12_000
    assert found.duration_ms == 36_000_000


def test_a_chant_stays_a_chant():
    rows = [{"start": n * 2.0, "end": n * 2.0 + 2, "text": "三二一上链接"} for n in range(5)]
    assert len(read(rows).cues) == 5
