"""Names of sites: 江南市场, 河堤路18号5楼. What a site is called, where at it, and which are none."""

from __future__ import annotations

import re


def any_of(table: str) -> str:
    return "|".join(table.split())


HAN = "[\u4e00-\u9fff]"
_WORD = "[\u4e00-\u9fffa-z0-9]"
_OVER = f"(?=$|[^{HAN[1:]})"

_TOWN = any_of("街道(?:办事处|办)? 镇 乡(?![下村镇]) 村委会 村(?![民里]) 屯 社区")
# What the name of a site ends with.
_SITE = any_of(rf"""
市场 夜市 商场 超市 百货 广场 大厦 步行街 商业街 美食街 [老新]街 街口 会展中心 服务中心 活动中心 购物中心
商贸中心 政务中心 便民中心 售楼部 营业厅
工业[园区城] 产业园 物流园 科技园 创业园 园区 新区 开发区 集聚区 生活区 服务区 工地 项目部 仓库 [冷冻]库
车间 基地 大棚
大[道街](?:[中东南西北]{_OVER})? 路口 交叉口 交汇处 十字路口 出口(?!厂|加工|转) 高速口 收费站 高铁站 火车站
汽车站 客运站 客运中心 地铁站 车站 [东南西北]站
加油站 码头 渡口 渔港
大桥 桥头 桥[底下] 水电站 变电站 粮站 粮所 水库 鱼塘 [茶菜果]园 [茶林农渔盐]场 菜场 供销社 球场 晒谷[场坪]
[榕大]树[头下]
公园 花园 小区 新村 家园 公馆 公寓 新城 别墅区? 城中村 安置[房区] 自建房 宿舍 老?祠堂 老屋 土楼 [宫庙]口
戏台 牌坊 烂尾楼
学校 [中小大]学 (?<=[市县区])[一二三四五六七八]中 学院 幼儿园 图书馆 文化[馆宫站] 体育[馆场] 体育中心 医院
卫生[院站] 保健院 [一二三]院
[敬养]老院 福利院
政府 办事处 居委会 派出所 法院 (?:税务?|供电|邮政|教育|财政|交警|公安|林业|水务)局 邮局 殡仪馆 火葬场
银行 酒店 宾馆 饭店 酒楼 饭堂 食堂 旅[社馆] 招待所 客栈 民宿 农庄 山庄 度假[村区] 会所 网吧 电影院 影院 门口
加工区 保税区 风?景区 植物园 动物园 驾校 [技职党]校 卫生服务中心 康复中心 大院
礼堂 写字楼 办公楼 综合楼 教学楼 大楼 住院部 门诊部?
(?<!扑)街(?!道) 巷[子口]? [村桥河江海湖路塘]边 [一二三四]期 [村圩寨巷]口
""")
# 走路, 修路, 水泥路: no road that has a name; 民主路中 has.
_ROAD = rf"(?<![走公修铺泥道马线网电油水压细活跑耕套])路(?![费况过灯线由人段牌基化])(?:[中东南西北]{_OVER})?"
# One character more is a name only where something ends: 御景湾, 悦江府, but no 城里人.
_LAST = rf"(?<=..)(?:城(?![市乡东西南北区里管])|[区市苑府湾坑塘坝寨圩厝仓桥亭]{_OVER})"
_KIND = f"(?:{_TOWN}|{_SITE}|{_ROAD}|{_LAST})"
# 河堤路18号, 幸福小区3栋502: where the house is belongs to the name; 河堤路18号260一天 ends before the pay.
_HOUSE = (
    r"(?:[a-z]?\d{1,4}(?:号楼?|#楼?|栋|幢|座|单元|弄|楼|层|室|房|档|床)|[a-z]\d{0,3}[区栋座幢档]"
    r"|[内外妇儿骨]科|[一二三四五六七八九十]{1,3}(?:号[馆楼厅门仓院]?|栋|幢|座|单元|区(?!别))){0,5}"
    r"(?:(?<=[号栋幢座元楼层])\d{3,4}(?!\d|元|块|一|/|每|日|天))?"
)
_BESIDE = (
    any_of("""
附近 旁边? 边上? 侧边 斜?对[面过] 隔[壁篱] 门[口前] [前后正侧大]门 [那这嗰呢]边 [里前后外上下]面
[里前后外]边 里头 背后 后背 内 楼[上下顶] 天台
""")
    + r"|(?:[一二三四五六七八九十]|\d{1,2})楼|第[一二三四五六七八九十]{1,2}[家间栋排]"
)
_NEAR = rf"(?:{_BESIDE}){{0,3}}"

SITE = re.compile(rf"(?P<site>(?P<name>{_WORD}{{0,8}}?){_KIND}){_HOUSE}{_NEAR}")
"""A site with its name, the shortest that is one: 新街, then 菜市场边上."""
FIRM = re.compile(
    rf"(?P<name>{HAN}{{1,6}}?)(?:厂区?|公司|[车鸡猪鸭牛羊石沙]场|(?<=..)[园场部]|[店铺档](?!员|长)){_NEAR}"
)
"""Behind an area a firm is a place too: 大朗毛织厂."""
_CHAINS = any_of("""
万达 万象[汇城]? 吾悦 天虹 永旺 奥特莱斯 红星美凯龙 大商汇 碧桂园 恒大 保利 万科 雅居乐 奥园
永辉 沃尔玛 大润发 华润(?:万家)? 屈臣氏 苏宁 国美 京东 顺丰 菜鸟
""")
CHAIN = re.compile(
    rf"(?P<name>{HAN}{{0,3}}?)(?:{_CHAINS})(?:仓|店|(?!服务|物业|集团|[直急诚]招){HAN}{{2}}{_OVER})?{_NEAR}"
)
ANCHOR = re.compile(rf"(?:{_CHAINS})(?:仓|{_BESIDE}){{1,3}}")
"""Known by its name alone: 万达三楼."""
BESIDE_AT_END = re.compile(rf"(?:{_BESIDE}){{1,2}}$")

_KINDS = any_of("""
学校 [中小大]学 幼儿园 医院 卫生院 保健院 [养敬]老院 福利院 派出所 法院 政府 殡仪馆 火葬场 球场 体育中心 祠堂
酒店 宾馆 饭店 酒楼 饭堂 食堂 百货 超市 商场 市场 夜市 旅[社馆] 银行 加油站 服务中心 商业街
工地 项目部 工业[园区] 园区 新区 开发区 仓库 [冷冻]库 车间 基地 码头 [农林茶渔]场 [果茶菜]园 鱼塘 水库 大棚
小区 花园 公寓 宿舍 别墅 新城 大厦 广场 公园 车站 安置[房区] 自建房 老屋 [一二三四]期
写字楼 办公[楼室] 综合楼 教学楼 大楼 住院部 门诊部? 礼堂 网吧 会所 民宿 客栈 农庄 山庄 度假[村区]
景区 营业厅 售楼部 招待所 会展中心 图书馆 体育馆 游泳馆 驾校
[街路巷村镇乡屯] 街道 社区 [区县市圩]
草坪 [护斜边]坡 [县新全老商进省]城 大道 大桥 港口 [车石山]头 [路街村巷门出]口
[路河江海村桥湖塘]边
""")
_ANY_SUCH = any_of("""
一个 [这那某哪][个家] 本 各[大个]? 全 我们? [大新农乡城山地门都上下同高整] 自家 自己 私人 家庭
物流 服装 电子 食品 快递 蔬菜 水果 建筑 装修 电商 综合 商务 住宅 工厂 公司 连锁 星级 私立 民办 大型 高档
""")
WHOLE_TOWN = re.compile(f"(?:{_TOWN})$")
GENERIC = re.compile(rf"(?:{_ANY_SUCH}){{0,2}}(?:{_KINDS})(?:里|{_BESIDE})?")
"""A kind of site and no name: in 学校 alone nobody finds it."""
EMPLOYER = re.compile(
    rf"(?:{any_of('酒店 宾馆 饭店 酒楼 百货 饭堂 食堂 超市 银行 [养敬]老院 幼儿园 学校 旅[社馆] 公寓')})$"
)
"""The poster, when it is said that it hires: 好再来饭店招洗碗工 tells who, not where."""
_NAMES_A_PLACE = any_of(r"""
市场 夜市 大厦 广场 步行街 [新老]街 工业[园区城] 产业园 物流园 科技园 花园 小区 新村 项目部 城 局
码头 渡口 渔港 [铁火汽客高]?[铁车运]站 收费站 服务区 高速口 大道 水库 球场 祠堂 宫口
县医院 人民医院 中医院 \d号 \d[栋幢楼档] 第.[家间]
""")
STRONG = re.compile(rf"{_NAMES_A_PLACE}|(?:路|巷[子口]?|村|屯|镇|街道|街){_OVER}")
"""A site that is a place whatever stands behind it."""
_THEN = "[要招找请缺采摘砍]"
AROUND = re.compile(
    any_of("街上 [圩墟镇]上 城里 [老新]?城区 市区 村里 乡下 郊区 [老新]街 一带 周边 [这那][边里] 本地 附近")
    + rf"|县?城(?:{_OVER}|(?={_THEN}))|[圩墟街山岛湖](?:{_OVER}|(?={_THEN}))"
)
"""Behind the name of a town it says little more than the name: 信都街上, 龙窝圩, 佛冈县城."""
STREET = re.compile(
    r"[中东南西北一二三四五]?(?:路|街(?!上|道)|大[道街]|巷|村|屯|桥|大桥)(?!口镇)|[头尾面背脚](?![\u4e00-\u9fff])"
)
"""Behind a short name: 北京路, 大良村, only called so."""
_CALLED_SO_ANYWHERE = any_of("""
(?:农贸|综合|批发|菜|中心)?市场 夜市 商场 超市 广场 大厦 大?酒店 饭店 公园 花园 小区 家园 新村 苑 府 大桥
桥头 步行街 城(?!区|里)
""")
_OF_THE_TOWN = any_of("""
工业[园区] 产业园 物流园 高速路?口 路口 出口 收费站 服务区 码头 [高火汽]?[铁车]?车?站 医院 卫生院 中学 小学
学校 政府 [一二三]期
""")
TOWN_SITE = re.compile(rf"(?P<loose>{_CALLED_SO_ANYWHERE})|{HAN}{{0,4}}(?:{_OF_THE_TOWN})")
"""A site glued to the short name of a town; a loose one is called so anywhere."""
ENDS = frozenset(
    "村坑塘头尾岭山田溪水桥屋洋湾埔坪岗沙围背寨坝垌洞冲涌沥洲江河湖海岛石岩井口门关城堡楼庙寺亭"
    "坂厝埕墩墘坡坳圩墟市街里巷屯园社心角陂磜寮塱朗坎垄垅埠港滩浦排路庄集店铺滘"
)
"""What the name of a village or a corner ends with."""
VILLAGE = re.compile(
    rf"(?!草坪|基坑|太平洋|砂浆){HAN}{{1,3}}(?:[坝岭寨垌涌沥埔坂厝埕墘坳圩墟陂磜寮塱朗垅埠滘屯坑洋坪]"
    r"|(?<=..)[墩洲湾]|(?<=.)[坝塘岭坑坡岗圩屋洋溪埔坪田][头面尾下背边])"
)
"""What nothing but a village is called: 罗经坝, 黄竹洋, 石坝头."""
CENTRE = re.compile("县城|城里|镇上|圩上|街上|[老新]?城区")
"""Where it is to whoever lives there: 在县城."""
SIDES = frozenset("东南西北中")
