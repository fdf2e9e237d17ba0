"""The desk's API; all of it needs a token."""

from django.urls import include, path, register_converter

from articles.addresses import IssueDate

from . import account, actions, corrections, doubts, history, notes, pages, pictures, steps, stories, workload

register_converter(IssueDate, "printed_day")

desk = [
    path("", account.DeskAccount.as_view(), name="account"),
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
    path("articles/<int:pk>/corrections/", corrections.StoryCorrections.as_view(), name="correct"),
    path("articles/<int:pk>/notes/", notes.Notes.as_view(), name="notes"),
    path("articles/<int:pk>/revisions/", history.Revisions.as_view(), name="revisions"),
    path("articles/<int:pk>/revisions/<int:version>/", history.RevisionDetail.as_view(), name="revision"),
    path(
        "articles/<int:pk>/revisions/<int:version>/restore/",
        history.RestoreRevision.as_view(),
        name="restore_revision",
    ),
    path("articles/<int:pk>/differences/", history.Differences.as_view(), name="differences"),
    path("articles/<int:pk>/split/", steps.Split.as_view(), name="split"),
    path("articles/<int:pk>/merge/", steps.Merge.as_view(), name="merge"),
    path("articles/<int:pk>/move/", steps.Move.as_view(), name="move"),
    path("articles/<int:pk>/turn/", steps.Turn.as_view(), name="turn"),
    path("articles/<int:pk>/join/", steps.Join.as_view(), name="join"),
    path("articles/<int:pk>/steps/", steps.Steps.as_view(), name="steps"),
    path("articles/<int:pk>/steps/<int:step>/undo/", steps.Undo.as_view(), name="undo"),
    path("articles/<int:pk>/problems/", doubts.Problems.as_view(), name="problems"),
    path("articles/<int:pk>/problems/<int:problem>/", doubts.ProblemDetail.as_view(), name="problem"),
    path("articles/<int:pk>/proofreading/", doubts.Proofreading.as_view(), name="proofreading"),
    path("articles/<int:pk>/proofreading/<slug:key>/", doubts.FoundDoubt.as_view(), name="found_doubt"),
    path("articles/<int:pk>/proofreading/<slug:key>/mend/", doubts.Mend.as_view(), name="mend"),
    path("corrections/", corrections.Corrections.as_view(), name="corrections"),
    path("corrections/<int:pk>/", corrections.CorrectionDetail.as_view(), name="correction"),
    path("pictures/", pictures.Pictures.as_view(), name="pictures"),
    path("pictures/<int:pk>/", pictures.PictureDetail.as_view(), name="picture"),
    path("pages/", pages.Pages.as_view(), name="desk_pages"),
    path("pages/<printed_day:date>/<path:number>/sign-off/", pages.SignPage.as_view(), name="sign_page"),
    path("pages/<printed_day:date>/<path:number>/undo-import/", pages.UndoImport.as_view(), name="undo_import"),
    path("pages/understand/", pages.Understand.as_view(), name="understand"),
    path("workload/", workload.Workload.as_view(), name="workload"),
]

urlpatterns = [path("api/v1/desk/", include((desk, "desk")))]
