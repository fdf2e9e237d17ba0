"""The sentence for each kind of finding, in the words an editor reads; translated where it is shown."""

from collections.abc import Callable, Mapping


def gettext_noop(message: str) -> str:
    """Mark a message for makemessages without importing Django."""
    return message


SENTENCES: dict[str, str] = {
    "pair": gettext_noop("This quotation mark or bracket lacks its other half, or is turned the wrong way."),
    "halfwidth": gettext_noop("This mark is half as wide as marks beside Chinese are."),
    "doubled_mark": gettext_noop("There are too many marks here, or an ellipsis or dash of the wrong length."),
    "mark_order": gettext_noop("These marks stand in the wrong order."),
    "dunhao_between": gettext_noop("Between quotation marks or titles no mark is needed."),
    "dunhao_number": gettext_noop("Two adjacent numbers for “about as many” take no mark between them."),
    "char_doubled": gettext_noop("This character or word stands here twice."),
    "char_swapped": gettext_noop("Two characters seem to have changed places."),
    "de": gettext_noop("的, 地 and 得 may have been mistaken for each other."),
    "wrong_char": gettext_noop("This word is written with a wrong character."),
    "confusable": gettext_noop("This word may have been mistaken for another that looks or sounds like it."),
    "redundancy": gettext_noop("This says the same thing twice."),
    "times": gettext_noop("Nothing becomes less by once or several times; give a share."),
    "unit": gettext_noop("This unit or number is written wrongly, or the unit does not fit what is measured."),
    "percent_point": gettext_noop(
        "The difference of two shares is in percentage points, the growth of an amount in per cent."
    ),
    "range_year": gettext_noop("This year or range is not written in full."),
    "date_impossible": gettext_noop("There is no such day or time."),
    "weekday": gettext_noop("{date} is not this day of the week."),
    "date_order": gettext_noop("This ends before it begins."),
    "age": gettext_noop("By the years beside it, this should be {years}."),
    "sum": gettext_noop("The parts make {parts}, not {total}."),
    "count": gettext_noop("The text says {said} but lists {found}."),
    "name_variant": gettext_noop("In this story this person is also called {other}."),
    "title_variant": gettext_noop("In this story {name} is also called {title}."),
    "leader": gettext_noop("This differs from the paper's list of leaders."),
    "avoid": gettext_noop("The paper avoids this word: {why}"),
    "own_rule": gettext_noop("The paper writes this differently: {why}"),
    "institution": gettext_noop("This body has had another name since {since}."),
    "abbreviation": gettext_noop("The text has not yet said what this abbreviation stands for."),
    "space_invisible": gettext_noop("There is a space or an invisible character here."),
    "traditional": gettext_noop("These are traditional characters."),
    "end_stop": gettext_noop("This paragraph ends without a full stop."),
    "headline_stop": gettext_noop("A headline does not end with this mark."),
    "repeated": gettext_noop("This was said before in the same words."),
    "caption": gettext_noop("The caption does not name the photographer."),
}


def sentence(code: str, params: Mapping[str, str], translate: Callable[[str], str] = str) -> str:
    return translate(SENTENCES[code]).format(**params)
