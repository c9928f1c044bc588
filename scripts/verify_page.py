"""校验网页: writes into verify/verify.html the digests of its own script and style.

The page allows itself to run only what has these digests; run this after changing either.
"""

import base64
import hashlib
import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "verify" / "verify.html"


def main() -> None:
    """改写: the policy in the page's head."""
    text = PAGE.read_text("utf-8")
    for tag in ("script", "style"):
        inside = text[text.index(f"<{tag}>") + len(tag) + 2 : text.rindex(f"</{tag}>")]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        text = re.sub(rf"{tag}-src 'sha256-[^']+'", f"{tag}-src 'sha256-{digest}'", text, count=1)
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
