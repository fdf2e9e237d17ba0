"""Filling in a form of the desk as a browser would."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects what a browser would send for the page's change form."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.data, self.inside, self.textarea, self.select = {}, False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id", "").endswith("_form")
        if not self.inside:
            return
        name = attrs.get("name")
        if tag == "textarea":
            self.textarea, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.data[self.select] = attrs["value"]
        elif tag == "input" and name and attrs.get("type") not in {"submit", "button"}:
            if attrs.get("type") not in {"checkbox", "radio"}:
                self.data[name] = attrs.get("value", "")
            elif "checked" in attrs:
                self.data[name] = attrs.get("value", "on")

    def handle_data(self, data):
        if self.textarea:
            self.data[self.textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # Browsers normalise line ends, drop the first one of a textarea and send CRLF.
            text = self.data[self.textarea].replace("\r\n", "\n").removeprefix("\n")
            self.data[self.textarea] = text.replace("\n", "\r\n")
            self.textarea = None
        if tag == "form":
            self.inside = False


def as_rendered(response):
    form = _Form()
    form.feed(response.content.decode())
    return {name: value for name, value in form.data.items() if name and "__prefix__" not in name}
