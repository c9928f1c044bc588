"""坏压缩包: what Python raises when a ZIP is damaged, locked or packed in a rare way."""

import lzma
import zipfile
import zlib
from typing import Final

# NotImplementedError (a method it does not know) and "password required" are RuntimeErrors.
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
)
