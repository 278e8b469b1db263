"""Kill -9 during 500 concurrent submissions loses no acknowledged one, on either engine."""
import signal
import threading
import unittest

from running_site import Site, in_parallel


class Durability(unittest.TestCase):
    def submissions_survive(self, engine):
        site = Site(engine)
        self.addCleanup(site.close)
        counties = [site.login(login) for login in ("dongguang", "huanghua")]
        drafts = []
        for county in counties:
            for owed in county.items("/reports?period=2020-06&unit=mine"):
                report = county.call("POST", "/reports", {"unit_duty_id": owed["unit_duty_id"], "period": "2020-06"}).json
                values = [{"indicator_id": v["indicator"]["id"], "explanation": "本月暂无数据"} for v in report["values"]]
                saved = county.call("PUT", f"/reports/{report['id']}", {"progress_pct": "50", "progress": "六月进展", "problems": "", "next_steps": "",
                                                                         "values": values}, version=report["version"])
                self.assertEqual(saved.status, 200, saved)
                drafts.append((county, report["id"], saved.json["version"]))
        self.assertGreaterEqual(len(drafts), 10)

        acknowledged = {}  # report -> (version, state) of the last answer the client saw
        lock = threading.Lock()
        count = [0]
        killed = threading.Event()

        def cycle(county, report, version):
            state = "draft"
            while not killed.is_set():
                action = "withdraw" if state == "submitted" else "submit"
                try:
                    reply = county.call("POST", f"/reports/{report}/{action}", version=version)
                except OSError:
                    return
                if reply.status != 200:
                    return
                version, state = reply.json["version"], reply.json["state"]
                with lock:
                    acknowledged[report] = (version, state)
                    count[0] += action == "submit"
                    if count[0] >= 500 and not killed.is_set():
                        killed.set()
                        site.stop(signal.SIGKILL)

        in_parallel([lambda d=d: cycle(*d) for d in drafts], 32)
        self.assertTrue(killed.is_set(), "the clients stopped before 500 submissions")
        site.start()
        county_of = {report: county for county, report, _ in drafts}
        for report, (version, state) in acknowledged.items():
            # the session survived too: it is a row
            stored = county_of[report].site.request("GET", f"/api/v1/reports/{report}", headers={"Cookie": county_of[report].cookie}).json
            self.assertGreaterEqual(stored["version"], version, "an acknowledged submission is gone")
            if stored["version"] == version:
                self.assertEqual(stored["state"], state)

    def test_on_sqlite(self):
        self.submissions_survive("sqlite")

    def test_on_postgresql(self):
        self.submissions_survive("postgres")


if __name__ == "__main__":
    unittest.main()
