"""校验证据: a package, or the digest of one."""

import re
from typing import Any, Final

from django import forms

from wangshi.portal.allowance import MOST_PACKAGE_BYTES

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MEGABYTE: Final = 1024 * 1024


class PackageForm(forms.Form):
    """上传一个证据包."""

    package = forms.FileField(
        label="选择证据包",
        help_text=f"一个 .wacz，不超过 {MOST_PACKAGE_BYTES // MEGABYTE} MB；"
        "更大的用下面的工具自己查",
        widget=forms.FileInput(attrs={"accept": ".wacz,.zip"}),
        error_messages={
            "required": "选一个证据包：结尾是 .wacz 的文件",
            "empty": "这是个空文件，选一个有内容的证据包",
        },
    )


class DigestForm(forms.Form):
    """查一个校验值."""

    digest = forms.CharField(
        label="清单的校验值",
        max_length=200,
        help_text="SHA-256 或者 SM3，64 位；笔录、校验值清单上写着",
        error_messages={"required": "填校验值：64 位数字和字母", "max_length": "校验值是 64 位"},
    )

    def clean_digest(self) -> str:
        """Blanks between groups of four, and capitals, are as people copy them."""
        told: Any = self.cleaned_data["digest"]
        digest = re.sub(r"\s", "", str(told)).lower()
        if not _DIGEST.fullmatch(digest):
            raise forms.ValidationError("校验值是 64 位，只有数字和 a 到 f：照纸上再抄一遍")
        return digest
