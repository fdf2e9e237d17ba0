"""Writes the backup and archive that later versions must read. With the code of a release, run `python -m
tests.stored.make FOLDER`."""

import os
import sys
from pathlib import Path

ISSUE = Path(__file__).parent / "issue"


def newspaper():
    """Import an invented issue, and use every action of the desk that stores something."""
    from django.contrib.auth.models import Group, User

    from articles import editing
    from articles.editing import Actor, changing
    from articles.importing import import_issue, read_issue
    from articles.models import Article, Correction, Section

    def person(username, full_name, role):
        user = User.objects.create_user(username, first_name=full_name, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        return Actor.at_desk(user)

    reporter = person("zhao", "赵记者", "记者")
    first, second = person("qian", "钱编辑", "编辑"), person("sun", "孙主任", "值班主任")
    chief = person("li", "李总编", "总编辑")
    import_issue(read_issue(ISSUE))
    stories = {article.headline: article for article in Article.objects.filter(date="2024-03-05")}

    # Edited, restored to the printed text, then edited again.
    reeds = stories["芦苇荡里建起观鸟步道"]
    with changing(reeds.pk, chief, why="数字有误") as change:
        change.article.body = change.article.body.replace("两公里", "三公里")
        change.article.save()
    editing.restore_revision(reeds.revisions.get(version=1), chief)
    with changing(reeds.pk, chief, why="补副题") as change:
        change.article.deck = "全长两公里，沿途六处观鸟亭"
        change.article.save()

    # Split and merge stories, two steps that can be undone, and undo a third.
    editing.split(stories["城乡公交新增三条线路"].pk, chief, 1)
    editing.merge_with_next(stories["村里办起小饭桌"].pk, chief)
    editing.undo(editing.turn_block(stories["图书馆延长开放时间"].pk, chief, 1, "subhead").pk, chief)

    editing.withdraw(stories["老街夜市重新开张"].pk, chief, "稿件内容有误，已撤下。")
    library = stories["图书馆延长开放时间"]
    editing.publish_correction(Correction(article=library, text="“周五”应为“周四”。"), chief)

    law = Section.objects.get(slug="law")
    signed = Article(headline="乡镇法庭巡回审理", body="法庭开进了村部大院。\n\n两起纠纷当场调解。", section=law)
    for article, why in ((signed, "首发"), (Article(headline="水库清淤", body="清淤工程昨日开工。"), "")):
        editing.begin_draft(article, reporter)
        editing.write_byline(article, [[None, "沈知秋", "记者", "本报记者 沈知秋"]])
        editing.keep_draft(article, reporter, why)
    for signer in (first, second, chief):
        editing.sign_off(signed.pk, signer)
    editing.sign_off(article.pk, first)
    add_picture_to(stories["芦苇荡里建起观鸟步道"], chief)


def add_picture_to(article, actor):
    from django.core.files.base import ContentFile

    from articles.editing import changing
    from articles.editing.pictures import pictures_of, with_new, write_pictures
    from articles.pictures.adding import add_picture
    from articles.pictures.drawn import landscape

    picture = add_picture(ContentFile(landscape(1, 450, 300)), "步道.jpg", actor, ["沈知秋"], source="资料图片")
    with changing(article.pk, actor, why="配图") as change:
        new = [{"digest": picture.digest, "caption": "观鸟步道", "alt": "湖边的栈道"}]
        write_pictures(change.article, with_new(change.article, pictures_of(change.article), new))


def main(folder):
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    os.environ["NEWSROOM_VAR_DIR"] = str(folder / "var")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("import_seed")
    newspaper()
    call_command("backup", str(folder / "newspaper.backup"))
    call_command("export_archive", str(folder / "newspaper.jsonl"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
