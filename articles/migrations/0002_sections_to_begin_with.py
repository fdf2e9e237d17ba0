from django.db import migrations

# (name, slug, keywords): what a county paper's stories are mostly about. Editors change names and keywords in the admin.
SECTIONS = [
    ("时政", "politics", "市委 县委 区委 市政府 县政府 书记 市长 县长 常委 人大 人大代表 政协 政协委员 统战 统战工作 统一战线 民主党派 民进 党组 纪委 巡察 组织部 主题教育 党代会 全会 调研 部署 总书记 国务院 会见 外交"),
    ("基层治理", "grassroots", "党建 基层治理 社区 社区治理 社工 网格 网格员 志愿者 志愿服务 村委会 居委会 协商 议事 党支部 党员 楼栋 物业 睦邻 街道 文明实践"),
    ("经济", "economy", "经济 产业 企业 工业 项目 投资 招商 招商引资 营商环境 园区 开发区 制造业 市场监管 市场监督 消费 外贸 金融 银行 税务 税收 就业 产值 签约 科技创新 物流"),
    ("三农", "farming", "农业 农村 农民 乡村振兴 种植 养殖 粮食 小麦 水稻 收割 春耕 秋收 农机 农技 果园 蔬菜 茶叶 合作社 丰收 农产品 土地流转 高标准农田"),
    ("生态环境", "environment", "环境 生态 环保 人居环境 水环境 河湖 河道 水利 污染 绿色 垃圾 垃圾分类 林业 造林 湿地 长江 空气质量 大气 节能 碳达峰 水草 清理 保护"),
    ("法治", "law", "法院 检察院 检察 公安 民警 警方 司法 法律 普法 执法 联合执法 案件 诈骗 反诈 交警 禁毒 扫黑 律师 诉讼 判决 安全生产 消防"),
    ("民生", "livelihood", "民生 养老 老人 医保 社保 救助 低保 残疾人 住房 公交 停车 供水 供电 供气 菜价 帮扶 关爱 慰问 便民 老旧小区 改造"),
    ("教育", "education", "教育 学校 学生 教师 校园 小学 中学 高中 大学 高考 中考 幼儿园 课堂 招生 家长 双减 培训"),
    ("健康", "health", "医院 医生 卫生 健康 疾控 疫苗 疫情 防疫 防控 医疗 患者 义诊 献血 中医 核酸 病例 体检"),
    ("文旅", "culture", "文化 旅游 景区 游客 博物馆 图书馆 非遗 演出 文艺 书画 书法 摄影 戏曲 展览 民俗 古镇 阅读 诗词 作家"),
    ("体育", "sports", "体育 比赛 赛事 运动员 足球 篮球 乒乓球 羽毛球 马拉松 冠军 决赛 健身 运动会 金牌 球队"),
    ("评论", "opinion", "评论 评论员 社论 时评 短评 漫谈 有感 杂谈"),
    ("综合", "general", ""),
]


def add_sections(apps, schema_editor):
    Section = apps.get_model("articles", "Section")
    Section.objects.using(schema_editor.connection.alias).bulk_create(
        Section(name=name, slug=slug, keywords=keywords, order=order)
        for order, (name, slug, keywords) in enumerate(SECTIONS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(add_sections, migrations.RunPython.noop)]
