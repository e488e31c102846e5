"""The day that every new roadshow begins with. Organisers change it as they like.

Arrival, drawing, the case with its breaks, our own review, requests, evaluation: about six and a half hours
with lunch, so that from 09:30 it ends soon after 16:00.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedActivity:
    """One activity of the template: prompts one a line, notes for the facilitator, a word of care for everybody."""

    kind: str
    title: str
    minutes: int
    prompts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    wellbeing: str = ""

    @property
    def words(self) -> dict[str, object]:
        """What it says, as an activity of a running order says it."""
        return {
            "kind": self.kind,
            "title": self.title,
            "minutes": self.minutes,
            "prompts": "\n".join(self.prompts),
            "notes": "\n".join(self.notes),
            "wellbeing": self.wellbeing,
        }


ARRIVAL = PlannedActivity(
    "arrival",
    "Arrival",
    30,
    prompts=(
        "Scan the card on your table, so that your tablet joins it.",
        "Say who you are, where you work, and what you hope to take home.",
        "Answer the questions on how you feel about sharing information today. Nobody asks for your name.",
    ),
    notes=(
        "Doors open now. Watch on the console which tables have joined.",
        "Look for tables where everybody is from one agency, and mix them while people still stand.",
        "Before you begin, say what the case is about. With Walsh: abuse at home, harm to children, a child's death.",
        "Introduce the safeguarding lead by name, and say where the quiet room is.",
        "Agree on the rules: no real families, no colleagues' names, one at a time, anybody may step out.",
    ),
    wellbeing="Today's case is made up. What happens in it is real for many people: abuse at home, harm to people who "
    "should be safe, and loss. You may step out at any time, and you need not say why.",
)

DRAW = PlannedActivity(
    "draw",
    "Draw your challenge",
    45,
    prompts=(
        "What stops information being shared where you work? Draw it, alone or together.",
        "A picture idea may help: a boat, a maze, a bubble, a magnifying glass. Or have one of your own.",
        "You need not be good at drawing. You can write instead.",
        "Show it to your table. What do your pictures have in common?",
    ),
    notes=(
        "Ten minutes to draw, twenty to show and talk at the table, fifteen for the room.",
        "Say that it is about how things are, not about who is to blame.",
        "Invite two or three tables to show a picture. Ask first; nobody has to.",
        "Listen for trust, fear, risk, relationships, processes and leadership. They come back in the case.",
    ),
    wellbeing="Draw the way things work, not a real family and not a colleague whom others would know.",
)

CASE_ONE = PlannedActivity(
    "case",
    "The case, part one",
    45,
    prompts=(
        "What do you know so far, and whom have you not heard from?",
        "What worries you, and what is going well?",
        "Whom would you tell, and what would you need to ask first?",
    ),
    notes=(
        "About fifteen minutes a stage: stages 1 to 3 of a case that has eight.",
        "Read every content note aloud before you press, and give people a moment.",
        "Let tables say what they think before anybody says what should have been done.",
        "Ask the quieter agencies at each table what they would see.",
    ),
    wellbeing="There is a content note before what may be hard to read. Take the time you need.",
)

MORNING_BREAK = PlannedActivity(
    "break",
    "Break",
    15,
    notes=("Walk round. A table that stays in its seats may need a word.",),
)

CASE_TWO = PlannedActivity(
    "case",
    "The case, part two",
    45,
    prompts=(
        "What has changed since you last looked at this case?",
        "What does each of you know that the others do not?",
        "If you would not share it yet: what holds you back?",
    ),
    notes=(
        "Stages 4 to 6 of a case that has eight, about fifteen minutes each.",
        "Look at the content notes before you reveal: this part can touch people who have lived through it.",
        "When a table is sure, ask what it does not know yet.",
        "Be on time: people are hungry, and what follows needs them rested.",
    ),
    wellbeing="If something here is close to your own life, you may step out. Somebody is there for you.",
)

LUNCH = PlannedActivity(
    "break",
    "Lunch",
    40,
    notes=(
        "Tell people when the case goes on, and that its hardest part comes next.",
        "Sit down with the other facilitators and the safeguarding lead: how is the room?",
    ),
    wellbeing="Talk about something else, and get some air if you can.",
)

CASE_THREE = PlannedActivity(
    "case",
    "The case, part three",
    35,
    prompts=(
        "What is the picture now, if you put together what everybody has seen?",
        "Who would have to sit in one room, and who could call them?",
    ),
    notes=(
        "The last stages: 7 and 8 of a case that has eight.",
        "Before the last stage, read its content note, name the quiet room again, and wait.",
        "After it, leave a silence. Do not ask for answers at once.",
        "If the room needs it, pause everything with the support card.",
    ),
    wellbeing="This is the hardest part of the day. A content note comes before the last stage, and a pause after it.",
)

QUIET_BREAK = PlannedActivity(
    "break",
    "A quiet break",
    10,
    notes=(
        "No announcements. The safeguarding lead stays where everybody can see them.",
        "Look for people who are alone, and for those who did not come back.",
    ),
    wellbeing="Take these minutes as you like: in the room, outside, or in the quiet room.",
)

REVIEW = PlannedActivity(
    "review",
    "Our own review",
    60,
    prompts=(
        "Where was there a chance to share? Who held what, and who needed it?",
        "Why did it make sense to them then?",
        "Could it be known at the time, or do we only know it now?",
        "What was good practice? Does it happen where you work?",
    ),
    notes=(
        "Thirty minutes at the tables, twenty for the room, ten to choose what matters most.",
        "Everybody had part of the picture. Ask for reasons, not for fault.",
        "When somebody says “they should have”, ask: what did they know on that day?",
        "Good practice counts as much as what was missed. Ask where it happens, and how.",
    ),
    wellbeing="It is easy to be hard on others, and on oneself, when one knows the end.",
)

TEA = PlannedActivity("break", "Tea", 10, notes=("Short. Ask tables to take their cups back with them.",))

REQUESTS = PlannedActivity(
    "requests",
    "Requests to government",
    45,
    prompts=(
        "What would help, that you cannot change yourselves? Ask for one thing at a time.",
        "To whom is it addressed, and which part of the case shows that it is needed?",
        "Who could act on it locally, without waiting?",
    ),
    notes=(
        "Fifteen minutes to write, fifteen to read what others ask for, fifteen to vote.",
        "A good request names one thing, somebody who can do it, and why.",
        "Say honestly what happens with the requests: they are reported, nobody can promise an answer.",
    ),
)

CLOSE = PlannedActivity(
    "evaluation",
    "Evaluation and close",
    20,
    prompts=(
        "Answer the questions on your own phone. Nobody asks for your name.",
        "Write down one thing that you will do, and by when.",
    ),
    notes=(
        "Ten minutes for the questions, then one word from each table.",
        "Thank people, say who can be reached tomorrow, and show the support card once more.",
        "Stay until the last one has left.",
    ),
    wellbeing="A day like this can come back in the evening. Keep the numbers of the support card.",
)

DAY = (
    ARRIVAL,
    DRAW,
    CASE_ONE,
    MORNING_BREAK,
    CASE_TWO,
    LUNCH,
    CASE_THREE,
    QUIET_BREAK,
    REVIEW,
    TEA,
    REQUESTS,
    CLOSE,
)
