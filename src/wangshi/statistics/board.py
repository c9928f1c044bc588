"""总览的摆法: figures become bars, tiles and lines, each with the address of its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse

from wangshi.accounts.models import Town
from wangshi.cases.selectors import title_of
from wangshi.cases.workflow import SOURCE_TITLES, ClueSource
from wangshi.shared.pages import BarPart, Fact, PlacedPart, placed
from wangshi.shared.words import NOTHING, grouped, percent

from .selectors import FIGURES, NONE, Asked, Overview
from .selectors.figures import OTHER_DIMENSIONS
from .selectors.overview import ClockRow
from .selectors.times import CLOCK_TITLES, FACE_TITLES, Face

FACE_KINDS: Final = {Face.LATE: "bl", Face.SOON: "bs", Face.CALM: "b1", Face.REST: "br"}
FUNNEL: Final = (
    ("hits", ""),
    ("reviewed", "hits"),
    ("confirmed", "reviewed"),
    ("handed", "confirmed"),
    ("clues", ""),
    ("decided", "clues"),
    ("filed", "decided"),
    ("closed", "clues"),
    ("demanded", "closed"),
    ("fixed", "demanded"),
)
BEGINS: Final = {"hits": "起点", "clues": "起点，含网格、投诉等来源"}
ENDINGS: Final = ("unseen", "unfixed", "relapsed")
VOICES: Final = ("overtime", "disputed", "overturned", "supervised")
GRID_COLUMNS, GRID_ROWS = 6, 5
SHADES: Final = 4
WHOLE: Final = 100


@dataclass(frozen=True)
class Mark:
    """条形的一段: placed, and linked to the rows it stands for."""

    part: PlacedPart
    href: str = ""
    word: str = ""
    number: int = 0
    late: bool = False


@dataclass(frozen=True)
class Row:
    """图和表的一行: the figure is a link; a bar of one mark or of several."""

    word: str
    figure: str
    href: str
    note: str = ""
    marks: tuple[Mark, ...] = ()
    cells: "tuple[Row, ...]" = ()

    @property
    def parts(self) -> tuple[Mark, ...]:
        """有名字的段, for the line under the bar."""
        return tuple(mark for mark in self.marks if mark.word)


@dataclass(frozen=True)
class Tile:
    """一个镇办的格子: its place, shade and figure; no figure is a dashed one."""

    word: str
    figure: str
    href: str
    place: str
    shade: int


@dataclass(frozen=True)
class Board:
    """一屏: what the template draws, in the order it stands there."""

    late: Row
    soon: Row
    fixed: Row
    funnel: tuple[Row, ...]
    endings: tuple[Fact, ...]
    running: Row
    clocks: tuple[Row, ...]
    faces: tuple[Row, ...]
    timing: tuple[Fact, ...]
    tiles: tuple[Tile, ...]
    shades: tuple[str, ...]
    towns: tuple[Row, ...]
    violations: tuple[Row, ...]
    sources: tuple[Row, ...]
    departments: tuple[Row, ...]


def board(found: Overview) -> Board:
    """摆好的一屏."""
    step = _shade_step(found)
    return Board(
        late=_face(found, Face.LATE),
        soon=_face(found, Face.SOON),
        fixed=_row(found, "fixed"),
        funnel=tuple(_stage(found, key, whole) for key, whole in FUNNEL),
        endings=tuple(_fact(found, key) for key in ENDINGS),
        running=_row(found, "running"),
        clocks=_clocks(found),
        faces=tuple(_face(found, face) for face in Face),
        timing=_timing(found),
        tiles=_tiles(found, step),
        shades=_shade_words(step),
        towns=_towns(found),
        violations=_ranking(found, "violation", found.violations, title_of),
        sources=_ranking(found, "source", _by_number(found.sources.items()), _source_title),
        departments=_departments(found),
    )


def address(key: str, asked: Asked) -> str:
    """明细的地址: the figure and every condition."""
    return f"{reverse('figure', args=[key])}?{asked.query}"


def number_words(number: int | None) -> str:
    """数目的写法: a dash where it is unknown."""
    return NOTHING if number is None else grouped(number)


def why_unknown() -> str:
    """为什么是一横."""
    return f"命中不分{'、'.join(OTHER_DIMENSIONS.values())}，去掉这个筛选再看"


def _row(found: Overview, key: str) -> Row:
    number = found.counts[key]
    return Row(FIGURES[key].name, number_words(number), address(key, found.asked))


def _stage(found: Overview, key: str, of: str) -> Row:
    number = found.counts[key]
    whole = found.counts[of] if of else number
    note = BEGINS.get(key, "")
    if number is None or whole is None:
        note, share = why_unknown() if key == "hits" else "", 0.0
    else:
        share = number * WHOLE / whole if whole else 0.0
        note = note or (
            f"占{FIGURES[of].name} {share:.1f}%" if whole else f"没有{FIGURES[of].name}"
        )
    href = address(key, found.asked)
    marks = _marks([(share, "b1", href), (WHOLE - share, "b0", "")])
    return Row(FIGURES[key].name, number_words(number), href, note, marks)


def _marks(parts: Sequence[tuple[float, str, str]]) -> tuple[Mark, ...]:
    spots = placed(BarPart(round(share, 2), kind) for share, kind, _ in parts)
    return tuple(Mark(spot, href) for spot, (_, _, href) in zip(spots, parts, strict=True))


def _fact(found: Overview, key: str) -> Fact:
    figure = FIGURES[key]
    words = f"{number_words(found.counts[key])} {figure.subject.unit}"
    return Fact(figure.name, words, address(key, found.asked))


def _face(found: Overview, face: Face) -> Row:
    href = address("running", found.asked.but(face=face.value))
    return Row(FACE_TITLES[face], grouped(found.faces.get(face, 0)), href)


def _clocks(found: Overview) -> tuple[Row, ...]:
    return tuple(
        Row(
            word=CLOCK_TITLES[clock.clock],
            figure=grouped(clock.total),
            href=address("running", found.asked.but(clock=clock.clock)),
            note="" if clock.total else "没有在走的",
            marks=_face_marks(found, clock),
            cells=tuple(_face_cell(found, clock, face) for face in Face),
        )
        for clock in found.clocks
    )


def _face_cell(found: Overview, clock: ClockRow, face: Face) -> Row:
    href = address("running", found.asked.but(clock=clock.clock, face=face.value))
    return Row(FACE_TITLES[face], grouped(clock.faces[face]), href)


def _face_marks(found: Overview, clock: ClockRow) -> tuple[Mark, ...]:
    total = clock.total
    if not total:
        return _marks([(float(WHOLE), "b0", "")])
    present = [(face, clock.faces[face]) for face in Face if clock.faces[face]]
    spots = placed(
        BarPart(round(number * WHOLE / total, 2), FACE_KINDS[face]) for face, number in present
    )
    return tuple(
        Mark(
            part=spot,
            href=address("running", found.asked.but(clock=clock.clock, face=face.value)),
            word=FACE_TITLES[face],
            number=number,
            late=face is Face.LATE,
        )
        for spot, (face, number) in zip(spots, present, strict=True)
    )


def _timing(found: Overview) -> tuple[Fact, ...]:
    on_time, overtime = found.counts["on_time"] or 0, found.counts["overtime"] or 0
    days = found.median_workdays
    used = f"{days:g} 个工作日" if days is not None else NOTHING
    return (
        Fact("按期率", percent(on_time, on_time + overtime), address("on_time", found.asked)),
        Fact("核查用时中位数", used, address("decided", found.asked)),
        *(_fact(found, key) for key in VOICES),
    )


def _shade_step(found: Overview) -> int:
    most = max((each.clues or 0 for each in found.towns), default=0)
    return max(1, -(-(most + 1) // SHADES))


def _shade_words(step: int) -> tuple[str, ...]:
    last = (SHADES - 1) * step
    below = (range(n * step, (n + 1) * step) for n in range(SHADES - 1))
    return (*(f"{r[0]}–{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in below), f"{last} 以上")


def _tiles(found: Overview, step: int) -> tuple[Tile, ...]:
    taken: set[tuple[int, int]] = set()
    tiles = []
    for each in found.towns:
        spot = (each.town.column, each.town.row)
        # Two towns drawn at one spot would hide each other; the second finds its own place.
        fits = spot not in taken and spot[0] <= GRID_COLUMNS and spot[1] <= GRID_ROWS
        taken.add(spot)
        tiles.append(
            Tile(
                word=_short(each.town),
                figure=number_words(each.clues),
                href=_town_address(found, str(each.town.pk)),
                place=f"x{spot[0]} y{spot[1]}" if fits else "",
                shade=0 if each.clues is None else min(SHADES, each.clues // step + 1),
            )
        )
    return tuple(tiles)


def _short(town: Town) -> str:
    for ending in ("街道办事处", "街道", "镇", "乡"):
        if town.name.endswith(ending) and len(town.name) > len(ending) + 1:
            return town.name.removesuffix(ending)
    return town.name


def _town_address(found: Overview, word: str) -> str:
    return address("clues", found.asked.but(town=word))


def _towns(found: Overview) -> tuple[Row, ...]:
    rows = [
        Row(
            each.town.name,
            number_words(each.clues),
            _town_address(found, str(each.town.pk)),
            "没有数据" if each.clues is None else "",
        )
        for each in found.towns
    ]
    if found.without_town:
        rows.append(Row("没有写镇办", grouped(found.without_town), _town_address(found, NONE)))
    return tuple(rows)


def _ranking(
    found: Overview, dimension: str, parts: Sequence[tuple[str, int]], title: Callable[[str], str]
) -> tuple[Row, ...]:
    whole = sum(number for _, number in parts)
    most = max((number for _, number in parts), default=0)
    rows = []
    for word, number in parts:
        href = address("clues", found.asked.but(**{dimension: word}))
        share = number * WHOLE / most
        note = f"占 {number * WHOLE / whole:.1f}%"
        marks = _marks([(share, "b1", href), (WHOLE - share, "b0", "")])
        rows.append(
            Row("没有写" if word == NONE else title(word), grouped(number), href, note, marks)
        )
    return tuple(rows)


def _departments(found: Overview) -> tuple[Row, ...]:
    names = {str(unit.pk): unit.short_name for unit, _ in found.departments if unit}
    parts = [(str(unit.pk) if unit else NONE, number) for unit, number in found.departments]
    rows = _ranking(found, "department", parts, lambda word: names[word])
    return tuple(replace(row, word="未分派") if row.word == "没有写" else row for row in rows)


def _by_number(parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(parts, key=lambda pair: (-pair[1], pair[0]))


def _source_title(word: str) -> str:
    return SOURCE_TITLES[ClueSource(word)]
