"""What a mail probably asks for, and in which language: by its words alone (PRV-67)."""

import pytest

from core.rights.mail_words import kind_of, language_of
from core.rights.requests import RequestKind

MAILS = [
    (RequestKind.ERASE, "en", "Please delete my account and all my data."),
    (RequestKind.ERASE, "de", "Bitte löscht mein Konto und alle meine Daten."),
    (RequestKind.ERASE, "es", "Por favor, eliminad mi cuenta y todos mis datos."),
    (RequestKind.ERASE, "zh-CN", "请注销我的账户。"),
    (RequestKind.EXPORT, "en", "I would like a copy of the data that you have on me."),
    (RequestKind.EXPORT, "de", "Ich bitte um Auskunft, welche Daten ihr über mich speichert."),
    (RequestKind.EXPORT, "es", "Quiero saber qué datos tenéis sobre mí y recibir una copia."),
    (RequestKind.EXPORT, "zh-CN", "我想要一份我的数据副本。"),
    (RequestKind.CORRECT, "en", "My name is wrong, please correct it."),
    (RequestKind.CORRECT, "de", "Mein Name ist falsch geschrieben, bitte berichtigt das."),
    (RequestKind.CORRECT, "es", "Mi nombre no está bien, quiero corregirlo, por favor."),
    (RequestKind.CORRECT, "zh-CN", "请更正我的名字。"),
    (RequestKind.RESTRICT, "en", "Please restrict the processing of my data."),
    (RequestKind.RESTRICT, "de", "Bitte schränkt die Verarbeitung ein: ich verlange die Einschränkung."),
    (RequestKind.RESTRICT, "es", "Solicito la limitación del tratamiento de mis datos."),
    (RequestKind.RESTRICT, "zh-CN", "请限制处理我的数据。"),
    (RequestKind.OBJECT, "en", "I object to this use of my data."),
    (RequestKind.OBJECT, "de", "Hiermit widerspreche ich der Verarbeitung meiner Daten."),
    (RequestKind.OBJECT, "es", "Me opongo al tratamiento de mis datos."),
    (RequestKind.OBJECT, "zh-CN", "我反对你们这样使用我的数据。"),
    (RequestKind.COMPLAINT, "en", "I want to complain about your service, and that is all."),
    (RequestKind.COMPLAINT, "de", "Ich möchte mich über euch beschweren."),
    (RequestKind.COMPLAINT, "es", "Quiero presentar una reclamación por la atención."),
    (RequestKind.COMPLAINT, "zh-CN", "我要投诉你们。"),
    (RequestKind.AGENT, "en", "I write on behalf of my sister: delete the account."),
    (RequestKind.AGENT, "de", "Ich schreibe im Auftrag von Frau Muster, die Vollmacht liegt bei."),
    (RequestKind.AGENT, "es", "Escribo en nombre de mi hermana: eliminad su cuenta."),
    (RequestKind.AGENT, "zh-CN", "我受姐姐委托，请删除她的账户。"),
    (RequestKind.QUESTION, "en", "In which country do you keep the pictures?"),
    (RequestKind.QUESTION, "de", "In welchem Land sind die Bilder, und wie lange?"),
    (RequestKind.QUESTION, "es", "¿En qué país guardáis las imágenes de la gente?"),
    (RequestKind.QUESTION, "zh-CN", "你们把图片存在哪个国家？"),
]


@pytest.mark.proves("PRV-67", "T-DSAR")
@pytest.mark.parametrize(("kind", "locale", "words"), MAILS)
def test_plain_words_are_understood_in_every_language(kind: RequestKind, locale: str, words: str) -> None:
    assert (kind_of(words), language_of(words)) == (kind, locale)


def test_where_words_speak_for_two_kinds_the_stronger_counts() -> None:
    assert kind_of("Which data have you, what data is it? Send a copy of all, then delete it.") is RequestKind.EXPORT


def test_what_is_quoted_from_an_earlier_mail_does_not_count() -> None:
    assert kind_of("Thank you, that helped.\n\n> You can delete it yourself.\n>> Please delete my account") is RequestKind.QUESTION
    assert language_of("Danke, das ist alles, was ich von euch wollte.\n> the and my you please of to is have with for") == "de"


@pytest.mark.parametrize("words", ["", "12345", "Merci beaucoup", "データを削除してください。ありがとう", "ok", "please bitte"])
def test_what_is_clear_in_no_language_of_ours_is_answered_in_english(words: str) -> None:
    assert language_of(words) == "en"


def test_signs_above_letters_may_be_written_either_way() -> None:
    assert kind_of("Bitte lo\u0308schen") is RequestKind.ERASE
