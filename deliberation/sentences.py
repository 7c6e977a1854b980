"""Sentences that the rules of deliberation put together from parts, for the catalogues (mad/frame/heard.py).

A refusal written out in one piece is read from where it stands (mad/frame/spoken.py); what is here is worked out in
steps, so that no single string of the code holds all of its words: objections, arithmetic, lists of what is lacking.
{0}, {1}… are the values, in their order.
"""

from django.utils.translation import gettext_noop as _

OBJECTIONS = (
    _("Paragraph {0} is marked as negotiation, but its text does not speak of it."),
    _("Paragraph {0} is of class force and names no territory."),
    _("Paragraph {0} recommends force on the homeland of {1}."),
    _("Paragraph {0} recommends force and names {1}, homeland of {2}."),
    _(
        "“{0}” in paragraph {1} suggests a change of regime; cleared by {2}; {3} of {4} legal members have cleared it by "
        "name."
    ),
    _("“{0}” in paragraph {1} suggests a change of regime; {2} of {3} legal members have cleared it by name."),
    _("Paragraph {0} is of class force, and no finding of insufficiency is in force (R33)."),
    _(
        "Paragraph {0} is of class force, and no finding of insufficiency is in force (R33). “{1}” means force, whatever "
        "its measure says."
    ),
    _("Paragraph {0} does not say its measure."),
    _("Paragraph {0} is marked as {1}, but decides what is coercive ({2})."),
    _("Paragraph {0} is marked as {1}, but its words take another measure ({2})."),
    _("Paragraph {0} recommends force and refers to paragraph {1}, which names {2}, homeland of {3}."),
    _("Paragraph {0} ({1}) rests on no option."),
    _("Paragraph {0} rests on {1}; its vote is open."),
    _("Paragraph {0} rests on {1}; the plenary has not carried it."),
    _("Paragraph {0} is of class {1}, but {2} was carried as {3}."),
    _("Paragraph {0} states a fact and cites no finding or evidence item."),
    _("Paragraph {0} cites {1}, which may not be released: {2}."),
    _("No operative paragraph seeks to bring the parties to negotiate."),
    _("paragraph {0}"),
    _("paragraphs {0}"),
    _("Paragraph {0} is of class force and cannot be tabled: no finding of insufficiency is in force."),
    _(
        "Paragraph {0} is of class force and cannot be tabled: no finding of insufficiency is in force. “{1}” means force, "
        "whatever its measure says."
    ),
)
GATE = (
    _("Coercive"),
    _("none is in force"),
    _("no {0} option is on the table"),
    _("lapsed on {0} UTC"),
    _("lapses on {0} UTC"),
    _("“{0}” means force, whatever the class."),
)
RECOMMENDATION = (
    _("{0} has not been carried."),
    _("{0} was carried and is missing."),
    _("{0} appears more than once."),
    _("{0}: say who does what, and when."),
    _("{0}: say what comes next if it fails."),
    _("{0} is the first step and follows no other."),
    _("No option has been carried, so there is nothing to recommend."),
)
VOTES = (
    _("{0} ballot"),
    _("{0} ballots"),
    _("one of {0}"),
    _(
        "Entitled at closing E = {0}. Yes {1}: {2} × 3 = {3}, {4} × 2 = {5}, and {6} ≥ {7}. Ballots {8} + {9} + {10} = "
        "{11}, at least {12}, with every discipline present. {13}"
    ),
    _(
        "Entitled at closing E = {0}. Yes {1}: {2} × 3 = {3}, {4} × 2 = {5}, and {6} < {7}. Ballots {8} + {9} + {10} = "
        "{11}, at least {12}, with every discipline present. {13}"
    ),
    _(
        "Entitled at closing E = {0}. Yes {1}: {2} × 3 = {3}, {4} × 2 = {5}, and {6} ≥ {7}. Ballots {8} + {9} + {10} = "
        "{11}, {12} needed with one of each discipline; lacking: {13}. {14}"
    ),
    _(
        "Entitled at closing E = {0}. Yes {1}: {2} × 3 = {3}, {4} × 2 = {5}, and {6} < {7}. Ballots {8} + {9} + {10} = "
        "{11}, {12} needed with one of each discipline; lacking: {13}. {14}"
    ),
    _("Carried."),
    _("Not carried."),
    _("Inquorate: no result, the motion is not rejected."),
    _("R35: The text is no longer the one that was put to the vote."),
    _("R35: {0} was not entitled to vote ({1}), and the result could have differed."),
    _("It closed on {0} UTC. Nothing was counted."),
    _("Only a motion that was not carried can be reconsidered."),
    _("This motion has already come back once in this stage of the case."),
    _("A motion comes back only when moved by a member who voted on the prevailing side."),
    _("A motion comes back only on new evidence; name the evidence item."),
)
COUNCIL = (
    _("{0} yes, {1} no, {2} abstaining, {3} not voting; {4} yes of {5} needed: {6} short. Not carried, too few votes."),
    _(
        "{0} yes, {1} no, {2} abstaining, {3} not voting; {4} yes of {5} needed: {6} short. Not carried, too few votes; "
        "the no of {7} did not decide."
    ),
    _(
        "{0} yes, {1} no, {2} abstaining, {3} not voting; {4} yes of {5} needed: enough. Not carried, by the no of a "
        "permanent member: {6}."
    ),
    _(
        "{0} yes, {1} no, {2} abstaining, {3} not voting; {4} yes of {5} needed: enough. Carried; on a matter of procedure "
        "the no of {6} is no veto."
    ),
    _(
        "{0} yes, {1} no, {2} abstaining, {3} not voting; {4} yes of {5} needed: enough, and no permanent member against. "
        "Carried."
    ),
    _("Of the Council's {0} seats {1} are not known for this day."),
    _("Mail to {0}"),
    _("Charter of the United Nations (1945), Articles 23 and 27"),
    _(
        "Articles 23 and 27 as amended by General Assembly resolution 1991 A (XVIII) of 17 December 1963, in force on "
        "31 August 1965; the Council sat with fifteen members from 1 January 1966"
    ),
)
ADEQUACY = (
    _("The same measure, addressee and territory, with words as strong."),
    _("“{0}” asks less than “{1}”."),
    _("A measure of a milder class."),
    _("No paragraph of the Council’s text speaks of it."),
    _("It is worded alike, but of another kind of measure."),
    _("{0} % of the Division’s words stand in it."),
    _("It does not name the addressee: {0}."),
    _("It does not name the territory: {0}."),
    _("A number of the Division is not in it: {0}; it says {1}."),
    _("A number of the Division is not in it: {0}."),
    _("Words of the Division that are not in it: {0}."),
)
AMENDMENTS = (
    _("{0} changed since it was tabled"),
    _("{0} came in below it"),
    _("the paragraph has left the text"),
    _("its paragraphs have left the text"),
    _("{0} ({1}) is to be decided before the whole."),
    _("{0} ({1}) and {2} more is to be decided before the whole."),
    _("A draft is edited directly."),
    _("Its text no longer changes."),
    _("It is a paragraph of its own already."),
    _("There is no paragraph above it of which it could be a sub-paragraph."),
    _("A draft has a paragraph and {0} levels under it, no more."),
    _("“{0}” is not among the opening words of the Council."),
    _("“{0}” is not among the opening words of the Council. The nearest: “{1}”."),
)
SITTINGS = (
    _("{0} is waiting for the floor."),
    _("{0} has the floor."),
    _("{0} has spoken already."),
    _("{0} is no longer on the list."),
    _("You are on the list already."),
    _("Your point of order waits already."),
    _("You have the floor."),
)
OUTPUTS = (
    _("{0} stays as it is."),
    _(
        "A draft resolution is written in English or French: its opening words and the words of the mandate check are known "
        "in these. Other outputs are written in any official language."
    ),
    _("after {0}, adapted"),
    _("No past text with this paragraph is loaded, so it cannot be the source."),
    _("{0} took this paragraph out after you had read it."),
    _("{0} changed this paragraph after you had read it."),
    _("Nobody"),
    _("Somebody"),
    _("Paragraph {0}"),
    _("The title"),
    _("rests on {0}"),
    _("cites {0}"),
    _("agreed language of {0}"),
    _("produced"),
    _("These are the findings of {0}, which has been replaced; {1} is in force."),
    _("These are the findings of {0}, which has been replaced; none is in force now."),
    _("An embargo is set on a text that is adopted and not yet published."),
    _("This moment is past. An embargo ends in the future."),
    _("An embargo ends within ten years."),
)
FOLLOW_UP = (
    _("{0} of {1}; open: {2}"),
    _("No measure is recorded"),
    _("Level {0} is proposed now; the trigger by level {1} is met already. Write the plan anew with another."),
    _("The level of a closed case: {0}"),
    _("{0} has a trigger by level {1}, and level {2} is proposed now."),
    _("did not exist yet"),
    _("At most {0} characters."),
    _("Say to whom it is handed over."),
    _("Only what is handed over has somebody who takes it over."),
    _("Choose an alarm, a level or an event."),
    _("Give the level of the watch list, from 1 to 5."),
    _("Only a trigger by level has a level."),
    _("Say which event reopens the case."),
    _("An event takes at most {0} characters; this one has {1}."),
    _("step {0} of the recommendation, {1}"),
    _("option {0}"),
    _("decision {0} of {1}"),
    _("{0} since it was closed"),
    _("level {0} is proposed now"),
    _("seen by people, not by the record"),
    _("written"),
    _("{0}, {1}: tabled."),
    _("{0}, {1}: inquorate."),
    _("{0}, {1}: void."),
)
