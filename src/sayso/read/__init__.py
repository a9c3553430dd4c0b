"""read: bytes to reports. Show this folder a path and it hands out `Report`s, each with its problems.

`files`     opens a path or standard input, tells text, HTML and JSON Lines apart
`encoding`  bytes to characters: UTF-8 unchanged, anything else by a named assumption
`pages`     HTML to text, title, day and outlet
`lines`     JSON Lines, one report a line
`meta`      what the caller knows of a report; its day; how a report gets its id
"""

from .files import count_reports, load_reports
from .meta import Limits, Loaded, Meta, Origin, make_report, parse_published

__all__ = ["Limits", "Loaded", "Meta", "Origin", "count_reports", "load_reports", "make_report", "parse_published"]
