"""What XML can hold of a text."""

import re

# https://www.w3.org/TR/xml/#charsets: tab, line ends, and all from the blank on, but for surrogates, U+FFFE, U+FFFF.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(value):
    """A text, or a list of texts, without the control characters that no XML may contain; anything else as it is."""
    if isinstance(value, str):
        return NO_XML.sub("", value)
    return [fit_for_xml(each) for each in value] if isinstance(value, list) else value
