"""Small pieces of English grammar used by every generator."""
import re
import zlib

_WORD = re.compile(r"[A-Za-z]+|[0-9]|[^\sA-Za-z0-9]")


def a(noun: str) -> str:
    """The noun phrase with its indefinite article."""
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def cap(text: str) -> str:
    """The text with its first letter upper-cased."""
    return text[:1].upper() + text[1:]


def listed(items: list[str], joiner: str = "and") -> str:
    """Items as an English list: a, b and c."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" {joiner} " + items[-1]


def estimate_tokens(text: str) -> int:
    """Roughly how many tokens of the 4,096-entry vocabulary the text takes (words, marks, digits)."""
    return int(len(_WORD.findall(text)) * 1.06) + 1


def held_out_pair(*words: str) -> bool:
    """True for the one combination in eight that never stands in a training text."""
    return zlib.crc32(" ".join(words).encode()) % 8 == 0
