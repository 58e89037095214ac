"""One sentence in many languages and scripts, written for this project (public domain, CC0).

"The cat is sleeping on the warm stone in front of the house." Plain words, no names, no numbers, so that
what differs is the language and its script.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANGUAGES", "Sentence"]


@dataclass(frozen=True)
class Sentence:
    """A sentence in one language."""

    language: str
    script: str
    text: str
    spaced: bool = True  # whether the script separates words by spaces


# one sentence in 21 languages
LANGUAGES: tuple[Sentence, ...] = (
    Sentence("English", "Latin", "The cat is sleeping on the warm stone in front of the house."),
    Sentence("Spanish", "Latin", "El gato duerme sobre la piedra caliente delante de la casa."),
    Sentence("French", "Latin", "Le chat dort sur la pierre chaude devant la maison."),
    Sentence("German", "Latin", "Die Katze schläft auf dem warmen Stein vor dem Haus."),
    Sentence("Turkish", "Latin", "Kedi evin önündeki sıcak taşın üzerinde uyuyor."),
    Sentence("Finnish", "Latin", "Kissa nukkuu lämpimällä kivellä talon edessä."),
    Sentence("Swahili", "Latin", "Paka analala juu ya jiwe lenye joto mbele ya nyumba."),
    Sentence("Vietnamese", "Latin", "Con mèo đang ngủ trên tảng đá ấm trước nhà."),
    Sentence("Russian", "Cyrillic", "Кошка спит на тёплом камне перед домом."),
    Sentence("Greek", "Greek", "Η γάτα κοιμάται πάνω στη ζεστή πέτρα μπροστά στο σπίτι."),
    Sentence("Arabic", "Arabic", "القطة نائمة على الحجر الدافئ أمام البيت."),
    Sentence("Hebrew", "Hebrew", "החתול ישן על האבן החמה לפני הבית."),
    Sentence("Hindi", "Devanagari", "बिल्ली घर के सामने गर्म पत्थर पर सो रही है।"),
    Sentence("Bengali", "Bengali", "বিড়ালটি বাড়ির সামনে গরম পাথরের উপর ঘুমাচ্ছে।"),
    Sentence("Tamil", "Tamil", "பூனை வீட்டின் முன் உள்ள சூடான கல்லின் மீது தூங்குகிறது."),
    Sentence("Georgian", "Georgian", "კატას სძინავს თბილ ქვაზე სახლის წინ."),
    Sentence("Amharic", "Ethiopic", "ድመቷ ከቤቱ ፊት ለፊት ባለው ሞቃት ድንጋይ ላይ ተኝታለች።"),
    Sentence("Korean", "Hangul", "고양이가 집 앞의 따뜻한 돌 위에서 자고 있다."),
    Sentence("Chinese", "Han", "猫正睡在房子前面温暖的石头上。", spaced=False),
    Sentence("Japanese", "Han and kana", "猫が家の前の温かい石の上で眠っている。", spaced=False),
    Sentence("Thai", "Thai", "แมวกำลังนอนหลับอยู่บนหินอุ่นหน้าบ้าน", spaced=False),
)
