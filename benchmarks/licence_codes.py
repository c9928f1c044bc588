"""执照代码认得准不准: an invented recogniser that slips, and what two check digits make of it.

The recogniser is tests/engine/display/recogniser.py: its slips are written there, and most of
them are those the repair knows of. What real recognisers do with real pictures is not told here.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.engine.display.recogniser import PNG, Reader, invented

from wangshi.engine.display.layout import TextLine
from wangshi.engine.display.recognising import read_licence, read_lines
from wangshi.engine.identifiers import check_uscc, normalise_code

ON = date(2026, 11, 23)
SLIPS = (0.02, 0.06, 0.12)
MOST_WRONG = 0.002  # of all pictures, at the middle rate: the promise of decision 0032

Way = Callable[[Reader], str]


def as_read(reader: Reader) -> str:
    """The first thing on the picture that has the length of a code."""
    lines: Sequence[TextLine] = reader(PNG, None)
    said = (normalise_code(one.text).removeprefix("统一社会信用代码") for one in lines)
    return next((one for one in said if len(one) == len("91990101MA00000000")), "")


def only_sound(reader: Reader) -> str:
    """As read, and only where both check digits hold."""
    code = as_read(reader)
    return code if check_uscc(code).ok else ""


def one_look(reader: Reader) -> str:
    """Put right, after one look."""
    return read_lines(reader(PNG, None), on=ON).values.get("uscc", "")


def closer(reader: Reader) -> str:
    """Put right, and looked at again where anything was changed."""
    return read_licence(PNG, reader, on=ON).values.get("uscc", "")


WAYS: dict[str, Way] = {
    "as read": as_read,
    "only sound": only_sound,
    "one look": one_look,
    "closer look": closer,
}


def measure(way: Way, slip: float, pictures: int) -> tuple[Counter[str], float, float]:
    """How many were right, wrong, left open; looks and milliseconds a picture."""
    counted: Counter[str] = Counter()
    looks, begun = 0, time.perf_counter()
    for number in range(pictures):
        reader = Reader(invented(number), number, slip)
        code = way(reader)
        counted["open" if not code else "right" if code == reader.licence.code else "wrong"] += 1
        looks += reader.looks
    took = (time.perf_counter() - begun) * 1000 / pictures
    return counted, looks / pictures, took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=2_000)
    pictures = parser.parse_args().pictures
    print(f"{pictures} invented licences a row\n")
    print("slips  way           right    wrong    open   looks   ms")
    promised = True
    for slip in SLIPS:
        for name, way in WAYS.items():
            counted, looks, took = measure(way, slip, pictures)
            right, wrong, left = (counted[one] / pictures for one in ("right", "wrong", "open"))
            shares = f"{right:7.2%}  {wrong:7.2%} {left:7.2%}"
            print(f"{slip:5.0%}  {name:12} {shares}  {looks:5.2f} {took:5.2f}")
            if way is closer and slip == SLIPS[1]:
                promised = wrong <= MOST_WRONG
    print("\nat most 0.2 % wrong at 6 % slips:", "kept" if promised else "NOT kept")
    return 0 if promised else 1


if __name__ == "__main__":
    sys.exit(main())
