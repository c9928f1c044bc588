"""照片的指纹: a file from outside becomes 64 bits; bombs and what is no picture are refused."""

import io
from typing import IO, Final

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from wangshi.engine.false_registration import difference_hash
from wangshi.engine.false_registration.pictures import HEIGHT, WIDTH
from wangshi.scrutiny.workflow import ScrutinyRefused

FORMATS: Final = ("PNG", "JPEG", "WEBP")
MOST_PIXELS: Final = 60_000_000
TOO_LARGE: Final = "照片太大：缩到六千万像素以内再选"


def fingerprint_of(file: IO[bytes]) -> str:
    """指纹 of a picture, sixteen figures; turned upright as the camera says.

    The size is read from the head of the file, before a single point is unpacked.
    """
    try:
        with Image.open(io.BytesIO(file.read()), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ScrutinyRefused(TOO_LARGE)
            upright = ImageOps.exif_transpose(image) or image
            grey = upright.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    except Image.DecompressionBombError:
        raise ScrutinyRefused(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError) as wrong:
        raise ScrutinyRefused("读不出这张照片：换一张 JPG、PNG 或 WebP") from wrong
    mark = difference_hash(np.asarray(grey, np.uint8))
    if not mark:
        raise ScrutinyRefused("这张照片几乎一个颜色，比不出来：换一张看得清字的")
    return f"{mark:016x}"
