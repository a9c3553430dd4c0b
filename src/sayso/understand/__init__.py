"""From a report to its claims. Pure: no clock, no network, no memory of the report before.

segment, quotes, truecase    a report cut into paragraphs, sentences and quotations, and parsed
cues, clauses, headlines, relays, utterance, attribution
                              who is said to say what; acts and evidence of each saying
triggers, frames, events     what is said to have been done, by whom to whom; states: what is said to hold
status                       whether it is said to have happened, to go on, to be planned, denied ...
figures, times, places       how many, when, where; gazetteer: the places of the world
actors                       who the words mean: names, offices, pronouns
reading                      the way through all of these: `understand_report`
marks                        what these find in the text;  claims: what is made of it
"""
