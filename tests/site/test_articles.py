from datetime import date

import pytest

from articles.models import Issue, Page, Placement

from .rows import printed, story

pytestmark = pytest.mark.django_db


def read(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def headline(page):
    """Its text, without the marks for line breaks."""
    return page[page.index("<h1") : page.index("</h1>")].replace("<wbr>", "")


def test_a_story_shows_its_headlines_and_where_it_was_printed(client):
    page = read(client, printed("主题", kicker="引题在上", deck="——副题在下"))
    assert "引题在上" in page
    assert "主题</h1>" in page
    assert "——副题在下" in page
    assert '<a href="/2023-07-20/"><time datetime="2023-07-20">2023年7月20日</time></a>' in page
    assert '<a href="/2023-07-20/2/">第2版：综合新闻</a>' in page


def test_the_byline_names_roles_once_and_links_every_author(client):
    article = printed(byline=[("记者", "曹璐"), ("记者", "余波"), ("通讯员", "王斌")])
    page = read(client, article)
    header = page[page.index("<h1") : page.index("</header>", page.index("<h1"))]
    assert header.count("记者") == 1
    assert header.count("通讯员") == 1
    for contribution in article.contributions.all():
        assert f'href="/authors/{contribution.author_id}/"' in header


def test_subheads_captions_and_dateline_have_their_own_markup(client):
    page = read(
        client, printed(dateline="本报讯（记者 甲）", body="开头。\n\n## 健全体系\n\n图：河道清理现场\n\n结尾。")
    )
    assert '<p><span class="place">本报讯（记者 甲）</span>开头。</p>' in page
    assert "<h2>健全体系</h2>" in page
    assert '<p class="photo">河道清理现场</p>' in page
    assert "<p>结尾。</p>" in page


def test_a_dateline_is_shown_even_after_a_caption(client):
    page = read(client, printed(dateline="本报讯", body="图：现场\n\n开头。"))
    assert '<span class="place">本报讯</span>' in page


def test_headline_lines_break_between_words_only(client):
    page = read(client, printed("人民代表7月推进“党建+好商量”常态长效 各镇联动"))
    first, second = "人民代表<wbr>7月<wbr>推进<wbr>“党建+好<wbr>商量”<wbr>常态<wbr>长效", "各镇<wbr>联动"
    assert f'<h1 class="headline"><span class="unit">{first}</span> <span class="unit">{second}</span></h1>' in page


def test_a_derived_title_is_marked_as_derived(client):
    page = read(client, printed("", body="“三官一律”和党员志愿者们耐心地为居民普及法律知识。"))
    assert "普及法律知识" in headline(page)
    assert 'class="headline derived"' in page


def test_a_jump_is_a_link_only_if_the_page_is_public(client):
    article = printed("长稿", page="2", jump={"continued_from": "1", "continued_on": "3"})
    printed("三版的稿件", page="03")
    page = read(client, article)
    assert 'href="/2023-07-20/1/"' not in page
    assert '<p class="jump"><a href="/2023-07-20/03/">' in page
    assert page.count('<p class="jump') == 2


def test_a_jump_finds_its_page_under_another_label(client):
    article = printed("长稿", page="A1", jump={"continued_on": "A2、A3"})
    printed("别的稿件", page="A02")
    assert '<p class="jump"><a href="/2023-07-20/A02/">' in client.get(article.get_absolute_url()).content.decode()


def test_a_jump_never_links_to_a_page_without_public_stories(client):
    article = printed("长稿", jump={"continued_from": "1"})
    printed("未公开", page="1", status="draft")
    assert 'href="/2023-07-20/1/"' not in read(client, article)


def test_a_joined_story_names_both_pages_without_jump_links(client):
    article = printed("长稿", page="1", name="要闻", jump={"continued_on": "3"})
    page3 = Page.objects.create(issue=Issue.objects.get(), number="3", name="综合", order=3)
    Placement.objects.create(article=article, page=page3, continued_from="1")
    page = read(client, article)
    assert "第1版：要闻" in page
    assert "第3版：综合" in page
    assert '<p class="jump">' not in page


def test_a_story_links_to_its_public_neighbours_on_the_page(client):
    first = printed("第一条")
    printed("撤下的", status="withdrawn")
    last = printed("第三条")
    assert f'<a href="/articles/{last.pk}/" rel="next">' in read(client, first)
    assert f'<a href="/articles/{first.pk}/" rel="prev">' in read(client, last)
    assert "撤下的" not in read(client, first)


def test_an_unprinted_story_shows_its_date(client):
    page = read(client, story("网上的稿件", date=date(2024, 2, 29)))
    assert "2024年2月29日" in page


@pytest.mark.parametrize("address", ["/articles/0/", "/articles/999/", "/articles/99999999999999999999999/"])
def test_a_missing_story_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_hostile_text_in_any_field_is_escaped(client):
    attack = "<script>alert(1)</script>{{ 7|add:7 }}"
    stack = {"headline": attack, "kicker": attack, "deck": attack, "dateline": attack}
    body = f"{attack}\n\n## {attack}\n\n图：{attack}"
    article = printed(**stack, body=body, byline=[(attack[:20], attack)], name=attack, section="politics")
    author = article.authors.get()
    type(article.section).objects.filter(slug="politics").update(name=attack)
    for address in ("/", "/2023-07-20/", "/2023-07-20/2/", f"/articles/{article.pk}/", f"/authors/{author.pk}/",
                    "/sections/politics/", "/search/?q=alert", f"/search/?q={attack}"):  # fmt: skip
        page = client.get(address).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "</script>{{" not in page


def test_shared_caches_keep_a_404_and_browsers_do_not(client):
    missing = client.get("/articles/99999/")
    assert missing.status_code == 404
    assert missing["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert not missing.cookies
