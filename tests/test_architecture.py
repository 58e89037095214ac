"""The house stays easy to see: import direction, exports, laziness, sizes."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import embedlab
from tests.support import ROOT

LESSONS = (
    "tokens",
    "vectors",
    "space",
    "context",
    "positional",
    "attention",
    "lookup",
    "training",
    "search",
    "applications",
)  # in the order of import
HEAVY = {
    "torch",
    "transformers",
    "umap",
    "sklearn",
    "gensim",
    "openTSNE",
    "tiktoken",
    "tokenizers",
    "sentencepiece",
    "regex",
    "huggingface_hub",
    "loky",
    "lancedb",
    "pypdf",
    "ray",
}


@cache
def imports_of(path: Path) -> set[str]:
    """Return the modules a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def uses(path: Path, name: str) -> bool:
    return any(module == name or module.startswith(name + ".") for module in imports_of(path))


@pytest.mark.parametrize("path", files("embedlab"), ids=str)
def test_the_compute_package_knows_no_screen(path: Path) -> None:
    assert not any(uses(path, name) for name in ("streamlit", "ui", "pages", "app"))
    if "figures" not in path.parts:
        assert not uses(path, "plotly")
        assert path.name == "__init__.py" or not uses(path, "embedlab.figures")


@pytest.mark.parametrize("path", files("pages"), ids=str)
def test_pages_are_short_scripts_that_import_no_page(path: Path) -> None:
    assert not uses(path, "pages")
    assert not uses(path, "app")
    source = path.read_text("utf-8")
    assert "__main__" not in source
    assert len(source.splitlines()) <= 170
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("path", files("ui"), ids=str)
def test_the_shared_screen_code_imports_no_page(path: Path) -> None:
    assert not uses(path, "pages")
    assert not uses(path, "app")


def test_caches_live_in_one_module() -> None:
    for path in files("ui") + files("pages") + [ROOT / "app.py"]:
        if path.name != "cache.py":
            assert "st.cache_" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("lesson", LESSONS)
def test_lessons_lean_only_on_those_before_them(lesson: str) -> None:
    later = (*LESSONS[LESSONS.index(lesson) + 1 :], "corpora")
    for path in files(f"embedlab/{lesson}"):
        assert not any(uses(path, f"embedlab.{other}") for other in later), path


def test_nothing_leans_on_the_commands() -> None:
    for path in files("embedlab"):
        if path.parent.name != "commands" and path.name != "__main__.py":
            assert not uses(path, "embedlab.commands"), path


def test_the_help_of_the_command_loads_nothing_heavy() -> None:
    code = "import sys, embedlab.commands.main; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not any(f"'{name}'" in loaded for name in HEAVY | {"numpy", "plotly", "streamlit", "pyarrow"})


@pytest.mark.parametrize("path", sorted((ROOT / "embedlab").glob("*.py")), ids=str)
def test_a_base_module_leans_on_no_lesson(path: Path) -> None:
    if path.name != "__init__.py":
        assert not any(uses(path, f"embedlab.{lesson}") for lesson in LESSONS)


@pytest.mark.parametrize("depth", [2, 9], ids=["packages", "modules"])
def test_no_import_goes_round_in_a_circle(depth: int) -> None:
    def place(name: str) -> str:
        return ".".join(name.split(".")[:depth])

    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files("embedlab")
    }
    leans_on: dict[str, set[str]] = {}
    for name, path in names.items():
        others = {place(other) for other in imports_of(path) & names.keys()}
        leans_on.setdefault(place(name), set()).update(others - {place(name)})
    TopologicalSorter(leans_on).prepare()  # raises CycleError, which names the circle


def test_a_heavy_library_is_imported_inside_functions_only() -> None:
    for path in files("embedlab"):
        tree = ast.parse(path.read_text("utf-8"))
        top = {
            name.split(".")[0]
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            )
        }
        assert not top & HEAVY, path


def test_importing_embedlab_loads_nothing_heavy() -> None:
    code = "import sys, embedlab; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not any(f"'{name}'" in loaded for name in HEAVY | {"numpy", "plotly", "streamlit", "pyarrow"})


def test_figures_have_all_of_pandas_before_one_is_drawn() -> None:
    """Plotly takes what it finds in sys.modules: in a new server, pandas half-imported by another visitor."""
    code = "import sys, embedlab.figures; print(sys.modules['pandas'].Series.__name__)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "Series"


def test_the_lessons_name_packages_pages_figures_and_tests() -> None:
    for lesson in LESSONS:
        assert (ROOT / "embedlab" / lesson / "__init__.py").is_file()
        assert (ROOT / "embedlab" / "figures" / f"{lesson}.py").is_file()
        assert (ROOT / "pages" / f"{lesson}.py").is_file()
        assert (ROOT / "tests" / lesson).is_dir()


@pytest.mark.parametrize("name", embedlab.NAMESPACES)
def test_a_namespace_exports_what_it_imports(name: str) -> None:
    namespace = getattr(embedlab, name)
    for exported in namespace.__all__:
        assert hasattr(namespace, exported), exported


@pytest.mark.parametrize("path", files("tests"), ids=str)
def test_what_tests_share_lives_in_tests_support(path: Path) -> None:
    shared = {module for module in imports_of(path) if module.split(".")[0] == "tests"}
    assert all(module == "tests.support" or module.startswith("tests.support.") for module in shared)


def test_the_root_offers_about_forty_names_from_their_homes() -> None:
    assert len(embedlab.__all__) <= 40
    for name, home in embedlab.HOME_OF.items():
        module = importlib.import_module(f"embedlab.{home}")
        assert name in module.__all__
        assert getattr(embedlab, name) is getattr(module, name)


API = [
    "load_tokenizer",
    "load_word_vectors",
    "analogy",
    "read_analogies",
    "evaluate_analogies",
    "load_encoder",
    "word_in_context",
    "project",
    "projection_quality",
    "positional",
    "load_position_table",
    "load_embedding_matrix",
    "build_search_index",
    "EmbedLabError",
]


def test_the_api_of_the_design_is_there() -> None:
    for name in API:
        assert name in embedlab.__all__
        assert hasattr(embedlab, name)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = embedlab.no_such_name


@pytest.mark.parametrize("path", files("embedlab"), ids=str)
def test_every_module_says_what_it_exports(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    exported = ast.literal_eval(lists[0]) if lists and isinstance(lists[0], ast.List) else []
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    if path.name != "__init__.py":
        assert set(exported) & defined or not defined or path.name == "style.py"
        assert len(path.read_text("utf-8").splitlines()) <= 320
    assert exported == sorted(exported, key=lambda name: (not name.isupper(), name[0].islower(), name))


@pytest.mark.parametrize(
    "error",
    ["CorruptModelError", "InvalidInputError", "MissingModelError", "UnknownNameError", "UnknownWordError"],
)
def test_every_error_of_a_user_has_one_base(error: str) -> None:
    assert issubclass(getattr(embedlab, error), embedlab.EmbedLabError)


def test_no_path_of_a_machine_and_nothing_dangerous_is_in_the_source() -> None:
    for path in [*files("embedlab"), *files("ui"), *files("pages"), ROOT / "app.py"]:
        source = path.read_text("utf-8")
        for word in ("unsafe_allow_html", "pickle.", "eval(", "trust_remote_code=True", "allow_pickle=True"):
            assert word not in source.replace(".eval()", ""), (path, word)
