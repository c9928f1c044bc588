"""定下一个词的对应."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.complaints import services
from wangshi.complaints.models import CodeMapping

from .base import MarkedForm


class MappingForm(MarkedForm):
    title, button, done = "定下对应", "定下对应", "定下了，以前导入的也照着改了。"
    lede = "12315 的码表没有公开：表里的词由人对应一次，以后都照着认"
    code = forms.ChoiceField(label="是哪一类", error_messages={"required": "选一类"})

    def __init__(self, *args: Any, mapping: CodeMapping, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mapping = mapping
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "选一类"), *services.choices_of(mapping.field).items()]

    def act(self, at: datetime) -> object:
        return services.map_code(self.mapping, self.cleaned_data["code"], by=self.by, at=at)
