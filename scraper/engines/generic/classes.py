"""
What class names, ids and item properties say of an element: a signature that repeats from post to post, and hints of its part.

A name is read like an English compound: its last word says what the element is (``comment-author`` is an author, ``user-content``
content), and what follows ``--`` is a modifier.
"""

import re
from functools import lru_cache

__all__ = ["Kind", "kind_of"]

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
DIGITS = re.compile(r"\d+")
RANDOM = re.compile(r"(?:sc|css|jss|emotion|svelte|_)[-_]?[a-zA-Z0-9]{5,}|(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,}$")


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CHROME = words(
    "nav navbar navigation menu menus menubar breadcrumb breadcrumbs crumb crumbs crumbtrail sidebar side aside footer foot header head heading "
    "toolbar pagination pager pages pagelinks pagelink pagenav paging related similar recommended recommendations suggestions widget widgets "
    "share sharing shares social advert adverts advertisement ad ads sponsor sponsored promo promotion cookie cookies consent modal popup dropdown "
    "tooltip login signin signup register search newsletter subscribe signature signatures sig userinfo userdetails profile avatar "
    "postprofile poster author user username byline badge badges rank ranks karma actions action controls control tools tool "
    "options option buttons button btn votes vote voting score likes like reactions reaction report meta metadata info details tags tag legal "
    "copyright banner rating ratings stats statistics toc date time timestamp posted edited poweredby foothead postfoot postdetails jumpbox "
    "notice notices permalink editor form trending popular latest cta subscribebox loginbox participants members online whosonline postbit_legacy "
    "userstats usertitle userbar topbar bottombar masthead skip sr hidden"
)
BODY = words(
    "content contents body text message messages msg post posts comment comments md html markdown answer answers reply replies entry cell wrap "
    "wrapper container inner main cooked description question thread topic discussion postbody postcontent posttext prose article story bd block "
    "messagetext usercontent richtext rte excerpt item list row left right col column group section page"
)
AUTHOR = words(
    "fn nutzername benutzername autor auteur pseudo usuario membre mitglied verfasser author authors user username poster nick nickname nickName member byline creator commenter name displayname screenname postauthor "
    "userlink profilelink author-name login owner handle by usertext speaker writer"
)
TIME = words("date time timestamp datetime posted published timeago postdate age ago when created")
ADVERTS = words(
    "ad ads adv advert adverts advertisement advertising sponsor sponsored sponsors promo promoted adsbygoogle adslot adunit banner werbung anzeige publicidad reklama"
)
ELSEWHERE = words("has with without no free below above page body site")
QUOTE = re.compile(
    r"(?!js-|.*(?:select|multi|button|btn|link|reply|to[-_]?q))(?:[a-z]{1,10}[-_]?)?quot(?:e|ed|ation)(?:[-_]?(?:box|block|content|container|text|body|wrapper|main|\d+))?"
)
CODE = words("code codebox codeblock blockcode highlight syntaxhighlighter spoiler")
SIGNATURE = words("signature signatures sig sign postsignature usersig")
TEXT = words(
    "content body text message msg md markdown html cooked postbody postcontent messagetext usercontent richtext posttext prose comment"
)
POST = words("post comment reply message answer msg article postbit response")


class Kind:
    """What an element's names say: ``sig`` repeats from post to post (empty where there are none), the rest are hints."""

    __slots__ = ("advert", "author", "chrome", "code", "last", "post", "quote", "sig", "signature", "text", "time", "tokens")

    def __init__(self, tokens: tuple[str, ...], last: list[str], prop: str, role: str) -> None:
        self.tokens = tokens
        self.sig = " ".join(tokens)
        said = self.last = frozenset(last)
        self.quote = any("quot" in t and QUOTE.fullmatch(t.lower()) for t in tokens)
        self.code = not said.isdisjoint(CODE)
        self.signature = not said.isdisjoint(SIGNATURE)
        self.advert = any(_is_advert(t) for t in tokens)
        body = not said.isdisjoint(BODY)
        self.chrome = self.signature or self.advert or (not body and not said.isdisjoint(CHROME)) or role in LANDMARKS
        self.author = prop in ("author", "creator") or not said.isdisjoint(AUTHOR)
        self.time = prop in ("datePublished", "dateCreated", "datepublished") or not said.isdisjoint(TIME)
        self.text = prop in ("text", "articleBody", "commentText", "description", "reviewBody") or not said.isdisjoint(TEXT)
        self.post = prop in ("comment", "suggestedAnswer", "acceptedAnswer") or not said.isdisjoint(POST)


LANDMARKS = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "menubar", "toolbar", "tablist", "alert"}
)
PROPS = ("itemprop", "component", "data-testid", "data-test", "data-type", "data-role", "slot", "property")
NAMES = re.compile(rf' (class|id|role|{"|".join(PROPS)})="([^"]*)"')


@lru_cache(maxsize=16384)
def _kind(classes: str, name: str, prop: str, role: str) -> Kind:
    tokens = [c for c in classes.split() if not RANDOM.fullmatch(c)][:8]
    if name:
        tokens.append("#" + name)
    last = [_last_word(t) for t in (*classes.split(), name) if t]
    if prop:
        tokens.append("@" + prop)
        last.append(_last_word(prop))
    return Kind(tuple(tokens), last, prop, role)


def _is_advert(token: str) -> bool:
    """Whether a name holds a word for advertisements, and does not say that there are some elsewhere (``has-ads``)."""
    said = {word.lower() for word in WORD.findall(token)}
    return not ADVERTS.isdisjoint(said) and ELSEWHERE.isdisjoint(said)


def _last_word(token: str) -> str:
    found = WORD.findall(token.split("--")[0])
    return found[-1].lower() if found else ""


def kind_of(attrs: str) -> Kind:
    """The kind of an element from its start tag's attributes."""
    said = dict(NAMES.findall(attrs))
    if not said:
        return NOTHING
    classes, name = said.get("class", ""), said.get("id", "")
    if DIGITS.search(classes) or DIGITS.search(name):
        classes, name = DIGITS.sub("0", classes), DIGITS.sub("0", name)
    prop = next((v for p in PROPS if (v := said.get(p))), "") if len(said) > ("class" in said) + ("id" in said) else ""
    return _kind(classes, name, prop, said.get("role", ""))


NOTHING = Kind((), [], "", "")
