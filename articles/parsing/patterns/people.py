"""Patterns of captions, bylines, datelines and credits."""

from .fragments import (
    AFTER,
    BEFORE,
    BULLETS,
    CLOSE,
    CLOSERS,
    IN_BRACKETS,
    MARKED,
    MARKED_ONLY,
    OPEN,
    OURS,
    PAPER,
    REPORTERS,
    STOP,
    UNCREDITED,
    UNIT,
)

PEOPLE: dict[str, str] = {
    # "图为志愿者清扫河岸。 曹雨 摄", "图①：……", "上图：…"
    "caption": r"""
        ^ [（(]? (?: 图为 | 图[①-⑩0-9一二三四五]{1,2} | [上下左右]图 | 上两图 | 题图 | 图片说明 | 图说 ) [:：]?
    """,
    # "■ 本报记者 何川 文/图"
    "bullet": rf"^ [{BULLETS}\s]+",
    # "——何川", "■何川": before a byline
    "byline_mark": rf"^ [{BULLETS}\s—–─―-]+ | [{BULLETS}\s]+ $",
    # "文、图", "文 摄"
    "joint_role": r"(?<= 文 ) \s* [、&·] \s* (?= [图摄] )",
    # "通 讯 员 石小满"
    "spaced_role": r"通 \s+ 讯 \s+ 员 | 记 \s+ 者 (?=\s)",
    # "本报驻京记者 何川", "浙江日报记者 何川"
    "role_before": rf"\s* (?:{OURS}\s*){{0,2}} (?P<role> {BEFORE} ) \s* [：:/|｜丨]? \s*",
    # "文/施南", "图：汤牧之", "文/图 何川", "漫画 何川", "文字/何川"
    "role_marked": rf"""
        \s* (?: (?P<role> {MARKED} ) (?: \s* (?P<mark> [/：:|｜丨·] ) \s* | \s+ )
              | (?P<marked> {MARKED_ONLY} ) \s* [/：:|｜丨] \s* )
    """,
    # "策划：何川", "来源/县融媒体中心"
    "role_uncredited": rf"\s* (?: {UNCREDITED} ) (?: \s* (?P<mark> [/：:|｜丨] ) \s* | \s+ )",
    # "姜克红摄", "侯琳良 整理", "何川/摄"
    "role_after": rf"\s* /? \s* (?P<role> {AFTER} ) \s* $",
    # "何川 文 汤牧之 摄", "何川/文 汤牧之/图": a role after the names, with more names after it
    "role_between": rf"""
        [一-龥]{{2,4}} (?: \s+ | \s* / \s* )
        (?: (?: 文 | 图 | 摄 | 摄影 ) (?=\s) | (?: {AFTER} ) (?= \s+ [一-龥]{{2,4}} \s+ (?: {AFTER} ) $ ) )
    """,
    # "何川文 石小满图", "何 川图 石小满文"; 段小文 何志文 are two names
    "glued_roles": r"^ (?= .* [图摄] (?: \s | $ ) ) (?: [一-龥] \s? [一-龥]{1,2} [文图摄] (?: \s+ | $ ) ){2,3} $",
    "glued_role": r"(?P<name> [一-龥] \s? [一-龥]{1,2} ) (?P<role> [文图摄] ) (?= \s | $ )",
    # "何川 摄影 汤牧之" below 本报记者: he has a role already, and no role follows the last name
    "role_of_the_next": rf"""
        (?<= [一-龥] \s ) (?: {MARKED} ) \s+ (?= [一-龥]{{2}} )
        (?! .* (?: {BEFORE} ) | .* (?: {AFTER} | [文图] ) \s* $ )
    """,
    # "汤牧之/图", "汤牧之 图" at the end; 李文 is a name
    "role_letter": r"(?: (?<= [一-龥]{2} ) \s+ | \s* / \s* ) (?P<role> 文 | 图 ) $",
    # "（有删节）", "（图片由县文旅局提供）" below a story; （一） is a part's number
    "bracketed_note": r"^ [（(] (?! [一二三四五六七八九十\d]{1,3} [）)] ) [^（()）]{2,60} [）)] $",
    # the start of the next role: "记者 崔一 |通讯员 潘桂洋", "文/施南　|图/汤牧之"
    "next_role": rf"""
        (?: {OURS}\s* ){{0,2}} (?: {BEFORE} )
      | (?: {MARKED} | {MARKED_ONLY} | {UNCREDITED} ) \s* [/：:|｜丨·] (?! [文图摄] \s* $ )
    """,
    # "（作者系青河县作家协会会员）", "（作者单位：某某大学）", "（全文完）": the end of a story without a byline
    "about_author": r"""
        ^ (?: [（(] \s* (?:本文)? 作者 [为系是单]? .{0,80} [）)]
            | [（(【〔\[]? (?: 全文完 | 完 | 未完待续 | 待续 ) [）)】〕\]]
            | [（(]? 全文完 [）)]? ) $
    """,
    # "本报评论员", "云岭县融媒体中心", "县委宣传部供稿": several people who are not named
    "collective": rf"""
        ^ [{BULLETS}\s]* {OPEN}?
        (?: 本[报刊] (?: 特约 )? (?: 评论员 | 编辑部 | 编辑部评论员 | 评论部 | 记者 | 报道组 | 采访组 | 全媒体 )
          | [一-龥]{{0,12}} (?: 融媒体?中心 | 融媒体工作室 | 全媒体中心 | 报社 | 编辑部 | 评论部 | 报道组 | 采访组 )
          | [一-龥]{{2,16}} (?: [局委办部镇乡院站所队会] | 街道 | 中心 | 学校 | 公司 | 社区 ) (?: 供稿 | 供图 | 宣 )
          | {OURS} \s* (?: {BEFORE} ) )
        (?: 供稿 | 供图 | 宣 | 报道 | 采写 )? {CLOSE}? $
    """,
    # "（作者单位：某某大学）": below a story, never below its headline
    "author_note": r"^ [（(] \s* (?: 本文 )? 作者",
    # "《云州晚报》记者 郑西": another paper's reporter
    "foreign_reporter": r"""
        《[一-龥]{2,10}[报刊]》 \s* (?: 特约 )? 记者 \s* [一-龥\s、]{2,30}? (?= \s* (?: 本报 | 通讯员 | $ ) )
    """,
    # "……营造良好水域环境。曹璐 余波", "……截污工程。（通讯员 石小满）"
    "byline_tail": rf"""
        {STOP} {CLOSERS} (?: \s* [①-⑳❶-❿]\s?\d{{0,3}} )?
        (?P<byline> \s* [（(【〔〈\[]? [^。！？!?…”“，；《》]{{2,50}} [）)】〕〉\]]? \s* ) $
    """,
    # "……营造良好水域环境（记者 何川）": a byline after a sentence without full stop
    "bracketed_tail": rf"(?P<byline> {OPEN} {REPORTERS} {IN_BRACKETS} {CLOSE} ) $",
    # "摄", "供图" at the end of a caption
    "photographer_tail": r"(?: 摄 | 摄影 | 供图 ) \s* [）)】〕\]]? $",
    # "本报讯（记者 甲 通讯员 乙）", "本报海口7月8日讯", "据新华社合肥2月13日电　（记者程士华）", "新华社北京7月8日电",
    # "【本报讯】（记者 甲）", "青河日报讯", "青河讯（记者 甲）", "本报讯 记者 甲报道："
    "dateline": rf"""
        ^ [{BULLETS}\s]* {OPEN}? 据? \s*
        (?: (?: 本[报刊网台] | 新华[社网] | 中新[社网] | 人民[日网]报? | 中国日报 | 经济日报 | 光明日报 )
            [^，。；！？（(【〔\[]{{0,24}}? (?: (?<! 通 ) 讯 | 电 | 消息 ) (?! [子视影话力商信网台缆息] )
          | (?: {PAPER} | [一-龥]{{0,8}}? 融媒 (?: 体 (?: 中心 )? )? )
            (?: [一-龥]{{0,6}} \d{{1,2}}月\d{{1,2}}日 [讯电] | 讯 (?! [息号] )
              | (?: 消息 )? (?= \s* {OPEN} {REPORTERS} ) )
          | [一-龥·“”]{{2,16}} 讯 (?= \s* {CLOSE}? \s* {OPEN} {REPORTERS} ) )
        \s* {CLOSE}?
        (?: \s* {OPEN} (?P<people> {IN_BRACKETS} ) {CLOSE}
          | \s* (?P<reporters> {REPORTERS} [^，。：:（(]{{2,40}}? ) 报道 (?= [，：:\s] ) )? \s* [：:，]?
    """,
    # "（记者 甲 通讯员 乙）近日，……", "【记者 甲】……": the reporters before the first sentence
    "leading_reporters": rf"""
        ^ {OPEN} \s* (?P<people> {REPORTERS} {IN_BRACKETS} ) {CLOSE} \s* [：:]? (?= .{{8}} )
    """,
    # "青河日报记者 何川报道："
    "reporters_report": rf"""
        ^ (?P<people> (?: {OURS}\s* ){{1,2}} (?: {BEFORE} ) [^，。：:（(]{{2,40}}? ) 报道 \s* [：:，]
    """,
    # "□记者 何川 近日，……"
    "leading_byline": rf"^ [{BULLETS}] {REPORTERS} [^，。：（]{{2,40}}? \s+ (?= .{{20}} )",
    # "青河讯　近日，……": a dateline if 青河 is the paper's name or such lines repeat
    "own_dateline": rf"""
        ^ {OPEN}? (?P<paper> [一-龥]{{2,8}}? ) 讯 {CLOSE}?
        (?: \s* {OPEN} (?P<people> {IN_BRACKETS} ) {CLOSE} | (?= [\s：:] ) ) \s* [：:]?
    """,
    # "（本报基辅2月12日电）", "（据新华社报道）", "来源：青河县融媒体中心", "据《青河县志》" below a story
    "signoff": rf"""
        ^ (?: {OPEN} \s* (?: 据? \s* (?: 本报 | 新华社 | 中新社 ) [^，。；（(]{{0,24}} (?: 讯 | 电 | 报道 )
                    | (?: 据 | 综合 | 来源 | 稿源 | 转自 | 摘自 | 原载 ) [^，。；（(]{{2,24}} ) \s* {CLOSE}
            | (?: 稿件来源 | 来源 | 稿源 | 转自 | 摘自 | 选自 | 原载 ) \s* [：:/] \s* [^，。；]{{2,30}}
            | (?: 据 | 转自 | 摘自 | 选自 | 原载 ) \s* (?: 《[^《》]{{1,20}}》 | 新华社 | 中新社 | 央视新闻 )
              (?: 报道 | 消息 | 电 )? ) $
    """,
    # "宋海存摄（影像中国）", "新华社发（何川摄）": the agency stays in the text
    "agency_photo": r"""
        ^ (?: [一-龥]{2,6} 发 \s* [（(] | [（(] \s* [一-龥]{2,6} 发 \s+ )? \s*
        (?P<name> [一-龥] \s* [一-龥]{1,3} ) \s* 摄 \s* (?: [（(] [一-龥]{2,8} [）)] | (?<= 摄 ) \s* [）)] ) $
    """,
    # "图/视觉中国", "供图：县档案馆": a photograph's credit that names no person
    "photo_credit": r"^ [（(]? (?: 图片? | 摄影 | 供图 | 图片来源 | 图源 ) \s* [：:/|｜丨]",
    # "何川 北京报道", "何川 发自北京", "何川北京报道"
    "filed_from": r"""
        (?: \s* 发自 \s* [一-龥]{2,8}
          | \s+ \d{1,2}月\d{1,2}日 [一-龥]{0,4} (?: 报道 | [电讯] )
          | \s+ (?P<place> [一-龥]{2,5} ) (?: 摄影 )? (?: 报道 | [电讯] )
          | (?<= [一-龥]{2} ) (?P<glued> [一-龥]{2,3} ) 报道 ) $
    """,
    # "何川（县委宣传部）", "何川（作者单位：县委党校）"
    "names_and_unit": rf"""
        ^ (?P<names> [一-龥·\s、]{{2,20}}? ) \s* [（(] (?: 作者 [^（()）]{{2,40}} | [一-龥]{{2,12}} {UNIT} ) [）)] $
    """,
    # "县实验小学五（2）班 段玉 指导老师：何川", "读者　石小满"
    "contributor": r"""
        ^ (?: 热心? (?: 读者 | 市民 ) | 读者 | 市民 | 网友
            | [一-龥]{2,16} (?: 学校 | [小中大]学 | 幼儿园 | 学院 ) \s* [一-龥\d（）()]{0,10} ) \s+
        (?P<names> [一-龥]{1,4} (?: [\s、]+ [一-龥]{1,4} ){0,3}? )
        \s* [（(]? (?: (?: 指导 | 辅导 ) (?: 老师 | 教师 ) .{1,12} )? [）)]? $
    """,
}
