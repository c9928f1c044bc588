"""`wangshi`: one command line. What needs no database works without Django installed."""

import importlib.util
import sys

import click

from wangshi.engine.cli import commands as engine_commands
from wangshi.engine.cli_chinese import ChineseGroup
from wangshi.engine.cli_plan import plan_commands
from wangshi.engine.cli_prices import prices_command
from wangshi.engine.cli_screen import screen_command
from wangshi.engine.cli_transcript import transcript_command
from wangshi.engine.cli_where import where_command


class House(ChineseGroup):
    """The engine's commands, and the site's where Django is installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_evidence_commands(), *_site_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name) or _evidence_commands().get(cmd_name)
        return found or _site_commands().get(cmd_name)


def _evidence_commands() -> dict[str, click.Command]:
    if importlib.util.find_spec("cryptography") is None:
        return {}
    from wangshi.engine.cli_evidence import keys_commands, log_commands, seal_command
    from wangshi.engine.cli_verify import verify_command

    return {
        "keys": keys_commands,
        "log": log_commands,
        "seal": seal_command,
        "verify": verify_command,
    }


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


for _name, _command in engine_commands.commands.items():
    main.add_command(_command, _name)

main.add_command(screen_command)
main.add_command(prices_command)
main.add_command(transcript_command)
main.add_command(where_command)
main.add_command(plan_commands)

if __name__ == "__main__":
    sys.exit(main())
