"""Error responses: problem documents for the API, pages for readers and editors, with the text that editors typed."""

import logging
import sys

from django.contrib.admin import site
from django.contrib.admin.forms import AdminAuthenticationForm
from django.db import DatabaseError, connections
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.log import log_response

from articles import search
from articles.api import errors as problems
from articles.site import errors as pages
from newsroom import failures, typed_text

API = "/api/"

logger = logging.getLogger("newsroom.failures")


class Failures(MiddlewareMixin):
    """Replaces error responses and exceptions of views by our own pages. It comes last, to know who is signed in."""

    def process_request(self, request):
        refused = request.META.get(failures.REFUSED)
        if refused is failures.MANY_SIGN_INS:
            return sign_in_form(request, refused)
        return answer(request, refused.status, refused) if refused else None

    def process_response(self, request, response):
        is_explained = getattr(response, "explained", False) or request.path.startswith(API)
        if response.status_code < 400 or is_explained:
            return response
        if typed_text.is_form_of_the_desk(request) or response.status_code == 405:
            return _instead_of(response, answer(request, response.status_code))
        return response

    def process_view(self, request, view, args, kwargs):
        if not typed_text.is_form_of_the_desk(request):
            return None
        try:
            signed_in, has_permission = request.user.is_authenticated, site.has_permission(request)
        except DatabaseError as error:
            return self.process_exception(request, error)
        if has_permission:
            return None
        return answer(request, 403, failures.NOT_STAFF if signed_in else failures.SIGNED_OUT)

    def process_exception(self, request, exception):
        failure = failures.failure_of(exception)
        if failure is None:
            return None
        _close_connections()
        if failure is failures.INDEX_DAMAGED:
            search.repair_in_background()
        response = answer(request, failure.status, failure)
        reason = " ".join(str(exception).split())
        log_response(
            "%s %s: %d, %s", request.method, request.path, failure.status, reason,
            response=response, request=request, logger=logger, level="error",
        )  # fmt: skip
        return response


def _instead_of(response, page):
    for name, value in response.items():
        if name not in {"Content-Type", "Content-Length"}:
            page.headers.setdefault(name, value)
    return page


def _close_connections():
    """A connection that failed may still see an old state of the database."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


# Django's handlers


def bad_request(request, exception):
    status = 400 if request.path.startswith(API) else failures.status_of(exception)
    return answer(request, status, exception=exception, checked=False)


def permission_denied(request, exception):
    return answer(request, 403, exception=exception)


def page_not_found(request, exception):
    return answer(request, 404, exception=exception)


def server_error(request):
    # Errors outside of views, such as in saving a session, do not reach the middleware.
    failure = failures.failure_of(sys.exc_info()[1])
    return answer(request, failure.status if failure else 500, failure)


def csrf_failure(request, reason=""):
    """After signing in again in another window, forms opened before have an expired token."""
    if typed_text.is_form_of_the_desk(request) and typed_text.is_from_here(request):
        return answer(request, 403, failures.FORM_EXPIRED)
    return _page(request, failures.FOREIGN_FORM)


def locked_out(request, response=None, credentials=None):
    """For django-axes, after too many wrong passwords."""
    context = site.each_context(request) | {"username": (credentials or {}).get("username", "")}
    return _explained(render(request, "admin/locked.html", context, status=429))


# The responses


def sign_in_form(request, failure):
    """The sign-in form with the typed name, without the password."""
    context = {
        **site.each_context(request),
        "form": AdminAuthenticationForm(request, initial={"username": request.POST.get("username", "")}),
        "app_path": request.get_full_path(),
        "next": request.POST.get("next", ""),
        "failure": failure,
    }
    return _explained(render(request, "admin/sign_in_later.html", context, status=failure.status), failure)


def answer(request, status, failure=None, exception=None, checked=True):
    """The response for `failure` or, without one, for the status. `checked`: whether the CSRF token was checked."""
    if request.path.startswith(API):
        return _problem(request, status, failure)
    refusal = failure or failures.refused_form(status)
    if sentence := getattr(exception, "sentence", ""):
        refusal = refusal._replace(sentence=sentence)
    if request.path.startswith(typed_text.DESK) and "application/json" in request.headers.get("Accept", ""):
        return _explained(JsonResponse({"sentence": refusal.sentence}, status=refusal.status), refusal)
    if typed_text.is_form_of_the_desk(request) and (checked or typed_text.is_from_here(request)):
        return _with_typed_text(request, refusal, exception)
    return _page(request, failure or failures.page_for(status))


def _with_typed_text(request, failure, exception):
    form = typed_text.sent(request)
    # A form without text is returned only if sending it again may succeed.
    is_permanent = failure.status < 500 and failure not in failures.SENT_AGAIN_AFTER_SIGNING_IN
    if is_permanent and form.complete and not form.texts and not form.files:
        return _page(request, failure)
    link, save_as = getattr(exception, "link", None), getattr(exception, "save_as", "")
    return _explained(typed_text.not_saved(request, failure, form, link, save_as), failure)


def _problem(request, status, failure):
    if failure is None:
        return problems.problem(request, status)
    response = problems.problem(request, status, code="unavailable", detail=failure.sentence)
    return _explained(response, failure)


def _page(request, failure):
    if request.path.startswith(API):
        return problems.problem(request, failure.status)
    if request.path.startswith(typed_text.DESK):
        return _explained(_page_of_the_desk(request, failure), failure)
    if failure.status == 404:
        return pages.page_not_found(request, None)
    return _explained(pages.failed(failure), failure)


def _page_of_the_desk(request, failure):
    """In the desk's layout. If the server failed, nothing may query the database, e.g. for the user."""
    if failure.status < 500 and hasattr(request, "user"):
        context = site.each_context(request)
    else:
        request, context = None, {"site_header": site.site_header, "site_title": site.site_title}
    return render(request, "admin/error.html", context | {"failure": failure}, status=failure.status)


def _explained(response, failure=None):
    """Mark the response as final, so that no other page replaces it."""
    response.explained = True
    if failure and failure.retry_after:
        response["Retry-After"] = failure.retry_after
    response["Cache-Control"] = "no-store"
    return response
