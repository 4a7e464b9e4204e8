"""`--help` in the language asked for: the docstrings of the commands and the notes of their options."""

import os
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperGroup

from texts import language_for, marked, speak, translated

_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": marked("Arguments"),
    "COMMANDS_PANEL_TITLE": marked("Commands"),
    "OPTIONS_PANEL_TITLE": marked("Options"),
    "ERRORS_PANEL_TITLE": marked("Error"),
    "DEFAULT_STRING": marked("[default: {}]"),
    "ENVVAR_STRING": marked("[env var: {}]"),
    "REQUIRED_LONG_STRING": marked("[required]"),
}
_OWN_HELP = marked("Show this message and exit.")


class Spoken(TyperGroup):
    """The commands in the language of VORONKA_LANGUAGE, else of the machine, until a deployment is read."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As click's, with every help translated."""
        speak(language_for(os.environ, "ru" if _machine_speaks("ru") else "en"))
        for name, heading in _HEADINGS.items():
            setattr(rich_utils, name, translated(heading))
        for command in (self, *self.commands.values()):
            _translate(command)
        return super().main(*args, **kwargs)


def _machine_speaks(language: str) -> bool:
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return asked.startswith(f"{language}_")


def _translate(command: Any) -> None:
    command.help = translated(command.help or "")
    own = command.get_help_option(typer.Context(command))
    for option in (*command.params, *([own] if own else [])):
        if text := getattr(option, "help", None):
            option.help = translated(text)
