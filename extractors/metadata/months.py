"""Names of months in the languages of the press, for dates that are written out."""

from __future__ import annotations

# One line a language; forms of a month stand together with commas. Shortened forms are matched by their first letters.
_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep,sept oct nov dec
januar,jänner februar,feber märz,maerz april mai juni juli august september oktober november dezember
jan feb mär,mrz apr mai jun jul aug sep,sept okt nov dez
janvier février,fevrier mars avril mai juin juillet août,aout septembre octobre novembre décembre,decembre
janv févr,fév mars avr mai juin juil août sept oct nov déc
enero febrero marzo abril mayo junio julio agosto septiembre,setiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago sep,set oct nov dic
janeiro fevereiro março,marco abril maio junho julho agosto setembro outubro novembro dezembro
jan fev mar abr mai jun jul ago set out nov dez
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
stycznia,styczeń lutego,luty marca,marzec kwietnia,kwiecień maja,maj czerwca,czerwiec lipca,lipiec sierpnia,sierpień września,wrzesień października,październik listopada,listopad grudnia,grudzień
sty lut mar kwi maj cze lip sie wrz paź lis gru
januari februari maart april mei juni juli augustus september oktober november december
jan feb mrt apr mei jun jul aug sep okt nov dec
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts,mars april maj,mai juni juli august september oktober november december,desember
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
ledna,leden února,únor března,březen dubna,duben května,květen června,červen července,červenec srpna,srpen září října,říjen listopadu,listopad prosince,prosinec
januára,január februára,február marca,marec apríla,apríl mája,máj júna,jún júla,júl augusta,august septembra,september októbra,október novembra,november decembra,december
január február március április május június július augusztus szeptember október november december
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
oca şub mar nis may haz tem ağu eyl eki kas ara
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
января,январь февраля,февраль марта,март апреля,апрель мая,май июня,июнь июля,июль августа,август сентября,сентябрь октября,октябрь ноября,ноябрь декабря,декабрь
янв фев мар апр мая июн июл авг сен,сент окт ноя дек
січня,січень лютого,лютий березня,березень квітня,квітень травня,травень червня,червень липня,липень серпня,серпень вересня,вересень жовтня,жовтень листопада,листопад грудня,грудень
януари февруари март април май юни юли август септември октомври ноември декември
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου,μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
januari februari maret april mei juni juli agustus september oktober november desember
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga,studenog prosinca
januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
janvārī,janvāris februārī,februāris martā,marts aprīlī,aprīlis maijā,maijs jūnijā,jūnijs jūlijā,jūlijs augustā,augusts septembrī,septembris oktobrī,oktobris novembrī,novembris decembrī,decembris
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
जनवरी फरवरी,फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर,सितम्बर अक्टूबर नवंबर,नवम्बर दिसंबर,दिसम्बर
يناير فبراير مارس أبريل,ابريل مايو يونيو يوليو أغسطس,اغسطس سبتمبر أكتوبر,اكتوبر نوفمبر ديسمبر
"""


def _month_numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for number, names in enumerate(line.split(), 1):
            for name in names.split(","):
                numbers.setdefault(name, number)
    return numbers


MONTHS = _month_numbers()
