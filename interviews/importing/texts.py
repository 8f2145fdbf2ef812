"""Small facts about spoken text in Chinese and English: its length, whether it asks, whether it says anything."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*")
_SENTENCE = re.compile(r"[^。！？!?；;\n.]*(?:[。！？!?；;\n]+|\.(?=\d)|\.+|$)")
_NO_SPACE = re.compile(rf"[{_HAN}，。！？、；：（）“”]")
# What no database stores, and what no transcript means: control characters and halves of surrogate pairs.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# How long a Chinese character and an English word take when nothing else is known (about 260 characters and 150
# words a minute, the pace of read speech).
CHARACTER_MS = 230
WORD_MS = 400

_BACKCHANNEL = re.compile(
    r"(?:嗯+|哦+|噢|啊|呃|额|好+的?|行|对+的?|是的?|可以|没问题|没事|明白了?|了解了?|知道了?|不错|很好|非常好|谢谢您?|谢谢你|感谢|"
    r"那|就|吧|呢|了|您好|你好|大家好|再见|拜拜|辛苦了?|ok|okay|yeah|yep|yes|no|right|sure|great|good|nice|fine|cool|perfect|"
    r"excellent|interesting|alright|all|thanks|thank|you|very|much|i|see|got|it|of|course|uh|huh|um|mm+|mhm|hmm+|hi|hello|"
    r"bye|goodbye|morning|afternoon)",
    re.IGNORECASE,
)
_ZH_ASKS = re.compile(
    r"[？?]|吗[。！，,]?\s*$|呢[。！]?\s*$|"
    r"什么|怎么|怎样|为什么|为何|如何|哪些|哪个|哪里|哪一|哪种|多少|多久|多大|是否|是不是|能不能|可不可以|能否|可否|有没有|会不会|"
    r"请(?:你|您)?(?:先|再|简单|详细|具体)*(?:地)?(?:做|介绍|说|讲|谈|描述|解释|举|分享|聊|回答|阐述|列举|比较)|"
    r"(?:介绍|说|讲|谈|描述|解释|聊|分享|比较)(?:一下|下|说|讲|谈|聊)|自我介绍|(?:做|来)(?:个|一个|一下).{0,6}介绍|举(?:个|一个)?例"
)
# The interviewer's own account: "let me introduce our company first".
_ZH_TELLS = re.compile(
    r"(?<!自)我(?:们)?(?:先|来|再)*(?:给|跟|和|向|为)?(?:你|您|大家)?(?:先|来|再|简单|大概)*(?:地)?(?:介绍|说|讲|解释|分享)"
)
_EN_ASKS = re.compile(
    r"\?|^(?:(?:so|and|but|or|ok|okay|great|well|now|then|right|alright|please|thanks|thank you|good|next|first|"
    r"finally|lastly|also)[,.\s]+)*"
    r"(?:can|could|would|will|do|does|did|have|has|are|is|was|were|what|what's|why|how|when|where|which|who|whose|"
    r"tell\s+(?:me|us)|describe|explain|walk\s+(?:me|us)|give\s+(?:me|us)|talk\s+(?:me|us|about)|let's\s+talk|share|"
    r"compare|imagine|suppose)\b",
    re.IGNORECASE,
)
_LOGISTICS = re.compile(
    r"听得?(?:到|见|清)|看得?(?:到|见)我|能看到|(?:可以|能)(?:听|看)|可以开始|准备好了?|开始了?[吗吧]|方便(?:吗|面试|现在)|网络|卡顿|"
    r"吃饭了|最近好吗|还好吗|麦克风|摄像头|共享屏幕|"
    r"can\s+you\s+(?:hear|see)|hear\s+me|see\s+(?:me|my)|ready\s+to\s+(?:start|begin)|shall\s+we\s+(?:start|begin)|"
    r"are\s+you\s+ready|how\s+are\s+you|how's\s+it\s+going|share\s+(?:my|your)\s+screen",
    re.IGNORECASE,
)
_HANDOVER = re.compile(
    r"(?:有|还有).{0,8}(?:问题|什么|想).{0,8}(?:问|了解|咨询)(?:我|我们|的|一下|吗|？|\?|$)|(?:想|要)问(?:我|我们)|"
    r"(?:any|some|other|more|what)\s+questions?\s+(?:for|do)|questions?\s+for\s+(?:me|us)|want\s+to\s+ask\s+(?:me|us)",
    re.IGNORECASE,
)


def count_units(text: str) -> int:
    """Chinese characters plus words of other languages."""
    return len(_UNIT.findall(text))


def spoken_ms(text: str) -> int:
    """About how long it takes to say ``text``."""
    units = _UNIT.findall(text)
    characters = sum(1 for unit in units if re.match(f"[{_HAN}]", unit))
    return characters * CHARACTER_MS + (len(units) - characters) * WORD_MS


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, with their punctuation, empty ones left out."""
    return [found for piece in _SENTENCE.findall(text) if (found := piece.strip())]


def has_chinese(text: str) -> bool:
    """Whether a single character of it is Chinese."""
    return re.search(rf"[{_HAN}]", text) is not None


def is_chinese(text: str) -> bool:
    """Whether most of its units are Chinese characters."""
    units = _UNIT.findall(text)
    return sum(1 for unit in units if re.match(f"[{_HAN}]", unit)) * 2 > len(units)


def joined(words: list[str] | tuple[str, ...]) -> str:
    """Words as running text: a space between two only where both are of a language written with spaces."""
    text = ""
    for word in words:
        glued = not text or not word or _NO_SPACE.match(text[-1]) or _NO_SPACE.match(word[0])
        text += word if glued or text[-1].isspace() or word[0].isspace() else f" {word}"
    return text


def storable(text: str) -> str:
    """The text without characters that cannot be stored; line breaks become spaces. Markup stays as it is: text."""
    return " ".join(_UNSTORABLE.sub("", text).split())


def says_nothing(text: str) -> bool:
    """Whether there is only agreement, thanks, a greeting or a sound."""
    return not any(character.isalnum() for character in _BACKCHANNEL.sub("", text))


def asks(text: str) -> bool:
    """Whether an interviewer who says this asks something."""
    return any(_sentence_asks(sentence) for sentence in sentences_of(text))


def is_logistics(sentence: str) -> bool:
    """Whether it asks about the call itself: can you hear me, shall we start."""
    return bool(_LOGISTICS.search(sentence))


def hands_over(sentence: str) -> bool:
    """Whether it invites the candidate to ask."""
    return bool(_HANDOVER.search(sentence))


def _sentence_asks(sentence: str) -> bool:
    if says_nothing(sentence):
        return False
    if not is_chinese(sentence):
        return bool(_EN_ASKS.search(sentence.strip()))
    tells = _ZH_TELLS.search(sentence) and not re.search(r"[？?吗]", sentence)
    return bool(_ZH_ASKS.search(sentence)) and not tells


def question_marks(text: str) -> int:
    """How many of its sentences end with a question mark, or with 吗."""
    return sum(1 for sentence in sentences_of(text) if re.search(r"[？?]|吗[。！]?$", sentence))
