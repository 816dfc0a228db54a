"""
What forums call the figures and facts beside an author's name, in the default languages of the engines, and how they print numbers.

The terms of ``author.stats[].key`` (``posts``, ``money`` …) are those of the record; eight more words name fields of their own
(``FIELDS``). The words are those of the engines' own language files; traditional forms stand beside the simplified ones, so
nothing has to be converted.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from .model import Stat

__all__ = ["FIELDS", "key_of", "pairs", "stat", "whole"]

FIELDS = frozenset({"registered", "last_seen", "uid", "level", "group", "title", "location", "online"})
"""The keys that are fields of the author, no statistics."""

WORDS: dict[str, str] = {
    "posts": """
        发帖|发帖数|贴子|发贴|发贴数|帖子|帖子数|帖数|总帖数|文章|文章数|發帖|發帖數|發文|發文數|帖數|帖子數|貼文|貼文數|文章數|posts
        post|total posts|post count|posts count|number of posts|messages|message|total messages|forum posts|comments|no. of posts
        beiträge|beitrag|nachrichten|anzahl beiträge|messages postés|contributions|mensajes|mensaje|posteos|messaggi|messaggio
        mensagens|mensagem|postagens|posty|postów|wiadomości|liczba postów|сообщения|сообщений|сообщение|всего сообщений|постов|посты
        投稿|投稿数|投稿記事|記事|メッセージ|メッセージ数|글|게시글|게시물|글 수|포스트|메시지|mesaj|mesajlar|mesajları|mesaj sayısı
        ileti|iletiler|i̇leti|i̇letiler|berichten|bericht|aantal berichten|příspěvky|příspěvků|příspěvek|zprávy|zpráv|المشاركات
        مشاركات|inlägg|antal inlägg|indlæg|antal indlæg|innlegg|antall innlegg|viestit|viestejä|hozzászólások|hozzászólás
        üzenetek|δημοσιεύσεις|μηνύματα|mesaje|postări|повідомлень|повідомлення|мнения|príspevky|príspevkov|postovi|poruke
        entrades|missatges|הודעות|bài viết|bài gởi|antal inlägg|전체글|عدد المشاركات|المنشورات|الرسائل
    """,
    "threads": """
        主题|主题数|主题帖|主题帖数|主題|主題數|話題|话题|threads|thread|topics|topic|discussions|topics started|threads started
        trådar|ämnen|emner|tråde|tråder|aiheet|ketjut|témák|θέματα|subiecte|теми|témy|teme|נושאים|chủ đề|themen|thema|sujets
        sujet|temas|tema|discussioni|argomenti|tópicos|tópico|tematy|wątki|temat|темы|тем|тема|темы автора
        スレッド|スレッド数|トピック|トピック数|주제|주제글|토픽|konu|konular|konuları|konu sayısı|onderwerpen|topics gestart|témata
        témat|vlákna|المواضيع|مواضيع|الموضوعات
    """,
    "digests": "精华|精华数|精华帖|精华贴|精華|精華數|精華帖|digest|digests|digest posts|elite posts",
    "points": """
        积分|总积分|可用积分|积分数|積分|總積分|points|point|trophy points|credits|credit|score|total points|punkte|erfolge-punkte
        trophäen|points de trophées|puntos|puntos de trofeos|punti|punteggio|pontos|pontos de troféu|punkty|очки|баллы|баллов|ポイント
        トロフィーポイント|포인트|점수|puan|puanları|kupa puanı|punten|body|النقاط|نقاط
    """,
    "money": """
        金钱|金錢|财富|財富|铜币|銅幣|金币|金幣|现金|現金|rmb|人民币|money|cash|gold|wealth|geld|argent|dinero|denaro|dinheiro|kasa
        pieniądze|деньги|お金|돈|para|peníze|المال
    """,
    "prestige": "威望|威望值|prestige",
    "contribution": "贡献|贡献值|贡献度|貢獻|貢獻值|貢獻度|contribution|contribution points",
    "goodwill": "好评度|好评|好評度|好評|goodwill",
    "coins": """
        会员币|會員幣|银元|銀元|银币|銀幣|点券|點券|点卷|元宝|元寶|钻石|鑽石|论坛币|論壇幣|交易币|交易幣|coins|coin|münzen|monedas
        monete|moedas|monety|монеты|コイン|코인
    """,
    "online_hours": """
        在线时间|在线时长|总在线时间|總在線時間|在線時間|在線時長|線上時間|上线时间|online time|time online|time spent online
        onlinezeit|temps en ligne|hours online
    """,
    "reputation": """
        声望|声望值|聲望|聲望值|reputation|rep|karma|reputation points|community reputation|ansehen|renommee|réputation|reputación
        reputazione|reputação|reputacja|репутация|評判|評価|평판|itibar|rep puanı|reputatie|reputace|السمعة|التقييم
    """,
    "likes_received": """
        获赞|获赞数|接收感谢|被赞|被赞数|收到的赞|收到赞|点赞|赞|獲讚|被讚|收到的讚|讚|likes|like|likes received|received likes
        reaction score|reactions|reactions received|been liked|liked|upvotes|thanks received|been thanked|have thanks|zustimmungen
        thanked|thanks|kudos|likes (received)|punkte reaktionen|reaktionspunkte|reaktionen|erhaltene likes|erhaltene reaktionen
        danksagungen|hat danke erhalten|gefällt mir|danke erhalten|score de réaction|j'aime reçus|j'aime|a été remercié
        remerciements reçus|puntuación de reacciones|puntuación de reacción|me gusta|me gusta recibidos|agradecido|punteggio reazioni
        reazioni|mi piace|mi piace ricevuti|pontuação de reação|curtidas|curtidas recebidas|gostos|wynik reakcji|polubienia
        otrzymane polubienia|podziękowano|реакции|симпатии|получено лайков|лайки|благодарности|поблагодарили|リアクションスコア|いいね
        いいね!|もらったいいね|반응 점수|추천|좋아요|받은 좋아요|tepkime puanı|tepki puanı|beğeniler|beğeni|beğenilen|waarderingsscore
        waarderingen|vind-ik-leuks|reakce|reakční skóre|získané lajky|gillningar|reaktionspoäng|tykkäykset|reaktiopisteet
        reakció|مستوى التفاعل|الإعجابات|إعجاب|نقاط التفاعل
    """,
    "likes_given": """
        点赞数|送出的赞|給出的讚|likes given|given likes|gave likes|has liked|has thanked|thanks given|thanks (given)|likes (given)
        reactions given|vergebene likes|vergebene reaktionen|hat sich bedankt|danke gegeben|j'aime donnés|a remercié|me gusta dados
        ha agradecido|agradeció|curtidas dadas|podziękował|podziękował(a)|dane polubienia|поблагодарил|поблагодарил(а)|отдано лайков
    """,
    "solutions": """
        最佳答案|采纳|被采纳|採納|已采纳|solutions|solution|solved|accepted answers|best answers|lösungen|lösung|meilleures réponses
        soluciones|soluzioni|soluções|rozwiązania|решения|решений|解決|ベストアンサー|해결|çözümler|oplossingen|řešení|حلول|الحلول
    """,
    "friends": """
        好友|好友数|好友數|朋友|friends|freunde|amis|amigos|amici|znajomi|друзья|フレンド|友達|친구|arkadaşlar|vrienden|přátelé
        الأصدقاء|أصدقاء
    """,
    "reading_access": "阅读权限|閱讀權限|reading access|read access|read permission|reading permission",
    "registered": """
        注册|注册时间|注册日期|注册于|加入时间|加入于|加入日期|註冊|註冊時間|註冊日期|加入時間|註冊於|joined|join date|joined on
        joined date|registered|registered on|date registered|registration|registration time|register time|registration date
        member since|registered since|date joined
        since|joined in|registriert|im board seit|registriert seit|registrierung|registrierungsdatum|mitglied seit|dabei seit
        beigetreten|beitritt|anmeldungsdatum|anmeldedatum|inscription|inscrit|inscrit le|inscrite le|inscrit(e) le|date d'inscription|membre depuis
        enregistré le|enregistré|registrado|registrado el|registrado en|fecha de registro|fecha de ingreso|se incorporó|desde|se unió
        ingreso|miembro desde|registrato|registrato il|registrazione|data registrazione|data di registrazione|iscritto|iscritto il
        registro en|reg.datum|tham gia ngày|iscritto dal|data iscrizione|membro dal|registado|registou-se|registado em|data de registro|data de registo|data de inscrição
        ingressou|ingressou em|cadastrado|membro desde|entrou em|registrado em|rejestracja|zarejestrowany|data rejestracji|dołączył
        dołączyła|dołączył(a)|dołączono|data dołączenia|użytkownik od|с нами с|на форуме с|зарегистрирован|зарегистрирована
        зарегистрирован(а)|регистрация|дата регистрации|присоединился|登録|登録日|登録日時|参加|参加日|入会日|가입|가입일|가입일자
        가입 날짜|등록일|가입일시|katılım|katılım tarihi|katıldı|kayıt|kayıt tarihi|kayıt oldu|üyelik tarihi|üyelik|lid geworden op
        lid sinds|lid geworden|geregistreerd|geregistreerd op|registrován|registrace|datum registrace|založen|člen od|zaregistrován
        přidal se|التسجيل|تاريخ التسجيل|إنضم|انضم|إنضم في|انضم في|تاريخ الانضمام|blev medlem|registrerad|gick med|tilmeldt
        registreret|registrert|ble medlem|liittynyt|rekisteröitynyt|csatlakozott|regisztrált|regisztráció|εγγραφή
        ημ. εγγραφής|membru din|înregistrat|data înscrierii|з нами з|зареєстрований|регистриран на|регистриран|založený
        registrovaný|pridružen/a|pridružio se|pridružen|membre des de|הצטרף|תאריך הצטרפות|ngày tham gia|bergabung|登録日時
        اشترك في|مسجل منذ
    """,
    "last_seen": """
        最后登录|最后登陆|最后访问|最后活动|最后在线|上次登录|上次访问|上次活动时间|最后活动时间|最後登錄|最後登入|最後訪問|上次登入
        上次訪問|最後活動|last seen|last visit|last active|last activity|last login|last online|last visited|last on|last logged in
        seen|zuletzt online|zuletzt hier|letzter besuch|letzte aktivität|zuletzt aktiv|zuletzt gesehen|dernière visite
        dernière activité|dernière connexion|vu pour la dernière fois|última visita|última actividad|última vez|visto por última vez
        visto por última vez el|ultima visita|ultima attività|visto l'ultima volta|última atividade|visto pela última vez
        ostatnia wizyta|ostatnia aktywność|ostatnio|ostatnio widziany|последний визит|последнее посещение|последняя активность|был
        был в сети|最終ログイン|最終訪問|最終アクセス|最終活動|마지막 접속|최근 방문|마지막 방문|마지막 활동|son ziyaret|son görülme
        son aktivite|son aktiflik|laatst gezien|laatste bezoek|laatste activiteit|poslední návštěva|naposledy|poslední aktivita
        senast aktiv|senast inloggad|sidst aktiv|sist aktiv|viimeksi paikalla|utoljára aktív|τελευταία επίσκεψη
        ultima dată online|востаннє|последно посещение|آخر زيارة|آخر تواجد|آخر نشاط|آخر ظهور
    """,
    "uid": """
        uid|用户id|用戶id|会员id|會員id|id|user id|userid|member id|benutzer-id|mitglieds-id|id utilisateur|id de usuario
        номер пользователя|会員id
    """,
    "level": """
        级别|用户级别|会员级别|等级|级數|級別|等級|會員級別|論壇等級|level|rank|user level|member level|rang|dienstgrad|niveau|rango
        nivel|livello|grado|nível|patente|ranga|poziom|ранг|уровень|звание|ランク|レベル|등급|레벨|seviye|rütbe|hodnost|úroveň|grad
        titteli|arvo|rang|βαθμός|الرتبة
        المستوى
    """,
    "group": """
        用户组|会员组|管理组|用户群|用戶組|會員組|管理組|用戶群組|group|groups|user group|usergroup|member group|role|gruppe
        benutzergruppe|gruppen|groupe|groupes|grupo|grupos|gruppo|gruppi|grupa|grupy|группа|группы|グループ|그룹|grup|gruplar|groep
        groepen|skupina|skupiny|المجموعة
    """,
    "title": """
        头衔|自定义头衔|個人頭銜|头衔名称|頭銜|自訂頭銜|title|custom title|user title|titel|benutzertitel|titre|título|titolo|tytuł
        титул|статус пользователя|肩書き|肩書|칭호|unvan|ünvan|titul|اللقب
    """,
    "location": """
        来自|所在地|地区|居住地|位置|住址|現居地|來自|地區|location|from|lives in|residence|city|place|ort|wohnort|aus|standort
        herkunft|localisation|lieu|de|ville|ubicación|lugar|localidad|ciudad|località|residenza|città|localização|localidade|cidade
        lokalizacja|skąd|miejscowość|miasto|откуда|местоположение|адрес|город|居住|場所|出身|お住まい|地域|위치|지역|사는 곳|konum|yer
        bulunduğu yer|nơi cư ngụ|şehir|nereden|locatie|woonplaats|plaats|bydliště|místo|kde bydlí|geografisk sted|bosted|sted|paikkakunta|sijainti
        tartózkodási hely|tartózkodás|lakhely|τοποθεσία|localitate|locație|звідки|місцезнаходження|местоположение|bydlisko
        lokacija|ubicació|מיקום|đến từ|lokasi|거주지|مكان|الموقع|المكان|الدولة|الإقامة|الاقامة
    """,
    "online": """
        状态|狀態|在线状态|在線狀態|登录状态|status|online|online status|state|estado|stato|statut|статус|状態|상태|durum|stav|الحالة
    """,
}
"""A key and the labels that mean it, parted by bars and line ends, in lower case."""

KEYS: dict[str, str] = {}
for _key, _text in WORDS.items():
    for _label in re.split(r"[|\n]", _text):
        if _label.strip():
            KEYS.setdefault(_label.strip(), _key)

EDGES = " \t\r\n\xa0\u3000\u200b:：·•|»›.,，。[]【】()（）"
BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")

NUMBER = re.compile(
    r"""
    \s*+ (?P<before>[$€£¥￥₽]?+) \s*+
    (?P<number>
        [-+−]? (?: \d{1,3} (?P<part>[,.'’\ \xa0\u2009\u202f٬]) \d{3} (?: (?P=part) \d{3} )* (?!\d) | \d{1,15}+ (?!\d) )
        (?>(?: [.,] \d{1,15}+ )?)
    )
    (?! [-/:年月] \d )  # that is a date or a time
    \s* (?P<times> [万萬億亿만천千] | тыс\.? | tys\.? | Mio\.? | [kK](?![^\W\d_]) | (?<=[\d.]) [mMwW](?![^\W\d_]) )? \s*
    (?P<unit> .* )
    """,
    re.VERBOSE | re.DOTALL,
)
TIMES = {
    "万": 10_000, "萬": 10_000, "만": 10_000, "w": 10_000, "亿": 100_000_000, "億": 100_000_000, "千": 1_000, "천": 1_000,
    "k": 1_000, "тыс": 1_000, "tys": 1_000, "m": 1_000_000, "mio": 1_000_000,
}  # fmt: skip

MOST_DIGITS = 18
FIGURE = frozenset("-+−0123456789")  # what a figure or a date begins with
COLON = re.compile(r"\s*+([^:：\d][^:：]{0,39})[:：](.*)", re.DOTALL)
VALUE_FIRST = re.compile(r"([-+]?\d[\d.,'’ \xa0]*[kKmM万萬]?)\s+(\D+)")
JOINED = re.compile(r"([^\W\d_]{1,8})\s*([-+−]?\d.*)", re.DOTALL)


def key_of(label: str | None) -> str | None:
    """
    What a label means: a key of the statistics or a field of the author; ``None`` for what is not known.

    >>> key_of("Reaction score:"), key_of("發帖數："), key_of("注册时间"), key_of("QQ")
    ('likes_received', 'posts', 'registered', None)
    """
    if not label:
        return None
    return KEYS.get(label) or KEYS.get(BLANKS.sub(" ", label.strip(EDGES)).lower())


def whole(digits: str | None) -> int | None:
    """
    A whole number that a pattern found, with its sign; ``None`` for none, or for one of more than 18 digits.

    No count, page or floor has more, and ``int()`` itself refuses 4,301 of them.

    >>> whole("+12"), whole("-3"), whole("²"), whole("9" * 19), whole(None)
    (12, -3, None, None, None)
    """
    bare = digits.lstrip("+-") if digits else ""
    return int(digits) if digits and bare.isdecimal() and len(bare) <= MOST_DIGITS else None


@lru_cache(maxsize=8192)
def stat(label: str, text: str, *, exact: str | None = None) -> Stat:
    """
    A statistic as the page prints it, with the number behind it; ``exact`` is a number given elsewhere (a ``title``) and wins.

    >>> stat("在线时间", "10240(小时)").value, stat("积分", "1万", exact="15230").value, stat("Posts", "1.5k").value
    (10240, 15230, 1500)
    """
    label = " ".join(label.split()).rstrip(":： ")
    text = " ".join(text.split())
    found = NUMBER.match(text)
    value, unit = (_value(found), _unit(found)) if found else (None, None)
    if exact and (exactly := NUMBER.match(exact)):
        value = _value(exactly)
    return Stat(key=_stat_key(label), label=label, value=value, unit=unit, text=text)


def _stat_key(label: str) -> str | None:
    key = key_of(label)
    return None if key in FIELDS else key


def _value(found: re.Match[str]) -> int | float:
    """The number that was matched, multiplied by the word behind it."""
    text, part = found["number"].replace("−", "-"), found["part"]
    if part:
        text = text.replace(part, "")
    times = TIMES.get((found["times"] or "").rstrip(".").lower(), 1)
    number = float(text.replace(",", ".")) * times if "." in text or "," in text else int(text) * times
    return int(number) if number == int(number) else number


def _unit(found: re.Match[str]) -> str | None:
    unit = found["unit"].strip(EDGES + "/") or found["before"]
    return unit if unit and not any(map(str.isdigit, unit)) and len(unit) <= 20 else None


def pairs(lines: Iterable[str]) -> list[tuple[str, str]]:
    """
    Labels and values of the lines of an author's profile; a line that is neither is left out.

    >>> pairs(["级别: 侠客", "UID 121", "帖子512", "1,024 posts", "注册 2005-1-9", "hello"])
    [('级别', '侠客'), ('UID', '121'), ('帖子', '512'), ('posts', '1,024'), ('注册', '2005-1-9')]
    """
    found: list[tuple[str, str]] = []
    for line in lines:
        text = BLANKS.sub(" ", line).strip()
        pair = _pair(text)
        if pair:
            found.append(pair)
        elif found and not found[-1][1] and text[:1] in FIGURE and text:
            found[-1] = (found[-1][0], text)  # the label stood on a line of its own
    return found


def _pair(line: str) -> tuple[str, str] | None:
    """One line's label and value: parted by a colon, a blank, or nothing; or the value first."""
    if match := COLON.fullmatch(line):
        return match[1].rstrip(), match[2].strip()
    if key_of(line):
        return line, ""
    words = line.split(" ")
    for count in range(min(3, len(words) - 1), 0, -1):
        label, value = " ".join(words[:count]), " ".join(words[count:])
        if key_of(label) and (value[0] in FIGURE or label > "⺀"):  # "From here on" is no place
            return label, value
    if (match := JOINED.fullmatch(line)) and key_of(match[1]):
        return match[1], match[2]
    if (match := VALUE_FIRST.fullmatch(line)) and key_of(match[2]):
        return match[2], match[1].strip()
    return None
