"""凭据: one photo, screenshot or scan of a service, known by its first bytes."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

LARGEST = 10 * 1024 * 1024
KINDS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


class ProofField(forms.FileField):
    """一份凭据, or none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_large": f"凭据超过 {LARGEST // 1024 // 1024} MB：拍小一点，或者分次记",
        "unknown": "凭据要是照片（JPG、PNG）或者 PDF",
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"accept": ",".join(KINDS.values())}
        super().__init__(widget=forms.FileInput(attrs=attrs), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[Any] | None":
        """The file with the kind its bytes speak of."""
        if not data:
            return None
        found: UploadedFile[Any] = super().clean(data, initial)
        if (found.size or 0) > LARGEST:
            raise self._wrong("too_large")
        head = found.read(16)
        found.seek(0)
        kind = next((kind for mark, kind in KINDS.items() if head.startswith(mark)), "")
        if not kind:
            raise self._wrong("unknown")
        found.content_type = kind
        return found

    def _wrong(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)
