"""`wangshi`: one command line. What needs no database works without Django installed.

A command's module is loaded when the command is asked for: checking one file need not wait for
the rules of screening.
"""

import importlib
import importlib.util
import sys
from typing import Final

import click

from wangshi.engine.cli_chinese import ChineseGroup

# Each command of the engine: where it is written.
ENGINE: Final = {
    "due": "wangshi.engine.cli:due",
    "law": "wangshi.engine.cli:law",
    "match": "wangshi.engine.cli_match:match_command",
    "plan": "wangshi.engine.cli_plan:plan_commands",
    "prices": "wangshi.engine.cli_prices:prices_command",
    "pyramid": "wangshi.engine.cli_pyramid:pyramid_command",
    "rights": "wangshi.engine.cli_rights:rights_commands",
    "rules": "wangshi.engine.cli_rules:rules_commands",
    "screen": "wangshi.engine.cli_screen:screen_command",
    "transcript": "wangshi.engine.cli_transcript:transcript_command",
    "where": "wangshi.engine.cli_where:where_command",
}
# Those that need the cryptography package, which comes with the site.
EVIDENCE: Final = {
    "keys": "wangshi.engine.cli_evidence:keys_commands",
    "log": "wangshi.engine.cli_evidence:log_commands",
    "seal": "wangshi.engine.cli_evidence:seal_command",
    "verify": "wangshi.engine.cli_verify:verify_command",
}
# And the one that drives a browser.
CAPTURE: Final = {"capture": "wangshi.engine.cli_capture:capture_command"}


class House(ChineseGroup):
    """The engine's commands, and the site's where Django is installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_places(), *_site_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _places().get(cmd_name)
        if place is not None:
            return _load(place)
        return super().get_command(ctx, cmd_name) or _site_commands().get(cmd_name)


def _places() -> dict[str, str]:
    if importlib.util.find_spec("cryptography") is None:
        return ENGINE
    browser = CAPTURE if importlib.util.find_spec("playwright") else {}
    return ENGINE | EVIDENCE | browser


def _load(place: str) -> click.Command:
    module, _, name = place.partition(":")
    command: click.Command = getattr(importlib.import_module(module), name)
    return command


def _site_commands() -> dict[str, click.Command]:
    if importlib.util.find_spec("django") is None:
        return {}
    from wangshi.installation.commands import COMMANDS

    return COMMANDS


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="wangshi",
    prog_name="wangshi",
    message="%(prog)s %(version)s",
    help="显示版本号。",
)
def main() -> None:
    """网市：县级网络市场监管与服务平台。

    所有数据放在 WANGSHI_HOME（默认 var/）；数据库默认 SQLite，
    设 DATABASE_URL=postgres://… 就用 PostgreSQL。
    """


if __name__ == "__main__":
    sys.exit(main())
