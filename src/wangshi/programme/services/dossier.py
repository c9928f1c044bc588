"""迎检材料: numbered, indexed, its files beside it; whoever has it needs nobody to check it."""

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine import dossier_check
from wangshi.engine.indicators import Tally, sheet_facts
from wangshi.evidence.papers import PrinterMissing, write_docx, write_pdf
from wangshi.programme.models import Assessment, Mark, Proof
from wangshi.programme.papers import contents_paper, report_paper
from wangshi.programme.selectors import with_files
from wangshi.programme.selectors.harvest import VERSION, Harvested, lines_of
from wangshi.programme.selectors.scores import ItemState, Score, score_of
from wangshi.programme.workflow import ProgrammeRefused
from wangshi.shared.services import attachment_path, record

REPORT: Final = "02-自查报告"
CONTENTS: Final = "01-目录.docx"


@dataclass(frozen=True)
class Built:
    """做好的迎检材料: where, how much, and the digest to write down elsewhere."""

    folder: Path
    files: int
    figures: int
    missing: int
    sha256: str
    pdf: bool


@transaction.atomic
def build_dossier(
    assessment: Assessment, out: Path, *, pdf: bool = True, by: Account, at: datetime
) -> Built:
    """做迎检材料: into a new or empty folder; the record keeps the digest of its index."""
    require(by, Permission.VIEW_SCORE)
    require(by, Permission.EXPORT)
    if out.exists() and any(out.iterdir()):
        raise ProgrammeRefused(f"{out} 里已有东西：换一个空的文件夹")
    out.mkdir(parents=True, exist_ok=True)
    score = score_of(assessment)
    figures = _figures(score)
    told = dict(_rows(out, figures))
    proofs = dict(_proofs(out, score, told))
    printed = _papers(out, score, at, told, pdf=pdf)
    facts = _index(score, figures, proofs, at) | {"files": _listed(out, told)}
    index = json.dumps(facts, ensure_ascii=False, indent=1)
    (out / dossier_check.INDEX).write_text(index, "utf-8")
    sha256 = hashlib.sha256(index.encode()).hexdigest()
    built = Built(out, len(told), len(figures), len(score.missing), sha256, printed)
    record(by, "dossier.built", assessment, sha256=sha256, files=built.files,
           figures=built.figures)  # fmt: skip
    return built


def _figures(score: Score) -> Mapping[str, Harvested]:
    return {one.query.key: one for state in score.items for one in state.figures}


def _rows(out: Path, figures: Mapping[str, Harvested]) -> Iterator[tuple[str, str]]:
    """The rows of every number, a file a query."""
    (out / "rows").mkdir()
    for key, one in figures.items():
        name = f"rows/{key}.csv"
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("键", "哪天", "明细"))
            for line in lines_of(one.query, one.period):
                writer.writerow((line.key, line.on.isoformat(), line.words))
        yield name, f"{one.query.title}的明细"


def _proofs(out: Path, score: Score, told: dict[str, str]) -> Iterator[tuple[int, list[str]]]:
    """The files that were handed in, numbered by item."""
    for state in score.items:
        for number, filed in enumerate(with_files(list(state.proofs)), start=1):
            names = []
            for file in filed.files:
                kept = attachment_path(file.sha256)
                suffix = Path(file.name).suffix[:10]
                name = f"files/{state.item.number}-{number:02d}-{file.pk}{suffix}"
                (out / "files").mkdir(exist_ok=True)
                shutil.copyfile(kept, out / name)
                told[name] = f"{filed.what.title}：{file.name}"
                names.append(name)
            yield filed.what.pk, names


def _papers(out: Path, score: Score, at: datetime, told: dict[str, str], *, pdf: bool) -> bool:
    paper = report_paper(score, timezone.localdate(at))
    (out / f"{REPORT}.docx").write_bytes(write_docx(paper))
    told[f"{REPORT}.docx"] = "自查报告"
    (out / "03-方案.txt").write_text(score.assessment.plan.text, "utf-8")
    told["03-方案.txt"] = "方案全文"
    shutil.copyfile(dossier_check.__file__, out / "verify.py")
    told["verify.py"] = "校验程序：python3 verify.py"
    printed = pdf and _printed(out, paper, told)
    files = [(name, words, dossier_check.digest_of(out / name)) for name, words in told.items()]
    (out / CONTENTS).write_bytes(write_docx(contents_paper(score.assessment, files)))
    told[CONTENTS] = "目录"
    return printed


def _printed(out: Path, paper: Any, told: dict[str, str]) -> bool:
    """A machine that cannot print leaves the Word file; the index shows that there is no PDF."""
    try:
        content = write_pdf(paper)
    except PrinterMissing:
        return False
    (out / f"{REPORT}.pdf").write_bytes(content)
    told[f"{REPORT}.pdf"] = "自查报告（PDF）"
    return True


def _listed(out: Path, told: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "path": name,
            "what": told[name],
            "size": (out / name).stat().st_size,
            "sha256": dossier_check.digest_of(out / name),
        }
        for number, name in enumerate(sorted(told), start=1)
    ]


def _index(
    score: Score,
    figures: Mapping[str, Harvested],
    proofs: Mapping[int, list[str]],
    at: datetime,
) -> dict[str, Any]:
    assessment = score.assessment
    return {
        "format": dossier_check.FORMAT,
        "built_at": at.isoformat(),
        "plan": {"title": assessment.plan.title, "version": assessment.plan.version,
                 "sha256": assessment.plan.sha256},
        "assessment": {"title": assessment.title, "since": assessment.since.isoformat(),
                       "until": assessment.until.isoformat()},
        "sheet": {"sha256": assessment.sheet.sha256, **sheet_facts(score.sheet)},
        "figures": [_figure(one) for one in figures.values()],
        "items": [_item(state, proofs) for state in score.items],
        "totals": {"self": _totals(score.own), "checked": _totals(score.checked)},
        "missing": [state.item.number for state in score.missing],
        "moved": [state.item.number for state in score.moved],
    }  # fmt: skip


def _figure(one: Harvested) -> dict[str, Any]:
    return {
        "key": one.query.key,
        "title": one.query.title,
        "definition": one.query.definition,
        "version": VERSION,
        "since": one.period.since.isoformat(),
        "until": one.period.until.isoformat(),
        "count": one.count,
        "query_sha256": one.query_sha256,
        "digest": one.digest,
        "rows": f"rows/{one.query.key}.csv",
    }


def _item(state: ItemState, proofs: Mapping[int, list[str]]) -> dict[str, Any]:
    item = state.item
    return {
        "number": item.number,
        "group": item.group,
        "title": item.title,
        "nature": item.nature.value,
        "points": _text(item.points),
        "numerator": item.formula.numerator if item.formula else "",
        "denominator": item.formula.denominator if item.formula else "",
        "bands": [f"{band.at_least}={band.points}" for band in item.bands],
        "value": _text(state.value),
        "suggested": _text(state.suggested),
        "self": _mark(state.own),
        "checked": _mark(state.checked),
        "figures": [one.query.key for one in state.figures],
        "proofs": [_proof(proof, proofs.get(proof.pk, [])) for proof in state.proofs],
    }


def _proof(proof: Proof, files: Sequence[str]) -> dict[str, Any]:
    return {
        "title": proof.title,
        "on": proof.happened_on.isoformat(),
        "department": proof.department.name,
        "words": proof.words,
        "files": list(files),
    }


def _mark(mark: Mark | None) -> dict[str, str] | None:
    if mark is None:
        return None
    return {"points": str(mark.points), "reason": mark.reason, "at": mark.at.isoformat()}


def _totals(tally: Tally) -> dict[str, Any]:
    return {
        "total": str(tally.total),
        "verdict": tally.verdict.value,
        "groups": [
            {"title": one.title, "points": _text(one.points), "got": str(one.got),
             "rate": _text(one.rate)}
            for one in tally.groups
        ],
    }  # fmt: skip


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)
