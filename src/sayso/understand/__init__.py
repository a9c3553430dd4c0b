"""From a report to its claims. Pure: no clock, no network, no memory of the report before.

Read in this order; `reading` calls them so and `marks` says what each finds in the text.

segment (quotes, truecase)   a report cut into paragraphs, sentences and quotations, and parsed
looks                        the trained encoder over the report, once for all that is asked of it: pieces, tags
attribution                  who is said to say what: attributor (the trained reader), mending (its slips), speech (the
                             rules: cues, clauses, headlines, relays), utterance (one in the making), acts, evidence
happenings                   events and states by rules and by the trained reader (sightings), laid together
events                       what is said to have been done: triggers (which words), frames and arguments (who to whom),
                             turns (promised, refused), subevents (ACLED), sequels ("the strike" told of again)
states                       what is said to hold: needs (what counts as territory, a force, a number of people)
status                       whether it happened, goes on, is planned, denied: governors (the grammar above a word)
figures                      how many: numbers, quantities, figurenumbers (of whom), figureheads and figurekinds
                             (of what), figureowners, figureparts
times                        when: timegrammar, timenames and eventnouns (what is none), timelists, timetense,
                             timevalues, relativetimes, timefeasts, calendar, datelines, timelinks (whose)
places                       where: toponyms (which names), bearings (which namesake), gazetteer (columns, namekeys),
                             placewords, placephrases, strangers, atlas (the outcome), scenes (the place of an event)
actors                       who is meant: names, known_actors, role_words, phrases, owners, described, pronouns,
                             drafts, bystanders (whom no claim asks for), callings, deeds and recall (descriptions),
                             pairs ("both sides", "the latter")
claims                       what is made of all these marks
"""
