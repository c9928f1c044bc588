"""命令行的中文: help and refusals that an officer can read."""

from collections.abc import Sequence
from typing import IO

import click


class Refused(click.ClickException):
    """做不到: the answer is a Chinese sentence on standard error, and exit code 2."""

    exit_code = 2

    def show(self, file: IO[str] | None = None) -> None:
        """显示: the sentence alone, without English headings."""
        click.echo(f"错误：{self.message}", file=file, err=file is None)


class ChineseCommand(click.Command):
    """中文命令: usage, options and mistakes in Chinese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """帮助选项: click's own, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段帮助。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法: the first line of the help."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项: each with its Chinese help."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(
                [(name, told.replace("[required]", "必填。")) for name, told in records]
            )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """用法的各段: [OPTIONS] reads [选项]."""
        pieces = super().collect_usage_pieces(ctx)
        return [_PIECES.get(piece, piece) for piece in pieces]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """读参数: a missing, unknown or unreadable one is told in Chinese."""
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as mistake:
            raise Refused(f"缺少 {_name(mistake.param)}，{_see_help(ctx)}") from None
        except click.NoSuchOption as mistake:
            raise Refused(f"没有 {mistake.option_name} 这个选项，{_see_help(ctx)}") from None
        except click.BadParameter as mistake:
            raise Refused(f"{_name(mistake.param)} 填得不对，{_see_help(ctx)}") from None


class ChineseGroup(ChineseCommand, click.Group):
    """中文命令组: its commands are Chinese too, unless they say otherwise."""

    command_class = ChineseCommand
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项和命令: options first, then what the group offers."""
        super().format_options(ctx, formatter)
        rows = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl([(name, one.get_short_help_str(60)) for name, one in rows if one])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """找命令: an unknown one is told in Chinese, with those there are."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise Refused(f"没有 {args[0]} 这个命令，可用：{_listed(self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


_PIECES = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


def _see_help(ctx: click.Context) -> str:
    return f"用法见 {ctx.command_path} --help"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names)
