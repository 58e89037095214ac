"""What every tokenizer can do, whatever its algorithm: encode, spell, decode, and say why.

The border is here: the text is checked and cleaned once, and the engines below trust it. Texts that look
like special tokens ("<|endoftext|>", "[CLS]") are text like any other; special tokens appear only where
`special_tokens=True` asks for them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.stages import Replay, Stages, Word

__all__ = ["Tokenizer", "check_text", "replace_surrogates"]

SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Replace half surrogates, which UTF-8 cannot hold, by U+FFFD.

    >>> replace_surrogates("a\\ud800b") == "a\\ufffdb"
    True
    """
    try:
        text.encode()  # far quicker than a search for what is hardly ever there
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text


def check_text(text: str) -> str:
    """Return `text` as every engine can take it.

    Raises:
        InvalidInputError: it is empty.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    if not text:
        raise InvalidInputError("The text is empty (0 characters); type at least one character.")
    return replace_surrogates(text)


class Tokenizer(ABC):
    """A text-to-ids engine with a name. Safe to share between threads."""

    name: str
    algorithm: str
    vocabulary_size: int  # ids run from 0 to vocabulary_size - 1
    special_tokens: Mapping[str, int]  # those the model was trained with -> id

    @property
    def key(self) -> str:
        """What tells this tokenizer from all others; a user's own is told apart by its content."""
        return self.name

    def encode(self, text: str, *, special_tokens: bool = False) -> Encoding:
        """Return `text` as tokens.

        Args:
            text: what to tokenize.
            special_tokens: add what the model expects around a text (such as [CLS] and [SEP]). Tokenizers
                without such a rule (gpt2, cl100k_base, o200k_base) add nothing.

        Raises:
            InvalidInputError: the text is empty.
        """
        text = check_text(text)
        try:
            return self._encode(text, special_tokens=special_tokens)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # of a Rust engine; no Exception, and not importable
                raise
            raise InvalidInputError(
                f"{self.name} gives up on this text of {len(text):,} characters; "
                "shorten it, above all long runs of one character."
            ) from error

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text that `ids` stand for.

        Raises:
            InvalidInputError: an id is outside the vocabulary.
        """
        for token_id in ids:
            if not 0 <= token_id < self.vocabulary_size:
                raise InvalidInputError(
                    f"The id {token_id} is outside the vocabulary of {self.name}; "
                    f"ids run from 0 to {self.vocabulary_size - 1:,}."
                )
        return self._decode_ids([int(token_id) for token_id in ids])

    @property
    def has_chat_template(self) -> bool:
        """Whether `encode_conversation` can write out a conversation."""
        return False

    def encode_conversation(self, messages: Sequence[Mapping[str, str]]) -> Encoding:
        """Return a conversation as tokens, written out by the tokenizer's own chat template.

        Args:
            messages: "role" and "content" of each.

        Raises:
            InvalidInputError: there is no template, or it does not take these messages.
        """
        raise InvalidInputError(f"{self.name} comes without a chat template; choose another tokenizer.")

    @abstractmethod
    def stages(self, text: str, *, special_tokens: bool = False) -> Stages:
        """Return what comes out of every stage between `text` and its ids."""

    @abstractmethod
    def replay(self, word: Word) -> Replay:
        """Return how the model cuts one word of `stages`, step by step.

        Recomputed from the vocabulary, not asked of the engine: tests hold that the ids are the same.

        Raises:
            InvalidInputError: the word is too long to be replayed.
        """

    @abstractmethod
    def vocabulary_bytes(self) -> list[bytes]:
        """Return the bytes that each id stands for, by id; b"" for a special token or an id without one."""

    @abstractmethod
    def spelled(self, token_id: int) -> str:
        """Return the token of an id as the vocabulary spells it; "" for an id without a token."""

    def rank(self, token_id: int) -> int | None:
        """Return the place of a token in the order of BPE's merges, None where there is none."""
        return None

    @abstractmethod
    def _encode(self, text: str, *, special_tokens: bool) -> Encoding: ...

    @abstractmethod
    def _decode_ids(self, ids: list[int]) -> str: ...

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}: {self.algorithm}, {self.vocabulary_size:,} ids>"
