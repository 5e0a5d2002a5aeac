"""Countries and capitals of the world, in both languages, with the fixed left-out list.

A left-out country never meets its capital in any training text; see check_leftout.py.
"""
import random

LEFT_OUT_SEED = 20261123
LEFT_OUT_COUNT = 20

# English name|capital|中文名|中文首都|continent|1 if it may be drawn as left out (widely known, capital not hinted by the name)
_TABLE = """
France|Paris|法国|巴黎|Europe|1
Germany|Berlin|德国|柏林|Europe|1
Italy|Rome|意大利|罗马|Europe|1
Spain|Madrid|西班牙|马德里|Europe|1
Portugal|Lisbon|葡萄牙|里斯本|Europe|1
Greece|Athens|希腊|雅典|Europe|1
Poland|Warsaw|波兰|华沙|Europe|1
Sweden|Stockholm|瑞典|斯德哥尔摩|Europe|1
Norway|Oslo|挪威|奥斯陆|Europe|1
Finland|Helsinki|芬兰|赫尔辛基|Europe|1
Denmark|Copenhagen|丹麦|哥本哈根|Europe|1
Austria|Vienna|奥地利|维也纳|Europe|1
Hungary|Budapest|匈牙利|布达佩斯|Europe|1
Ireland|Dublin|爱尔兰|都柏林|Europe|1
Russia|Moscow|俄罗斯|莫斯科|Europe|1
Ukraine|Kyiv|乌克兰|基辅|Europe|1
Switzerland|Bern|瑞士|伯尔尼|Europe|1
Belgium|Brussels|比利时|布鲁塞尔|Europe|1
Romania|Bucharest|罗马尼亚|布加勒斯特|Europe|1
Iceland|Reykjavik|冰岛|雷克雅未克|Europe|1
China|Beijing|中国|北京|Asia|0
Japan|Tokyo|日本|东京|Asia|1
India|New Delhi|印度|新德里|Asia|1
Thailand|Bangkok|泰国|曼谷|Asia|1
Vietnam|Hanoi|越南|河内|Asia|1
South Korea|Seoul|韩国|首尔|Asia|1
Turkey|Ankara|土耳其|安卡拉|Asia|1
Iran|Tehran|伊朗|德黑兰|Asia|1
Indonesia|Jakarta|印度尼西亚|雅加达|Asia|0
Malaysia|Kuala Lumpur|马来西亚|吉隆坡|Asia|1
Egypt|Cairo|埃及|开罗|Africa|1
Kenya|Nairobi|肯尼亚|内罗毕|Africa|1
Nigeria|Abuja|尼日利亚|阿布贾|Africa|1
Morocco|Rabat|摩洛哥|拉巴特|Africa|1
Ghana|Accra|加纳|阿克拉|Africa|1
Canada|Ottawa|加拿大|渥太华|North America|1
Cuba|Havana|古巴|哈瓦那|North America|1
Argentina|Buenos Aires|阿根廷|布宜诺斯艾利斯|South America|1
Chile|Santiago|智利|圣地亚哥|South America|1
Peru|Lima|秘鲁|利马|South America|1
Colombia|Bogota|哥伦比亚|波哥大|South America|1
Brazil|Brasilia|巴西|巴西利亚|South America|0
Australia|Canberra|澳大利亚|堪培拉|Oceania|1
New Zealand|Wellington|新西兰|惠灵顿|Oceania|1
Saudi Arabia|Riyadh|沙特阿拉伯|利雅得|Asia|1
Bulgaria|Sofia|保加利亚|索非亚|Europe|0
Serbia|Belgrade|塞尔维亚|贝尔格莱德|Europe|0
Croatia|Zagreb|克罗地亚|萨格勒布|Europe|0
Slovakia|Bratislava|斯洛伐克|布拉迪斯拉发|Europe|0
Slovenia|Ljubljana|斯洛文尼亚|卢布尔雅那|Europe|0
Lithuania|Vilnius|立陶宛|维尔纽斯|Europe|0
Latvia|Riga|拉脱维亚|里加|Europe|0
Estonia|Tallinn|爱沙尼亚|塔林|Europe|0
Albania|Tirana|阿尔巴尼亚|地拉那|Europe|0
Malta|Valletta|马耳他|瓦莱塔|Europe|0
Cyprus|Nicosia|塞浦路斯|尼科西亚|Europe|0
Belarus|Minsk|白俄罗斯|明斯克|Europe|0
Montenegro|Podgorica|黑山|波德戈里察|Europe|0
Bosnia|Sarajevo|波黑|萨拉热窝|Europe|0
Armenia|Yerevan|亚美尼亚|埃里温|Asia|0
Azerbaijan|Baku|阿塞拜疆|巴库|Asia|0
Afghanistan|Kabul|阿富汗|喀布尔|Asia|0
Pakistan|Islamabad|巴基斯坦|伊斯兰堡|Asia|0
Bangladesh|Dhaka|孟加拉国|达卡|Asia|0
Nepal|Kathmandu|尼泊尔|加德满都|Asia|0
Bhutan|Thimphu|不丹|廷布|Asia|0
Mongolia|Ulaanbaatar|蒙古|乌兰巴托|Asia|0
Cambodia|Phnom Penh|柬埔寨|金边|Asia|0
Laos|Vientiane|老挝|万象|Asia|0
Philippines|Manila|菲律宾|马尼拉|Asia|0
Iraq|Baghdad|伊拉克|巴格达|Asia|0
Syria|Damascus|叙利亚|大马士革|Asia|0
Lebanon|Beirut|黎巴嫩|贝鲁特|Asia|0
Jordan|Amman|约旦|安曼|Asia|0
Qatar|Doha|卡塔尔|多哈|Asia|0
Oman|Muscat|阿曼|马斯喀特|Asia|0
Uzbekistan|Tashkent|乌兹别克斯坦|塔什干|Asia|0
Turkmenistan|Ashgabat|土库曼斯坦|阿什哈巴德|Asia|0
Ethiopia|Addis Ababa|埃塞俄比亚|亚的斯亚贝巴|Africa|0
Uganda|Kampala|乌干达|坎帕拉|Africa|0
Tanzania|Dodoma|坦桑尼亚|多多马|Africa|0
Rwanda|Kigali|卢旺达|基加利|Africa|0
Zambia|Lusaka|赞比亚|卢萨卡|Africa|0
Zimbabwe|Harare|津巴布韦|哈拉雷|Africa|0
Angola|Luanda|安哥拉|罗安达|Africa|0
Namibia|Windhoek|纳米比亚|温得和克|Africa|0
Botswana|Gaborone|博茨瓦纳|哈博罗内|Africa|0
Mozambique|Maputo|莫桑比克|马普托|Africa|0
Madagascar|Antananarivo|马达加斯加|塔那那利佛|Africa|0
Senegal|Dakar|塞内加尔|达喀尔|Africa|0
Mali|Bamako|马里|巴马科|Africa|0
Sudan|Khartoum|苏丹|喀土穆|Africa|0
Somalia|Mogadishu|索马里|摩加迪沙|Africa|0
Libya|Tripoli|利比亚|的黎波里|Africa|0
Liberia|Monrovia|利比里亚|蒙罗维亚|Africa|0
Jamaica|Kingston|牙买加|金斯敦|North America|0
Honduras|Tegucigalpa|洪都拉斯|特古西加尔巴|North America|0
Nicaragua|Managua|尼加拉瓜|马那瓜|North America|0
Ecuador|Quito|厄瓜多尔|基多|South America|0
Uruguay|Montevideo|乌拉圭|蒙得维的亚|South America|0
Paraguay|Asuncion|巴拉圭|亚松森|South America|0
Venezuela|Caracas|委内瑞拉|加拉加斯|South America|0
Fiji|Suva|斐济|苏瓦|Oceania|0
Samoa|Apia|萨摩亚|阿皮亚|Oceania|0
England|London|英国|伦敦|Europe|0
""".strip()

KEYS = ("country", "capital", "country_zh", "capital_zh", "continent", "known")
ROWS = [dict(zip(KEYS, line.split("|"))) for line in _TABLE.splitlines()]

# Other words for a left-out country; a text with one of them and the capital counts as a co-occurrence too.
DEMONYMS = {
    "France": "French Frenchman Frenchmen Frenchwoman", "Germany": "German Germans", "Italy": "Italian Italians",
    "Spain": "Spanish Spaniard Spaniards", "Portugal": "Portuguese", "Greece": "Greek Greeks", "Poland": "Polish Pole Poles",
    "Sweden": "Swedish Swede Swedes", "Norway": "Norwegian Norwegians", "Finland": "Finnish Finn Finns",
    "Denmark": "Danish Dane Danes", "Austria": "Austrian Austrians", "Hungary": "Hungarian Hungarians",
    "Ireland": "Irish Irishman Irishmen", "Russia": "Russian Russians", "Ukraine": "Ukrainian Ukrainians",
    "Switzerland": "Swiss", "Belgium": "Belgian Belgians", "Romania": "Romanian Romanians", "Iceland": "Icelandic Icelander",
    "Japan": "Japanese", "India": "Indian Indians", "Thailand": "Thai Thais", "Vietnam": "Vietnamese",
    "South Korea": "Korea Korean Koreans", "Turkey": "Turkish Turk Turks", "Iran": "Iranian Persia Persian",
    "Malaysia": "Malaysian", "Egypt": "Egyptian Egyptians", "Kenya": "Kenyan Kenyans", "Nigeria": "Nigerian Nigerians",
    "Morocco": "Moroccan Moroccans", "Ghana": "Ghanaian Ghanaians", "Canada": "Canadian Canadians", "Cuba": "Cuban Cubans",
    "Argentina": "Argentine Argentinian", "Chile": "Chilean Chileans", "Peru": "Peruvian Peruvians",
    "Colombia": "Colombian Colombians", "Australia": "Australian Australians", "New Zealand": "Zealander Zealanders",
    "Saudi Arabia": "Saudi Arabia Arabian",
}

_drawn = random.Random(LEFT_OUT_SEED).sample([r["country"] for r in ROWS if r["known"] == "1"], LEFT_OUT_COUNT)
LEFT_OUT = [r for r in ROWS if r["country"] in _drawn]
LEARNT = [r for r in ROWS if r["country"] not in _drawn]


def named(country: str) -> str:
    """The country's name as it stands inside a sentence (with its article where it has one)."""
    return "the Philippines" if country == "Philippines" else country
