"""Whether a deed concerns the public: a refusal between two firms or two sisters is no matter of conflict.

Words alone cannot tell: "rejected the offer" is the same of a ministry and of a landlady. The parties can. What is done
by force is not asked whose it is.
"""

from __future__ import annotations

from ..records import Actor, Span
from .actors import Cast
from .marks import EventMark
from .role_words import role_of
from .segment import Segments

#: deeds of speech and trade, which private people and firms do among themselves every day.
EVERYDAY = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"}
)
#: the entry of `roles.toml` with "daughter", "cousin".
FAMILY = "role.family"


def is_private(segments: Segments, cast: Cast, event: EventMark) -> bool:
    """True for an everyday deed whose parties are known and are all firms, relatives, or nobody that has a name."""
    parties = [(span, cast.who(span)) for span in (*event.actors, *event.recipients)]
    if event.kind == "state" or event.type not in EVERYDAY or not parties:
        return False
    by_id = {actor.id: actor for actor in cast.actors}
    return all(_is_private_party(segments, event.type, span, by_id.get(who or "")) for span, who in parties)


def _is_private_party(segments: Segments, event_type: str, span: Span, actor: Actor | None) -> bool:
    tokens = segments.tokens_in(span)
    if actor is None or not tokens:
        return False
    if actor.sector == "BUS" or (actor.sector == "JUD" and event_type not in ("SANCTION", "ACCUSE")):
        return True  # courts refuse, grant and order all day: of public concern is whom they charge and convict
    role, _ = role_of(segments.doc[tokens[0].i : tokens[-1].i + 1].root)
    if role is not None and role.id == FAMILY:
        return True
    named = any(token.pos_ in ("PROPN", "PRON") for token in tokens)
    return actor.sector is None and actor.country is None and not named
