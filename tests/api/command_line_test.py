"""The command line as a person meets it: messages in Chinese, no folder made by a slip, one server for each data folder."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from running_site import BINARY, PACKAGE, Site


def run(*words):
    return subprocess.run([BINARY, *map(str, words)], text=True, capture_output=True, timeout=120)


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="luoshi-command-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def refused(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 1, done)
        return done.stderr

    def test_a_slip_is_explained_in_chinese_with_the_help_to_ask_for(self):
        for words, said in {("serve", "--prot", "3"): "不认识的参数：--prot 3\n用法见 luoshi serve --help\n",
                            (): "没有写明命令\n用法见 luoshi --help\n",
                            ("serve", "--workers", "100"): "--workers 应为 1 至 64 的整数，现在是 100\n用法见 luoshi serve --help\n",
                            ("serve", "--port", "abc"): "--port 应为 0 至 65535 的整数，现在是 abc\n用法见 luoshi serve --help\n",
                            ("user", "create", "--login", "a"): "缺少 --name\n用法见 luoshi user create --help\n",
                            ("serve", "--data"): "--data 后面缺少取值\n用法见 luoshi serve --help\n",
                            ("extract",): "缺少 FILE\n用法见 luoshi extract --help\n"}.items():
            self.assertEqual(self.refused(*words), said)

    def test_the_help_has_no_english_words(self):
        for words in ((), ("serve",), ("user", "create"), ("package",), ("audit",)):
            done = run(*words, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertNotRegex(done.stdout, re.compile(r"\b(options|subcommands?|positionals|required|text|u?int|print|usage)\b", re.I))

    def test_a_mistyped_folder_is_refused_and_not_made(self):
        wrong = self.folder / "vra"
        for words in (("user", "list"), ("user", "reset", "sysadmin"), ("audit",), ("package", "load", PACKAGE),
                      ("user", "create", "--login", "a", "--name", "甲", "--unit", "市政府", "--role", "leader")):
            self.assertIn("没有站点", self.refused(*words, "--data", wrong))
        self.assertFalse(wrong.exists())

    def test_a_busy_port_is_told_before_anything_is_loaded(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = run("serve", "--port", taken.getsockname()[1], "--data", self.folder, "--package", PACKAGE)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--port", done.stderr)
        self.assertNotIn("已装入", done.stderr)

    def test_a_second_server_on_a_data_folder_is_refused_until_the_first_is_gone(self):
        site = Site("sqlite")
        self.addCleanup(site.close)
        said = self.refused("serve", "--port", "0", "--data", site.data)
        self.assertIn(f"进程 {site.process.pid}", said)
        self.assertIn("请先停掉它", said)
        # What changes rows works beside the server; another package would contradict what it read when it started.
        self.assertEqual(site.command("user", "list").returncode, 0)
        created = site.command("user", "create", "--login", "beside", "--name", "旁路", "--unit", "东光县政府", "--role", "county")
        self.assertEqual(created.returncode, 0, created)
        once = created.stdout.strip().rsplit("：", 1)[1]
        self.assertTrue(site.login("beside", once).session["must_change_password"])
        document = self.folder / "方案.txt"
        document.write_text("东光县人民政府\n关于印发试点工作方案的通知\n东政字〔2020〕9号\n\n一、重点任务\n（一）推进试点工作。2020年底前，新建站点3个。"
                            "（牵头单位：东光县政府）\n\n东光县人民政府\n2020年6月1日\n")
        self.assertEqual(site.command("import", str(document)).returncode, 0)
        self.assertEqual(len(site.login("leader").get("/plans")["items"]), 2)
        other = self.folder / "package"
        shutil.copytree(PACKAGE, other)
        (other / "reporting.yaml").write_text((other / "reporting.yaml").read_text().replace("day: 5", "day: 6"))
        refused = site.command("package", "load", str(other))
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn("网站正在数据目录", refused.stderr)
        self.assertEqual(site.command("package", "load", str(PACKAGE)).returncode, 0, "the one it runs by")
        site.stop(signal.SIGKILL)
        site.start()  # a killed server leaves no lock behind
        site.stop()
        self.assertEqual(site.command("package", "load", str(other)).returncode, 0)

    def test_two_servers_that_start_at_once_on_an_empty_postgresql_both_come_up(self):
        database = f"twins_{os.getpid()}_{time.monotonic_ns()}"
        server = os.environ["LUOSHI_TEST_POSTGRES"]
        subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {database}"], check=True)
        self.addCleanup(subprocess.run, ["psql", "-q", server, "-c", f"DROP DATABASE {database} WITH (FORCE)"], check=True)
        uri = server.rsplit("/", 1)[0] + "/" + database
        twins = [subprocess.Popen([BINARY, "serve", "--port", "0", "--data", self.folder, "--postgres", uri, "--package", PACKAGE], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
        said = []
        for twin in twins:
            lines = []
            while (line := twin.stdout.readline()) and "落实已启动" not in line:
                lines.append(line)
            said.append("".join(lines))
            self.assertTrue(line, said)
        for twin in twins:
            twin.terminate()
            twin.communicate(timeout=30)
            self.assertEqual(twin.returncode, 0)
        self.assertEqual(sum(text.count("一次性口令") for text in said), 1, said)
        self.assertEqual(len(run("user", "list", "--data", self.folder, "--postgres", uri).stdout.splitlines()), 1)

    def test_a_review_route_too_short_for_what_waits_is_refused(self):
        site = Site("sqlite")
        self.addCleanup(site.close)
        town, county = site.login("lianzhen"), site.login("dongguang")
        part = town.items("/reports?period=2020-06&unit=mine")[0]["unit_duty_id"]
        report = town.call("POST", "/reports", {"unit_duty_id": part, "period": "2020-06"}).json
        path = f"/reports/{report['id']}"
        self.assertEqual([step["unit"]["name"] for step in report["route"]], ["东光县连镇镇人民政府", "东光县人民政府", "沧州市商务局"])
        saved = town.call("PUT", path, {"progress_pct": "52", "progress": "新开网店12家", "problems": "", "next_steps": "继续培训",
                                       "values": [{"indicator_id": value["indicator"]["id"], "value": "1"} for value in report["values"]]},
                          version=report["version"]).json
        handed_in = town.call("POST", path + "/submit", version=saved["version"]).json
        self.assertIn(report["id"], [row["id"] for row in county.items("/reports?to_review=1")], "who handed the part down comes first")
        agreed = county.call("POST", path + "/approve", {"note": ""}, version=handed_in["version"])
        self.assertEqual((agreed.status, agreed.json["state"]), (200, "submitted"), agreed)
        site.stop()
        short = self.folder / "package"
        shutil.copytree(PACKAGE, short)
        route = (short / "review.yaml").read_text()
        (short / "review.yaml").write_text("".join(line for line in route.splitlines(True) if "step: plan_office" not in line))
        refused = site.command("package", "load", str(short))
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn("1 份填报正等在第 3 个环节", refused.stderr)
        site.start()
        office = site.login("office")
        self.assertIn(report["id"], [row["id"] for row in office.items("/reports?to_review=1")])
        approved = office.call("POST", path + "/approve", {"note": ""}, version=agreed.json["version"])
        self.assertEqual((approved.status, approved.json["state"]), (200, "approved"), approved)
        site.stop()
        self.assertEqual(site.command("package", "load", str(short)).returncode, 0, "nothing waits any more")


if __name__ == "__main__":
    unittest.main()
