"""The made pages: each with layouts that newspapers use, and the stories that stand in them."""

from dataclasses import dataclass

from .typesetter import HEI, KAI, SIZE, Box, MadePage

LEFT, RIGHT, TOP = 30.0, 530.0, 60.0


def columns(x0, x1, count, y0, y1, gutter=14.0):
    """`count` columns between x0 and x1, each a whole number of characters wide."""
    width = (x1 - x0 - gutter * (count - 1)) / count
    return [Box(x0 + n * (width + gutter), y0, x0 + n * (width + gutter) + width, y1) for n in range(count)]


@dataclass(frozen=True)
class MadeStory:
    headline: str
    paragraphs: list[str]
    zone: tuple[float, float, float, float]  # in points
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    corner: tuple[float, float, float, float] | None = None  # another story's part of the zone


def head_of_page(page, name="民生"):
    page.line(LEFT, 40, "2", 16, HEI, True)
    page.line(LEFT + 24, 40, name, 14, HEI, True)
    page.line(200, 40, "二〇二六年三月十二日　星期四", 8, HEI)
    page.line(400, 40, "责任编辑：何川　校对：石小满", 8, HEI)
    page.rule(LEFT, 48, RIGHT, 48)


def cut_out():
    """A picture between two columns; the text goes round it."""
    page = MadePage()
    head_of_page(page)
    page.headline(LEFT, RIGHT, 84, "老渡口来了年轻的摆渡人")
    page.line(230, 104, "本报记者　何　川", SIZE, KAI)
    picture = Box(160, 190, 260, 300)
    page.pictures.append(picture)
    page.line(160, 310, "图为清晨的河口渡口。", 8, HEI)
    page.line(160, 320, "石小满　摄", 8, HEI)
    texts = page.flow(columns(LEFT, RIGHT, 3, 120, 420), 1, avoid=[Box(160, 190, 260, 324)])
    page.rule(LEFT, 440, RIGHT, 440)
    page.headline(LEFT, RIGHT, 474, "东山林场开出第一趟班车")
    below = page.flow(columns(LEFT, RIGHT, 4, 490, 750), 9)
    return page, [
        MadeStory(
            "老渡口来了年轻的摆渡人", texts, (LEFT, 65, RIGHT, 430), ("何川", "石小满"), ("图为清晨的河口渡口。",)
        ),
        MadeStory("东山林场开出第一趟班车", below, (LEFT, 455, RIGHT, 750)),
    ]


def caption_beside():
    """The caption stands on the right of its picture."""
    page = MadePage()
    head_of_page(page, "文化")
    page.headline(LEFT, RIGHT, 84, "旧粮仓里办起了读书会")
    page.pictures.append(Box(LEFT, 100, 260, 260))
    caption = "旧粮仓改成的读书室里，孩子们围着老师听故事，窗外是刚刚翻过的菜地。"
    page.block(268, 190, 80, caption + "石小满摄", 8, 11, HEI)
    left, middle, right = columns(LEFT, RIGHT, 3, 275, 480)
    texts = page.flow([left, middle, Box(right.x0, 100, right.x1, 480)], 3)
    page.rule(LEFT, 495, RIGHT, 495)
    page.headline(LEFT, 270, 526, "白石小学排演地方戏", 20)
    one = page.flow(columns(LEFT, 270, 2, 540, 750), 20)
    page.rule(280, 505, 280, 750)
    page.headline(290, RIGHT, 526, "县图书馆延长开放", 20)
    other = page.flow(columns(290, RIGHT, 2, 540, 750), 30)
    return page, [
        MadeStory("旧粮仓里办起了读书会", texts, (LEFT, 65, RIGHT, 485), ("石小满",), (caption,)),
        MadeStory("白石小学排演地方戏", one, (LEFT, 508, 270, 750)),
        MadeStory("县图书馆延长开放", other, (290, 508, RIGHT, 750)),
    ]


def pull_quote():
    """A sentence in large type stands in the middle column, between rules."""
    page = MadePage()
    head_of_page(page)
    subhead = "石渠通水了"
    page.headline(LEFT, RIGHT, 84, "一条石渠和三代人的山坡")
    left, middle, right = columns(LEFT, RIGHT, 3, 104, 460)
    gap = Box(middle.x0, 230, middle.x1, 300)
    page.rule(middle.x0, 236, middle.x1, 236)
    page.line(middle.x0 + 6, 260, "“大家说这样的", 16, KAI)
    page.line(middle.x0 + 6, 282, "日子过得踏实”", 16, KAI)
    page.rule(middle.x0, 294, middle.x1, 294)
    texts = page.flow([left, middle, right], 5, avoid=[gap], subhead=subhead)
    page.rule(LEFT, 475, RIGHT, 475)
    page.headline(LEFT, RIGHT, 506, "老街换上新路灯")
    below = page.flow(columns(LEFT, RIGHT, 4, 524, 750), 40)
    return page, [
        MadeStory("一条石渠和三代人的山坡", texts, (LEFT, 65, RIGHT, 465)),
        MadeStory("老街换上新路灯", below, (LEFT, 487, RIGHT, 750)),
    ]


def sidebar():
    """Beside a story, in another face and without a frame: 相关链接."""
    page = MadePage()
    head_of_page(page, "要闻")
    page.headline(LEFT, 390, 86, "竹篮又挂上了家家门口", 24)
    page.line(150, 106, "本报记者　任　梅", SIZE, KAI)
    texts = page.flow(columns(LEFT, 390, 3, 120, 460, 12), 11)
    page.line(412, 80, "竹编是怎样传下来的", 11, HEI, True)
    aside = page.flow([Box(412, 92, 530, 460)], 50, size=8.5, leading=12.5, face=KAI)
    page.rule(LEFT, 475, RIGHT, 475)
    page.headline(LEFT, RIGHT, 506, "茶叶合作社请来老师傅")
    below = page.flow(columns(LEFT, RIGHT, 4, 524, 750), 60)
    return page, [
        MadeStory("竹篮又挂上了家家门口", texts, (LEFT, 65, 390, 465), ("任梅",)),
        MadeStory("竹编是怎样传下来的", aside, (412, 70, RIGHT, 465)),
        MadeStory("茶叶合作社请来老师傅", below, (LEFT, 487, RIGHT, 750)),
    ]


def table():
    """A table with rules stands beside the text."""
    page = MadePage()
    head_of_page(page, "财经")
    page.headline(LEFT, RIGHT, 84, "今年的粮食这样收购")
    left, middle, right = columns(LEFT, RIGHT, 3, 104, 400)
    texts = page.flow([left, middle, Box(right.x0, 250, right.x1, 400)], 13)
    cells = ["品种　等级　价格", "稻谷　一等　三元", "小麦　二等　二元", "玉米　一等　两元", "大豆　三等　六元"]
    for n, row in enumerate(cells):
        for k, cell in enumerate(row.split("　")):
            page.line(right.x0 + 8 + 50 * k, 120 + 24 * n, cell, 8, HEI)
        page.rule(right.x0, 106 + 24 * n, right.x1, 106 + 24 * n)
    page.rule(right.x0, 106 + 24 * 5, right.x1, 106 + 24 * 5)
    for k in range(4):
        page.rule(right.x0 + min(50 * k, right.x1 - right.x0), 106, right.x0 + min(50 * k, right.x1 - right.x0), 226)
    page.rule(LEFT, 420, RIGHT, 420)
    page.headline(LEFT, RIGHT, 452, "城东社区送来过冬棉被")
    below = page.flow(columns(LEFT, RIGHT, 4, 470, 750), 70)
    return page, [
        MadeStory("今年的粮食这样收购", texts, (LEFT, 65, RIGHT, 410)),
        MadeStory("城东社区送来过冬棉被", below, (LEFT, 432, RIGHT, 750)),
    ]


def upright():
    """竖题, a boxed story with a tint, and a story in the corner of another."""
    page = MadePage()
    head_of_page(page, "副刊")
    page.upright(LEFT + 4, 62, "河堤上的柳树")
    page.upright(LEFT + 40, 100, "何川", 9, KAI, False)
    texts = page.flow(columns(LEFT + 70, 340, 2, 62, 400), 15)
    page.boxes.append((Box(356, 60, RIGHT, 400), "#f4efe2", True))
    page.headline(364, 522, 90, "账本里的旧日子", 18)
    boxed = page.flow(columns(364, 522, 1, 106, 392), 25)
    page.rule(LEFT, 415, RIGHT, 415)
    page.headline(LEFT, RIGHT, 448, "三个村的年轻人回来了", 24)
    one, two, three, four = columns(LEFT, RIGHT, 4, 466, 750)
    main = page.flow([one, two, Box(three.x0, 466, three.x1, 570), Box(four.x0, 466, four.x1, 570)], 35)
    page.headline(three.x0, RIGHT, 606, "渡口修好了", 18)
    corner = page.flow([Box(three.x0, 622, three.x1, 750), Box(four.x0, 622, four.x1, 750)], 45)
    return page, [
        MadeStory("河堤上的柳树", texts, (LEFT, 62, 340, 405), ("何川",)),
        MadeStory("账本里的旧日子", boxed, (364, 70, 522, 392)),
        MadeStory("三个村的年轻人回来了", main, (LEFT, 427, RIGHT, 750), corner=(287, 590, RIGHT, 750)),
        MadeStory("渡口修好了", corner, (287, 590, RIGHT, 750)),
    ]


PAGES = {make.__name__: make for make in (cut_out, caption_beside, pull_quote, sidebar, table, upright)}
