# SPDX-License-Identifier: MIT
"""The rules of `make lint` that read sources. Each is a function

    rule(tree) -> yields (path, line, message)

whose docstring says what it enforces. A Tree is a root folder, the names of
its files and the data files of tools/lint.
"""

import fnmatch
import os
import re

from csource import Source

MAX_COLUMNS = 100
MAX_FUNCTION = 70       # lines of a body, braces included: this many fail
MAX_FILE = 1000

STRING = r'"(?:\\.|[^"\\])*"'

# Folders whose C files are held to the rules of the library and the kernel.
STRICT = ("include/", "lib/", "mm/", "dma/", "net/", "kernel/", "ports/",
          "drivers/", "tools/octavo/", "tests/", "bench/", "examples/")


class Tree:
    def __init__(self, root, files, data):
        self.root = root
        self.files = sorted(files)
        self.data = data
        self.cache = {}

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8",
                  errors="replace") as f:
            return f.read()

    def table(self, name):
        """Lines of a data file, comments and blanks left out."""
        with open(os.path.join(self.data, name), encoding="utf-8") as f:
            lines = (line.split("#", 1)[0].strip() for line in f)
            return [line for line in lines if line]

    def sources(self, suffixes=(".c", ".h"), folders=STRICT):
        for path in self.files:
            if path.endswith(suffixes) and path.startswith(folders):
                if path not in self.cache:
                    self.cache[path] = Source(path, self.read(path))
                yield self.cache[path]


# ---- layers ------------------------------------------------------------------

class Layers:
    """layers.txt: which header belongs to which layer, and which layers the
    files of a folder may include."""

    def __init__(self, lines):
        self.headers, self.folders = [], []
        for line in lines:
            kind, rest = line.split(None, 1)
            left, right = (side.split() for side in rest.split(":"))
            if kind == "header":
                self.headers += [(pattern, right[0]) for pattern in left]
            else:
                self.folders.append((left[0], right))

    def of_header(self, name):
        for pattern, layer in self.headers:
            if fnmatch.fnmatch(name, pattern):
                return layer
        return None

    def of_file(self, path):
        """What a file may include, or None where the table is silent. A
        public header may include what its own layer's folder may."""
        if path.startswith("include/") and not self.of_folder(path):
            layer = self.of_header(path[len("include/"):])
            return next((may for folder, may in self.folders
                         if folder == "layer=" + str(layer)), None)
        return self.of_folder(path)

    def of_folder(self, path):
        best = max((folder for folder, _ in self.folders
                    if path.startswith(folder)), key=len, default=None)
        return dict(self.folders).get(best)


def layers(tree):
    """Includes follow the table of layers.txt; a private header is called
    internal.h and is included by its own folder, those in it, and tests."""
    table = Layers(tree.table("layers.txt"))
    for src in tree.sources((".c", ".h", ".S")):
        may = table.of_file(src.path)
        for line, spec in src.includes():
            problem = check_include(table, src.path, may, spec)
            if problem:
                yield src.path, line, problem
        if stray_header(src.path):
            yield src.path, 1, "a private header must be called internal.h"


def stray_header(path):
    return path.endswith(".h") and path.startswith(
        ("lib/", "mm/", "dma/", "net/", "kernel/")) and \
        os.path.basename(path) != "internal.h" and \
        not path.startswith(("kernel/abi/", "kernel/net/lwip/"))


def check_include(table, path, may, spec):
    name = spec[1:-1]
    if spec[0] == '"':
        here = os.path.dirname(path)
        owner = os.path.dirname(os.path.normpath(os.path.join(here, name)))
        inside = here == owner or here.startswith(owner + "/")
        if "internal.h" in name and not inside and \
                not path.startswith("tests/"):
            return "%s is private to its folder" % name
        return None
    if may is None or "any" in may:
        return None
    if "internal.h" in name:
        return "%s is private to its folder" % name
    layer = table.of_header(name)
    if layer is None:
        return "<%s> is in no layer of layers.txt" % name
    if layer not in may:
        return "<%s> is of layer %s; allowed here: %s" % (
            name, layer, " ".join(may))
    return None


# ---- comments ----------------------------------------------------------------

CONTEXTS = ("Any context", "Process context", "May sleep", "User context", "Decided by @")


def docs(tree):
    """Every function declared in include/octavo has a comment right above
    with name() -, Context: and, unless it returns nothing, Return:. Who
    explains one parameter with @param: explains all of them."""
    for src in tree.sources((".h",), ("include/octavo/",)):
        for name, line, void, params, comment in src.prototypes():
            for what in missing_lines(name, void, params, comment):
                yield src.path, line, "%s(): comment without %s" % (name, what)


def missing_lines(name, void, params, comment):
    if not comment.startswith("/**"):
        return ["anything: no /** comment right above"]
    missing = []
    if not re.search(r"\b%s\(\) - \S" % re.escape(name), comment):
        missing.append('"%s() - what it does"' % name)
    absent = ['"@%s:"' % p for p in params if "@%s:" % p not in comment]
    if len(absent) < len(params):
        missing += absent
    context = re.search(r"Context:\s*(.*)", comment)
    if not context:
        missing.append('"Context:"')
    elif not context.group(1).startswith(CONTEXTS):
        missing.append("one of the known contexts after Context:")
    if not void and "Return:" not in comment:
        missing.append('"Return:"')
    return missing


# ---- sizes -------------------------------------------------------------------

def lengths(tree):
    """No function of 70 lines, no file of 1000, no line over 100 columns.
    What a message says does not count: it is easier to find in one piece."""
    for src in tree.sources((".c", ".h", ".S")):
        count = src.text.count("\n")
        if count >= MAX_FILE:
            yield src.path, count, "%d lines in one file" % count
        for number, line in enumerate(src.text.split("\n"), 1):
            width = len(re.sub(STRING, '""', line).expandtabs(8))
            if width > MAX_COLUMNS:
                yield src.path, number, "%d columns" % width
        for function in src.functions():
            if function.lines() >= MAX_FUNCTION:
                yield src.path, function.start, "%s() has %d lines" % (
                    function.name, function.lines())


def body_if(tree):
    """No #if inside a function body: a switch selects files or inlines."""
    for src in tree.sources((".c", ".h")):
        bodies = [(f.name, f.body_start, f.body_end) for f in src.functions()]
        for line, text in src.cpp:
            if not re.match(r"#\s*(if|ifdef|ifndef|elif|else)\b", text):
                continue
            for name, first, last in bodies:
                if first < line < last:
                    yield src.path, line, "#if inside %s()" % name


# ---- text --------------------------------------------------------------------

def spdx(tree):
    """The licence is named in the first line of every C file."""
    for src in tree.sources((".c", ".h", ".S")):
        if "SPDX-License-Identifier: MIT" not in src.text.split("\n")[0]:
            yield src.path, 1, "no SPDX-License-Identifier: MIT line"


def words(tree):
    """No file holds what words.txt forbids: machine paths, leftovers."""
    patterns = [re.compile(p) for p in tree.table("words.txt")]
    for path in tree.files:
        if path.startswith("tools/lint/") or path.endswith((".png", ".gz")):
            continue
        for number, line in enumerate(tree.read(path).split("\n"), 1):
            for pattern in patterns:
                if pattern.search(line):
                    yield path, number, "forbidden: " + \
                        pattern.search(line).group(0)


SOURCE_RULES = {"layers": layers, "docs": docs, "lengths": lengths,
                "body-if": body_if, "spdx": spdx, "words": words}
