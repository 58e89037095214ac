"""The letter model: gradients equal autograd's, a run equals PyTorch's, and it beats counting."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from embedlab import InvalidInputError
from embedlab.texts import LANGUAGES
from embedlab.training import LetterText, count_vowel_neighbors, read_letters, train_letters
from embedlab.training.letters import BATCH, LetterModel, start_letters
from embedlab.training.next_sign import random_places

SENTENCE = "the quick brown fox jumps over the lazy dog while an old otter slides down the river bank "
NAMES = ("table", "hidden", "hidden_bias", "output", "output_bias")


@pytest.fixture(scope="module")
def text() -> LetterText:
    return read_letters(SENTENCE * 12)


def tensors(model: LetterModel) -> list[torch.Tensor]:
    return [torch.tensor(getattr(model, name), requires_grad=True) for name in NAMES]


def torch_loss(numbers: list[torch.Tensor], contexts: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the loss as PyTorch writes it."""
    table, hidden, hidden_bias, output, output_bias = numbers
    states = torch.tanh(table[contexts].flatten(1) @ hidden + hidden_bias)
    return torch.nn.functional.cross_entropy(states @ output + output_bias, targets)


@pytest.mark.parametrize("places", [7, 64])  # in one product, and in slices
def test_gradients_equal_autograd(text: LetterText, places: int) -> None:
    model = start_letters(len(text.characters), dim=3, random_state=2)
    windows = np.lib.stride_tricks.sliding_window_view(text.ids, 4)[:places]
    gradients = model.gradients(windows[:, :3], windows[:, 3])
    numbers = tensors(model)
    expected = torch_loss(numbers, torch.tensor(windows[:, :3]), torch.tensor(windows[:, 3]))
    expected.backward()
    for name, tensor in zip(NAMES, numbers, strict=True):
        assert tensor.grad is not None
        np.testing.assert_allclose(getattr(gradients, name), tensor.grad.numpy(), atol=1e-9)


def test_a_run_equals_pytorch_step_by_step(text: LetterText) -> None:
    run = train_letters(text, steps=30, random_state=4)
    numbers = tensors(start_letters(len(text.characters), random_state=4))
    adam = torch.optim.Adam(numbers, lr=0.01)
    windows = torch.tensor(np.lib.stride_tricks.sliding_window_view(text.train, 4).copy())
    for step, batch in enumerate(random_places(len(windows), (30, BATCH), random_state=4)):
        np.testing.assert_allclose(run.tables[step], numbers[0].detach().numpy(), atol=1e-5)
        adam.zero_grad()
        torch_loss(numbers, windows[batch, :3], windows[batch, 3]).backward()
        adam.step()
    np.testing.assert_allclose(run.tables[30], numbers[0].detach().numpy(), atol=1e-5)
    held_out = torch.tensor(np.lib.stride_tricks.sliding_window_view(text.held_out, 4).copy())
    expected = torch_loss(numbers, held_out[:, :3], held_out[:, 3]).item()
    assert run.loss == pytest.approx(expected, abs=1e-6)


def test_training_beats_counting_on_text_it_never_saw() -> None:
    english = " ".join([SENTENCE, *(sentence for sentence in LANGUAGES if isinstance(sentence, str))]) * 20
    run = train_letters(read_letters(english), steps=300)
    assert run.losses[0] == pytest.approx(run.baselines.uniform, abs=0.1)  # random rows guess blindly
    assert run.loss < run.baselines.bigram < run.baselines.unigram < run.baselines.uniform


def test_the_same_seed_gives_the_same_numbers_in_this_process_and_in_others(text: LetterText) -> None:
    code = (
        "import hashlib, sys; from embedlab.training import read_letters, train_letters;"
        f"run = train_letters(read_letters({SENTENCE!r} * 12), steps=40, random_state=7);"
        "print(hashlib.sha256(run.tables.tobytes() + run.losses.tobytes()).hexdigest())"
    )
    runs = [train_letters(text, steps=40, random_state=7) for _ in range(2)]
    assert (runs[0].tables == runs[1].tables).all()
    assert (runs[0].tables != train_letters(text, steps=40, random_state=8).tables).any()
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(digests) == 1


def test_a_vowel_counts_where_its_nearest_letter_is_a_vowel() -> None:
    text = LetterText((" ", "a", "b", "e", "t"), np.zeros(10, dtype=np.int64), 0)
    table = np.array([[0, 0], [0.1, 0], [5, 5], [1, 0], [1.5, 0]])
    assert count_vowel_neighbors(text, table[None]).tolist() == [1]  # e is nearest to a, but t to e


def test_a_text_becomes_small_letters_and_single_spaces() -> None:
    text = read_letters("Ein  Öl-Faß, 12 Cafe\u0301s! " * 40)
    assert text.characters == (" ", "a", "c", "e", "f", "i", "l", "n", "s", "ß", "é", "ö")
    assert "".join(text.characters[row] for row in text.ids[:20]) == "ein öl faß cafés ein"


def test_rare_letters_share_a_row() -> None:
    text = read_letters("".join(map(chr, range(0x4E00, 0x4E64))) * 6)
    assert len(text.characters) == 41
    assert text.characters[-1] == "…"
    assert (text.ids == 40).sum() == 61 * 6


@pytest.mark.bad_input(3, 58)
def test_a_long_text_is_cut_and_says_so() -> None:
    text = read_letters("abcde " * 50_000)
    assert (len(text.ids), text.cut) == (200_000, 99_999)


@pytest.mark.bad_input(58)
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dim": 1_000_000}, "dim = 1,000,000 is outside its limits; choose 1 to 24"),
        ({"dim": 0}, "dim = 0"),
        ({"steps": 0}, "steps = 0"),
        ({"steps": 10**9}, "steps = 1,000,000,000 .* choose 1 to 5,000"),
    ],
)
def test_settings_outside_their_limits_are_one_sentence(
    text: LetterText, options: dict[str, int], message: str
) -> None:
    with pytest.raises(InvalidInputError, match=message):
        train_letters(text, **options)
