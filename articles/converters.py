"""How days and years stand in an address. What is no day of the calendar is no address."""

from datetime import MINYEAR, date


class IssueDate:
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return str(value)


class Year:
    regex = r"[0-9]{4}"

    def to_python(self, value):
        year = int(value)
        if year < MINYEAR:
            raise ValueError(value)
        return year

    def to_url(self, value):
        return f"{value:04}"
