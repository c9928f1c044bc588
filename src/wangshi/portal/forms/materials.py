"""照片、截图、语音: several files at once, of kinds known by their first bytes."""

from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 20 * MEGABYTE
MOST: Final = 9
HEAD: Final = 16
KINDS: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
ACCEPT: Final = "image/jpeg,image/png,image/webp,application/pdf,audio/*,video/mp4"


class FilesInput(forms.FileInput):
    """一次选几个."""

    allow_multiple_selected = True


class MaterialsField(forms.FileField):
    """几个文件: a list, empty when there is none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_many": f"一次最多 {MOST} 个文件：先交最要紧的，其余的在进度页上补",
        "too_large": f"“%(name)s”超过 {LARGEST // MEGABYTE} MB：语音录短一点，或者分几段",
        "unknown": "“%(name)s”不是照片、录音、短视频或者 PDF：换一种再选",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=FilesInput(attrs={"accept": ACCEPT, "multiple": True}),
            required=False,
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Every file of the list, each looked at."""
        files = data if isinstance(data, list | tuple) else [data]
        given = [file for file in files if file]
        if len(given) > MOST:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        for file in given:
            self._look_at(file)
        return given

    def _look_at(self, file: UploadedFile[Any]) -> None:
        if (file.size or 0) > LARGEST:
            raise self._wrong("too_large", file)
        kind = material_kind(file.read(HEAD))
        file.seek(0)
        if not kind:
            raise self._wrong("unknown", file)
        file.content_type = kind

    def _wrong(self, code: str, file: UploadedFile[Any]) -> forms.ValidationError:
        params = {"name": file.name}
        return forms.ValidationError(self.error_messages[code], code=code, params=params)


def material_kind(head: bytes) -> str:
    """What the first bytes speak of; empty for a kind we do not take."""
    return next((kind for at, mark, kind in KINDS if head[at:].startswith(mark)), "")
