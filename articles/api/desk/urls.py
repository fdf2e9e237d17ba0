"""The desk's API; all of it needs a token."""

from django.urls import include, path, register_converter

from articles.addresses import IssueDate

from . import actions, pages, pictures, stories

register_converter(IssueDate, "printed_day")

desk = [
    path("articles/", stories.StoryList.as_view(), name="stories"),
    path("articles/<int:pk>/", stories.StoryDetail.as_view(), name="story"),
    path("articles/<int:pk>/submit/", actions.Submit.as_view(), name="submit"),
    path("articles/<int:pk>/spike/", actions.Spike.as_view(), name="spike"),
    path("articles/<int:pk>/unspike/", actions.Unspike.as_view(), name="unspike"),
    path("articles/<int:pk>/sign-off/", actions.SignOff.as_view(), name="sign_off"),
    path("articles/<int:pk>/discard/", actions.Discard.as_view(), name="discard"),
    path("articles/<int:pk>/rebase/", actions.Rebase.as_view(), name="rebase"),
    path("articles/<int:pk>/reopen/", actions.Reopen.as_view(), name="reopen"),
    path("articles/<int:pk>/withdraw/", actions.Withdraw.as_view(), name="withdraw"),
    path("articles/<int:pk>/restore/", actions.Restore.as_view(), name="restore"),
    path("articles/<int:pk>/corrections/", actions.Correct.as_view(), name="correct"),
    path("pictures/", pictures.Pictures.as_view(), name="pictures"),
    path("pictures/<int:pk>/", pictures.PictureDetail.as_view(), name="picture"),
    path("pages/", pages.Pages.as_view(), name="desk_pages"),
    path("pages/<printed_day:date>/<path:number>/sign-off/", pages.SignPage.as_view(), name="sign_page"),
    path("pages/understand/", pages.Understand.as_view(), name="understand"),
]

urlpatterns = [path("api/v1/desk/", include((desk, "desk")))]
