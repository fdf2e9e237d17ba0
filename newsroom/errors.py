"""What is said where no view could answer: to programmes under /api/ a problem, to readers a page."""

from django.views import defaults

from articles.api import errors as problems
from articles.views import errors as pages

API = "/api/"


def bad_request(request, exception):
    answer = problems.bad_request if request.path.startswith(API) else defaults.bad_request
    return answer(request, exception)


def page_not_found(request, exception):
    answer = problems.page_not_found if request.path.startswith(API) else pages.page_not_found
    return answer(request, exception)


def server_error(request):
    answer = problems.server_error if request.path.startswith(API) else pages.server_error
    return answer(request)
