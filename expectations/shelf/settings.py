"""What a kind of shelf target asks a deployment for, and what all kinds of files ask alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field


class ShelfSettings(BaseModel):
    """The settings of one kind; a secret is a SecretStr, an unknown name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def beside(self, folder: Path) -> Self:
        """The same, with the files that people keep found from the deployment's folder."""
        return self


class FileSettings(ShelfSettings):
    """A target that is a file or a folder of files."""

    path: str = Field(description="file or folder; relative to the var folder")
    mode: Annotated[
        Literal["0600", "0640", "0644"],
        Field(description="who may read it: its owner, his group too, everybody"),
    ] = "0640"

    @property
    def mode_number(self) -> int:
        """The mode as the operating system takes it."""
        return int(self.mode, 8)

    def folder(self, root: Path) -> Path:
        """The folder that readers look into; `root`: the var folder."""
        return (root / self.path).parent


class FolderSettings(FileSettings):
    """A target whose place is a folder."""

    def folder(self, root: Path) -> Path:
        """The folder itself."""
        return root / self.path
