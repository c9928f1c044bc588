"""执照图片的接口: a seeded recogniser that slips, codes put right, and a closer look."""

from datetime import date

import pytest

from wangshi.engine.display.layout import Box, TextLine
from wangshi.engine.display.pictures import PictureRefused
from wangshi.engine.display.recognising import read_licence, read_lines
from wangshi.engine.display.repairing import repair_code
from wangshi.engine.identifiers import make_uscc

from .recogniser import PNG, Reader, invented

ON = date(2026, 11, 23)
CODE = make_uscc("990101", 7)
MANY = 400


def slipped(*slips: tuple[int, str]) -> str:
    letters = list(CODE)
    for at, letter in slips:
        letters[at] = letter
    return "".join(letters)


@pytest.mark.parametrize(
    ("read", "changes"),
    [
        (CODE, 0),
        (CODE.lower(), 0),
        (slipped((1, "I")), 0),
        (slipped((1, "I"), (4, "O")), 0),
        (slipped((1, "l")), 1),
    ],
)
def test_a_code_is_put_right_by_its_check_digits(read, changes):
    assert CODE[1] == "1"
    assert CODE[4] == "0"
    mended = repair_code(read)
    assert (mended.code, mended.changes) == (CODE, changes)


@pytest.mark.parametrize(
    "read", ["", "9199", CODE + "0", "X" * 18, "营业执照营业执照营业执照营业执照营业"]
)
def test_what_is_beyond_repair_stays_unread(read):
    assert repair_code(read) is None


def test_of_two_repairs_the_one_in_the_register_is_taken_and_none_without_a_register():
    both = ("91990101MAB008TE8L", "97990101MAB0067B8L")
    read = "91990101MAB0067E8L"
    assert repair_code(read) is None
    for code in both:
        assert repair_code(read, known=(code,).__contains__).code == code
    assert repair_code(read, known=both.__contains__) is None


@pytest.fixture(scope="module")
def read():
    """What MANY invented licences were read as, with 6 slips in 100 characters."""
    readers = [Reader(invented(number), number) for number in range(MANY)]
    return [(one, read_licence(PNG, one, on=ON)) for one in readers]


@pytest.mark.once
def test_of_codes_read_with_slips_nearly_all_are_right_and_hardly_one_is_wrong(read):
    right = sum(got.values.get("uscc") == one.licence.code for one, got in read)
    given = sum("uscc" in got.values for _, got in read)
    assert right >= 0.98 * MANY
    assert given - right <= 0.005 * MANY


@pytest.mark.once
def test_names_and_addresses_are_found_in_either_layout(read):
    assert all(got.values["name"] == one.licence.name for one, got in read)
    assert all(got.values["address"] == one.licence.address for one, got in read)


@pytest.mark.once
def test_a_picture_is_looked_at_twice_at_most_and_mostly_once(read):
    looks = [one.looks for one, _ in read]
    assert set(looks) == {1, 2}
    assert sum(looks) < 1.6 * MANY


def test_a_mended_code_says_so_and_a_sound_one_says_nothing():
    box = Box(0.1, 0.1, 0.9, 0.2)
    mended = read_lines([TextLine(slipped((1, "I")), box)], on=ON)
    assert CODE in mended.doubts[0]
    assert mended.read == slipped((1, "I"))
    assert read_lines([TextLine(CODE, box)], on=ON).doubts == ()


def test_a_line_the_recogniser_is_unsure_of_is_named():
    lines = [TextLine(CODE, Box(0, 0, 1, 0.1)), TextLine("名称：样例", Box(0, 0.2, 1, 0.3), 0.3)]
    assert read_lines(lines, on=ON).doubts == ("“名称：样例”看得不清",)


def test_two_looks_that_disagree_leave_the_code_unread():
    other = make_uscc("990101", 8)
    far, near = slipped((1, "7")), other[:1] + "7" + other[2:]

    def unsteady(picture: bytes, part: Box | None, quarters: int = 0) -> list[TextLine]:
        return [TextLine(near if part else far, Box(0.1, 0.1, 0.9, 0.2))]

    got = read_licence(PNG, unsteady, on=ON)
    assert "uscc" not in got.values
    assert got.doubts == ("代码没有认准：照原图抄",)


def test_the_closer_look_is_at_the_row_of_the_code_or_at_the_upper_half():
    unread = read_lines([TextLine("9199010IMA00000OOO", Box(0.3, 0.4, 0.6, 0.45))], on=ON)
    assert unread.closer == Box(pytest.approx(0.28), pytest.approx(0.38), pytest.approx(0.62),
                                pytest.approx(0.47))  # fmt: skip
    assert read_lines([], on=ON).closer == Box(0.0, 0.0, 1.0, 0.5)


@pytest.mark.parametrize("picture", [b"", b"no picture", PNG[:16] + b"\xff" * 8])
def test_what_is_no_picture_or_a_bomb_never_reaches_the_recogniser(picture):
    reader = Reader(invented(1), 1)
    with pytest.raises(PictureRefused):
        read_licence(picture, reader, on=ON)
    assert reader.looks == 0
