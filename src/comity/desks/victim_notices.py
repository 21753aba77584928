"""What a victim, a party or whoever else has no account is told: in their language, and no name in it.

A mail can be read by whoever holds the phone: it says that there is news and where, never whose. Only the page behind
the link says what happened, and only what the agency that registered them may see of it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from comity.records.governance.subscription import Language


class Words(NamedTuple):
    """Everything that is said in one language; ``{link}`` is where the page stands, ``{number}`` whom to call."""

    ask_subject: str
    ask: str
    news_subject: str
    news: str
    title: str
    confirm: str
    confirmed: str
    nothing: str
    leave: str
    left: str
    help: str
    events: Mapping[str, str]


_ENGLISH = Words(
    ask_subject="Please confirm your address",
    ask="Somebody who helps you asked us to send news to this address.\n\n"
    "If you want that, confirm it here:\n{link}\n\nIf you do not, do nothing: we will not write again.\n",
    news_subject="There is news for you",
    news="There is news on what you asked to be told of.\n\nRead it here, when it is safe to:\n{link}\n\n"
    "You can end these messages there at any time.\n",
    title="News for you",
    confirm="Yes, send news to my address",
    confirmed="We send news to your address.",
    nothing="Nothing has happened so far.",
    leave="Send me no more messages",
    left="You will get no more messages.",
    help="In danger? Call {number} now.",
    events={
        "booking": "The person was taken into custody",
        "custody-movement": "The person was moved, or the custody changed",
        "release": "The person was released",
        "hearing": "A hearing was set, held or changed",
        "court-order": "The court made an order",
        "disposition": "The court decided on a charge",
        "sentence": "The court passed a sentence",
    },
)
_SPANISH = Words(
    ask_subject="Confirme su dirección, por favor",
    ask="Alguien que le ayuda nos pidió enviar noticias a esta dirección.\n\n"
    "Si usted quiere, confírmelo aquí:\n{link}\n\nSi no quiere, no haga nada: no volveremos a escribir.\n",
    news_subject="Hay noticias para usted",
    news="Hay noticias sobre lo que pidió saber.\n\nLéalas aquí, cuando sea seguro:\n{link}\n\n"
    "Allí puede terminar estos mensajes en cualquier momento.\n",
    title="Noticias para usted",
    confirm="Sí, envíen noticias a mi dirección",
    confirmed="Enviamos noticias a su dirección.",
    nothing="Hasta ahora no ha pasado nada.",
    leave="No me envíen más mensajes",
    left="No recibirá más mensajes.",
    help="¿En peligro? Llame al {number} ahora.",
    events={
        "booking": "La persona fue puesta bajo custodia",
        "custody-movement": "La persona fue trasladada, o cambió su custodia",
        "release": "La persona fue puesta en libertad",
        "hearing": "Se fijó, se celebró o se cambió una audiencia",
        "court-order": "El tribunal dictó una orden",
        "disposition": "El tribunal decidió sobre un cargo",
        "sentence": "El tribunal dictó una sentencia",
    },
)
_HINDI = Words(
    ask_subject="कृपया अपने पते की पुष्टि करें",
    ask="आपकी सहायता करने वाले किसी व्यक्ति ने हमसे इस पते पर समाचार भेजने को कहा है।\n\n"
    "यदि आप यह चाहते हैं, तो यहाँ पुष्टि करें:\n{link}\n\nयदि नहीं, तो कुछ न करें: हम फिर नहीं लिखेंगे।\n",
    news_subject="आपके लिए समाचार है",
    news="आपने जिसके बारे में जानना चाहा था, उस पर समाचार है।\n\nजब सुरक्षित हो, यहाँ पढ़ें:\n{link}\n\n"
    "वहाँ आप कभी भी ये संदेश बंद कर सकते हैं।\n",
    title="आपके लिए समाचार",
    confirm="हाँ, मेरे पते पर समाचार भेजें",
    confirmed="हम आपके पते पर समाचार भेजते हैं।",
    nothing="अब तक कुछ नहीं हुआ है।",
    leave="मुझे और संदेश न भेजें",
    left="आपको और संदेश नहीं मिलेंगे।",
    help="ख़तरे में हैं? अभी {number} पर फ़ोन करें।",
    events={
        "booking": "व्यक्ति को हिरासत में लिया गया",
        "custody-movement": "व्यक्ति को स्थानांतरित किया गया, या हिरासत बदली",
        "release": "व्यक्ति को रिहा किया गया",
        "hearing": "सुनवाई तय हुई, हुई या बदली गई",
        "court-order": "न्यायालय ने आदेश दिया",
        "disposition": "न्यायालय ने एक आरोप पर निर्णय किया",
        "sentence": "न्यायालय ने दंड सुनाया",
    },
)
WORDS: Mapping[Language, Words] = {
    Language.ENGLISH: _ENGLISH,
    Language.SPANISH: _SPANISH,
    Language.HINDI: _HINDI,
}
# By the jurisdiction and not by the language: 47 U.S.C. 251(e)(3); India's Emergency Response Support System.
EMERGENCY_NUMBERS: Mapping[str, str] = {"us": "911", "in": "112"}
# What victims are told of, and what whoever is a party to a case.
CUSTODY_KINDS = ("booking", "custody-movement", "release")
CASE_KINDS = ("hearing", "court-order", "disposition", "sentence")
