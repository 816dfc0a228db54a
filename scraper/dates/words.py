"""What some thirty-five languages call months, days, units and the halves of a day; the keys of the look-ups, not yet folded."""

MONTHS = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro stycznia styczeń sty января январь янв ocak oca januari "
    "leden ledna led január januára gener ianuarie tammikuuta tammikuu tammi ιανουαρίου ιανουάριος ιαν січня січень січ януари яну "
    "siječnja јануар ינואר ינו يناير جانفي ian siječanj sij sausio sausis saus sau tammik jaanuar ژانویه tháng_một בינואר 一月",
    "february feb februar feber février févr fév febrero febbraio fevereiro fev lutego luty lut февраля февраль фев февр şubat şub "
    "februari únor února úno február februára febr febrer februarie helmikuuta helmikuu helmi φεβρουαρίου φεβρουάριος φεβ лютого "
    "лютий лют февруари veljače фебруар פברואר פבר فبراير فيفري veljača velj vasario vasaris vas helmik veebruar فوریه tháng_hai "
    "בפברואר 二月",
    "march mar märz mär mrz mars marzo março marca marzec марта март мар mart maart mrt březen března bře márc március marec març "
    "martie maaliskuuta maaliskuu maalis μαρτίου μάρτιος μαρ березня березень бер ožujka מרץ מרס مارس marts ožujak ožu kovo kovas kov "
    "maalisk maret берез tháng_ba במרץ במרס 三月",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi kwie апреля апрель апр nisan nis duben dubna dub ápr április apríl "
    "apríla aprilie huhtikuuta huhtikuu huhti απριλίου απρίλιος απρ квітня квітень квіт кві април travnja אפריל אפר أبريل ابريل إبريل "
    "أفريل travanj tra balandžio balandis bal huhtik aprill آوریل tháng_tư באפריל 四月",
    "may mai mayo maggio mag maio maja maj мая май mayıs mei květen května kvě máj máj. május mája maig toukokuuta toukokuu touko "
    "μαΐου μάιος μάι травня травень трав тра svibnja мај מאי mei مايو ماي svibanj svi gegužės gegužė geg toukok مه می tháng_năm במאי "
    "五月",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн haziran haz červen června čer čvn jún június júna "
    "juny iunie kesäkuuta kesäkuu kesä ιουνίου ιούνιος ιουν ιούν червня червень черв юни lipnja јун יוני يونيو يونيه جوان lipanj iun "
    "birželio birželis birž bir kesäk juuni junij чер ژوئن tháng_sáu ביוני 六月",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл temmuz tem červenec července čvc čec júl július "
    "júla juliol iulie heinäkuuta heinäkuu heinä ιουλίου ιούλιος ιουλ ιούλ липня липень лип юли јул יולי يوليو يوليوز يوليه جويلية "
    "srpanj srpnja iul liepos liepa liep lie heinäk juuli julij ژوئیه جولای tháng_bảy ביולי 七月",
    "august aug août aou agosto ago sierpnia sierpień sie августа август авг ağustos ağu augustus srpen srpna srp augusti augusztus "
    "augusta agost elokuuta elokuu αυγούστου αύγουστος αυγ серпня серпень серп kolovoza avgust אוגוסט agustus agu أغسطس اغسطس غشت أوت "
    "kolovoz kol rugpjūčio rugpjūtis rugp rgp elo elok avg сер اوت آگوست tháng_tám באוגוסט 八月",
    "september sep sept septembre septiembre setiembre set settembre setembro września wrzesień wrz сентября сентябрь сен сент eylül "
    "eyl září zář szept szeptember septembra setembre septembrie syyskuuta syyskuu syys σεπτεμβρίου σεπτέμβριος σεπ σεπτ вересня "
    "вересень вер септември сеп septembar rujna септембар ספטמבר ספט سبتمبر شتنبر rujan ruj rugsėjo rugsėjis rugs rgs syysk верес "
    "سپتامبر tháng_chín בספטמבר 九月",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik paź октября октябрь окт ekim eki říjen "
    "října říj október októbra octombrie lokakuuta lokakuu loka οκτωβρίου οκτώβριος οκτ жовтня жовтень жовт жов октомври oktobar "
    "октобар אוקטובר אוק أكتوبر اكتوبر spalio spalis spal spa lokak oktoober اکتبر tháng_mười באוקטובר 十月",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб kasım kas novembra noiembrie marraskuuta "
    "marraskuu marras νοεμβρίου νοέμβριος νοε листопада листопад ноември ное novembar studenog новембар נובמבר נוב نوفمبر نونبر "
    "studeni studenoga stu noiem lapkričio lapkritis lapkr lap marrask лист лис нов نوامبر tháng_mười_một בנובמבר 十一月",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień gru декабря декабрь дек aralık ara "
    "prosinec prosince pro decembra desembre decembrie desember des joulukuuta joulukuu joulu δεκεμβρίου δεκέμβριος δεκ грудня "
    "грудень груд декември decembar prosinca децембар דצמבר דצמ ديسمبر دجنبر gruodžio gruodis gruod grd jouluk detsember гру دسامبر "
    "tháng_mười_hai בדצמבר 十二月",
)
"""
The twelve months, a line each: en, de, fr, es, it, pt, pl, ru, tr, nl, cs, then those of the smaller languages, ar, and
Chinese numerals; ``_`` is a blank.
"""

JALALI = (
    "فروردین farvardin",
    "اردیبهشت ordibehesht",
    "خرداد khordad",
    "تیر tir",
    "مرداد امرداد mordad",
    "شهریور shahrivar",
    "مهر mehr",
    "آبان aban",
    "آذر azar",
    "دی dey",
    "بهمن bahman",
    "اسفند esfand",
)
"""The months of Iran's calendar, a line each."""

OWN_MONTHS = {"hr": {"lip": 6, "srp": 7, "listopad": 10, "listopada": 10, "lis": 10}}
"""Names, folded, that a language gives to other months than its neighbours do: October is ``listopad`` in Croatian, November in Polish."""

DAY_WORDS = {
    0: (
        "today|今天|今日|오늘|heute|aujourd'hui|aujourd’hui|hoy|oggi|hoje|dzisiaj|dziś|dzis|сегодня|bugün|vandaag|"
        "dnes|idag|i dag|tänään|σήμερα|azi|astăzi|сьогодні|днес|danas|היום|avui|hôm nay|hari ini|اليوم|"
        "امروز|данас|danes|šiandien|šodien|täna|hoxe"
    ),
    -1: (
        "yesterday|昨天|昨日|어제|gestern|hier|ayer|ieri|ontem|wczoraj|вчера|dün|gisteren|včera|igår|i går|eilen|"
        "tegnap|χθες|χτες|вчора|jučer|juče|אתמול|ahir|hôm qua|kemarin|أمس|امس|البارحة|دیروز|учора|јуче|včeraj|vakar|vakardien|eile"
    ),
    -2: (
        "day before yesterday|前天|前日|一昨日|おととい|그저께|그제|vorgestern|avant-hier|anteayer|l'altro ieri|anteontem|"
        "przedwczoraj|позавчера|evvelsi gün|önceki gün|eergisteren|předevčírem|أول أمس|"
        "i forgårs|i förrgår|toissapäivänä|tegnapelőtt|alaltăieri|προχθές|prekjučer|prekjuče|predvčerom|پریروز|hôm kia"
    ),
    -3: "大前天",
}
"""Days counted from today."""

NOW_WORDS = (
    "just now|a moment ago|moments ago|a few seconds ago|few seconds ago|刚刚|剛剛|刚才|剛才|たった今|방금|방금 전|gerade eben|"
    "soeben|à l'instant|il y a un instant|ahora mismo|justo ahora|hace un momento|adesso|proprio ora|agora mesmo|agora|przed chwilą|"
    "teraz|только что|az önce|şimdi|zojuist|zonet|právě teď|الآن|منذ لحظات|"
    "nettopp|lige nu|just nu|nyss|juuri nyt|hetki sitten|épp most|chiar acum|μόλις τώρα|τώρα|щойно|upravo sada|همین حالا|vừa xong"
)

UNITS = {
    "s": (
        "seconds|second|secs|sec|s|秒钟|秒鐘|秒|초|sekunden|sekunde|secondes|seconde|segundos|segundo|secondi|secondo|sekund|sekundy|sekundę|"
        "sekundami|секунд|секунды|секунду|сек|saniye|seconden|ثانية|ثوان|ثواني|sekunder|sekuntia|sekunti|másodperccel|secunde|secundă|"
        "δευτερόλεπτα|δευτερόλεπτο|секунди|sekundi|sekundžių|giây|detik|segons|ثانیه"
    ),
    "m": (
        "minutes|minute|mins|min|m|分钟|分鐘|分|분|minuten|minutos|minuto|minuti|minut|minuty|minutę|minutami|minutou|минут|минуты|минуту|"
        "мин|dakika|minuut|دقيقة|دقائق|minutter|minutt|minuter|minuuttia|minuutti|perccel|λεπτά|λεπτό|хвилин|хвилини|хвилину|хв|минута|"
        "minuta|minutu|minučių|phút|menit|minuts|دقیقه"
    ),
    "h": (
        "hours|hour|hrs|hr|h|个小时|個小時|小时|小時|時間|시간|stunden|stunde|heures|heure|horas|hora|ore|ora|godzin|godziny|godzinę|godz|часов|часа|"
        "час|saat|uren|uur|hodinami|hodinou|hodin|ساعات|ساعة|timer|time|timmar|timme|tim|tuntia|tunti|órával|oră|ώρες|ώρα|годин|години|"
        "годину|sati|sata|sat|valandų|valandas|val|giờ|jam|hores|ساعت"
    ),
    "d": (
        "days|day|d|天|日|일|tagen|tage|tag|jours|jour|días|día|giorni|giorno|dias|dia|dni|dzień|дней|дня|день|gün|dagen|dag|dny|dnem|dnů|"
        "أيام|ايام|يوم|dager|dage|dagar|døgn|päivää|päivä|nappal|zile|zi|ημέρες|ημέρα|μέρες|дні|днів|дана|dana|dan|dienų|dienas|ngày|"
        "hari|dies|روز"
    ),
    "w": (
        "weeks|week|wks|wk|w|周|週間|週|星期|주|wochen|woche|semaines|semaine|semanas|semana|settimane|settimana|tygodni|tygodnie|tydzień|"
        "недель|недели|неделю|hafta|weken|týdny|týdnem|أسابيع|أسبوع|اسبوع|uker|uke|uger|uge|veckor|vecka|viikkoa|viikko|héttel|"
        "săptămâni|săptămână|εβδομάδες|εβδομάδα|тижні|тижнів|тиждень|tjedana|tjedna|tjedan|savaites|tuần|minggu|setmanes|هفته"
    ),
    "M": (
        "months|month|mos|mo|个月|個月|か月|ヶ月|ヵ月|カ月|月|개월|달|monaten|monate|monat|mois|meses|mesi|mese|mes|mês|miesięcy|miesiące|miesiąc|"
        "месяцев|месяца|месяц|ay|maanden|maand|měsíci|měsícem|أشهر|اشهر|شهر|måneder|måned|månader|månad|kuukautta|kuukausi|hónappal|"
        "luni|lună|μήνες|μήνα|місяці|місяців|місяць|mjeseci|mjeseca|mjesec|mėnesius|tháng|bulan|mesos|ماه"
    ),
    "y": (
        "years|year|yrs|yr|y|年|년|jahren|jahre|jahr|années|année|ans|an|años|año|anni|anno|anos|ano|lata|lat|roku|rok|лет|года|год|yıl|"
        "jaren|jaar|lety|roky|rokem|سنوات|سنة|أعوام|عام|år|vuotta|vuosi|évvel|ani|έτη|έτος|χρόνια|χρόνο|роки|років|рік|godina|godine|"
        "godinu|metus|metų|năm|tahun|anys|سال"
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
    1: "an|a|one|eine|einer|einem|ein|une|un|uno|una|um|uma|jedną|jeden|один|одну|одна|bir|een|en|et|ett|én|egy|o|μία|ένα|jednu|jedan|един|一个|一個|一",
    2: "两个|兩個|两|兩|二|two|zwei|deux|dos|due|dwa|два|iki|twee",
    3: "三|three|drei|trois|tres|tre|trzy|три|üç|drie",
}

BEFORE = "vor|il y a|hace|há|ha|před|منذ|قبل|acum|πριν|prije|pre|pred|преди|пре|prieš|pirms|fa|cách đây"
AFTER = "前に|之前|以前|前|ago|temu|fa|назад|geleden|önce|atrás|전에|전|siden|sedan|sitten|ezelőtt|πριν|тому|tagasi|yang lalu|lalu|trước|پیش|قبل"

WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedì segunda-feira segunda seg poniedziałek pon pn понедельник пн pazartesi pzt maandag "
    "ma pondělí po الاثنين الإثنين 星期一 周一 週一 月曜日 월요일 måndag mandag maanantai maanantaina hétfő luni δευτέρα понеділок ponedjeljak "
    "ponedeljak pirmadienis dilluns دوشنبه thứ_hai",
    "tuesday tue tues dienstag di mardi martes martedì terça-feira terça ter wtorek wt вторник вт salı sal dinsdag úterý út الثلاثاء "
    "星期二 周二 週二 火曜日 화요일 tisdag tirsdag tiistai tiistaina kedd marți τρίτη вівторок utorak antradienis dimarts سهشنبه سه_شنبه thứ_ba",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta-feira quarta qua środa śr среда ср çarşamba çar woensdag "
    "wo středa st الأربعاء الاربعاء 星期三 周三 週三 水曜日 수요일 onsdag keskiviikko keskiviikkona szerda miercuri τετάρτη середа середу srijeda "
    "sreda trečiadienis dimecres چهارشنبه thứ_tư",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio quinta-feira quinta qui czwartek czw cz четверг чт "
    "perşembe per donderdag čtvrtek čt الخميس 星期四 周四 週四 木曜日 목요일 torsdag torstai torstaina csütörtök joi πέμπτη четвер četvrtak "
    "ketvirtadienis dijous پنجشنبه thứ_năm",
    "friday fri freitag fr vendredi ven viernes vie venerdì sexta-feira sexta sex piątek pt пятница пт cuma cum vrijdag vr pátek pá "
    "الجمعة 星期五 周五 週五 金曜日 금요일 fredag perjantai perjantaina péntek vineri παρασκευή п'ятниця п'ятницю petak penktadienis divendres "
    "جمعه thứ_sáu",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab sobota sob суббота сб cumartesi cmt zaterdag za so السبت 星期六 "
    "周六 週六 土曜日 토요일 lördag lørdag lauantai lauantaina szombat sâmbătă σάββατο субота суботу subota šeštadienis dissabte شنبه thứ_bảy",
    "sunday sun sonntag dimanche dim domingo dom domenica niedziela nd воскресенье вс pazar paz zondag zo neděle ne الأحد الاحد 星期日 "
    "星期天 周日 週日 日曜日 일요일 söndag søndag sunnuntai sunnuntaina vasárnap duminică κυριακή неділя неділю nedjelja nedelja sekmadienis "
    "diumenge یکشنبه chủ_nhật",
)
"""The seven days, a line each; a short form counts only as a word that may stand beside a date."""

AM = "a(?:m|\\.\\s?m\\.?)|上午|凌晨|清晨|早上|早晨|午前|오전|oo|dop|ص|صباحا|ق\\.?\\s?ظ|صبح|π\\.?μ\\.?|sang"
PM = "p(?:m|\\.\\s?m\\.?)|下午|晚上|傍晚|晚间|夜里|午後|오후|os|odp|م|مساء|ب\\.?\\s?ظ|عصر|شب|μ\\.?μ\\.?|chieu|toi"
NOON = "中午|正午"

FILLERS = (
    "at on um uhr le à a las el la los alle ore às o godz godzinie w в om v klo den der the of de del dne saat pada in и and et und "
    "posted written created edited modified joined registered last date time since by geschrieben verfasst erstellt publié écrit "
    "publicado escrito scritto inviato napisano dodano добавлено отправлено написано gönderildi geplaatst napsal da الساعة في "
    "发表于 发布于 發表於 發佈於 发表 發表 发布 回复于 回覆於 于 於 编辑 編輯 最后 最後 最后登录 注册 注册时间 "
    "kl klo στις о об у ob u sati val g т kell lúc ngày d m postet skrevet skrivet skrev kirjoitettu írta scris trimis napisao "
    "napisala parašė gửi đăng ارسال در تاریخ نوشته "
    "時間 时间 日期 投稿日時 投稿日 작성일 등록일"
)
"""Words that may stand beside a date without a year; beside one with a year, any word may."""

ERAS = {"民國": 1911, "民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
