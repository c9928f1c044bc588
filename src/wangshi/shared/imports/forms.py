"""The file and its options; which column is which."""

from django import forms
from django.http import QueryDict

from wangshi.engine.tables import TableRefused, open_table
from wangshi.shared.models import ImportBatch

from .importer import Importer
from .services import as_mapping, batch_path, schema_of


def file_form(importer: Importer) -> type[forms.Form]:
    """The file first, then the importer's own questions."""
    file = forms.FileField(
        label="文件",
        help_text="CSV、XLSX、JSONL 或 Parquet，可用 gz 压缩",
        error_messages={"required": "选一个文件", "empty": "这个文件是空的，换一份"},
    )
    return type("FileForm", (importer.form,), {"file": file, "field_order": ("file",)})


class ColumnsForm(forms.Form):
    """对应列: for each field, the column of this file that holds it."""

    def __init__(self, batch: ImportBatch, sent: QueryDict | None = None) -> None:
        super().__init__(sent)
        kept = as_mapping(batch)
        choices = [("", "没有这一列"), *((name, name) for name in _columns(batch))]
        for field in schema_of(batch).fields:
            chosen = kept.columns_of(field.name)
            self.fields[field.name] = forms.ChoiceField(
                label=field.title_zh,
                choices=choices,
                required=field.required,
                initial=chosen[0] if chosen else "",
                error_messages={"required": f"选出哪一列是{field.title_zh}"},
            )


def _columns(batch: ImportBatch) -> tuple[str, ...]:
    try:
        return open_table(batch_path(batch), name=batch.file_name).columns
    except TableRefused:
        return ()
