"""`import_seed --with-pictures`, which shows what pages with pictures look like."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Issue, Picture, PictureUse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_folders")]


@pytest.mark.slow
def test_seed_gets_pictures_in_every_place_and_a_picture_story(client, capsys):
    call_command("import_seed", "--with-pictures")
    assert (Article.objects.public().count(), Picture.objects.public().count()) == (8, 10)
    for address, figures in (("/", 1), ("/articles/1/", 1), ("/articles/2/", 2), ("/articles/3/", 3)):
        assert client.get(address).content.decode().count("<figure") == figures, address
    assert "傍晚，参观的人沿河离开果园。" in client.get("/articles/2/").content.decode()
    front = client.get("/").content.decode()
    assert front.count("图片新闻") == 1
    assert "摄影：" in front
    assert {use.picture.source for use in PictureUse.objects.select_related("picture")} == {"示意图"}
    before = list(Article.objects.values_list("pk", "version", "body"))
    call_command("import_seed", "--with-pictures")
    assert list(Article.objects.values_list("pk", "version", "body")) == before


def test_a_database_with_other_issues_is_left_alone(capsys):
    Issue.objects.create(date=date(2024, 3, 5))
    with pytest.raises(CommandError, match="别的报纸"):
        call_command("import_seed", "--with-pictures")
    assert not Article.objects.exists()


def test_a_dry_run_draws_nothing(capsys):
    call_command("import_seed", "--with-pictures", "--dry-run")
    assert not Picture.objects.exists()
