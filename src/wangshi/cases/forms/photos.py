"""照片: several at once, of a kind a browser shows, known by their first bytes."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

LARGEST = 10 * 1024 * 1024
MOST = 9
KINDS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
}
ACCEPT = "image/jpeg,image/png,image/webp"


class PhotoInput(forms.FileInput):
    """选照片或者直接拍: on a phone `capture` opens the camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """几张照片: a list, empty when there is none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "选一张照片：JPG、PNG 或 WebP",
        "too_many": f"一次最多 {MOST} 张：分两次加",
        "too_large": f"“%(name)s”超过 {LARGEST // 1024 // 1024} MB：拍小一点再选",
        "unknown": "“%(name)s”不是照片：选 JPG、PNG 或 WebP",
    }

    def __init__(self, *, camera: bool = False, **options: Any) -> None:
        attrs = {"accept": ACCEPT, "multiple": True}
        if camera:
            attrs["capture"] = "environment"
        super().__init__(widget=PhotoInput(attrs=attrs), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Every file of the list, each looked at."""
        files = data if isinstance(data, list | tuple) else [data]
        given = [file for file in files if file]
        if not given and self.required:
            raise self._wrong("required")
        if len(given) > MOST:
            raise self._wrong("too_many")
        for file in given:
            self._look_at(file)
        return given

    def _look_at(self, file: UploadedFile[Any]) -> None:
        if (file.size or 0) > LARGEST:
            raise self._wrong("too_large", file)
        kind = photo_kind(file.read(16))
        file.seek(0)
        if not kind:
            raise self._wrong("unknown", file)
        file.content_type = kind

    def _wrong(self, code: str, file: UploadedFile[Any] | None = None) -> forms.ValidationError:
        params = {"name": file.name if file else ""}
        return forms.ValidationError(self.error_messages[code], code=code, params=params)


def photo_kind(head: bytes) -> str:
    """The kind a photo's first bytes speak of; empty for none we show."""
    return next((kind for mark, kind in KINDS.items() if head.startswith(mark)), "")
