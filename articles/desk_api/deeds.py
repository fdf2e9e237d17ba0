"""What is done to a story, one address for each deed. All are told which version they are meant for."""

from rest_framework.response import Response

from articles import editing
from articles.api.parameters import refuse_unknown
from articles.editing import require
from articles.models import Article, Correction

from .base import version_read
from .serializers import (
    NewCorrectionSerializer,
    NoticeOfWithdrawalSerializer,
    ReasonSerializer,
    StorySerializer,
)
from .stories import StoryResource
from .strict import NothingSerializer


class Deed(StoryResource):
    """POST does the deed to the version that If-Match names, and answers with the story as it stands then."""

    serializer_class = StorySerializer
    takes = NothingSerializer

    def post(self, request, pk):
        refuse_unknown(request, set())
        version = version_read(request)
        self.do(pk, version, self.sent(self.takes))
        return self.answer(pk)


class SignOff(Deed):
    """Sign the stage of the review that the story waits for; with the last one it is approved. Where a pending version
    waits, If-Match names that one, and with the last stage it replaces what readers see."""

    def do(self, pk, version, data):
        if stage := editing.next_stage(Article.objects.get(pk=pk)):
            require(self.actor, f"sign_{stage.value}")
        editing.sign_off(pk, self.actor, version)


class Discard(Deed):
    """Let the pending version go; readers go on seeing what they see. If-Match names the pending version."""

    takes = ReasonSerializer

    def do(self, pk, version, data):
        editing.discard(pk, self.actor, version, why=data["why"])


class Rebase(Deed):
    """Bring the pending version up to the present public one. If-Match names the pending version."""

    def do(self, pk, version, data):
        editing.rebase(pk, self.actor, version)


class Reopen(Deed):
    """Put a story that readers cannot see yet back to draft; its sign-offs are void."""

    takes = ReasonSerializer

    def do(self, pk, version, data):
        editing.reopen(pk, self.actor, version, why=data["why"])


class Withdraw(Deed):
    """Take an approved story off the site; readers find the notice in its place."""

    takes = NoticeOfWithdrawalSerializer

    def do(self, pk, version, data):
        editing.withdraw(pk, self.actor, data["notice"], version)


class Restore(Deed):
    """Put a withdrawn story back as it was approved."""

    def do(self, pk, version, data):
        editing.restore(pk, self.actor, version)


class Correct(StoryResource):
    """Publish a correction or an apology with a story that readers can see."""

    serializer_class = NewCorrectionSerializer

    def post(self, request, pk):
        refuse_unknown(request, set())
        require(self.actor, "add_correction")
        version = version_read(request)
        data = self.sent(NewCorrectionSerializer)
        correction = Correction(article_id=pk, **data)
        editing.publish_correction(correction, self.actor, version)
        return Response(self.get_serializer(correction).data, status=201)
