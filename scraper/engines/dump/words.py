"""
The words that phpwind and Discuz! print around a post, as patterns over whole lines; from their own language files, both scripts.

A line is matched without the blanks and bullets around it. A row of links may stand on one line or on several: ``row`` fits both.
"""

import re

__all__ = ["AFTER_CARD", "CHROME", "ENDS", "GAP", "LABEL", "TAIL", "clean", "fits", "is_blank"]

EDGES = " \t\xa0\u3000\u200b\ufeff•·|,，»›"
GAP = r"[\s•·|»,，]*"


def clean(line: str) -> str:
    """A line without blanks and bullets around it."""
    return line.strip(EDGES)


def is_blank(line: str) -> bool:
    return not clean(line)


def row(*words: str) -> re.Pattern[str]:
    """Fits a line that holds nothing but some of these words."""
    one = f"(?:{'|'.join(words)})"
    return re.compile(rf"{one}(?:[\s|·•,，/]*{one})*")


def fits(pattern: re.Pattern[str], line: str) -> bool:
    """Whether the whole line is what the pattern says."""
    return pattern.fullmatch(clean(line)) is not None


TAIL = row(
    r"回[复覆復](?:\(\d*\))?", r"喜[欢歡](?:\s?\(\d*\))?", r"\(\d*\)", r"[()]", "使用道具", "举报", "舉報", "顶端", "頂端", "TOP", "顶部", "頂部",
    "引用", "报告", "報告", "评分", "評分", "支持(?:\\s?\\d+)?", "反对(?:\\s?\\d+)?", "反對(?:\\s?\\d+)?", "新鲜事", "点评", "點評", "管理",
)  # fmt: skip
"""The links below a post."""

CHROME = row(
    "加关注", "发消息", "发短消息", "發短消息", "发私信", "加为好友", "加為好友", "加好友", "用道具", "访问TA的空间", "搜Ta的帖子", "写私信", "关注Ta",
    "查看详细资料", "查看詳細資料", "查看名片", "查看作者资料", "作者资料", "显示用户信息", "隐藏用户信息", "个人中心可以申请新版勋章哦", "立即申请",
    "知道了", "关闭", "串个门", "打招呼", "收听TA", "发送消息", "电梯直达", "跳转到指定楼层", "跳轉到", "跳转到", "只看该作者", "只看該作者", "只看楼主",
    "倒序阅读", "正序阅读", "倒序浏览", "倒序看帖", "阅读模式", "回帖奖励", "打印", "字体大小[:：]?", "字體大小[:：]?", "更多操作", "更多", "tT", "t", "T",
    "大", "中", "小", "推荐[:：]?\\d*", "资料", "短信", "个人主页", "个人空间", "推荐", "编辑", "編輯", "引用", "保存", "发送短消息", "QQ联系", "阿里旺旺",
    r"Rank:\s?\d+(?:\s?Rank:\s?\d+)*", "IP卡", "狗仔卡", "无效楼层", "该帖已经被删除",
)  # fmt: skip
"""What stands in and around a card beside names and figures."""

PROGRESS = re.compile(r".*(?:距离下一级|距離下一級).*")

AFTER_CARD = re.compile(
    r"""(?x)
    .*下一主[题題](?:\W.*)? | \[?复制链接\]? | .*\[复制链接\] | \W*返回列表(?:\W.*)? | (?:发|發)(?:帖|新帖|表新帖)(?:\s*回[复復])? | 回帖发布主题 | 回[复帖]
    | (?:本页主题|主题)\s*[:：].* | .*收藏主题.* | 浏览器收藏 | 打印 | 查看\s*[:：].* | 回复\s*[:：]?\s*\d* | 阅读\s*[:：].*
    | \d+\s*(?:阅读|回复) | (?:\d[\s\d.]*)?下一[页頁].* | 关注此帖 | 使用道具
    """
)
"""Lines of the page above the first card."""

ENDS = re.compile(
    r"""(?x)
    共\s*\d*\s*条评分.* | 共 | 分享到.* | 收藏(?:收藏)?\s*\d*(?:\s*分享.*)? | 收藏 | 分享(?:分享)?\s*\d* | 喜欢\s*\d+ | 最新喜欢\s*[:：]?
    | 评价一下你浏览此帖子的感受 | 本帖最近评分记录.* | [评評]分人[数數].* | 关键词\s*[:：].* | 查看全部评分 | 附件设置隐藏.*
    """
)
"""Lines between a body and its signature."""

LABEL = r"(?:楼\s?主|樓\s?主|沙发|沙發|板凳|藤椅|地板|地毯|报纸|報紙|地下室|\d{1,6}\s?[楼樓]|\d{1,6}\s*\#|\#\s*\d{1,6})"
