"""`luoshi bench load` still runs, in small: a few villages for a few seconds, on SQLite and on PostgreSQL with its second server."""
import json
import os
import subprocess
import time
import unittest

from running_site import BINARY, PACKAGE


class BenchLoad(unittest.TestCase):
    def test_measures_submissions_approvals_and_the_board_without_an_error(self):
        server = os.environ["LUOSHI_TEST_POSTGRES"]
        name = f"bench_{os.getpid()}_{time.monotonic_ns()}"
        subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
        self.addCleanup(subprocess.run, ["psql", "-q", server, "-c", f"DROP DATABASE {name} WITH (FORCE)"])
        done = subprocess.run(
            [BINARY, "bench", "load", "--json", "--package", PACKAGE, "--villages", "20", "--seconds", "3", "--readers", "5",
             "--approvals", "20", "--postgres", server.rsplit("/", 1)[0] + "/" + name], text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        measures = json.loads(done.stdout)["measures"]
        self.assertEqual([m for m in measures if m["errors"] or not m["count"]], [])
        self.assertEqual({(m["name"], m["engine"]) for m in measures if m["bound_ms"] == 50},
                         {(name, engine) for name in ("approval_in_figures", "approval_on_board")
                          for engine in ("sqlite", "postgres", "postgres_second_server")})
        for measure in measures:
            self.assertGreaterEqual(measure["p99_ms"], measure["p50_ms"])


if __name__ == "__main__":
    unittest.main()
