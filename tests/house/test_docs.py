"""What the documents say is so: commands, links, names and numbers are those of the code."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
import yaml
from scripts.reference import FOLDER, VARIABLES, environment_names, pages

from wangshi.cli import main as command_line

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "wangshi"
FACE = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
WRITTEN = sorted([ROOT / name for name in FACE] + list((ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
OURS = re.compile(r"(?:^(?:\w+=\S*\s+)*|/bin/)wangshi((?:\s.*)?)$")
SHELL = ("", "sh", "bash", "shell")
MADE = pages()


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands() -> Iterator[tuple[str, click.Command]]:
    waiting: list[tuple[str, click.Command]] = [("wangshi", command_line)]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            below = [
                (one, command.get_command(context, one)) for one in command.list_commands(context)
            ]
            waiting += [(f"{path} {name}", one) for name, one in below if one]


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", MADE)
def test_the_reference_is_what_the_code_says_today(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == MADE[name], "运行 make docs，再看一遍差别"


def test_the_reference_holds_nothing_that_is_not_made() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(MADE)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_documented_with_every_option(path: str) -> None:
    text = (FOLDER / "commands.md").read_text("utf-8")
    assert f"## {path}\n" in text
    command = COMMANDS[path]
    assert command.help, path
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", path.read_text("utf-8"))):
        place, _, part = link.partition("#")
        if re.match(r"[a-z]+:", place):
            continue
        target = (path.parent / place).resolve() if place else path
        if not target.exists() or (part and part not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def test_every_page_can_be_reached_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    seen, waiting = set(), [index]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        for link in LINK.findall(page.read_text("utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                waiting.append(target)
    pages_there = set((ROOT / "docs").rglob("*.md"))
    assert sorted(name_of(path) for path in pages_there - seen) == []


def commands_written(text: str) -> Iterator[str]:
    for language, block in FENCE.findall(text):
        if language in SHELL:
            yield from block.replace("\\\n", " ").splitlines()
    yield from INLINE.findall(FENCE.sub("", text))


def wrong_command(line: str) -> str:
    """Empty when the line names commands and options that exist, or none of ours."""
    found = OURS.search(re.split(r"[|;&>#]", line)[0].rstrip())
    if found is None:
        return ""
    words = shlex.split(found[1])
    path = "wangshi"
    while words and f"{path} {words[0]}" in COMMANDS:
        path = f"{path} {words.pop(0)}"
    command = COMMANDS[path]
    if isinstance(command, click.Group) and words and not words[0].startswith(("-", "…")):
        return f"{path} {words[0]}"
    known = {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)}
    given = [word.partition("=")[0] for word in words if word.startswith("-")]
    return " ".join(one for one in given if one not in known | {"--help", "-h"})


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_every_command_a_page_names_exists(path: Path) -> None:
    lines = list(commands_written(path.read_text("utf-8")))
    assert [line for line in lines if wrong_command(line)] == []


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_every_make_target_a_page_names_exists(path: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    named = {
        word
        for line in commands_written(path.read_text("utf-8"))
        for word in re.findall(r"(?:^|[ ;&])make ([a-z-]+)", line)
    }
    assert named <= targets


def test_a_command_that_is_not_there_is_noticed() -> None:
    assert wrong_command("wangshi fly") == "wangshi fly"
    assert wrong_command("WANGSHI_HOME=a .venv/bin/wangshi check --no-such") == "--no-such"
    assert wrong_command("wangshi due clue_check --from 2026-09-24 --json") == ""


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (
        [block for _, block in FENCE.findall((ROOT / name).read_text("utf-8"))] for name in FACE[:2]
    )
    plain = [re.sub(r"\s+#.*", "", "".join(blocks)) for blocks in (english, chinese)]
    assert plain[0] == plain[1]
    assert "make run\n" in plain[0]
    assert "make test\n" in plain[0]
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def test_the_changelog_and_the_card_have_the_version() -> None:
    assert f"## {version()}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert card()["softwareVersion"] == version()


def card() -> dict[str, object]:
    made = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert isinstance(made, dict)
    return made


def test_the_card_has_what_publiccode_asks_for() -> None:
    made = card()
    required = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert required <= set(made)
    assert made["legal"]["license"] == "MulanPSL-2.0"
    assert {"zh", "en"} <= set(made["description"])
    for told in made["description"].values():
        assert len(told["shortDescription"]) <= 150
        assert 150 <= len(told["longDescription"]) <= 10_000
        assert told["features"]


def test_the_licence_is_whole_in_both_languages() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    parts = (
        "木兰宽松许可证， 第2版", "0. 定义", "1. 授予版权许可", "2. 授予专利许可", "3. 无商标许可",
        "4. 分发限制", "5. 免责声明与责任限制", "6. 语言", "条款结束",
        "如何将木兰宽松许可证，第2版，应用到您的软件",
        "Mulan Permissive Software License，Version 2",
        "0. Definition", "1. Grant of Copyright License", "2. Grant of Patent License",
        "3. No Trademark License", "4. Distribution Restriction",
        "5. Disclaimer of Warranty and Limitation of Liability", "6. Language",
        "END OF THE TERMS AND CONDITIONS",
    )  # fmt: skip
    assert [part for part in parts if part not in text] == []


@cache
def words_in_code() -> frozenset[str]:
    """Names that stand in the source: of things, of fields and of values."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for field in ("id", "attr", "name", "arg", "value"):
                word = getattr(node, field, None)
                if isinstance(word, str):
                    found.add(word)
    laws = "".join(path.read_text("utf-8") for path in (SOURCE / "law").rglob("*.yaml"))
    return frozenset(found | set(re.findall(r"[a-z][a-z_0-9]+", laws)))


def test_every_name_in_the_glossary_is_a_name_in_the_code() -> None:
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M)
    names = [name for cell in rows for name in INLINE.findall(cell)]
    assert len(names) > 50
    assert [name for name in names if name.rpartition(".")[2] not in words_in_code()] == []


def test_every_environment_variable_is_told_and_none_is_invented() -> None:
    assert set(VARIABLES) == environment_names()
    named = {
        word
        for path in WRITTEN
        for word in re.findall(r"\bWANGSHI_[A-Z]+(?:_[A-Z]+)*\b", path.read_text("utf-8"))
    }
    assert named <= environment_names() | {"WANGSHI_IMPORTERS", "WANGSHI_VERSION"}
