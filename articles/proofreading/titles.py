"""Titles of office: 县委常委、常务副县长 is a deputy (常务副) 县长."""

import re
from typing import NamedTuple

from articles.text.characters import HAN

RANKS = "常务副|第一副|副|代理|代|执行|助理|高级|中级|初级|正高级|正|名誉|荣誉|原|前|总|首席|第一"
OFFICES = (
    "书记 县长 市长 省长 区长 镇长 乡长 村长 州长 主席 主任 局长 部长 厅长 司长 处长 科长 股长 所长 站长 队长 校长 院长 园长 馆长 台长 社长 行长 厂长 场长 "
    "董事长 总经理 经理 会长 秘书长 理事长 检察长 政委 参谋长 司令员 团长 连长 排长 班长 组长 庭长 支书 村主任 常委 组织委员 委员 董事 总裁 总监 总工程师 总编辑 "
    "工程师 农艺师 教师 畜牧师 兽医师 经济师 会计师 医师 护师 技师 护士长 教授 研究员 馆员 讲师 编辑 农技员 辅导员 指导员 教导员 总理 总统 部长 大使 总书记 主编 店长 "
    "教练 裁判长 船长 机长 列车长 档长 段长 寨长 盟长 旗长 委员长 审计长"
)
_offices = "|".join(sorted(set(OFFICES.split()), key=lambda word: -len(word)))
_title = re.compile(rf"(?P<body>[{HAN}]{{0,16}}?)(?P<last>(?:{RANKS})?(?:{_offices}))")
_before = re.compile(rf"(?P<body>[{HAN}]{{0,16}}?)(?P<last>(?:{RANKS})?(?:{_offices}))$")
_behind = re.compile(rf"(?P<body>)(?P<last>(?:常务副|副|代)?(?:{_offices}))(?![{HAN}]*?(?:兼|陪同下))")


class Title(NamedTuple):
    """The last of titles joined by 、, as its body (县人大常委会), rank (副) and office (主任)."""

    text: str
    body: str
    last: str
    rank: str
    office: str


def title_before(value: str, end: int) -> Title | None:
    """The title that ends at `end`: 县长 in 县委副书记、县长 before a name."""
    return _as_title(_before.search(value, max(0, end - 20), end))


def title_in(value: str, behind: bool = False) -> Title | None:
    return _as_title(_behind.match(value) if behind else _title.fullmatch(value))


def _as_title(m: re.Match[str] | None) -> Title | None:
    if not m:
        return None
    rank = re.match(f"(?:{RANKS})(?=.)", m["last"])
    known = (
        rank[0] if rank and m["last"][len(rank[0]) :] in OFFICES.split() and m["last"] not in OFFICES.split() else ""
    )
    return Title(m["body"] + m["last"], m["body"], m["last"], known, m["last"][len(known) :])


def same_office(one: Title, other: Title) -> bool:
    """Whether one is the other, perhaps with less of its body: 主任 and 县人大常委会主任."""
    return (one.rank, one.office) == (other.rank, other.office)
