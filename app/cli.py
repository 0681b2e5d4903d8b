"""The commands of the program, imported when one is asked for: a server needs neither migrations nor the demo world."""

from importlib import import_module

from click import Command, Context
from flask.cli import AppGroup

COMMANDS = "app.commands"


class Commands(AppGroup):
    """The group of commands that hangs on the app."""

    def list_commands(self, ctx: Context) -> list[str]:
        """The names of the commands."""
        self._bring_in()
        return super().list_commands(ctx)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name, or None."""
        self._bring_in()
        return super().get_command(ctx, cmd_name)

    def _bring_in(self) -> None:
        for command in import_module(COMMANDS).ALL:
            self.add_command(command)
