#!/usr/bin/env python3
"""Runs every test suite, prints what failed, and closes with "N passed, N failed".

usage: tests/run_suites.py WORK_DIR [NAME…]     called by ./test, which has built everything and started PostgreSQL
"""
import concurrent.futures
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = pathlib.Path(sys.argv[1])
WANTED = sys.argv[2:]


def run(command, **more):
    return subprocess.run(command, cwd=more.pop("cwd", ROOT), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def gtest(binary):
    """(passed, failed, output) of one GoogleTest binary; a crash counts as one failure more."""
    report = WORK / f"{binary.name}.json"
    done = run([binary, f"--gtest_output=json:{report}", "--gtest_brief=1"], timeout=900)
    if not report.exists():
        return 0, 1, done.stdout
    result = json.loads(report.read_text())
    skipped = sum(1 for suite in result["testsuites"] for case in suite["testsuite"] if case.get("result") == "SKIPPED")
    failed = result["failures"] + result["errors"] + skipped  # a skipped engine is a failure
    if done.returncode and not failed:
        failed = 1
    return result["tests"] - failed, failed, done.stdout


def script(command, cwd=ROOT):
    done = run(command, cwd=cwd, timeout=900)
    return (0, 1, done.stdout) if done.returncode else (1, 0, "")


def unittests(module):
    """One file of black-box tests against the real binary."""
    done = run([sys.executable, "-m", "unittest", "-v", module.stem], cwd=module.parent, timeout=900)
    ran = re.search(r"^Ran (\d+) test", done.stdout, re.M)
    bad = sum(int(n) for n in re.findall(r"(?:failures|errors|skipped)=(\d+)", done.stdout))
    if not ran:
        return 0, 1, done.stdout
    return int(ran[1]) - bad, bad or bool(done.returncode), done.stdout


def vitest():
    report = WORK / "vitest.json"
    done = run(["npx", "vitest", "run", "--reporter=json", f"--outputFile={report}"], cwd=ROOT / "web", timeout=600)
    if not report.exists():
        return 0, 1, done.stdout
    result = json.loads(report.read_text())
    return result["numPassedTests"], result["numTotalTests"] - result["numPassedTests"] or bool(done.returncode), done.stdout


def playwright(engine):
    """The pages in a real Chromium against the real binary, on one engine."""
    folder = ROOT / "tests/browser"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        environment = {**os.environ, "LUOSHI_PORT": str(probe.getsockname()[1])}
    if engine == "postgres":
        server = os.environ["LUOSHI_TEST_POSTGRES"]
        # the story of 2018 has a site of its own
        for variable, name in (("LUOSHI_POSTGRES", f"browser_{os.getpid()}"), ("LUOSHI_POSTGRES_2018", f"browser_2018_{os.getpid()}")):
            subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
            environment[variable] = server.rsplit("/", 1)[0] + "/" + name
    report = folder / "results/report.json"
    report.unlink(missing_ok=True)
    done = run(["npx", "playwright", "test", *(["story", "supervision"] if engine == "postgres" else [])], cwd=folder, timeout=1500, env=environment)
    if not report.exists():
        return 0, 1, done.stdout
    stats = json.loads(report.read_text())["stats"]
    return stats["expected"], stats["unexpected"] + stats["flaky"] + stats["skipped"] or bool(done.returncode), done.stdout


def suites():
    yield "layers", lambda: script(["tools/check_layers"])
    yield "layers_refuse", lambda: script(["python3", "tests/check_layers_test.py"])
    for binary in sorted((ROOT / "build/release").glob("**/*_test")):
        if os.access(binary, os.X_OK) and binary.is_file():
            yield binary.name.removesuffix("_test"), lambda binary=binary: gtest(binary)
    for module in sorted((ROOT / "tests/api").glob("*_test.py")):
        yield "api/" + module.stem.removesuffix("_test"), lambda module=module: unittests(module)
    yield "web", vitest
    for engine in ("sqlite", "postgres"):
        yield f"browser/{engine}", lambda engine=engine: playwright(engine)


def main():
    chosen = [(name, suite) for name, suite in suites() if not WANTED or any(word in name for word in WANTED)]
    if not chosen:
        sys.exit(f"没有名称含 {'、'.join(WANTED)} 的测试")
    total = [0, 0]

    def timed(name, suite):
        start = time.monotonic()
        try:
            passed, failed, output = suite()
        except subprocess.TimeoutExpired as late:
            passed, failed, output = 0, 1, f"超时：{late.timeout} 秒"
        return name, passed, failed, output, time.monotonic() - start

    # The browser suites have the machine to themselves; the rest share the two cores.
    rows = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        rows += pool.map(lambda pair: timed(*pair), [pair for pair in chosen if not pair[0].startswith("browser")])
    rows += [timed(*pair) for pair in chosen if pair[0].startswith("browser")]
    for name, passed, failed, output, seconds in rows:
        print(f"{name:20} {passed:4} passed, {failed:4} failed  {seconds:6.1f} s")
        if failed:
            lines = [line for line in output.splitlines() if not re.match(r"^\[\s+(OK|RUN)\s+\]", line)]
            print("\n".join(lines[-120:]))
        total[0] += passed
        total[1] += failed
    print(f"{total[0]} passed, {total[1]} failed")
    sys.exit(1 if total[1] or not total[0] else 0)


main()
