"""What somebody wrote, folded for reading, with the way back to their own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

from storage.lexicon.normalise import CAP

_DASHES = dict.fromkeys("–—―−－﹣～〜~", "-") | {"｡": "。"}
_DROPPED = {"Cf", "Cc", "Cs", "Co", "Cn", "Me"}
# The traditional characters of gig talk and of trouble, one for one: all in the text stays where it was.
_TRADITIONAL = (
    "個兩點號電話聯繫請師單裝樓鎮鄉縣區廣東園廠場門開關時鐘間來後從對錢塊結帳賬壓過頭學會務員領隊還沒給討債農業費嗎麼這們為與無見車運貨庫倉廚飯館貼磚紅綠線燈機腦維護"
    "潔掃採樹葉燒銲鋼鐵綁紮紙網膠亂壞損傷醫藥湯麵賣買銷貴長達遠處辦證簽約條據錄碼寫讀聽說講語問題難鬧報檢舉勞動監億萬貳參陸總計櫃遷牆頂橋劃測圖餘歲廳龍華興豐順陽陰漢"
    "灣濱鋪週禮幾雙隻張臺斷樑壢擔發幹乾體齊煙爺媽婦齡險歸屬額嚮導國際離職辭賠償經營準備練緊終於應該賴帶組織設變傢簾鎖氣溫風漁魚豬雞鴨養撿擺檔攤賓樂財寶盤戶殺誰讓著腳"
    "夠當現沖衝樣橫縱圍欄鏟鬆濕熱凍醃醬鹽雜閒閑蔥薑勝聖嶺溝澗瀝瀾澤潤濟濰鄭鄒錦鍾鑄鎔鏈錘鋸鑽鋁銅銀針剛劉吳陳趙黃馬許楊羅鄧蕭盧蔣鄺譚賀龔閻顏嚴莊蘇謝簡歐範馮韓呂裡裏"
    "嚇証煩餓慘淚絕盡挾兒強爛觸頓賺補記認錯願選項種隨歡滿寧廈滬蘭壩雲連贛邊輛噸畝棟層節級資產質揀駕駛騎遞綫舖蝦蠔嬰顧聲喫糧嘆奪奮屍毆綑殘廢縫紉繡襪褲環衛滅蟲噴塗膩澆"
    "築鑿礦殼廁窯爐牽剝蓮薦蘆葦茲戲劇臨歷曆傭僱優價誠徵驗書籃須髮確認識變遠滾拋撲撈撥撐"
    "闆數轉遲騙戰孫兇鬥擊罵軟視槍彈幫託擾聞譯夥蓋蠻燬毀災傾側嘔瀉暈癱癒鈔籤墊鹹飲諗爭爲啟圓團執奧婁孃實審專將屆島崗嶄巖帥幣廟彎彙復徹恆悶惡慣憂憑懷懶懸戀捨掛換揮搖搶摺擁擇擋"
    "擠擬擴攔攝敗敵斂斬晉暫曉曬棄榮構標檯權歎況涼淨淺減滯濃灑烏煉狀獨獲瑣畢畫異瘋療癮盜睏瞭礙禿稅積穩窩窮竊競筆籠糾紀納細絲統絨綱編緩縮繞繩繼續罷義習聰膽腫腸臉舊艦艙艱蘋菸萊"
    "蒼薩藍藝虧蝕蟻製複覺觀訂訊訓訴診詐評詞試詩誤課調談論諒謀謊議負貢販貪貫責賊賭購贈贏趕跡蹤躍軍載輔輕輝輩輪輸轎迴進違適遺郵鄰釀釋釘鈎鉗鍋鍵鑼閃閉閱闖陣階隱雖霧靈靜韌響預類"
    "顯飛飽騷驚驛髒鮮鳥麗麥憤慾恥憐懇餵臟嘗頸膚燙顫擰攬韋剎劑勵囉擱鞏襲瞞貶踐蹺誌贓銹鍍頒飢虛偽傳僅凱劍勁勢勸協卻厲齣佔併倆偵儘儀冊別刪則匯嗆喪嘩堅墜墮壘夢夾妝姦宮寬尋殯湊燜"
    "犧獎獄瘡癢癥皺盪睜紛紋純紗纏脫腎蕩襯規覽詢詳誘諾謹譜讚貝賤賦贊趨軌輒轟辯逕遼邏酈醜鉛銘鋒鋤錫鍛鏡鑰閣閥闢陝頁頃頑頗頰頻顛飄飼餅饞駐駝騰驅驢骯鬍鯉鯊鳳鴻鵝鷹鹼黨齒"
)
_SIMPLIFIED = (
    "个两点号电话联系请师单装楼镇乡县区广东园厂场门开关时钟间来后从对钱块结账账压过头学会务员领队还没给讨债农业费吗么这们为与无见车运货库仓厨饭馆贴砖红绿线灯机脑维护"
    "洁扫采树叶烧焊钢铁绑扎纸网胶乱坏损伤医药汤面卖买销贵长达远处办证签约条据录码写读听说讲语问题难闹报检举劳动监亿万贰参陆总计柜迁墙顶桥划测图余岁厅龙华兴丰顺阳阴汉"
    "湾滨铺周礼几双只张台断梁坜担发干干体齐烟爷妈妇龄险归属额向导国际离职辞赔偿经营准备练紧终于应该赖带组织设变家帘锁气温风渔鱼猪鸡鸭养捡摆档摊宾乐财宝盘户杀谁让着脚"
    "够当现冲冲样横纵围栏铲松湿热冻腌酱盐杂闲闲葱姜胜圣岭沟涧沥澜泽润济潍郑邹锦钟铸熔链锤锯钻铝铜银针刚刘吴陈赵黄马许杨罗邓萧卢蒋邝谭贺龚阎颜严庄苏谢简欧范冯韩吕里里"
    "吓证烦饿惨泪绝尽挟儿强烂触顿赚补记认错愿选项种随欢满宁厦沪兰坝云连赣边辆吨亩栋层节级资产质拣驾驶骑递线铺虾蚝婴顾声吃粮叹夺奋尸殴捆残废缝纫绣袜裤环卫灭虫喷涂腻浇"
    "筑凿矿壳厕窑炉牵剥莲荐芦苇兹戏剧临历历佣雇优价诚征验书篮须发确认识变远滚抛扑捞拨撑"
    "板数转迟骗战孙凶斗击骂软视枪弹帮托扰闻译伙盖蛮毁毁灾倾侧呕泻晕瘫愈钞签垫咸饮谂争为启圆团执奥娄娘实审专将届岛岗崭岩帅币庙弯汇复彻恒闷恶惯忧凭怀懒悬恋舍挂换挥摇抢折拥择挡"
    "挤拟扩拦摄败敌敛斩晋暂晓晒弃荣构标台权叹况凉净浅减滞浓洒乌炼状独获琐毕画异疯疗瘾盗困了碍秃税积稳窝穷窃竞笔笼纠纪纳细丝统绒纲编缓缩绕绳继续罢义习聪胆肿肠脸旧舰舱艰苹烟莱"
    "苍萨蓝艺亏蚀蚁制复觉观订讯训诉诊诈评词试诗误课调谈论谅谋谎议负贡贩贪贯责贼赌购赠赢赶迹踪跃军载辅轻辉辈轮输轿回进违适遗邮邻酿释钉钩钳锅键锣闪闭阅闯阵阶隐虽雾灵静韧响预类"
    "显飞饱骚惊驿脏鲜鸟丽麦愤欲耻怜恳喂脏尝颈肤烫颤拧揽韦刹剂励啰搁巩袭瞒贬践跷志赃锈镀颁饥虚伪传仅凯剑劲势劝协却厉出占并俩侦尽仪册别删则汇呛丧哗坚坠堕垒梦夹妆奸宫宽寻殡凑焖"
    "牺奖狱疮痒症皱荡睁纷纹纯纱缠脱肾荡衬规览询详诱诺谨谱赞贝贱赋赞趋轨辄轰辩径辽逻郦丑铅铭锋锄锡锻镜钥阁阀辟陕页顷顽颇颊频颠飘饲饼馋驻驼腾驱驴肮胡鲤鲨凤鸿鹅鹰碱党齿"
)
_SIMPLE = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
_SPACED_OUT = re.compile(r"(?<=[\u3400-\u9fff]) {1,3}(?=[\u3400-\u9fff])")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is folded, `said` is what was written, `at` says where each folded character stood in it."""

    text: str
    said: str
    at: tuple[int, ...]
    spaced: bool  # 招 小 工: the spaces are an accident of the keyboard

    def words(self, start: int, end: int) -> str:
        """The person's own words behind a stretch of the folded text."""
        if start >= end:
            return ""
        words = self.said[self.at[start] : self.at[end - 1] + 1]
        return "".join(words.split()) if self.spaced else words.strip()

    def quote(self, found: re.Match[str], group: int | str = 0) -> str:
        return self.words(found.start(group), found.end(group))


def _fold(char: str) -> str:
    if char in "\n\r":
        return "\n"
    folded = _SIMPLE.get(char) or normalize("NFKC", char).lower()
    return "".join(map(_visible, folded))


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    if char == "\ufe0f" or category(char) in _DROPPED:
        return ""
    return _DASHES.get(char) or _SIMPLE.get(char, char)


# One message goes through a dozen readers within a turn; a long memory would keep what people asked to erase.
once_a_turn = lru_cache(maxsize=8)
"""For a pure reader that several conversations ask about the same sentence."""


@once_a_turn
def plain(text: str) -> Plain:
    said = text[:CAP]
    folded = [(part, place) for place, char in enumerate(said) for part in _fold(char)]
    joined = "".join(part for part, _ in folded)
    spaced = 2 * len(_SPACED_OUT.findall(joined)) >= len(_HAN.findall(joined)) > 1
    if spaced:
        folded = [(part, place) for part, place in folded if part != " "]
        joined = joined.replace(" ", "")
    return Plain(joined, said, tuple(place for _, place in folded), spaced)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same text with these stretches made unreadable, so that a phone is never taken for pay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)
