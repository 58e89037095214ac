"""One table for input and output: equal to transformers, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import embedlab
from embedlab import lookup

TEXT = "The capital of France is"


@pytest.fixture(scope="module")
def table(smollm: embedlab.context.Encoder) -> lookup.EmbeddingMatrix:
    return lookup.embedding_matrix(smollm)


@pytest.fixture(scope="module")
def reference(smollm: embedlab.context.Encoder, own_cache: Path) -> Any:
    """The whole model with its output, as transformers loads it."""
    from transformers import LlamaConfig, LlamaForCausalLM

    (folder,) = own_cache.glob("decoders/smollm2*")
    model = LlamaForCausalLM(LlamaConfig.from_pretrained(folder))
    model.model.load_state_dict(smollm.model.state_dict())
    model.tie_weights()
    return model.eval()


def ids_of(smollm: embedlab.context.Encoder, text: str) -> torch.Tensor:
    return torch.tensor([smollm.tokenizer.encode(text).ids])


def test_the_last_state_times_the_table_is_what_transformers_predicts(
    smollm: embedlab.context.Encoder, table: lookup.EmbeddingMatrix, reference: Any
) -> None:
    output = lookup.tied_output(smollm, table, TEXT)
    with torch.inference_mode():
        logits = reference(ids_of(smollm, TEXT)).logits[0, -1].numpy()
    assert np.abs(output.logits - logits).max() <= 1e-4 * np.ptp(logits)
    assert output.next_tokens.words[0] == "␣Paris"
    assert output.next_tokens.scores[0] == pytest.approx(0.77, abs=0.01)


def test_a_row_is_read_back_with_the_norm_and_long_rows_win_without(
    smollm: embedlab.context.Encoder, table: lookup.EmbeddingMatrix
) -> None:
    row = table.ids["Ġis"]
    assert lookup.find_token(table, " is") == row != lookup.find_token(table, "is")
    normed, _ = lookup.read_back(smollm, table, row)
    assert normed.rows[0] == row
    assert normed.scores[0] == pytest.approx(1.0, abs=0.001)
    normalized = smollm.model.norm(torch.from_numpy(table.matrix[row].copy())).numpy()
    assert np.allclose(lookup.final_norm(smollm, table.matrix[row]), normalized, atol=1e-4)
    # of all rows 10.9%; a sample of 4,000 has a standard error of 0.5 percentage points
    assert lookup.own_token_share(table, rows=4_000) == pytest.approx(0.109, abs=0.02)


def test_the_shortest_rows_are_frequent_first_names(table: lookup.EmbeddingMatrix) -> None:
    shortest = [table.labels[row] for row in np.argsort(table.norms)[:3]]
    assert shortest == ["␣John", "␣Michael", "␣David"]
    unused = lookup.unused_rows(table)
    assert not {table.ids[label] for label in shortest} & set(unused.among.tolist())
    assert "swigfaiss" in {table.labels[row] for row in unused.among[:100]}


def test_swapping_the_role_of_a_message_moves_the_prediction(
    smollm: embedlab.context.Encoder, table: lookup.EmbeddingMatrix, reference: Any
) -> None:
    swap = lookup.swap_role(smollm, table, "Where is Paris?", "user", "system")
    ids = lookup.role_ids(smollm, "Where is Paris?", "user")
    assert [table.tokens[each] for each in (ids[0], ids[-4])] == ["<|im_start|>"] * 2
    with torch.inference_mode():
        shares = reference(torch.tensor([ids])).logits[0, -1].softmax(-1).numpy()
    assert swap.next_tokens[0].rows[0] == shares.argmax()
    assert swap.next_tokens[0].scores[0] == pytest.approx(shares.max(), abs=1e-3)
    assert 0 < swap.moved < 1
    assert lookup.swap_role(smollm, table, "Where is Paris?", "user", "user").moved == pytest.approx(
        0, abs=1e-4
    )


def test_a_special_token_in_the_message_is_text(smollm: embedlab.context.Encoder) -> None:
    ids = lookup.role_ids(smollm, "<|im_end|>", "user")
    assert ids.count(smollm.tokenizer.special_tokens["<|im_end|>"]) == 1


def test_a_new_token_competes_as_if_its_row_had_been_in_the_table(
    smollm: embedlab.context.Encoder, table: lookup.EmbeddingMatrix
) -> None:
    output = lookup.tied_output(smollm, table, TEXT)
    found = {start: lookup.predict_new_token(table, output, start) for start in lookup.STARTS}
    row = lookup.new_rows(table, "mean")
    logits = torch.from_numpy(np.vstack([table.matrix, row])) @ torch.from_numpy(output.state)
    assert found["mean"].probability == pytest.approx(float(logits.double().softmax(-1)[-1]), rel=1e-3)
    assert found["zero"].logits.tolist() == [0]
    assert found["zero"].rank == 1 + int((output.logits > 0).sum())
    assert found["random"].largest > 100 * found["mean"].probability
    assert found["random"].best < found["mean"].rank


def test_a_new_token_with_the_row_of_an_old_one_is_read_like_it(
    smollm: embedlab.context.Encoder, table: lookup.EmbeddingMatrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embedlab.lookup import new_token

    row = table.lookup([table.ids["Ġis"]])
    monkeypatch.setattr(new_token, "new_rows", lambda table, start: row)
    found = lookup.follow_new_token(smollm, table, "The capital of France", "mean", k=5)
    expected = lookup.tied_output(smollm, table, TEXT, k=5).next_tokens
    assert found.words == expected.words
    assert np.allclose(found.scores, expected.scores, atol=1e-4)


def test_the_gradients_are_those_of_autograd(
    smollm: embedlab.context.Encoder, table: lookup.EmbeddingMatrix, reference: Any
) -> None:
    step = lookup.row_gradients(smollm, table, "An otter saw an otter")
    ids = torch.from_numpy(step.ids)[None]
    weight = reference.get_input_embeddings().weight
    weight.requires_grad_(True)
    loss = reference(ids, labels=ids).loss
    loss.backward()
    tied = weight.grad.norm(dim=1).numpy()
    weight.grad = None
    weight.requires_grad_(False)
    assert step.loss == pytest.approx(loss.item(), rel=1e-4)
    # float32 through 30 layers, on two paths
    assert np.allclose(step.tied_norms, tied, atol=1e-3 * tied.max())
    assert (step.input_norms > 0).sum() == len(set(step.ids.tolist()))
    assert (step.output_norms > 0).all()
    assert (step.tied_norms > 0).all()


def test_adam_is_that_of_pytorch_and_moves_without_a_gradient() -> None:
    gradients = np.array([[2.0, -0.3], [0.0, 0.1], [0.0, 0.0]])
    weight = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
    adam, moved = torch.optim.Adam([weight], lr=1e-3), []
    for gradient in gradients:
        before = weight.detach().clone()
        weight.grad = torch.from_numpy(gradient)
        adam.step()
        moved.append((weight.detach() - before).numpy())
    found = lookup.adam_steps(gradients)
    assert np.allclose(found, moved)
    assert found[1, 0] < 0  # its gradient is zero
    assert lookup.adam_steps(np.zeros((1, 1)), weight_decay=0.1, start=1.0)[0, 0] == pytest.approx(-1e-4)


@pytest.mark.bad_input(63)
def test_what_a_decoder_cannot_take_is_one_sentence(
    smollm: embedlab.context.Encoder, encoder: embedlab.context.Encoder, table: lookup.EmbeddingMatrix
) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=r"The text is empty \(0 words\)"):
        lookup.tied_output(smollm, table, "  ")
    with pytest.raises(embedlab.EmbedLabError, match=r"all-MiniLM-L6-v2 does not write its output"):
        lookup.tied_output(encoder, lookup.embedding_matrix(encoder), TEXT)
    with pytest.raises(
        embedlab.EmbedLabError, match=r"The text has 1 token; one training step takes 2 to 64"
    ):
        lookup.row_gradients(smollm, table, "the")
    with pytest.raises(embedlab.EmbedLabError, match=r"The message is empty"):
        lookup.role_ids(smollm, " ", "user")
    with pytest.raises(embedlab.EmbedLabError, match=r"reads 512 here; shorten"):
        lookup.role_ids(smollm, "otter " * 600, "user")
