"""The labels of the model's outputs, in the order of its scores; as `sayso.records` has them, for use without sayso."""

from __future__ import annotations

ACTS = (
    "assert", "deny", "refuse", "accept", "offer", "demand", "urge", "promise", "threaten", "accuse", "admit",
    "predict", "hope", "doubt", "praise", "condemn", "ask",
)  # fmt: skip
EVIDENCE = ("none", "offered", "withheld")
#: PLOVER's event types with their modes, then the states.
TYPE_MODES = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "",
    "AID": "", "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet", "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
    "CONTROL": "hold gain lose besiege contest", "TOLL": "", "STRENGTH": "", "ROLE": "",
}  # fmt: skip
TYPES = tuple(TYPE_MODES)
MODES = ("-", *sorted({mode for modes in TYPE_MODES.values() for mode in modes.split()}))
STATUSES = ("actual", "ongoing", "planned", "called-for", "conditional", "possible", "failed", "ended", "denied")
EVENT_ROLES = ("actor", "recipient", "place", "time", "echo")
#: what numbers count, nothing first.
FIGURES = (
    "", "killed", "wounded", "casualties", "missing", "captured", "arrested", "abducted", "freed", "displaced",
    "evacuated", "sick", "trapped", "weapons", "buildings", "strength", "protesters",
)  # fmt: skip
#: what pieces are tagged as, each with three scores: outside, begins, goes on.
TAGGED = ("cue", "source", "content", "trigger")
#: labels known in part only: of a piece's part in an event, that it is no place; of a status, that the deed was done,
#: was not done, or is open.
NO_PLACE = -2
DONE, NOT_DONE, OPEN = -2, -3, -4
STATUS_SETS = {
    DONE: ("actual", "ongoing", "ended"), NOT_DONE: ("failed", "denied"),
    OPEN: ("planned", "called-for", "conditional", "possible"),
}  # fmt: skip
#: how many labels each kind of tie has, set by set.
LABEL_SETS = {"cue": (len(ACTS), len(EVIDENCE)), "event": (len(TYPES), len(MODES), len(STATUSES))}
#: where a window comes from.
GROUPS = ("polnear", "news", "acts", "events", "plain", "figures", "marked", "told")
