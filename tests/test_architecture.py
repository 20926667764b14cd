"""The house rules of the code (CONTRIBUTING, "Style"): where things are, and what no file does."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests import repository
from tests.repository import OURS, PRODUCT, ROOT

TOP_LEVEL = {
    *(".ci", ".env.example", ".gitignore", "Makefile", "Procfile"),
    *("pyproject.toml", "requirements.lock", "requirements-dev.lock"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "NOTICE", "SECURITY.md"),
    *("bench", "dashboard", "data", "docs", "etl", "launch", "sql", "tests"),
}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"}
# Lines of a Python file. A file of tests mirrors one file of code, and a table of cases is long by nature.
LONG, TOO_LONG = 200, 350
# One thing that would be harder to read in two files.
LONG_FOR_A_REASON = {
    "etl/load.py": "the one transaction of a load, in its order",
    "etl/__main__.py": "all commands and their options on one page",
    "etl/feeds/capacity_csv.py": "the widest template: half of it is the list of its columns",
    "etl/feeds/waiting_times_csv.py": "a template: half of it is the list of its columns",
    "etl/text/table.py": "the one reader of delimited text",
    "sql/database.py": "settings, engines and their limits, for every role",
    "sql/embedded.py": "starting, sharing and stopping one server: one lock protocol",
}
PEERS = "bench/peers/"  # what others would write with other tools, each a script for an environment of its own
OWN_CODE = [name for name in repository.python(*OURS) if not name.startswith(PEERS)]
# Imported module -> the declared package that brings it along, of the version that fits.
COMES_WITH = {"dateutil": "pandas", "numpy": "pandas", "httpcore": "httpx", "werkzeug": "flask"}
SQL_STATEMENT = re.compile(
    r"\s*(select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\S+\s+as\s*\(|truncate\s|grant\s.+\sto\s|revoke\s"
    r"|copy\s.+\s(from|to)\s+std|(create|alter|drop)\s+(or replace\s+)?(temporary |unlogged )?"
    r"(table|view|function|schema|role|database|index|type|domain)\s)",
    re.IGNORECASE | re.DOTALL,
)


def test_the_top_level_has_only_what_the_architecture_names() -> None:
    found = {name.split("/")[0] for name in repository.files()}
    assert found - TOP_LEVEL == set(), "The top level is fixed: put it in a folder that is there already"


def test_no_file_is_a_drawer() -> None:
    drawers = [name for name in repository.files() if DRAWERS & {Path(part).stem.lower() for part in Path(name).parts}]
    assert drawers == [], "A file is named after the thing in it; these names say nothing"


def test_python_files_are_short() -> None:
    lines = {name: repository.text(name).count("\n") for name in repository.python()}
    assert {name: count for name, count in lines.items() if count > TOO_LONG} == {}, "Too long: split it"
    long = {name for name, count in lines.items() if count > LONG and not name.startswith("tests/")}
    assert long - set(LONG_FOR_A_REASON) == set(), f"Longer than {LONG} lines: split it, or give a reason in this test"
    assert set(LONG_FOR_A_REASON) - long == set(), "No longer long: take it off the list of this test"


def test_modules_and_what_others_use_of_them_say_what_they_are() -> None:
    silent = []
    for name in OWN_CODE:
        body = repository.tree(name)
        silent += [] if ast.get_docstring(body) else [name]
        silent += [
            f"{name}:{node.lineno} {node.name}"
            for node in body.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if not ast.get_docstring(node)
        ]
    assert silent == [], "A docstring says what it takes and gives, with shapes and units"


def test_nothing_reads_the_environment_or_a_file_when_it_is_imported() -> None:
    eager = []
    for name in OWN_CODE:
        for node in repository.at_import(name):
            is_environment = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            is_effect = isinstance(node, ast.Call) and repository.called(node) in {
                *("read_text", "read_bytes", "open", "engine", "create_engine", "connect", "from_env", "now", "today"),
            }
            if is_environment or is_effect:
                eager.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert eager == [], "Importing a module must do nothing: read it in a function that is given what it needs"


def test_sql_is_written_in_sql_only() -> None:
    found = [
        f"{name}:{line}: {said[:60]}"
        for name in OWN_CODE
        if not name.startswith("sql/")
        for line, said in repository.strings(name)
        if SQL_STATEMENT.match(said)
    ]
    assert found == [], "The database is asked through functions and views of sql/, by their names"


def test_no_sql_is_put_together_from_texts() -> None:
    found = [
        f"{name}:{node.lineno}: {ast.unparse(node)[:60]}"
        for name in repository.python()
        for node in ast.walk(repository.tree(name))
        if isinstance(node, ast.expr) and _is_composed(node)
    ]
    assert found == [], "Compose SQL with psycopg.sql, which quotes names and binds values"


def _is_composed(node: ast.expr) -> bool:
    """SQL with something written into its text: an f-string, "...".format(), "..." % or +, or sql.SQL() of such."""
    match node:
        case ast.JoinedStr():
            return SQL_STATEMENT.match(repository.joined(node)) is not None
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod() | ast.Add()):
            return SQL_STATEMENT.match(text) is not None
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return SQL_STATEMENT.match(text) is not None
        case ast.Call(func=ast.Attribute(attr="SQL"), args=[ast.JoinedStr() | ast.BinOp()]):
            return True
    return False


def test_the_dashboard_leaves_dangerous_switches_alone() -> None:
    forbidden = {
        "dangerously_allow_html": {"*"},  # what a delivery says would run in the reader's browser
        "debug": {"True"},
        "enable_mcp": {"True", "None"},  # would open every callback to whoever asks
        "api_endpoint": {"*"},  # a second door that no guard stands before
        "external_scripts": {"*"},
        "external_stylesheets": {"*"},  # no address outside is called
        "serve_locally": {"False"},
        "suppress_callback_exceptions": {"False"},  # would print every page into the first answer
        "validate_layout": {"*"},
    }
    found = []
    for name in repository.python("dashboard"):
        for node in ast.walk(repository.tree(name)):
            if isinstance(node, ast.keyword) and node.arg in forbidden:
                value = ast.unparse(node.value)
                if value in forbidden[node.arg] or "*" in forbidden[node.arg]:
                    found.append(f"{name}:{node.value.lineno}: {node.arg}={value}")
    assert found == []
    (made,) = repository.calls("dashboard/app.py", "Dashboard")
    chosen = {keyword.arg: ast.unparse(keyword.value) for keyword in made.keywords}
    assert chosen["enable_mcp"] == "False", "left out, the environment could switch it on"
    assert chosen["suppress_callback_exceptions"] == "True"


def test_tests_neither_sleep_nor_read_the_clock() -> None:
    asking = {
        "datetime.now",
        "datetime.datetime.now",
        "datetime.utcnow",
        "date.today",
        "datetime.date.today",
        "time.time",
    }
    found = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name in repository.python("tests")
        if Path(name).name.startswith("test_")
        for node in ast.walk(repository.tree(name))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {*asking, "time.sleep"}
    ]
    assert found == [], "A test says which moment it is, and waits with the fixture `eventually`"


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    hosts = [
        "py" + "pi.org",
        "pythonhosted" + ".org",
        "registry.npmjs" + ".org",
        "conda" + ".anaconda",
        "--index" + "-url",
    ]
    folders = ["/work" + "/", "/root" + "/", "/home" + r"/[a-z]+/", "/Users" + "/"]
    pattern = re.compile("|".join([*map(re.escape, hosts), *folders]))
    found = []
    for name in repository.files():
        if Path(name).suffix in {".png", ".xlsx", ".zip"}:
            continue
        for number, line in enumerate(repository.text(name).splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == [], "A clone must work on any machine, with any registry"


def test_what_is_imported_is_declared_and_what_is_declared_is_used_or_explained() -> None:
    project = tomllib.loads(repository.text("pyproject.toml"))
    runtime = {_package(one) for one in project["project"]["dependencies"]}
    declared = runtime | {_package(one) for one in project["dependency-groups"]["dev"]}
    packages = packages_distributions()
    own = {*OURS, "tests"}
    for folders, allowed in ((PRODUCT, runtime), (("tests", "bench"), declared)):
        for name in repository.python(*folders):
            if name.startswith(PEERS):
                continue  # runs in an environment of its own, which its own list makes: the test below
            for module in _imported(name) - own - sys.stdlib_module_names:
                given = {_package(one) for one in packages.get(COMES_WITH.get(module, module), [])}
                assert given & allowed, f"{name} imports {module}, which pyproject.toml does not ask for"
    used = {
        _package(one) for name in repository.python() for module in _imported(name) for one in packages.get(module, [])
    }
    explained = repository.text("docs/decisions/0002-dependencies.md")
    unexplained = [name for name in sorted(declared) if f"`{name}`" not in explained]
    assert unexplained == [], "docs/decisions/0002-dependencies.md gives a reason for every dependency"
    not_imported = explained.split("## Not imported")[1]
    idle = [name for name in sorted(declared - used) if f"`{name}`" not in not_imported]
    assert idle == [], "Nobody imports it: take it out, or say under 'Not imported' what it is for"


def test_a_peer_imports_only_what_its_own_list_installs() -> None:
    for name in (name for name in repository.python("bench") if name.startswith(PEERS)):
        listed = repository.text(f"{Path(name).with_suffix('')}.txt").split()
        installed = {_package(one).replace("-", "_") for one in listed}
        assert _imported(name) - sys.stdlib_module_names <= installed, name


def _package(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return name[0].lower().replace("_", "-")


def _imported(name: str) -> set[str]:
    """The top-level modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(repository.tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_the_gate_runs_everything_on_real_data_when_there_are_any() -> None:
    gate = repository.text(".ci/run")
    assert (ROOT / ".ci/run").stat().st_mode & 0o100, "chmod +x .ci/run"
    assert "set -euo pipefail" in gate
    assert "../shared/data" in gate
    assert "TRANSFERPUNT_REQUIRE_SHARED_DATA=1" in gate
    assert gate.rstrip().endswith("make test")
