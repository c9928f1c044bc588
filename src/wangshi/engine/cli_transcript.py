"""wangshi transcript: 筛查直播文字: subtitles in, hits and contradictions with time marks out."""

import json
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from .claims import Channel, ChannelText, Claim, Contradiction, compare_channels
from .cli_chinese import ChineseCommand, Refused
from .lawfiles import LawFault
from .screening import Screener, load_rules
from .screening.rules import Level
from .transcripts import (
    RecogniserMissing,
    Speech,
    SpokenHit,
    Transcript,
    TranscriptRefused,
    clock_words,
    find_recogniser,
    read_transcript,
    screen_transcript,
    transcribe,
)

LEVELS: Final = {Level.FAIL: "涉嫌违法", Level.REVIEW: "要查清事实", Level.NOTE: "提示"}
RING_SHOWN: Final = 40


@click.command(
    "transcript",
    cls=ChineseCommand,
    help="筛查一份直播文字（SRT、VTT、JSON），列出命中的时间和前后的话。",
)
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option("--product", default="", help="卖的是什么，如 食品(代用茶)；不填就从话里认")
@click.option(
    "--page",
    type=click.Path(exists=True, dir_okay=False),
    help="商品页面的文字（UTF-8 文本），用来找口播和页面矛盾的地方",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="哪天的直播，“上个月”从这天算起")
@click.option("--recogniser", default="", help="FILE 是录音时，用装好的哪个语音识别程序")
@click.option(
    "--engine",
    type=click.Choice(["auto", "hyperscan", "portable"]),
    default="auto",
    help="用哪个匹配引擎，默认自动选",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，带前后各六十秒的全文")
def transcript_command(
    source: str,
    product: str,
    page: str | None,
    on: datetime | None,
    recogniser: str,
    engine: str,
    as_json: bool,
) -> None:
    """筛查直播文字: hits in the order they were spoken."""
    try:
        transcript = _transcript(Path(source), recogniser)
        screener = Screener(load_rules(), engine)
    except (TranscriptRefused, RecogniserMissing, LawFault) as fault:
        raise Refused(str(fault)) from None
    speech = Speech(transcript.cues)
    hits = screen_transcript(transcript, screener, product=product, speech=speech)
    conflicts = _conflicts(speech, page, on)
    if as_json:
        click.echo(json.dumps(_facts(transcript, hits, conflicts), ensure_ascii=False, indent=2))
    else:
        _report(transcript, hits, conflicts)


def _transcript(source: Path, recogniser: str) -> Transcript:
    if recogniser:
        return transcribe(source, find_recogniser(recogniser))
    return read_transcript(source.read_bytes(), name=source.name)


def _conflicts(speech: Speech, page: str | None, on: datetime | None) -> tuple[Contradiction, ...]:
    if page is None:
        return ()
    try:
        written = Path(page).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{page} 不是 UTF-8，请先转换编码") from None
    texts = (
        ChannelText(Channel.DETAIL, written, Path(page).name),
        ChannelText(Channel.SPEECH, speech.text, "口播", speech.at_ms),
    )
    return compare_channels(texts, on=on.date() if on else None)


def _report(
    transcript: Transcript, hits: tuple[SpokenHit, ...], conflicts: tuple[Contradiction, ...]
) -> None:
    click.echo(
        f"{transcript.format}，{clock_words(transcript.duration_ms)}，"
        f"{len(transcript.cues)} 条字幕，{transcript.letters} 个字："
        f"{len(hits)} 处命中，{len(conflicts)} 处矛盾"
    )
    for remark in transcript.remarks:
        click.echo(f"注意：{remark}", err=True)
    for one in hits:
        click.echo(
            f"\n{clock_words(one.at_ms)}—{clock_words(one.until_ms)} "
            f"{one.hit.title}（{LEVELS[one.hit.level]}，{one.hit.rule}）"
        )
        click.echo(f"  “{one.hit.quote}”  《{one.hit.source}》{one.hit.article}")
        click.echo(f"  前后：{_around(one)}")
    for found in conflicts:
        click.echo(f"\n{clock_words(found.one.at_ms or 0)} 矛盾：{found.words}")
        for claim in (found.one, *found.others):
            click.echo(f"  {claim.channel.word}：“{claim.quote}”")


def _around(one: SpokenHit) -> str:
    start, end = one.spans[0][0], one.spans[-1][1]
    before = one.ring.text[max(0, start - RING_SHOWN) : start]
    after = one.ring.text[end : end + RING_SHOWN]
    return f"…{before}【{one.ring.text[start:end]}】{after}…".replace("\n", " ")


def _facts(
    transcript: Transcript, hits: tuple[SpokenHit, ...], conflicts: tuple[Contradiction, ...]
) -> dict[str, object]:
    return {
        "format": transcript.format,
        "duration_ms": transcript.duration_ms,
        "cues": len(transcript.cues),
        "remarks": list(transcript.remarks),
        "hits": [
            {
                "rule": one.hit.rule,
                "level": one.hit.level.value,
                "quote": one.hit.quote,
                "article": f"《{one.hit.source}》{one.hit.article}",
                "reason": one.hit.reason,
                "at_ms": one.at_ms,
                "until_ms": one.until_ms,
                "at": clock_words(one.at_ms),
                "ring": one.ring.text,
                "ring_spans": [list(span) for span in one.spans],
            }
            for one in hits
        ],
        "contradictions": [
            {
                "attribute": found.attribute.value,
                "words": found.words,
                "one": _claim(found.one),
                "others": [_claim(other) for other in found.others],
                "again_ms": [claim.at_ms for claim in found.again],
            }
            for found in conflicts
        ],
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "channel": claim.channel.value,
        "quote": claim.quote,
        "value": claim.value.words,
        "span": [claim.start, claim.end],
        "at_ms": claim.at_ms,
        "fault": claim.fault,
    }
