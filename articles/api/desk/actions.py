"""Review actions on a story. All require If-Match; for discard and rebase it names the pending version."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema

from articles import editing
from articles.editing import require
from articles.models import Article

from .base import IF_MATCH, version_read
from .serializers import NoticeOfWithdrawalSerializer, ReasonSerializer, StorySerializer
from .stories import StoryResource
from .strict import NothingSerializer


@extend_schema(parameters=[IF_MATCH])
class Action(StoryResource):
    """POST runs `act` on the version in If-Match and returns the story as it is afterwards."""

    serializer_class = StorySerializer
    request_serializer_class = NothingSerializer

    def post(self, request, pk):
        version = version_read(request)
        self.act(pk, self.actor, version=version, **self.validated(self.request_serializer_class))
        return self.story_response(pk)


@extend_schema(
    summary=_("Sign off the next review stage; after the last one the story is public from its publication time.")
)
class SignOff(Action):
    """If there is a pending version, If-Match names it; with the last stage it becomes public."""

    def act(self, pk, actor, version):
        if stage := editing.next_stage(Article.objects.get(pk=pk)):
            require(actor, f"sign_{stage.value}")
        editing.sign_off(pk, actor, version)


@extend_schema(summary=_("Discard the pending version of a story."))
class Discard(Action):
    request_serializer_class = ReasonSerializer
    act = staticmethod(editing.discard)


@extend_schema(summary=_("Rebase the pending version on the current public version."))
class Rebase(Action):
    act = staticmethod(editing.rebase)


@extend_schema(summary=_("Submit a story that is being written for review."))
class Submit(Action):
    act = staticmethod(editing.submit)


@extend_schema(summary=_("Spike a draft: take it out of all queues."))
class Spike(Action):
    request_serializer_class = ReasonSerializer
    act = staticmethod(editing.spike)


@extend_schema(summary=_("Bring a spiked story back."))
class Unspike(Action):
    act = staticmethod(editing.unspike)


@extend_schema(summary=_("Return a story to draft, or to the colleague who wrote it; its sign-offs become void."))
class Reopen(Action):
    request_serializer_class = ReasonSerializer
    act = staticmethod(editing.reopen)


@extend_schema(summary=_("Withdraw a story; readers see the notice instead."))
class Withdraw(Action):
    request_serializer_class = NoticeOfWithdrawalSerializer
    act = staticmethod(editing.withdraw)


@extend_schema(summary=_("Restore a withdrawn story."))
class Restore(Action):
    act = staticmethod(editing.restore)
