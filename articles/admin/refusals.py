"""A form that cannot be saved, and what its sender is told: raised here, answered by newsroom/errors.py, which gives
the text back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404


class TooLate:
    """A mixin for exceptions. `sentence` is for whoever sent the form, `link` (address, words) leads on, and `save_as`
    is the address of a form to which the same fields can be sent to make a new row of them."""

    def __init__(self, sentence, link=None, save_as=""):
        super().__init__(sentence)
        self.sentence, self.link, self.save_as = sentence, link, save_as


class NoLongerThere(TooLate, Http404):
    pass


class NoLongerAllowed(TooLate, PermissionDenied):
    pass
