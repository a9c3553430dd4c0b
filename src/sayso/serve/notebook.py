"""A reading that shows itself in a notebook and turns into tables in one call."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..records import Reading
from . import exports
from .markup import (
    card_markup,
    dispute_markup,
    legend_markup,
    problem_markup,
    showing_of,
    talks_markup,
    text_markup,
    voice_styles,
)
from .page import load_asset
from .views import report_words
from .wording import count_words

if TYPE_CHECKING:
    import pandas
    import pyarrow


class NotebookReading(Reading):
    """A `Reading` (same fields, same equality) with ``_repr_html_``, ``to_arrow()`` and ``to_pandas()``."""

    @classmethod
    def from_reading(cls, reading: Reading) -> NotebookReading:
        """The same records, able to show themselves."""
        return cls(**{name: getattr(reading, name) for name in Reading.__dataclass_fields__})

    def to_arrow(self) -> dict[str, pyarrow.Table]:
        """Tables by name: claims, attributions, figures, actors, places, links, disputes, problems, reports."""
        return exports.to_arrow([self])

    def to_pandas(self) -> dict[str, pandas.DataFrame]:
        """The same tables as data frames; needs pandas."""
        return exports.to_pandas([self])

    def __eq__(self, other: object) -> bool:
        """Equal to any reading with the same records: being shown differently is no difference."""
        if not isinstance(other, Reading):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Reading.__dataclass_fields__)

    __hash__ = Reading.__hash__

    def _repr_html_(self) -> str:
        """The marked text and its lists, in one ``div`` whose styles reach nothing outside it; no script."""
        showing = showing_of(self, live=False)
        style = f"{load_asset('page.css')}\n{voice_styles(len(showing.voices))}"
        lists = [(count_words(len(self.claims), "claim"), [card_markup(one, showing) for one in self.claims])]
        lists.append((count_words(len(self.disputes), "dispute"), [dispute_markup(d, showing) for d in self.disputes]))
        lists.append((f"talks: {len(self.talks)}", [talks_markup(thread, showing) for thread in self.talks]))
        lists.append((f"not understood: {len(self.problems)}", [problem_markup(one) for one in self.problems]))
        folded = "".join(
            f'<details class="small"><summary>{title}</summary><ul class="plainlist">{"".join(items)}</ul></details>'
            for title, items in lists
            if items
        )
        return (
            f'<style>{style}</style><div class="sayso"><p><b>{escape(report_words(self))}</b></p>'
            f"{legend_markup(showing)}<div>{text_markup(showing)}</div>{folded}</div>"
        )
