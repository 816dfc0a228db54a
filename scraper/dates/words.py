"""What sixteen languages call units and the halves of a day, and some thirty months and days; the keys of the look-ups, not yet folded."""

MONTHS = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro stycznia styczeń sty января январь янв ocak oca januari "
    "leden ledna led január januára gener ianuarie tammikuuta tammikuu tammi ιανουαρίου ιανουάριος ιαν січня січень січ януари "
    "яну siječnja јануар ינואר ינו يناير جانفي 一月",
    "february feb februar feber février févr fév febrero febbraio fevereiro fev lutego luty lut февраля февраль фев февр şubat şub "
    "februari únor února úno február februára febr febrer februarie helmikuuta helmikuu helmi φεβρουαρίου φεβρουάριος φεβ "
    "лютого лютий лют февруари veljače фебруар פברואר פבר فبراير فيفري 二月",
    "march mar märz mär mrz mars marzo março marca marzec марта март мар mart maart mrt březen března bře márc március marec "
    "març martie maaliskuuta maaliskuu maalis μαρτίου μάρτιος μαρ березня березень бер ožujka מרץ מרס مارس 三月",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi kwie апреля апрель апр nisan nis duben dubna dub ápr április "
    "apríl apríla aprilie huhtikuuta huhtikuu huhti απριλίου απρίλιος απρ квітня квітень квіт кві април travnja אפריל אפר أبريل "
    "ابريل إبريل أفريل 四月",
    "may mai mayo maggio mag maio maja maj мая май mayıs mei květen května kvě máj máj. május mája maig toukokuuta toukokuu "
    "touko μαΐου μάιος μάι травня травень трав тра svibnja мај מאי mei مايو ماي 五月",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн haziran haz červen června čer čvn jún június "
    "júna juny iunie kesäkuuta kesäkuu kesä ιουνίου ιούνιος ιουν ιούν червня червень черв юни lipnja јун יוני يونيو يونيه جوان "
    "六月",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл temmuz tem červenec července čvc čec júl "
    "július júla juliol iulie heinäkuuta heinäkuu heinä ιουλίου ιούλιος ιουλ ιούλ липня липень лип юли јул יולי يوليو "
    "يوليوز يوليه جويلية 七月",
    "august aug août aou agosto ago sierpnia sierpień sie августа август авг ağustos ağu augustus srpen srpna srp augusti "
    "augusztus augusta agost elokuuta elokuu αυγούστου αύγουστος αυγ серпня серпень серп kolovoza avgust אוגוסט agustus agu "
    "أغسطس اغسطس غشت أوت 八月",
    "september sep sept septembre septiembre setiembre set settembre setembro września wrzesień wrz сентября сентябрь сен сент eylül "
    "eyl září zář szept szeptember septembra setembre septembrie syyskuuta syyskuu syys σεπτεμβρίου σεπτέμβριος σεπ σεπτ "
    "вересня вересень вер септември сеп septembar rujna септембар ספטמבר ספט سبتمبر شتنبر 九月",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik paź октября октябрь окт ekim eki říjen "
    "října říj október októbra octombrie lokakuuta lokakuu loka οκτωβρίου οκτώβριος οκτ жовтня жовтень жовт жов октомври "
    "oktobar октобар אוקטובר אוק أكتوبر اكتوبر 十月",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб kasım kas novembra noiembrie "
    "marraskuuta marraskuu marras νοεμβρίου νοέμβριος νοε листопада листопад ноември ное novembar studenog новембар נובמבר נוב "
    "نوفمبر نونبر 十一月",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień gru декабря декабрь дек aralık ara "
    "prosinec prosince pro decembra desembre decembrie desember des joulukuuta joulukuu joulu δεκεμβρίου δεκέμβριος δεκ грудня "
    "грудень груд декември decembar prosinca децембар דצמבר דצמ ديسمبر دجنبر 十二月",
)
"""The twelve months, a line each: en, de, fr, es, it, pt, pl, ru, tr, nl, cs, then those of the smaller languages, ar, and Chinese numerals."""

DAY_WORDS = {
    0: (
        "today|今天|今日|오늘|heute|aujourd'hui|aujourd’hui|hoy|oggi|hoje|dzisiaj|dziś|dzis|сегодня|bugün|vandaag|"
        "dnes|idag|i dag|tänään|σήμερα|azi|astăzi|сьогодні|днес|danas|היום|avui|hôm nay|hari ini|اليوم"
    ),
    -1: (
        "yesterday|昨天|昨日|어제|gestern|hier|ayer|ieri|ontem|wczoraj|вчера|dün|gisteren|včera|igår|i går|eilen|"
        "tegnap|χθες|χτες|вчора|jučer|juče|אתמול|ahir|hôm qua|kemarin|أمس|امس|البارحة"
    ),
    -2: (
        "day before yesterday|前天|前日|一昨日|おととい|그저께|그제|vorgestern|avant-hier|anteayer|l'altro ieri|anteontem|"
        "przedwczoraj|позавчера|evvelsi gün|önceki gün|eergisteren|předevčírem|أول أمس"
    ),
    -3: "大前天",
}
"""Days counted from today."""

NOW_WORDS = (
    "just now|a moment ago|moments ago|a few seconds ago|few seconds ago|刚刚|剛剛|刚才|剛才|たった今|방금|방금 전|gerade eben|"
    "soeben|à l'instant|il y a un instant|ahora mismo|justo ahora|hace un momento|adesso|proprio ora|agora mesmo|agora|przed chwilą|"
    "teraz|только что|az önce|şimdi|zojuist|zonet|právě teď|الآن|منذ لحظات"
)

UNITS = {
    "s": (
        "seconds|second|secs|sec|s|秒钟|秒鐘|秒|초|sekunden|sekunde|secondes|seconde|segundos|segundo|secondi|secondo|sekund|sekundy|"
        "sekundę|sekundami|секунд|секунды|секунду|сек|saniye|seconden|ثانية|ثوان|ثواني"
    ),
    "m": (
        "minutes|minute|mins|min|m|分钟|分鐘|分|분|minuten|minutos|minuto|minuti|minut|minuty|minutę|minutami|minutou|минут|минуты|"
        "минуту|мин|dakika|minuut|دقيقة|دقائق"
    ),
    "h": (
        "hours|hour|hrs|hr|h|个小时|個小時|小时|小時|時間|시간|stunden|stunde|heures|heure|horas|hora|ore|ora|godzin|godziny|godzinę|"
        "godz|часов|часа|час|saat|uren|uur|hodinami|hodinou|hodin|ساعات|ساعة"
    ),
    "d": (
        "days|day|d|天|日|일|tagen|tage|tag|jours|jour|días|día|giorni|giorno|dias|dia|dni|dzień|дней|дня|день|gün|dagen|dag|dny|dnem|"
        "dnů|أيام|ايام|يوم"
    ),
    "w": (
        "weeks|week|wks|wk|w|周|週間|週|星期|주|wochen|woche|semaines|semaine|semanas|semana|settimane|settimana|tygodni|tygodnie|tydzień|"
        "недель|недели|неделю|hafta|weken|týdny|týdnem|أسابيع|أسبوع|اسبوع"
    ),
    "M": (
        "months|month|mos|mo|个月|個月|か月|ヶ月|ヵ月|カ月|月|개월|달|monaten|monate|monat|mois|meses|mesi|mese|mes|mês|miesięcy|miesiące|"
        "miesiąc|месяцев|месяца|месяц|ay|maanden|maand|měsíci|měsícem|أشهر|اشهر|شهر"
    ),
    "y": (
        "years|year|yrs|yr|y|年|년|jahren|jahre|jahr|années|année|ans|an|años|año|anni|anno|anos|ano|lata|lat|roku|rok|лет|года|год|yıl|"
        "jaren|jaar|lety|roky|rokem|سنوات|سنة|أعوام|عام"
    ),
}
"""Units of "… ago"."""

DUALS = {
    "ثانيتين": "s",
    "دقيقتين": "m",
    "ساعتين": "h",
    "يومين": "d",
    "أسبوعين": "w",
    "اسبوعين": "w",
    "شهرين": "M",
    "سنتين": "y",
    "عامين": "y",
}
"""Arabic has a form for two of them."""

NUMBERS = {
    0.5: "半个|半個|半|half an|half a",
    1: "an|a|one|eine|einer|einem|ein|une|un|uno|una|um|uma|jedną|jeden|один|одну|одна|bir|een|一个|一個|一",
    2: "两个|兩個|两|兩|二|two|zwei|deux|dos|due|dwa|два|iki|twee",
    3: "三|three|drei|trois|tres|tre|trzy|три|üç|drie",
}

BEFORE = "vor|il y a|hace|há|ha|před|منذ|قبل"
AFTER = "前に|之前|以前|前|ago|temu|fa|назад|geleden|önce|atrás|전에|전"

WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedì segunda-feira segunda seg poniedziałek pon pn понедельник пн pazartesi pzt maandag "
    "ma pondělí po الاثنين الإثنين 星期一 周一 週一 月曜日 월요일",
    "tuesday tue tues dienstag di mardi martes martedì terça-feira terça ter wtorek wt вторник вт salı sal dinsdag úterý út الثلاثاء "
    "星期二 周二 週二 火曜日 화요일",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta-feira quarta qua środa śr среда ср çarşamba çar woensdag "
    "wo středa st الأربعاء الاربعاء 星期三 周三 週三 水曜日 수요일",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio quinta-feira quinta qui czwartek czw cz четверг чт "
    "perşembe per donderdag čtvrtek čt الخميس 星期四 周四 週四 木曜日 목요일",
    "friday fri freitag fr vendredi ven viernes vie venerdì sexta-feira sexta sex piątek pt пятница пт cuma cum vrijdag vr pátek pá "
    "الجمعة 星期五 周五 週五 金曜日 금요일",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab sobota sob суббота сб cumartesi cmt zaterdag za so السبت "
    "星期六 周六 週六 土曜日 토요일",
    "sunday sun sonntag dimanche dim domingo dom domenica niedziela nd воскресенье вс pazar paz zondag zo neděle ne الأحد الاحد "
    "星期日 星期天 周日 週日 日曜日 일요일",
)
"""The seven days, a line each; a short form counts only as a word that may stand beside a date."""

AM = "a(?:m|\\.\\s?m\\.?)|上午|凌晨|清晨|早上|早晨|午前|오전|oo|dop|ص|صباحا"
PM = "p(?:m|\\.\\s?m\\.?)|下午|晚上|傍晚|晚间|夜里|午後|오후|os|odp|م|مساء"
NOON = "中午|正午"

FILLERS = (
    "at on um uhr le à a las el la los alle ore às o godz godzinie w в om v klo den der the of de del dne saat pada in и and et und "
    "posted written created edited modified joined registered last date time since by geschrieben verfasst erstellt publié écrit "
    "publicado escrito scritto inviato napisano dodano добавлено отправлено написано gönderildi geplaatst napsal da الساعة في "
    "发表于 发布于 發表於 發佈於 发表 發表 发布 回复于 回覆於 于 於 编辑 編輯 最后 最後 最后登录 注册 注册时间 "
    "時間 时间 日期 投稿日時 投稿日 작성일 등록일"
)
"""Words that may stand beside a date without a year; beside one with a year, any word may."""

ERAS = {"民國": 1911, "民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
