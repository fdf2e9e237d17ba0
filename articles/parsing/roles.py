"""People's roles in a story: the printed terms, and the terms they are stored as."""

# Printed before the name: 本报记者 甲, 通讯员 乙. Longer terms come before those they contain.
BEFORE: dict[str, str] = {
    "特约通讯员": "特约通讯员",
    "摄影记者": "摄影记者",
    "特约记者": "特约记者",
    "特邀记者": "特约记者",
    "实习记者": "实习记者",
    "见习记者": "见习记者",
    "首席记者": "首席记者",
    "特约评论员": "特约评论员",
    "特约撰稿人": "特约撰稿人",
    "特约撰稿": "特约撰稿人",
    "记者": "记者",
    "通讯员": "通讯员",
    "报道员": "报道员",
    "评论员": "评论员",
    "实习生": "实习生",
    "撰稿人": "撰稿",
    "作者": "作者",
}
# Printed after the name: 甲 摄, 乙整理, 丙 文/图.
AFTER: dict[str, str] = {
    "摄影报道": "摄影报道",
    "采访整理": "整理",
    "采写整理": "整理",
    "综合整理": "整理",
    "参与采写": "采写",
    "参加采写": "采写",
    "采访报道": "报道",
    "图文报道": "文/图",
    "文并摄": "文/图",
    "文/图": "文/图",
    "图/文": "文/图",
    "摄影": "摄影",
    "整理": "整理",
    "编译": "编译",
    "供稿": "供稿",
    "供图": "供图",
    "采写": "采写",
    "撰稿": "撰稿",
    "口述": "口述",
    "报道": "报道",
    "绘": "绘图",
    "摄": "摄影",
}
# Printed before the name with a slash or colon: 文/甲, 图：乙, 文/图 丙.
MARKED: dict[str, str] = {
    "文/图": "文/图",
    "图/文": "文/图",
    "文": "文",
    "图": "摄影",
    "摄影": "摄影",
    "摄": "摄影",
    "整理": "整理",
    "采写": "采写",
    "撰文": "文",
    "编译": "编译",
    "撰稿": "撰稿",
    "口述": "口述",
    "讲述": "口述",
    "讲述人": "口述",
    "漫画": "漫画",
    "绘图": "绘图",
}
PHOTOGRAPHER = "摄影"
# Less specific than a role before the name: 本报记者 甲 报道.
PLAIN = "报道"
# Work whose people are not credited as authors.
UNCREDITED = ("文字", "策划", "统筹", "编辑", "视频", "制图")
# None of these words is a name.
WORDS = frozenset({*BEFORE, *AFTER, *MARKED, *UNCREDITED})
