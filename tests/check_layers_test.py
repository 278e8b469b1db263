#!/usr/bin/env python3
"""tools/check_layers refuses a tree that breaks each of its rules, and accepts one that breaks none."""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYERS = "base:\njson: base\naudit: base json\nplan: base json audit\nreport: base json audit plan\n"
CASES = {
    "an upward include": ({"plan/plan.cpp": '#include "report/report.hpp"\n', "report/report.hpp": ""}, "may not include 'report'"),
    "a heavy header": ({"plan/plan.hpp": "#include <sqlite3.h>\n"}, "heavy header"),
    "an api that reads rows": ({"plan/plan_api.cpp": '#include "plan/plan_store.hpp"\n', "plan/plan_store.hpp": ""}, "an api includes a store"),
    "JSON outside an api": ({"plan/plan_service.cpp": '#include "json/json.hpp"\n', "json/json.hpp": ""}, "JSON belongs to"),
    "a model that includes a store": ({"plan/plan.cpp": '#include "plan/plan_store.hpp"\n', "plan/plan_store.hpp": ""}, "a model includes"),
    "SQL in a service": ({"plan/plan_service.cpp": 'const store::Sql kOne{"plan.one", "SELECT 1"};\n'}, "SQL belongs to"),
    "SQL in passing": ({"plan/plan.cpp": 'tx.each(store::Sql{"plan.one", "SELECT 1"}, {}, fn);\n'}, "SQL belongs to"),
    "SQL in a store, a test and a fixture": ({name: 'const Sql kOne{"plan.one", "SELECT 1"};\n' for name in
                                             ("plan/plan_store.cpp", "plan/plan_test.cpp", "plan/plan_fixture.cpp")}, None),
    "a module nobody declared": ({"stray/stray.cpp": ""}, "missing from docs/layers.txt"),
    "a climbing path": ({"plan/plan.cpp": '#include "../base/x.hpp"\n'}, "'..' in an include path"),
    "an honest tree": ({"report/report.cpp": '#include "plan/plan.hpp"\n', "plan/plan.hpp": ""}, None),
}


def main():
    wrong = []
    for name, (files, complaint) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "docs").mkdir()
            (root / "docs/layers.txt").write_text(LAYERS)
            for path, text in files.items():
                target = root / "src" / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            done = subprocess.run([ROOT / "tools/check_layers", folder], text=True, capture_output=True)
        accepted = done.returncode == 0
        if accepted != (complaint is None) or (complaint or "") not in done.stdout:
            wrong.append(f"{name}: exit {done.returncode}: {done.stdout.strip()}")
    print("\n".join(wrong) or "ok")
    sys.exit(bool(wrong))


main()
