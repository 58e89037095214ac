"""Torch is imported in one thread while others work."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

# imports scipy.stats in another thread at the moment at which torch has begun and not ended
RACE = """
import importlib, sys, threading
import embedlab
from embedlab.models import encoder_config

def other_thread():
    try:
        importlib.import_module("scipy.stats")
        print("imported")
    except AttributeError as error:
        print(error)

class Moment:
    began = False

    def find_spec(self, name, path=None, target=None):
        if name == "torch.version" and not self.began:
            self.began = True
            assert not hasattr(sys.modules["torch"], "Tensor")
            thread = threading.Thread(target=other_thread, daemon=True)
            thread.start()
            thread.join(60)  # it needs no time: what it imports is there already
            if thread.is_alive():
                print("blocked")

sys.meta_path.insert(0, Moment())
{first}
assert sys.meta_path[0].began
"""
LOAD = {
    "an encoder": "embedlab.load_encoder('all-MiniLM-L6-v2')",
    "a config": """encoder_config.read_config(b'{"model_type": "bert"}', name="x")""",
}


@pytest.mark.parametrize("first", LOAD)
def test_scipy_can_be_imported_while_torch_is(first: str) -> None:
    script = RACE.replace("{first}", LOAD[first])
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["imported"], ran.stdout + ran.stderr
