"""二维码: a note as a picture that any telephone reads back letter by letter."""

import io

import segno


def write_code(note: str) -> bytes:
    """二维码的 SVG."""
    drawn = io.BytesIO()
    segno.make(note, error="m", encoding="utf-8").save(drawn, kind="svg", scale=4)
    return drawn.getvalue()
