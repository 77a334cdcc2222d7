"""Words that mean the same in every state: 返回 取消 菜单 帮助 人工 停 跳过 再说一遍 查进度."""

from typing import Literal, get_args

from handlers.reading.plain import once_a_turn, plain

GlobalWord = Literal["back", "cancel", "menu", "help", "human", "stop", "skip", "repeat", "progress", "erase"]

# One line a word's meaning, first its name.
_TABLE = """
back 0 返回 上一步 后退 退回 回上一步 返回上一步 回去 零
cancel 取消 退出 不弄 不弄了 算了 不填了 不搞了 不办了 不登记了 不报了 结束 放弃 不发布了 唔搞了 唔整了
menu 菜单 主菜单 主页 首页 你好 您好 开始 重新开始 在吗 在不在 有人吗 hi hello 嗨 早 早上好 下午好 晚上好
menu 喂 喂喂
help 帮助 怎么用 怎么弄 怎么搞 不会 不会用 不会弄 不懂 使用说明 点用 点整 你会什么 你能做什么 help ? ??
human 人工 客服 找人工 转人工 人工客服 人工服务 找人 找真人 真人 工作人员 找工作人员 转客服 找客服 跟人说
stop 停 退订 不要发了 别发了 不要再发 不要再发了 别再发了 停止推送 取消订阅 关闭推送 不要推送 td 唔好发了
stop 不想收 不想收消息 不想再收 不想再收消息 不想收到消息 别发消息
stop 别给我发消息 别再给我发消息 不要给我发消息 不要再给我发消息
skip 跳过 不知道 没有 略过 下一步 不清楚 不晓得 唔知 冇 忘了 不记得 不记得了 无 不想说 不方便说
repeat 再说一遍 再说一次 再讲一遍 再讲一次 重复 没听清 没看懂 看不懂 重说 没听懂
progress 查进度 进度 办得怎么样 处理得怎么样 到哪一步了 查进展 进展 查询进度 有结果了吗 查结果
progress 有结果没 有没有结果 有消息吗 有消息没 有没有消息 有信没 有信吗 办好没 办好了没 办了没
progress 进展咋样 进展咋样了 进展怎么样 进展怎么样了 进展如何 事情咋样了 办得怎样了 进度咋样 进度怎么样
progress 办到哪了 办得咋样 怎么样了 咋样了 处理了没 处理好没 我的事怎么样 我的事咋样
erase 删除我的信息 删除信息 删除我的资料 删除资料 注销 注销账号 删掉我的信息 删除我的数据 清除我的信息
"""
_ROWS = [row.split() for row in _TABLE.strip().splitlines()]
_NAMES: dict[str, GlobalWord] = {
    said: name for name in get_args(GlobalWord) for row in _ROWS if row[0] == name for said in row[1:]
}
# Voice input writes 0。 and 菜单！
_MARKS = "。.!,;、…-? \n·'\"“”‘’()"
_ENDINGS = (
    "谢谢",
    "一下",
    "吧",
    "啊",
    "呀",
    "哦",
    "喔",
    "嘛",
    "咯",
    "啦",
    "呢",
    "哈",
    "吗",
    "了",
    "嘅",
    "的",
)
_OPENINGS = ("我想要", "我想", "我要", "我", "请帮我", "帮我", "请", "麻烦", "那就", "那", "嗯", "哦", "给我")


@once_a_turn
def global_word(text: str) -> GlobalWord | None:
    """Only when it is all that was said: 我的人工还没给 is a story, not a call for 人工."""
    whole = plain(text).text.strip()
    said = whole.strip(_MARKS)
    if name := _NAMES.get(whole):
        return name
    for opening in ("", *_OPENINGS):
        if said.startswith(opening) and (name := _name(said[len(opening) :])):
            return name
    return None


def _name(said: str) -> GlobalWord | None:
    said = said.strip(_MARKS)
    for ending in ("", *_ENDINGS):
        if said.endswith(ending) and (name := _NAMES.get(said.removesuffix(ending).strip(_MARKS))):
            return name
    return None
