"""The files of this repository as git knows them, and its Python as trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCT = ("sql", "etl", "dashboard", "launch", "data")
OURS = (*PRODUCT, "bench")  # what has to keep the rules of the code, and is shipped or not


@cache
def files() -> tuple[str, ...]:
    """Every file that is ours, as a path with slashes: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def python(*folders: str) -> list[str]:
    """The Python files, of all folders or of these."""
    found = [name for name in files() if name.endswith(".py")]
    return [name for name in found if not folders or name.split("/")[0] in folders]


@cache
def text(name: str) -> str:
    """A file as text."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")  # a sample is as its source writes it


@cache
def tree(name: str) -> ast.Module:
    """A Python file as a tree."""
    return ast.parse(text(name), filename=name)


def calls(name: str, *functions: str) -> Iterator[ast.Call]:
    """Every call in a Python file of a function or method with one of these names."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call) and called(node) in functions:
            yield node


def called(call: ast.Call) -> str:
    """The last part of the name of what is called; empty when it has none."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def at_import(name: str) -> Iterator[ast.AST]:
    """The nodes of a Python file that run when it is imported: no function bodies, not what only its own call runs."""
    todo: list[ast.AST] = list(tree(name).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            continue
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif isinstance(node, ast.Lambda):
            todo += [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        else:
            todo += ast.iter_child_nodes(node)


def strings(name: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string in a Python file that is no docstring, the fixed parts of an f-string together."""
    parents = {child: node for node in ast.walk(tree(name)) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, joined(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            parent = parents[node]
            if not isinstance(parent, ast.Expr | ast.JoinedStr):
                yield node.lineno, node.value


def joined(node: ast.JoinedStr) -> str:
    """The fixed parts of an f-string, with {} for what is filled in."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
