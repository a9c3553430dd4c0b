"""Events: who does what to whom. The news text stands in each test."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from sayso.records import Report
from sayso.understand.events import find_events
from sayso.understand.marks import EventMark
from sayso.understand.segment import find_segments


def events_in(text: str) -> list[EventMark]:
    segments, _ = find_segments(Report("r", text))
    return list(find_events(segments)[0])


def told(text: str) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
    """(type, mode, actors, recipients) of each event, in the words of the text."""
    report = Report("r", text)
    return [
        (e.type, e.mode, tuple(report.words(s) for s in e.actors), tuple(report.words(s) for s in e.recipients))
        for e in events_in(text)
    ]


def test_an_active_verb_has_doer_and_target() -> None:
    assert told("Sudanese rebels shelled the town of Bor on Sunday.") == [
        ("ASSAULT", "heavy-weapons", ("Sudanese rebels",), ("the town of Bor",))
    ]


def test_a_passive_without_agent_has_no_doer() -> None:
    assert told("Three farmers were killed near the river.") == [("ASSAULT", None, (), ("Three farmers",))]


def test_the_by_phrase_of_a_passive_is_the_doer() -> None:
    assert told("The mayor was arrested by soldiers.") == [("COERCE", "arrest", ("soldiers",), ("The mayor",))]


def test_a_noun_names_its_doer_and_its_target() -> None:
    (event,) = told("The air strike by Israel on the port angered Cairo.")
    assert event == ("ASSAULT", "aerial", ("Israel",), ("the port",))


def test_an_owner_is_named_without_the_apostrophe() -> None:
    (event,) = told("Israel's air strike on the port angered Cairo.")
    assert event[2] == ("Israel",)


def test_both_sides_of_a_clash_are_actors() -> None:
    (event,) = told("Clashes between the army and the militia broke out near Goma.")
    assert event == ("ASSAULT", None, ("the army", "the militia"), ())


def test_a_light_verb_lends_its_subject() -> None:
    (event,) = told("The army carried out an attack on the village.")
    assert event == ("ASSAULT", None, ("The army",), ("the village",))


def test_an_instrument_is_nobody() -> None:
    (event,) = told("A car bomb killed two guards.")
    assert event[2:] == ((), ("two guards",))


def test_an_instrument_stands_for_its_named_user() -> None:
    (event,) = told("An Iranian drone hit a tanker.")
    assert event[1:3] == ("drone", ("Iranian",))


def test_means_and_outcome_are_one_event() -> None:
    (event,) = told("Jets carried out an air strike that killed five villagers.")
    assert (event[0], event[1], event[3]) == ("ASSAULT", "aerial", ("five villagers",))


def test_dead_in_a_named_act_belong_to_it() -> None:
    (event,) = told("Two women died in the shelling by the separatists.")
    assert event == ("ASSAULT", "heavy-weapons", ("the separatists",), ("Two women",))


def test_what_is_agreed_to_is_not_an_event_of_its_own() -> None:
    assert [event[0] for event in told("The rebels agreed to release the two pilots.")] == ["AGREE"]


def test_what_is_threatened_gives_the_threat_its_mode() -> None:
    ((kind, mode, actors, recipients),) = told("The rebels threatened to shell the port.")
    assert (kind, mode, actors, recipients) == ("THREATEN", "violence", ("The rebels",), ("the port",))


def test_no_intention_to_mediate_is_a_refusal_to_meet() -> None:
    (event,) = events_in("Oslo has no intention to mediate between the two movements.")
    assert (event.type, event.mode, event.cameo) == ("REJECT", "meet", "126")


def test_no_longer_mediating_is_a_refusal_and_it_stands() -> None:
    (event,) = events_in("Oslo would no longer mediate in the conflict, the envoy said.")
    assert (event.type, event.cameo, event.status) == ("REJECT", "126", "actual")


def test_a_demand_names_who_must_act() -> None:
    ((kind, mode, actors, recipients),) = told("The league demanded that Kigali withdraw its troops.")
    assert (kind, mode, actors, recipients) == ("REQUEST", "yield", ("The league",), ("Kigali",))


def test_saying_that_another_must_act_is_a_demand() -> None:
    (event,) = told("Oslo said on Friday that Kigali must free the editors.")
    assert (event[0], event[2], event[3]) == ("REQUEST", ("Oslo",), ("Kigali",))


def test_an_infinitive_finds_its_doer() -> None:
    assert ("ASSAULT", None, ("The militia",), ("the town",)) in told("The militia is trying to storm the town.")


def test_coordinated_verbs_share_their_subject() -> None:
    found = told("Gunmen attacked the convoy and kidnapped two drivers.")
    assert [event[2] for event in found] == [("Gunmen",), ("Gunmen",)]


def test_a_relative_clause_speaks_of_its_noun() -> None:
    found = told("The officers who tortured the editor have fled.")
    assert ("ASSAULT", "torture", ("The officers",), ("the editor",)) in found


def test_metaphor_sport_and_business_give_nothing() -> None:
    for text in (
        "The minister shot down the proposal.",
        "It was a war of words between the two senators.",
        "The striker fired a shot past the goalkeeper in the second half of the match.",
        "The firm launched a battle for the title of best bank.",
        "The actor died of a heart attack.",
        "The bank posted heavy losses.",
    ):
        assert not [event for event in told(text) if event[0] == "ASSAULT"], text


def test_a_side_named_after_the_verb_fights_too() -> None:
    (event,) = told("Fighting broke out on Monday between the army and the rebels.")
    assert event == ("ASSAULT", None, ("the army", "the rebels"), ())


def test_telling_reporters_and_declining_to_comment_are_no_events() -> None:
    assert told("She told reporters that the road was long.") == []
    assert told("The spokesman declined to comment.") == []
    assert told("The ministry promised to publish its findings.") == []
    assert told("The army provided no evidence for the claim.") == []


def test_whoever_is_accused_of_a_deed_or_blamed_for_it_has_done_it() -> None:
    events = told("The army accused the rebels of carrying out the attack on the market.")
    assert events[1] == ("ASSAULT", None, ("the rebels",), ("the market",))
    assert told("The army blamed the rebels for the attack.")[1] == ("ASSAULT", None, ("the rebels",), ())


def test_a_repelled_assault_was_made_on_whoever_repelled_it_and_failed() -> None:
    text = "The garrison repelled an assault by the rebels and killed nine of them."
    first, second = told(text)
    assert first == ("ASSAULT", None, ("the rebels",), ("The garrison",))
    assert second[2] == ("The garrison",)
    assert [event.status for event in events_in(text)] == ["failed", "actual"]


def test_one_deed_in_a_clause_is_one_event() -> None:
    assert told("Shelling had hit a substation in the town.") == [("ASSAULT", "heavy-weapons", (), ("a substation",))]
    (event,) = told("An air strike hit the market and killed nine people.")
    assert event == ("ASSAULT", "aerial", (), ("nine people", "the market"))


def test_a_thing_agreed_on_is_no_party() -> None:
    assert told("The parties reached a consensus on the formation of a new cabinet.")[0][3] == ()
    assert told("He called for a negotiated settlement with the rebels.")[0][3] == ("the rebels",)


def test_what_attacks_amount_to_in_general_is_no_occurrence() -> None:
    assert told("Attacks on civilians may constitute war crimes.") == []


def test_a_report_on_a_match_tells_of_no_assault() -> None:
    text = "Tolna crush Redni in the derby. Their striker shot past the goalkeeper. The coach praised the striker."
    assert not {"ASSAULT", "COERCE"} & {event[0] for event in told(text)}


def test_a_convoy_turned_back_is_coerced_and_a_mined_road_attacked() -> None:
    assert told("Soldiers turned back two aid convoys.")[0] == (
        "COERCE",
        "restrict",
        ("Soldiers",),
        ("two aid convoys",),
    )
    assert told("The rebels had mined the road.")[0] == ("ASSAULT", "explosives", ("The rebels",), ("the road",))
    assert events_in("We did not fire first.")[0].status == "denied"


def test_who_is_said_to_have_counted_is_no_recipient() -> None:
    (event,) = told("The army has sent 1,500 troops up the valley, according to the Monitor.")
    assert event[0] == "MOBILIZE" and "the Monitor" not in event[3]


def test_saying_alone_is_no_event() -> None:
    assert told("The spokesman said that the weather was fine.") == []


@settings(max_examples=25, deadline=None)
@given(some.text(alphabet="abc ,.'\"\nABomb attack killed rebels 5é", max_size=120))
def test_any_text_gives_spans_within_it_in_reading_order(text: str) -> None:
    found = events_in(text)
    for event in found:
        for span in (event.trigger, *event.actors, *event.recipients):
            assert 0 <= span.start < span.end <= len(text)
    starts = [event.trigger.start for event in found]
    assert len(starts) == len(found)


def test_what_a_film_tells_has_not_happened():
    assert not events_in("In the film the rebels storm the palace and shoot the general.")
    assert events_in("In the scene of the worst fighting the rebels storm the palace and shoot the general.")
    assert events_in("In the film's home town rebels stormed the palace.")
