"""
The words that phpwind and Discuz! print around a post, as patterns over whole lines; from their own language files, both scripts.

A line is matched without the blanks and bullets around it. A row of links may stand on one line or on several: ``row`` fits both.
"""

import re

__all__ = [
    "ABOVE_NAME",
    "AFTER_CARD",
    "BARE_FOOTER",
    "BLANKS",
    "CHROME",
    "COUNTS",
    "ENDS",
    "FIRST_ENDS",
    "FOOTER",
    "GAP",
    "LABEL",
    "PROGRESS",
    "RANK",
    "SHARE",
    "TAIL",
    "clean",
    "fits",
]

BLANKS = " \t\xa0\u3000\u200b\ufeff"
EDGES = BLANKS + "•·|,，»›"
GAP = r"[\s•·|»,，_]*"  # a field to fill in is a row of underscores (lynx)


def clean(line: str) -> str:
    """A line without blanks and bullets around it."""
    return line.strip(EDGES)


def row(*words: str) -> re.Pattern[str]:
    """Fits a line that holds nothing but some of these words."""
    one = f"(?>{'|'.join(words)})"  # a word is not read in two ways: "(1)" is none after "回复"
    return re.compile(rf"{one}(?>(?:[\s|·•,，/]*+{one})*)")


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
    "知道了", "关闭", r"\[[广廣]告\][^\n]*", "串个门", "打招呼", "收听TA", "发送消息", "电梯直达", "跳转到指定楼层", "跳轉到", "跳转到", "只看该作者", "只看該作者", "只看楼主",
    "倒序阅读", "正序阅读", "倒序浏览", "倒序看帖", "阅读模式", "回帖奖励", "打印", "字体大小[:：]?", "字體大小[:：]?", "更多操作", "更多", "tT", "t", "T",
    "大", "中", "小", "推荐[:：]?\\d*", "资料", "短信", "个人主页", "个人空间", "推荐", "编辑", "編輯", "引用", "保存", "发送短消息", "QQ联系", "阿里旺旺",
    "查看资料", "查看資料", "Blog", "顶部", "頂部", "TOP", "IP卡", "狗仔卡", "无效楼层", "该帖已经被删除",
)  # fmt: skip
"""What stands in and around a card beside names and figures."""

RANK = re.compile(r"Rank:\s?\d+(?:\s?Rank:\s?\d+)*")
"""The words of Discuz!'s stars."""

ABOVE_NAME = row("发短消息", "發短消息", "加为好友", "加為好友")
"""The links that Discuz! 7 prints above a name."""

PROGRESS = re.compile(r".*(?:距离下一级|距離下一級).*")

AFTER_CARD = re.compile(
    r"""(?x)
    .*下一主[题題](?:\W.*)? | \[?复制链接\]? | .*\[复制链接\] | \W*返回列表(?:[\W\d].*)? | (?:发|發)(?:帖|新帖|表新帖)(?:\s*回[复復])? | 回帖发布主题 | 回[复帖]
    | (?:本页主题|主题|标题|標題)\s*[:：].* | .*收藏主题.* | 浏览器收藏 | 打印 | 查看\s*[:：].* | 回复\s*[:：]?\s*\d* | 阅读\s*[:：].*
    | \d+\s*(?:阅读|回复) | (?:\d[\s\d.]*)?下一[页頁].* | \W*上一[页頁](?:[\s\d.»]*|.*下一[页頁].*) | 关注此帖 | 使用道具
    """
)
"""Lines of the page above the first card."""

ENDS = re.compile(
    r"""(?x)
    共\s*+(?:\d++\s*+)?条评分.* | \d*\s*条评分.* | 分享到.* | 最新喜欢\s*[:：]? | 评价一下你浏览此帖子的感受 | 本帖最近评分记录.* | [评評]分人[数數].* | 参与人数.* | 參與人數.* | 关键词\s*[:：].*
    | 已有\s*\d+\s*人[评評]分.* | 查看全部[评評]分 | 隐藏评分记录.* | 清空我的评分动态
    """
)
"""Lines between a body and its signature."""

FIRST_ENDS = re.compile(r"收藏(?:收藏)?\s*\d+|收藏\s+分享|喜欢\s*\d+|分享\s*\d+")
"""The same, below an opening post alone."""

COUNTS = re.compile(r"\d{1,6}|条评分.*|，")
"""What such lines leave when they are broken."""

SHARE = row(
    "淘江湖", "新浪(?:微博)?", "QQ微博", "QQ空间", "开心(?:网)?", "人人(?:网)?", "豆瓣", "网易微博", "百度(?:空间)?", "鲜果", "白社会", "飞信", "腾讯微博",
    "精彩", "感动", "搞笑", "愤怒", "无聊", "灌水", "路过", "雷人", "握手", "鲜花", "鸡蛋", "分享", "收藏", "喜欢",
)  # fmt: skip
"""Where to share a post, and how to vote on it."""

FOOTER = re.compile(
    r"""(?x)
    描述 | 快速回[复復].* | 上一个\s*下一个 | 发帖\s+回复 | 发帖 | .*返回列表.* | 本版积分规则 | 高[级級]模式 | 您需要登录后才可以.* | 您目前还是游客.*
    | 访问内容超出本站范围.* | 按"Ctrl.*直接提交.* | Powered\ by.* | 举报 | 使用道具(?:\s*举报)? | TOP | 顶端 | 回复\(\d*\)(?:\s*喜欢.*)?
    | 回复\s+引用.* | 帖子浏览记录.* | 版块浏览记录.* | 快速跳至.* | 发表回复.* | 發表回復.* | (?:\d[\s\d.]*)?下一[页頁].* | GMT[+-].*
    """
)
"""Links below the last post, and the page's foot."""

BARE_FOOTER = re.compile(
    r"""(?x)
    (?:查看)?完整版本\s*[:：].* | [页頁]\s*[:：].* | (?:\[\d{1,6}\]\s*)+ | (?=.*[页頁])(?>\d+|\.|\s|[上下]一[页頁]|/\s?\d+\s?[页頁])+
    | 首[页頁]\s*\|.* | 首[页頁] | (?:标准版|標準版).* | ©.* | \[?--\ top\ --\]?
    """
)
"""The same on surfaces without cards: other editions of the page, and its row of pages."""

LABEL = r"(?:置顶\s*[(（]来自\s*\d{1,6}\s?楼\s?[)）]|楼\s?主|樓\s?主|沙发|沙發|板凳|藤椅|地板|地毯|报纸|報紙|地下室|\d{1,6}\s?[楼樓]|\d{1,6}\s*\#|\#\s*\d{1,6})"
