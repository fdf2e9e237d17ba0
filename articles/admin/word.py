"""A Word document becomes a draft, which opens in the story's form."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import editing
from articles.editing import Actor, Refused
from articles.editing.pictures import BLANK, write_pictures
from articles.models import Article, Author, Contribution
from articles.pictures.adding import add_picture
from articles.pictures.reading import BadPicture, clean_name
from articles.word.reading import BadWordFile, WordDraft, read_word


class WordForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Word document"), allow_empty_file=True)


class WordImport:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.word_view)
        return [path("word/", view, name="articles_article_word"), *super().get_urls()]

    def word_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WordForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                article = draft_from(form.cleaned_data["file"], request)
            except (BadWordFile, Refused) as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("admin:articles_article_change", article.pk)
        return self.desk_page(request, "article/word.html", _("A story from a Word document"), form=form)


def draft_from(file, request) -> Article:
    """The story in the uploaded file, as a draft that is being written. Raises BadWordFile, or Refused."""
    actor = Actor.at_desk(request.user)
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "document")
        with document.open("wb") as copy:
            copy.writelines(file.chunks())
        pictures = Path(folder, "pictures")
        pictures.mkdir()
        draft = read_word(document, pictures)
        taken = _take_in(draft, file.name, actor, request)
    with transaction.atomic():
        article = _write(draft, taken, actor)
    messages.success(request, _("The text of “%(name)s” is below; check it.") % {"name": clean_name(file.name)})
    return article


def _take_in(draft: WordDraft, name: str, actor, request) -> list[dict]:
    """The pictures of the document, which are in the library from now on, as the story's snapshot has them."""
    taken, refused = {}, []
    for number, picture in enumerate(draft.pictures, start=1):
        try:
            with picture.path.open("rb") as image:
                added = add_picture(File(image), f"{clean_name(name)} {number}", actor)
        except BadPicture as fault:
            refused.append(str(fault))
        else:
            # The same picture twice in a document is one picture of the story.
            taken.setdefault(added.digest, {**BLANK, "digest": added.digest, "number": number})
    for sentence in dict.fromkeys(refused):
        number = refused.count(sentence)
        said = ngettext(
            "%(number)d picture was left out: %(why)s", "%(number)d pictures were left out: %(why)s", number
        )
        messages.warning(request, said % {"number": number, "why": sentence})
    return list(taken.values())


def _write(draft, pictures, actor):
    lengths = {name: Article._meta.get_field(name).max_length for name in ("headline", "dateline")}
    article = Article(
        headline=draft.headline[: lengths["headline"]],
        dateline=draft.dateline[: lengths["dateline"]],
        body=draft.body,
        status=Article.Status.WRITING,
    )
    editing.begin_draft(article, actor)
    for order, (name, role) in enumerate(draft.byline, start=1):
        author = Author.objects.get_or_create(name=name, note="")[0].present
        Contribution.objects.get_or_create(article=article, author=author, role=role, defaults={"order": order})
    write_pictures(article, pictures)
    editing.keep_draft(article, actor, _("From a Word document."))
    return article
