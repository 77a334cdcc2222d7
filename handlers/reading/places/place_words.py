"""What stands beside a place and is none: work, people, and dishes, crops and firms called after one."""

from __future__ import annotations

import re

from handlers.reading.places.sites import HAN, any_of

STOP = re.compile(
    any_of(r"""
招(?![商待]) [聘找缺急需] 要 请(?!教) 做 干(?!休|校|货|果) 师傅
工资 一个 两个 有人 没有
(?<![服包童时女男])[搬拆砌贴扫挖装卸刷摘剪削煮炒](?![修饰配潢]) 洗(?!马)
[小大女男普电焊木瓦漆点杂技零员民做]工(?!业|商|农)
包[吃住食] 管[吃住饭] 日结 周结 月结 每 [上夜白晚早中]班
加工(?![区厂]) 工$ (?<=[\d十百千])元 块钱 报名 电话 联系 开始 [男女][的性工]
上午 下午 明天 后天 今天 的(?=.{2}) 开了 我 你 他 会(?![城同展昌议堂宁东龙贤])
""")
)
"""In the name of a site these never stand: the sentence has gone on."""
NO_PLACE = re.compile(
    any_of("""
[招聘] 工资 师傅 一条街 ^超市$ [老同家回返思]乡$ ^落[塘水田海] ^下[塘水田海地班午]
^(?:包(?!公)|日结|周结|月结|每|全(?![福民胜])|不(?!夜)|没|有|做|干|会(?![城展]))
^(?:想|找|要|我|一条|这|那|[跑在到去来喺])
^(?:开(?![元发平明泰放])|过(?!街)|走(?!马)|出(?!口)|进(?![港贤士]))
""")
)
_BUILDING = "拆搬砌贴扫装卸打刷修做焊电木油铺绑扛抬扎钻拌浇喷涂补翻盖起搭吊锯刨砸凿敲铲"
_FARMING = "种收砍摘采割养锄切剥耙插栽淋施赶宰钓捞晒杀喂抓捡拾挑选拣"
_SERVING = (
    "洗挖送看管煮烧杂普剪熟抹叉跑除缝钉串磨拉推运搅穿织绣裁熨烫折叠封称分劈烘烤炸蒸炖端传派"
    "守巡带陪照护教画写录"
)
_WANTING = "卖包招找请要缺急爱批玩倾睇瞓"
_OF_A_NAME = "木电油杂普熟有男女"
"""木工 is work and 木棆 a village."""
_WORDS = any_of("""
水电 [大小女男零散临]工 小妹 日[结新薪] [白夜早晚]班 长[期白] 周[结末] 月[结薪入休] 新[人手] 老[手板师]
需 多[人名]
有[人活]
""")
WORK = re.compile(
    f"[上里边]?[{''.join(set(_BUILDING + _FARMING + _SERVING + _WANTING) - set(_OF_A_NAME))}]|{_WORDS}"
)
WORKING = re.compile(f"[{_OF_A_NAME}]|{WORK.pattern}")
"""What somebody is wanted for, or whom."""
NO_NAME = re.compile(
    any_of("""
[的了着把被给帮去到在来想看守睡锁接带修砍压考死个份俺涯捱佢啥搞] 安排 熟悉 放学 另外 老板 活路 细路 机耕
疏通 清[理洗] 维修 安装 打扫 看管 ^读 上[过学] 做过 想进 不想
""")
)
"""In the name of a site that lies in no area we know these never stand either: 砍死佢个扑街 is no street."""
AND_THEN = re.compile(
    rf"$|[^{HAN[1:]}|[的要找请缺急需招聘爱搬卸装洗扫打刷修做干拆砌贴挖收摘采割剪种锄砍送看守煮切搭喂抓清补杀]"
    "|上班|集合|开工|见|盘点|有[人活]|厂|工地|长期|大量|常年"
    "|现[招需]|诚|高薪|直招|新开|日结|包[吃住]|附近|周边"
)
"""What may stand right behind a place."""
HIRES = re.compile("[招聘请找要急诚缺]")
LEAD = re.compile(r"(?:地址|地点|位置|就|在|是|到|于|[:：,，\s])+")
PEOPLE = re.compile(
    "(?:那边|这边|过来|来){0,2}的?(?:"
    + any_of("""
人(?!民) 妹 仔 佬 姐 籍 户口 户籍 牌照 口音 话 老乡 同乡 本地人 老板 师傅 阿姨 工友 朋友 的?优先 的也[要招行]
""")
    + ")"
)
"""Behind an area: somebody from there."""
BRAND = re.compile(
    any_of("""
小吃 米粉 螺蛳粉 肠粉 炒粉 河粉 粉店 面[馆店]? 拉面 刀削面 板面 小面 热干面 腌面 粿条 米线 酸辣粉 凉皮 烧饼
馄饨 云吞 水饺 包子 麻花
烤鸭 板鸭 烧鹅 烧腊 叉烧 炒鸡 熏鸡 盐焗鸡 鸡饭 猪脚饭 煲仔饭 双皮奶 酿豆腐 臭豆腐 胡辣汤 泡馍 黄焖鸡 酸菜鱼
烤鱼 扣肉 皮蛋
牛肉 牛杂 羊肉 火锅 串串 麻辣烫 砂锅 鱼[丸露粉] 蚝烙 菜(?!市|场) 陈皮 火腿 腊[肉肠味] 米酒 白酒 啤酒 酱油 醋
茶(?!山|园|场|厂|城|叶市) 铁观音 白茶 红茶 绿茶 乌龙 单[枞丛] 岩茶 六堡
荔枝 龙眼 沙糖[桔橘] 砂糖[桔橘] [贡沃脐蜜]?[柑橙桔橘柚] 沙田柚 柚子 [蜜沙] 皇帝柑 芒果 菠萝 香蕉 青枣 百香果
枇杷 杨梅 李子 桃 梨 葡萄 西瓜
香芋 芋头 莲藕 莲子 茉莉 甘蔗 桑 大米 香米 生姜 辣椒 红薯 香猪 土鸡 走地鸡 麻鸭 清远鸡 大闸蟹 小龙虾 生蚝
红木 石材 陶瓷 玉器 灯饰 牛仔 红砖
汽车 银行 保险 证券 快递 物流公司 移动 电信 联通 烟草 日报 大学(?![路城街]) 医科 大众 国旅
建工 建设 建筑 路桥 电网 交投 农垦 糖业
专线 路线 线路 高速(?!路?口|服务|收费)
""")
)
"""Behind a single short name: a dish, a crop, a brand; neither says where the work is."""
CROP = re.compile(
    rf"(?!{HAN}?[采摘收砍种割剥挖卖养杀抓捉洗切喂装卸锄拔剪包打做拉送要招请找有])"
    rf"{HAN}{{0,2}}[柚柑橙桔橘枝蕉菇笋姜椒稻茶花豆薯瓜鸡鸭鹅鱼虾蟹猪牛羊蚝]"
    "(?![园场厂城街村路塘头山岭坑田洲])"
)
"""Whatever grows or is bred there: 平和琯溪蜜柚."""
GROWN = re.compile(
    f"{HAN}{{1,4}}(?:"
    + any_of("[果菜茶]?园 种植 基地 [农茶林渔]?场 加工厂 厂 合作社 批发 市场 山上?(?!羊|药) 地里 田里 大棚")
    + ")"
)
"""Where it grows or is worked it is a place after all: 高州荔枝园."""
