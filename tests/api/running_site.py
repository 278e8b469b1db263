"""A running Luoshi for black-box tests: the real binary on a fresh demonstration site, on SQLite or on a schema of the test PostgreSQL."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = ROOT / "build/release/luoshi"
PACKAGE = ROOT / "packages/cangzhou-ecommerce-2018"
PASSWORD = re.search(r"^password: (\S+)", (PACKAGE / "demo.yaml").read_text(), re.M)[1]
ENGINES = ("sqlite", "postgres")


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    def __repr__(self):
        return f"{self.status} {self.body[:400]!r}"


class Site:
    """Starts on construction; `data` survives kill() and start()."""

    def __init__(self, engine, template=None):
        self.engine = engine
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="luoshi-site-"))
        self.database = None
        if template:
            shutil.copytree(template, self.data, dirs_exist_ok=True)
        if engine == "postgres":
            server = os.environ["LUOSHI_TEST_POSTGRES"]
            self.database = f"site_{os.getpid()}_{time.monotonic_ns()}"
            subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {self.database}"], check=True)
            self.uri = server.rsplit("/", 1)[0] + "/" + self.database
        self.process = None
        self.start()

    def command(self, *words):
        place = ["--data", str(self.data)] + (["--postgres", self.uri] if self.database else [])
        return subprocess.run([BINARY, *words, *place], text=True, capture_output=True, timeout=120)

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        place = ["--postgres", self.uri] if self.database else []
        self.log = open(self.data / "server.log", "a")
        started = time.monotonic()
        self.process = subprocess.Popen([BINARY, "serve", "--demo", "--port", str(self.port), "--data", str(self.data), "--package", str(PACKAGE), *place],
                                        stdout=self.log, stderr=self.log)
        while True:
            try:
                if self.request("GET", "/api/v1/site").status == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - started > 120:
                raise RuntimeError("luoshi did not start:\n" + (self.data / "server.log").read_text())
            time.sleep(0.02)
        self.start_seconds = time.monotonic() - started

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)
        self.log.close()

    def close(self):
        if self.process.poll() is None:
            self.stop()
        if self.database:
            subprocess.run(["psql", "-q", os.environ["LUOSHI_TEST_POSTGRES"], "-c", f"DROP DATABASE {self.database} WITH (FORCE)"], check=True)
        shutil.rmtree(self.data, ignore_errors=True)

    def request(self, method, path, body=None, headers=None, raw=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = dict(headers or {})
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection.request(method, path, data, headers)
        reply = connection.getresponse()
        out = Reply(reply.status, dict((k.lower(), v) for k, v in reply.getheaders()), reply.read())
        connection.close()
        return out

    def login(self, login, password=PASSWORD):
        return User(self, login, password)


class User:
    """A logged-in session: cookie and CSRF token ride along."""

    def __init__(self, site, login, password):
        self.site = site
        reply = site.request("POST", "/api/v1/session", {"login": login, "password": password})
        assert reply.status in (200, 201), reply
        self.cookie = reply.headers["set-cookie"].split(";")[0]
        self.session = reply.json
        self.csrf = self.session["csrf_token"]

    def call(self, method, path, body=None, version=None, raw=None, file_name=None):
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if file_name:
            headers["X-File-Name"] = urllib.parse.quote(file_name)
        return self.site.request(method, "/api/v1" + path, body, headers, raw)

    def get(self, path):
        reply = self.call("GET", path)
        assert reply.status == 200, (path, reply)
        return reply.json

    def items(self, path):
        """Every item of a paged list."""
        out, after = [], None
        while True:
            joint = "&" if "?" in path else "?"
            page = self.get(path + (f"{joint}after={urllib.parse.quote(after)}" if after else ""))
            out += page["items"]
            after = page["next"]
            if not after:
                return out


def in_parallel(jobs, workers):
    """Runs the callables on threads and waits for all."""
    lock, queue = threading.Lock(), list(jobs)

    def work():
        while True:
            with lock:
                if not queue:
                    return
                job = queue.pop(0)
            job()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
