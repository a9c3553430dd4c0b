"""sayso books every claim in the news to the account of whoever made it.

    import sayso
    reading = sayso.read("The army denied shelling the town.", published="2024-05-03", outlet="Example Post")

read         bytes to reports
understand   reports to claims
book         claims into the ledger
reconcile    the ledger to cases, disputes and talks
serve        what people and programs are shown
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from .records import Problem, Reading, Report

if TYPE_CHECKING:
    from .serve.notebook import NotebookReading

# Loading the folder `sayso/read` puts it where the function `read` shall stand: so it is loaded first, and only once.
import_module(".read", __name__)

__version__ = "0.1.0"
__all__ = ["Problem", "Reading", "Report", "__version__", "read"]


def read(
    text: str,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> NotebookReading:
    """All records of one text, as frozen types: ``.claims``, ``.actors``, ``.disputes`` ...

    ``published`` is a date, or an ISO day or moment; without it, days like "on Thursday" stay open. The result shows
    itself as a marked page in a notebook, and gives tables by ``.to_arrow()`` and ``.to_pandas()``. Never raises on odd
    text: what was not understood is in ``.problems``.
    """
    # imported here so that `import sayso` takes no time; the parser takes a second to load
    from .pipeline import add_problems, read_report
    from .read import Limits, Meta, Origin, make_report
    from .serve.notebook import NotebookReading
    from .settings import Settings

    day = published.isoformat() if isinstance(published, date) else published
    meta = Meta(published=day, outlet=outlet, title=title, url=url)
    origin = Origin("the text", text.encode("utf-8", "surrogatepass"))
    report, problems = make_report(text, meta, origin, Limits(Settings()))
    reading = read_report(report) if report else Reading(Report("unread", text))
    return NotebookReading.from_reading(add_problems(reading, problems))
