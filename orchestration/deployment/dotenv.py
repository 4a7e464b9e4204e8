"""The `.env` beside a deployment file: variables of one machine, under those of the real environment."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from orchestration.failures import DeploymentError
from texts import say

DOTENV = ".env"


def with_dotenv(file: Path, environment: Mapping[str, str]) -> Mapping[str, str]:
    """What `environment` says, and what only the `.env` beside the deployment `file` says.

    Values stand as they are written: a dollar sign in a password is no reference. Raises DeploymentError.
    """
    beside = file.resolve().parent / DOTENV
    try:
        text = beside.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return environment
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or say("it is not UTF-8 text")
        raise DeploymentError(
            say("{file} cannot be read: {why}", file=beside, why=why),
            fix=say("Give it to the user who runs Voronka (chmod 600), saved as UTF-8 text"),
        ) from None
    written = dotenv_values(stream=StringIO(text), interpolate=False)
    return {**{name: value for name, value in written.items() if value}, **environment}
