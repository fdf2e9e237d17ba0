"""Drawn pictures for the stories of the seed issue, and a picture story (`import_seed --with-pictures`), so that pages
with pictures can be looked at and tested. Photographers, captions and the picture story are invented."""

from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db.models import Max

from articles.editing import Actor, begin, changing
from articles.editing.pictures import write_pictures
from articles.models import Article, Issue, Page, Placement, Section
from articles.text.body import Block, as_text

from .adding import add_picture
from .drawn import landscape

SOURCE = "示意图"


class Drawn(NamedTuple):
    """A picture to draw; `before` is the block of the text that it stands before, None for one above the text."""

    seed: int
    caption: str
    alt: str
    photographers: tuple[str, ...] = ("曹禾",)
    size: tuple[int, int] = (1800, 1200)
    before: int | None = None


PICTURES = {
    "第二季度 全市统战工作专题协商会议召开": [
        Drawn(1, "会场窗外，晴空下的山与河。", "蓝天下层层青山，一条河从山间流出。")
    ],
    "句容同心红统战联盟 民进句容支部教育实践基地揭牌": [
        Drawn(2, "基地后山的晨雾刚刚散去。", "清晨的山谷。", ("曹禾", "余苗"), before=2),
        Drawn(5, "傍晚，参观的人沿河离开果园。", "落日靠近山脊，河水发亮。", ("余苗",), before=3),
    ],
    "水利局开展河湖保护整治行动": [
        Drawn(3, "整治后的河道，水面已没有浮萍。", "太阳刚从山后升起，河面开阔。"),
        Drawn(4, "上游。", "河的上游。", size=(1500, 1000)),
        Drawn(0, "下游。", "河的下游。", size=(1500, 1000)),
    ],
    "边城凝聚人大代表力量推进人居环境再提升": [
        Drawn(7, "自然村旁的山坡。", "夜色中的月亮与群山。", ("余苗",), size=(1200, 1700), before=1)
    ],
}
PICTURE_STORY = "雨后山河入画来"
TEXT = "连日降雨后放晴，山间云散，河水清亮。清早，不少市民登上河边的山坡，看日出，拍山河。"
OF_PICTURE_STORY = [
    Drawn(8, "雨后初晴的山谷。", "浅色的天空下，河水穿过山谷。", size=(2400, 1350)),
    Drawn(9, "日出之前。", "日出前的群山。"),
    Drawn(11, "一天将尽，山色渐深。", "傍晚的群山。"),
]


def add_pictures(issue: Issue) -> None:
    """Give the issue's stories their pictures. Stories that have some already are left alone."""
    actor = Actor.command()
    _print_picture_story(issue.pages.order_by("order")[0])
    for headline, drawn in {**PICTURES, PICTURE_STORY: OF_PICTURE_STORY}.items():
        for article in Article.objects.filter(date=issue.date, headline=headline, last_picture=None):
            with changing(article.pk, actor, why="配图") as change:
                _illustrate(change.article, drawn, actor)


def _print_picture_story(page: Page) -> None:
    if page.placements.filter(article__headline=PICTURE_STORY).exists():
        return
    printed = page.placements.select_related("article").aggregate(last=Max("order"), at=Max("article__publish_at"))
    article = Article.objects.create(
        headline=PICTURE_STORY,
        body=TEXT,
        section=Section.objects.filter(slug="environment").first(),
        date=page.issue.date,
        publish_at=printed["at"],
        status=Article.Status.APPROVED,
    )
    begin(article)
    Placement.objects.create(article=article, page=page, order=printed["last"] + 1)


def _illustrate(article: Article, drawn: list[Drawn], actor: Actor) -> None:
    captions, uses = {}, []
    for number, each in enumerate(drawn, start=1):
        file = ContentFile(landscape(each.seed, *each.size))
        picture = add_picture(file, f"{article.headline}{number}.jpg", actor, each.photographers, SOURCE)
        uses.append({"digest": picture.digest, "number": number, "caption": "", "alt": each.alt})
        if each.before is None:
            uses[-1]["caption"] = each.caption
        else:
            captions[each.before] = Block("caption", each.caption, number)
    blocks = [part for at, block in enumerate(article.blocks) for part in (captions.get(at), block) if part]
    article.body = as_text(blocks)
    article.save()
    write_pictures(article, uses)
