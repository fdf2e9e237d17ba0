"""What is said where no view could answer: to programmes under /api/ a problem, to readers a page."""

import sys

from django.views import defaults

from articles.api import errors as problems
from articles.views import errors as pages
from newsroom import failures

API = "/api/"


def bad_request(request, exception):
    answer = problems.bad_request if request.path.startswith(API) else defaults.bad_request
    return answer(request, exception)


def page_not_found(request, exception):
    answer = problems.page_not_found if request.path.startswith(API) else pages.page_not_found
    return answer(request, exception)


def server_error(request):
    # What fails outside of views, such as keeping a session, comes here and not to the middleware.
    if failure := failures.failure_of(sys.exc_info()[1]):
        return failures.answer(request, failure)
    answer = problems.server_error if request.path.startswith(API) else pages.server_error
    return answer(request)
