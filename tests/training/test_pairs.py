"""One skip-gram update: equal to autograd, and the pairs of a text equal to a loop in PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from embedlab import InvalidInputError
from embedlab.training import follow_pairs, skip_gram_step

TEXT = "the cat sat on the mat and the dog sat on the log"


def torch_loss(center: torch.Tensor, context: torch.Tensor, negatives: torch.Tensor) -> torch.Tensor:
    """Return the loss as PyTorch writes it."""
    sigmoid = torch.nn.functional.logsigmoid
    return -sigmoid(context @ center) - sigmoid(-(negatives @ center)).sum()


@pytest.mark.parametrize("scale", [0.1, 1, 30])
def test_a_step_equals_autograd(scale: float) -> None:
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=shape) * scale for shape in ((7,), (7,), (4, 7))]
    step = skip_gram_step(*arrays, learning_rate=0.3)
    tensors = [torch.tensor(each, requires_grad=True) for each in arrays]
    loss = torch_loss(*tensors)
    loss.backward()
    assert step.loss == pytest.approx(loss.item(), rel=1e-9)
    parts = zip(
        (step.gradients.center, step.gradients.context, step.gradients.negatives),
        (step.after.center, step.after.context, step.after.negatives),
        tensors,
        strict=True,
    )
    for gradient, after, tensor in parts:
        assert tensor.grad is not None
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), atol=1e-6 * scale)
        np.testing.assert_allclose(after, (tensor - 0.3 * tensor.grad).detach().numpy(), atol=1e-6 * scale)
    moved = [torch.tensor(each) for each in (step.after.center, step.after.context, step.after.negatives)]
    assert step.loss_after == pytest.approx(torch_loss(*moved).item(), rel=1e-9)


def test_a_small_step_lowers_the_loss_and_output_rows_move_along_the_center() -> None:
    step = skip_gram_step([1.0, 0.5], [-0.2, 0.4], [[0.3, 0.1], [1.0, -1.0]], learning_rate=0.01)
    assert step.loss_after < step.loss
    assert step.probabilities_after[0] > step.probabilities[0]
    assert (step.probabilities_after[1:] < step.probabilities[1:]).all()
    for move in (step.after.context - step.before.context, *(step.after.negatives - step.before.negatives)):
        assert move[0] * 0.5 - move[1] * 1.0 == pytest.approx(0, abs=1e-12)  # parallel to the center's row


def test_the_pairs_of_a_text_equal_a_loop_in_pytorch() -> None:
    start = follow_pairs(TEXT, 1)
    inputs = torch.tensor(start.inputs, requires_grad=True)
    outputs = torch.tensor(start.outputs, requires_grad=True)
    sgd = torch.optim.SGD([inputs, outputs], lr=0.5)
    for number in range(1, 41):
        update = follow_pairs(TEXT, number)
        np.testing.assert_allclose(update.inputs, inputs.detach().numpy(), atol=1e-6)
        np.testing.assert_allclose(update.outputs, outputs.detach().numpy(), atol=1e-6)
        sgd.zero_grad()
        torch_loss(inputs[update.center], outputs[update.context], outputs[update.negatives]).backward()
        sgd.step()


def test_pairs_come_from_the_window_and_negatives_from_the_counts() -> None:
    updates = [follow_pairs("a b c", number, window=1, negative_samples=1) for number in range(1, 6)]
    assert updates[0].pairs == 4
    words = updates[0].words
    found = [(words[each.center], words[each.context]) for each in updates]
    assert found == [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("a", "b")]
    assert all(each.context not in each.negatives for each in updates)
    shares = follow_pairs("a a a a b", negative_samples=1).shares
    assert shares[0] / shares[1] == pytest.approx(4**0.75)


@pytest.mark.bad_input(58)
@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", {}, "has 0 words"),
        ("cat", {}, "has 1 word; a pair needs at least 2"),
        ("the and of", {"negative_samples": 5}, "negative_samples = 5 .* 3 different words: at most 2"),
        ("the the the", {"negative_samples": 1}, "1 different word: at most 0"),
        (TEXT, {"window": 0}, "window = 0 is outside its limits; choose 1 to 10"),
        ("word " * 61, {}, "has 61 words"),
        (TEXT, {"number": 0}, "number = 0"),
        ("\x00\x01\xff 12 34 ;;", {}, "word"),
    ],
)
def test_what_cannot_be_followed_is_one_sentence(text: str, options: dict[str, int], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        follow_pairs(text, **options)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        (([1.0], [1.0, 2.0], [[1.0]]), "The shapes are"),
        (([1.0], [1.0], [1.0]), "The shapes are"),
        (([np.nan], [1.0], [[1.0]]), "A number of the center is NaN"),
        (([1.0], [1.0], [[1e9]]), "negatives is NaN or beyond"),
    ],
)
def test_vectors_that_do_not_fit_are_one_sentence(arrays: tuple[list[float], ...], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        skip_gram_step(*arrays)


def test_a_learning_rate_of_zero_is_one_sentence() -> None:
    with pytest.raises(InvalidInputError, match="learning_rate = 0 is not above 0"):
        skip_gram_step([1.0], [1.0], [[1.0]], learning_rate=0)
