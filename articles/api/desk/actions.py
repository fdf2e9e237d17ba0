"""The actions of the review on a story, each with its own address. All are told which version they are meant for."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from articles import editing
from articles.editing import require
from articles.models import Article, Correction

from .base import IF_MATCH, version_read
from .serializers import NewCorrectionSerializer, NoticeOfWithdrawalSerializer, ReasonSerializer, StorySerializer
from .stories import StoryResource
from .strict import NothingSerializer


@extend_schema(parameters=[IF_MATCH])
class Action(StoryResource):
    """POST runs the action on the version that If-Match names, and answers with the story as it is afterwards."""

    serializer_class = StorySerializer
    request_serializer_class = NothingSerializer

    def post(self, request, pk):
        version = version_read(request)
        self.run(pk, version, self.validated(self.request_serializer_class))
        return self.answer(pk)


@extend_schema(
    summary=_("Sign the review that the story waits for; with the last one it is public as soon as its time has come.")
)
class SignOff(Action):
    """If there is a pending version, If-Match names that one, and with the last stage it becomes public."""

    def run(self, pk, version, data):
        if stage := editing.next_stage(Article.objects.get(pk=pk)):
            require(self.actor, f"sign_{stage.value}")
        editing.sign_off(pk, self.actor, version)


@extend_schema(summary=_("Let the pending version of a story go."))
class Discard(Action):
    """If-Match names the pending version."""

    request_serializer_class = ReasonSerializer

    def run(self, pk, version, data):
        editing.discard(pk, self.actor, version, why=data["why"])


@extend_schema(summary=_("Bring the pending version up to the present public one."))
class Rebase(Action):
    """If-Match names the pending version."""

    def run(self, pk, version, data):
        editing.rebase(pk, self.actor, version)


@extend_schema(summary=_("Put a story back to draft; its sign-offs are void."))
class Reopen(Action):
    request_serializer_class = ReasonSerializer

    def run(self, pk, version, data):
        editing.reopen(pk, self.actor, version, why=data["why"])


@extend_schema(summary=_("Withdraw a story; readers find the notice in its place."))
class Withdraw(Action):
    request_serializer_class = NoticeOfWithdrawalSerializer

    def run(self, pk, version, data):
        editing.withdraw(pk, self.actor, data["notice"], version)


@extend_schema(summary=_("Put a withdrawn story back."))
class Restore(Action):
    def run(self, pk, version, data):
        editing.restore(pk, self.actor, version)


@extend_schema(
    summary=_("Publish a correction or an apology with a story."),
    parameters=[IF_MATCH],
    responses={201: NewCorrectionSerializer},
)
class Correct(StoryResource):
    serializer_class = NewCorrectionSerializer

    def post(self, request, pk):
        require(self.actor, "add_correction")
        version = version_read(request)
        correction = Correction(article_id=pk, **self.validated(NewCorrectionSerializer))
        editing.publish_correction(correction, self.actor, version)
        return Response(self.get_serializer(correction).data, status=201)
