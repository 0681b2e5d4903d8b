"""Dutch words that stand outside Flask: marked for translation, and translated when they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """A Dutch text in, the same text out: the screen translates it when it is shown."""
    return text


@dataclass(frozen=True)
class Said:
    """A Dutch sentence and the values in it; a value may itself be a sentence. The filter `said` translates it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """The sentence in Dutch."""
        return self.template % {name: str(value) for name, value in self.values.items()}
