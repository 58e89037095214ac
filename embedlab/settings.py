"""Every setting of an operator: its name, default and limits, and the one place that reads it.

A setting named `workers` is read from the variable `EMBEDLAB_WORKERS`, else from the line `workers = 1` of
the file `embedlab.toml` in the working directory, else it has its default. Flags of the command are put into
the environment, and so is the file when a server or a command starts: worker processes see the same values.

>>> from embedlab import settings
>>> settings.WORKERS.variable, settings.WORKERS.default
('EMBEDLAB_WORKERS', 2)

A new setting is one line below, `NAME = Setting("name", default, "meaning", low, high)`, and one row of
`docs/settings.md`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from embedlab.setting import (
    CONFIG,
    PREFIX,
    SETTINGS,
    Setting,
    applied,
    check_name,
    config_path,
    file_values,
)

__all__ = ["CONFIG", "PREFIX", "SETTINGS", "Setting", "apply", "unknown_variables"]

NAME = r"((\*\.)?[\w.-]+|\[[0-9a-fA-F:.]+\])"
SITE = r"(https?://[\w*.:-]+|'self'|\*)"

# where things lie, and where the server listens
CACHE = Setting(
    "cache", "", "the folder for what may be deleted; empty: the cache folder of the account", form="a path"
)
TABLES = Setting(
    "tables",
    "",
    "the folder of added word vectors; empty: the data folder of the account",
    form="a path",
)
HOST = Setting(
    "host", "127.0.0.1", "the address to listen on; 0.0.0.0 for all of this machine", form="an address"
)
PORT = Setting("port", 8501, "the port to listen on", 0, 65_535)
FRAME_ANCESTORS = Setting(
    "frame_ancestors",
    "",
    "sites that may show the app in a frame, such as a course page",
    pattern=rf"({SITE}( +|$))*",
    form="addresses of sites such as https://moodle.example.edu, with spaces between them",
)
HOSTS = Setting(
    "hosts",
    "",
    "names by which visitors open the server; empty: any",
    pattern=rf"({NAME}( +|$))*",
    form="names such as lab.example.edu or *.example.edu, with spaces between them",
)
PROXIES = Setting(
    "proxies",
    "",
    "proxies that are believed who a visitor is (X-Forwarded-For); empty: none",
    pattern=r"([\da-fA-F.:]+(/\d+)?( +|$))*",
    form="addresses or networks such as 127.0.0.1 or 10.0.0.0/8, with spaces between them",
)
METRICS = Setting("metrics", False, "whether `/metrics` answers, for Prometheus")
DRAIN_SECONDS = Setting(
    "drain_seconds", 0.0, "seconds from SIGTERM to the end in which a proxy can turn to another", 0, 3_600
)

# what visitors may use
VISITORS = Setting(
    "visitors", 2_000, "visitors that are connected at once; fewer where files run out", 1, 100_000
)
VISITORS_PER_ADDRESS = Setting(
    "visitors_per_address", 300, "visitors of one network address, such as that of a school", 1, 100_000
)
UPLOADS_MB = Setting("uploads_mb", 400, "MB of uploaded files of all visitors together", 0, 1_000_000)
RERUNS_A_SECOND = Setting(
    "reruns_a_second", 5.0, "reruns of one visitor a second without a pause; 0: no limit", 0, 1_000
)

# processes and time
WORKERS = Setting(
    "workers", 2, "processes for slow work, of 450 MB each; never more than the machine has cores", 1, 64
)
WORKER_MEMORY_MB = Setting(
    "worker_memory_mb", 1_750, "MB that a computation in one of them may allocate", 512, 10**6
)
WAITING = Setting("waiting", 20, "computations that wait for a worker; more are refused", 1, 10_000)
READERS = Setting("readers", 2, "uploaded files that are read at once, with up to 512 MB each", 1, 64)
DEADLINE_FACTOR = Setting(
    "deadline_factor", 1.0, "times the usual time after which slow work and downloads are stopped", 0.1, 100
)
AHEAD = Setting(
    "ahead", True, "whether long collections are embedded two minutes after the start, not on demand"
)

# what a visitor may bring to a lesson
DOCUMENTS_MB = Setting("documents_mb", 5, "MB of a file of documents, for search and for applications", 1, 36)
DOCUMENT_CHARACTERS = Setting(
    "document_characters", 1_000_000, "characters of such a file that are read; 100,000 take a worker 4 s",
    10_000, 10**8,
)  # fmt: skip
LABELED_TEXTS = Setting("labeled_texts", 2_000, "texts with labels that a classifier takes", 100, 5_000)
CORPUS_MB = Setting("corpus_mb", 1.0, "MB of a text that word vectors are trained on", 0.1, 36)

# downloads and what is kept on the disk and in memory
OFFLINE = Setting("offline", False, "whether downloads are forbidden")
DOWNLOADS_MB = Setting(
    "downloads_mb", 5_000, "MB of downloads that are kept; the least recently used go first", 0, 10**7
)
RESULTS_MB = Setting("results_mb", 256, "MB of maps and other results that are kept on the disk", 0, 10**6)
INDEXES_MB = Setting("indexes_mb", 512, "MB of search indexes that are kept on the disk", 0, 10**6)
POSITIONS_MB = Setting(
    "positions_mb", 512.0, "MB of downloaded position tables that are kept on the disk", 0, 10**6
)
MODEL_MB = Setting("model_mb", 500, "MB of weights that a downloaded model may have", 1, 100_000)
MODEL_PARAMETERS = Setting(
    "model_parameters",
    150_000_000,
    "parameters that a downloaded model may have; each takes 4 bytes",
    1,
    10**11,
)
MODELS_IN_MEMORY = Setting(
    "models_in_memory", 2, "models in memory beside the bundled encoder, of up to 1 GB", 1, 100
)


def apply(flags: Mapping[str, str] | None = None) -> None:
    """Put flags and the values of the file into the environment, and check every setting.

    A flag wins over a variable, a variable over the file.

    Raises:
        InvalidInputError: a value is not valid, or there is no setting of a name.
    """
    for name, text in (flags or {}).items():
        check_name(name, where="flag")
        SETTINGS[name].parse(text, where=f"The setting {name}")
        os.environ[SETTINGS[name].variable] = text
        applied[name] = ("flag", text)
    if os.environ.get(CONFIG.variable):  # for processes that start in another folder
        os.environ[CONFIG.variable] = str(config_path().absolute())
    for name, text in file_values().items():
        SETTINGS[name].parse(text, where=f"{name} in {config_path().name}")
        if not os.environ.get(SETTINGS[name].variable):
            os.environ[SETTINGS[name].variable] = text
            applied[name] = (config_path().name, text)
    for setting in SETTINGS.values():
        setting.value()


def unknown_variables() -> list[str]:
    """Return the variables of the environment that look like settings and are none."""
    known = {setting.variable for setting in SETTINGS.values()}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
