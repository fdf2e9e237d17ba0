"""The picture library: all pictures, whether a story has them or not; and the desk's addresses of their files."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime, make_aware, now
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from articles.editing import Actor, Refused
from articles.models import Article, Picture, PictureCredit, PictureUse
from articles.models.printed import sees_only_their_own
from articles.pictures.changing import change_picture, delete_picture, why_not_change_picture, why_not_delete_picture
from articles.pictures.reading import BadPicture
from articles.pictures.serving import rendition_response
from articles.search import results

from .base import DeskAdmin, NoLongerAllowed, as_number, searchable
from .fields import LineField
from .filters import OfferedFilter, RowsFilter
from .story_pictures import names_typed
from .uploads import FILES, add_file, add_files, as_json, file_address, refused, summary

DAY = 86_400
OFFERED = 24


class UseFilter(RowsFilter):
    title = _("use")
    parameter_name = "use"

    def rows(self, pictures):
        used = Exists(PictureUse.objects.filter(picture=OuterRef("pk")))
        return {
            "used": (_("in a story"), pictures.filter(used)),
            "unused": (_("in no story"), pictures.unused()),
            "never": (_("never used"), pictures.filter(was_used=False)),
        }


class MissingFilter(RowsFilter):
    title = _("photographers")
    parameter_name = "missing"

    def rows(self, pictures):
        credits = PictureCredit.objects.filter(picture=OuterRef("pk"))
        return {"photographer": (_("without photographer"), pictures.filter(~Exists(credits)))}


class UploadedFilter(OfferedFilter):
    """By year, and the last days. Django's date hierarchy would compute the day of every picture."""

    title = _("uploaded")
    parameter_name = "uploaded"

    def lookups(self, request, model_admin):
        moments = Picture.objects.order_by("-created_at").values_list("created_at", flat=True)
        newest, years = moments.first(), []
        while newest:
            year = localtime(newest).year
            years.append((str(year), str(year)))
            newest = moments.filter(created_at__lt=make_aware(datetime(year, 1, 1))).first()
        return [("week", _("in the last seven days")), *years]

    def narrowed(self, queryset, value):
        if value == "week":
            return queryset.filter(created_at__gt=now() - timedelta(days=7))
        return queryset.filter(created_at__year=value)


class MineFilter(admin.SimpleListFilter):
    title = _("uploaded by")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", _("me"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "me" else queryset


class PictureForm(forms.ModelForm):
    photographers = LineField(
        label=_("photographers"), required=False, max_length=200, help_text=_("Several names with 、 between them.")
    )

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        credits = instance.photographers if instance else []
        self.initial["photographers"] = "、".join(credit.author.name for credit in credits)
        if "taken_at" in self.fields:
            # Two inputs need two labels.
            day, time = self.fields["taken_at"].widget.widgets
            day.attrs["aria-label"], time.attrs["aria-label"] = _("Day it was taken"), _("Time it was taken")


class NewPicturesForm(forms.Form):
    new_photographers = LineField(label=_("photographers"), required=False, max_length=200)
    new_source = LineField(label=_("source"), required=False, max_length=60)


@admin.register(Picture)
class PictureAdmin(DeskAdmin):
    form = PictureForm
    list_display = ["thumbnail", "file", "photographers", "source", "where_used", "created_at"]
    list_display_links = ["thumbnail", "file"]
    list_filter = [UploadedFilter, UseFilter, MissingFilter, MineFilter]
    search_fields = ["name"]
    search_help_text = _("File name, caption, words of the story, photographer, source, or the picture's number.")
    actions = ["delete_selected"]
    fieldsets = [
        (None, {"fields": ["large", "photographers", "source", "taken_at", ("focal_x", "focal_y")]}),
        (_("Use"), {"fields": ["where_used", "why_not_delete"]}),
        (_("File"), {"fields": ["file", "measures", "created_by", "created_at"]}),
    ]
    readonly_fields = ["large", "where_used", "why_not_delete", "file", "measures", "created_by", "created_at"]

    def get_urls(self):
        view = self.admin_site.admin_view
        # The file's address may be cached, so it is not marked as never to be.
        file_view = view(require_safe(cache_control(private=True, max_age=DAY)(self.file_view)), cacheable=True)
        return [
            path("upload/", view(require_POST(self.upload_view)), name="articles_picture_upload"),
            path("choose/", view(require_safe(self.choose_view)), name="articles_picture_choose"),
            path("<int:pk>/file/<str:name>", file_view, name="articles_picture_file"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        uses = PictureUse.objects.select_related("article").order_by("pk")
        uses = uses.defer("article__body", "article__imported")
        if sees_only_their_own(request.user):
            mine = Article.objects.visible_to(request.user).filter(pk=OuterRef("article"))
            uses = uses.filter(Exists(mine) | Exists(Article.objects.public().filter(pk=OuterRef("article"))))
        pictures = super().get_queryset(request).with_credits()
        return pictures.prefetch_related(Prefetch("uses", uses, to_attr="shown_uses"))

    def get_search_results(self, request, queryset, search_term):
        """Each word must occur in the file's name, the source, a photographer's name or a caption; or all words in the
        text of a story that has the picture."""
        typed = searchable(search_term).strip()
        if not typed:
            return queryset, False
        by_itself = Q()
        for word in typed.split():
            credits = PictureCredit.objects.filter(author__name__icontains=word).values("picture")
            captions = PictureUse.objects.filter(Q(caption__icontains=word) | Q(alt__icontains=word)).values("picture")
            here = Q(name__icontains=word) | Q(source__icontains=word) | Q(pk=as_number(word))
            by_itself &= here | Q(pk__in=credits) | Q(pk__in=captions)
        found = self._stories_found(request, typed)
        in_stories = Q(pk__in=PictureUse.objects.filter(article__in=found).values("picture")) if found else Q()
        return queryset.filter(by_itself | in_stories), False

    def _stories_found(self, request, typed):
        stories = Article.objects.filter(Exists(PictureUse.objects.filter(article=OuterRef("pk"))))
        if sees_only_their_own(request.user):
            stories = stories.public() | stories.visible_to(request.user)
        found = results(stories, typed)
        return [] if found.fallback else found.best[: found.nearest_from]

    # Columns and fields

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        return _image(picture, 400)

    @admin.display(description=_("picture"))
    def large(self, picture):
        mark = '<span class="desk-focal">{}<span class="desk-focal-point" hidden></span></span>'
        return format_html(mark, _image(picture, 800))

    @admin.display(description=_("file"), ordering="name")
    def file(self, picture):
        number = pgettext("picture", "no. %(number)s") % {"number": picture.pk}
        return format_html('{} <small class="desk-picture-id">{}</small>', picture.name, number)

    @admin.display(description=_("photographers"), empty_value="–")
    def photographers(self, picture):
        return "、".join(credit.author.name for credit in picture.photographers)

    @admin.display(description=_("where used"), empty_value="–")
    def where_used(self, picture):
        addresses = (
            (reverse("admin:articles_article_change", args=[use.article_id]), use.article.title, use.number)
            for use in picture.shown_uses
        )
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a> 图{}', addresses)

    @admin.display(description=_("size"))
    def measures(self, picture):
        megabytes = round(picture.size / 1_000_000, 1)
        return gettext("%(width)d × %(height)d pixels, %(megabytes)s MB") % {
            "width": picture.width,
            "height": picture.height,
            "megabytes": megabytes,
        }

    @admin.display(description=_("deletion"))
    def why_not_delete(self, picture):
        return why_not_delete_picture(picture) or gettext("No story ever had it; it may be deleted.")

    # Adding

    def add_view(self, request, form_url="", extra_context=None):
        """Add several files at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewPicturesForm(request.POST or None)
        if request.method == "POST":
            if FILES not in request.FILES:
                messages.error(request, gettext("Choose at least one file."))
            elif add_files(request):
                return redirect("admin:articles_picture_changelist")
        return self.desk_page(request, "picture/add.html", gettext("Add pictures"), form=form)

    def upload_view(self, request):
        """One file from the script: JSON with its row, or one sentence that says what is wrong."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "file" not in request.FILES:
            return refused(gettext("Choose at least one file."))
        try:
            picture = add_file(request.FILES["file"], request)
        except (BadPicture, Refused) as refusal:
            return refused(str(refusal))
        return JsonResponse(as_json(Picture.objects.with_credits().get(pk=picture.pk), request))

    # Choosing and showing

    def choose_view(self, request):
        """For a story's page: the latest pictures, those found by ?q=, or ?picture= with its row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if key := request.GET.get("picture"):
            picture = get_object_or_404(Picture.objects.with_credits(), pk=as_number(key))
            return JsonResponse(as_json(picture, request))
        pictures = Picture.objects.order_by(*Picture._meta.ordering)
        found, _duplicates = self.get_search_results(request, pictures, request.GET.get("q", ""))
        return JsonResponse({"pictures": [summary(picture) for picture in found[:OFFERED]]})

    def file_view(self, request, pk, name):
        """A rendition for the desk, also of pictures that readers may not see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return rendition_response(request, get_object_or_404(Picture, pk=pk), name)

    # Changing and deleting

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and _why_not_change(obj, request))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and why_not_delete_picture(obj))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"why_not": _why_not_change(obj, request), "show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, picture, form, change):
        names = names_typed(form.cleaned_data["photographers"]) if "photographers" in form.changed_data else None
        if form.changed_data:
            self._or_too_late(change_picture, picture, Actor.at_desk(request.user), names)

    def delete_model(self, request, picture):
        self._or_too_late(delete_picture, picture, Actor.at_desk(request.user))

    def delete_queryset(self, request, queryset):
        for picture in queryset:
            self.delete_model(request, picture)

    @admin.action(description=_("Delete those never used …"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        for picture in queryset.filter(was_used=True):
            messages.warning(request, f"{picture.name}：{why_not_delete_picture(picture)}")
        unused = queryset.filter(was_used=False)
        return delete_selected(self, request, unused) if unused.exists() else None

    def _or_too_late(self, act, *args):
        try:
            act(*args)
        except (Refused, BadPicture) as refusal:
            raise NoLongerAllowed(str(refusal)) from None

    def _record(self, request, action, obj):
        """articles.pictures records what is done to pictures."""


def _why_not_change(picture, request):
    return why_not_change_picture(picture, Actor.at_desk(request.user))


def _image(picture, width):
    address = file_address(picture, width)
    mark = '<img class="desk-thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
    return format_html(mark, address, picture.name, picture.width, picture.height)
