"""Django's and django-csp's middleware, without what a reader's page has no use for: it is made in less than a
millisecond, of which each of them took several hundredths."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware

DESK = "/admin/"


class AtTheDesk:
    """Nobody else signs in: readers have neither a session nor a name, and the API's callers have a token."""

    def __call__(self, request):
        is_of_the_desk = request.path_info.startswith(DESK)
        return super().__call__(request) if is_of_the_desk else self.get_response(request)


class Sessions(AtTheDesk, SessionMiddleware):
    pass


class Authentication(AtTheDesk, AuthenticationMiddleware):
    pass


class Messages(AtTheDesk, MessageMiddleware):
    pass


class ContentSecurityPolicy(CSPMiddleware):
    """Only some forms of the desk have a policy of their own; everywhere else the header is worked out once."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.policy = build_policy()

    def __call__(self, request):
        if request.path_info.startswith(DESK):
            return super().__call__(request)
        response = self.get_response(request)
        response[HEADER] = self.policy
        return response
