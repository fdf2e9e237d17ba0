"""小样: the story as it is now, with its 字数, to be printed."""

import pytest

from articles.models import Article

pytestmark = pytest.mark.django_db


def test_the_story_its_length_and_room_for_names(desk, story):
    Article.objects.filter(pk=story.pk).update(body="河水清了。\n\n## 河长\n\n每天走一遍。", deck="三条河")
    page = desk.get(f"/admin/articles/article/{story.pk}/galley/").content.decode()
    text = page[page.index('class="galley"') :]
    assert "13 字" in text
    assert story.headline in text
    assert text.index("三条河") < text.index("河水清了。") < text.index("<h3>河长</h3>") < text.index("每天走一遍。")
    assert all(stage in text for stage in ("初审", "复审", "终审", "校对"))
