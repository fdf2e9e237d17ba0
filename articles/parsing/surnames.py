"""Chinese surnames: common ones by frequency, then rare and compound ones in use today."""

# Nine of ten people have one of these; names printed without spaces are split by these only.
COMMON: frozenset[str] = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾"
)

# Without surnames that are mostly everyday words (有, 后, 水), as a wrong author is worse than none.
SINGLE: frozenset[str] = COMMON | frozenset(
    "尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫"
    "寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚"
    "花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿狄平晋云容敬扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阎闾笪璩步经养逄逯亓郗訾戎贡蓟蒯"
    "糜弓幸暴逢暨居衡终殳沃阴鬱牧隗山宓蓬怀籍皇甫贲嵇邴莘堵鄂咸赖庾慎桓冶宦蒿衣茹习匙言晟撒漕靖展乌闪苍肇萧笃斯鹏寿"
    "冒逮苻巢竺郏浑双湛钭须鲜勾缑亢琴岩墨哈佴乜曩邰郄庹呙郇羿汲弋翦隽郦雒蔚扶谯琚铁敏院凡乃赛尧荀郅郐鄞鄯仓冠刀剧劲"
    "厍哀垣堪奉宛宾尔尕岐嵩巨庚徕忻恽扎拜撖昌昝曳束枚栋泰洛洪淦渠滑爨畅眭矫祭禄稽竹箫粘绳罕胶苌茆茌荘莒菅萨葆蔄藏蛮"
    "衷襄訚贝赤酆钊阔韶顿骆国相初门计索宣揭"
)

_COMPOUND = (
    "欧阳 上官 司马 诸葛 司徒 皇甫 夏侯 慕容 尉迟 公孙 长孙 令狐 东方 独孤 "
    "端木 南宫 宇文 轩辕 淳于 单于 钟离 闾丘 濮阳 太史 申屠 鲜于 赫连 公冶 "
    "宗政 仲孙 万俟 闻人 东郭 南门 呼延 第五 百里 西门 拓跋 完颜 纳兰 巫马 "
    "公羊 澹台 左丘 梁丘 谷梁 段干 东里 羊舌 微生 乐正 漆雕 壤驷 公良 夹谷 "
    "宰父 子车 颛孙 司空 亓官 司寇 仉督 叱干 达奚 那拉 叶赫 "
)
COMPOUND: frozenset[str] = frozenset(_COMPOUND.split())
