"""The plan runs: from its document to a reviewed figure, on both engines, through the real binary."""
import unittest

from running_site import ENGINES, Site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def item(rows, **wanted):
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


class Story(unittest.TestCase):
    def tell(self, engine):
        site = Site(engine)
        self.addCleanup(site.close)
        county, lead, leader = site.login("dongguang"), site.login("office"), site.login("leader")

        # The document was read: 37 tasks, 43 numeric targets and the three without a number, all from the text.
        plan = leader.get("/plans")["items"][0]
        self.assertEqual((plan["state"], plan["task_count"], plan["open_questions"]), ("confirmed", 37, 0))
        tasks = leader.items(f"/plans/{plan['id']}/tasks")
        whole = [leader.get(f"/tasks/{task['id']}") for task in tasks]
        targets = [target for task in whole for target in task["targets"]]
        self.assertEqual(sum(t["kind"] == "numeric" for t in targets), 43)
        self.assertEqual(sorted(t["kind"] for t in targets if t["kind"] != "numeric"), ["all_of_set", "deliverable", "reference"])

        # A county owes June and submits it with a file.
        villages = next(task for task in whole if any(t["name"] == "淘宝村" for t in task["targets"]))
        owed = county.items("/reports?period=2020-06&unit=mine")
        mine = next(row for row in owed if row["task"]["id"] == villages["id"])
        self.assertEqual(mine["state"], "missing")
        opened = county.call("POST", "/reports", {"unit_duty_id": mine["unit_duty_id"], "period": "2020-06"})
        self.assertIn(opened.status, (200, 201), opened)
        report = opened.json
        path = f"/reports/{report['id']}"

        def save(count, version):
            values = [{"indicator_id": value["indicator"]["id"], "value": str(count), "explanation": ""} for value in report["values"]]
            return county.call("PUT", path, {"progress_pct": "62", "progress": "新增一个淘宝村", "problems": "物流成本高", "next_steps": "对接快递企业",
                                             "values": values}, version=version)

        saved = save(9, report["version"])
        self.assertEqual(saved.status, 200, saved)
        self.assertEqual(county.call("PUT", path + "/evidence", raw=PDF, file_name="认定文件.pdf").status, 201)
        before = item(leader.get(f"/indicators?plan={plan['id']}")["items"], name="淘宝村")
        # Nine villages after two ask for a reason.
        asked = county.call("POST", path + "/submit", version=county.get(path)["version"])
        self.assertEqual((asked.status, asked.json["code"]), (400, "report.questions_open"), asked)
        answers = [{"key": error["path"].removeprefix("/answers/"), "text": "六月集中认定了七个村"} for error in asked.json["errors"]]
        self.assertEqual(county.call("PUT", path + "/answers", {"answers": answers}).status, 200)
        submitted = county.call("POST", path + "/submit", version=county.get(path)["version"])
        self.assertEqual((submitted.status, submitted.json["state"]), (200, "submitted"), submitted)
        self.assertEqual(item(leader.get(f"/indicators?plan={plan['id']}")["items"], name="淘宝村")["actual"], before["actual"],
                         "an unapproved value is not a figure")

        # The lead department returns it with a reason, the county corrects, the lead department approves.
        waiting = lead.items("/reports?to_review=1")
        self.assertIn(report["id"], [row["id"] for row in waiting])
        self.assertEqual(lead.call("POST", path + "/return", {"reason": ""}, version=lead.get(path)["version"]).status, 400)
        returned = lead.call("POST", path + "/return", {"reason": "认定文件只有两个村，请核对数量"}, version=lead.get(path)["version"])
        self.assertEqual((returned.status, returned.json["state"]), (200, "returned"), returned)
        self.assertIn("认定文件只有两个村，请核对数量", [row["reason"] for row in county.get(path)["history"]])
        corrected = save(3, returned.json["version"])
        again = county.call("POST", path + "/submit", version=corrected.json["version"])
        self.assertEqual(again.status, 200, again)
        approved = lead.call("POST", path + "/approve", {}, version=again.json["version"])
        self.assertEqual((approved.status, approved.json["state"]), (200, "approved"), approved)

        # The figure changes, explained down to the report and its evidence, and back to the clause.
        after = item(leader.get(f"/indicators?plan={plan['id']}")["items"], name="淘宝村")
        self.assertNotEqual(after["actual"], before["actual"])
        facts = leader.get(f"/indicators/{after['id']}/facts?unit={mine['unit']['id']}&year=2020")["items"]
        june = item(facts, period="2020-06", current=True)
        self.assertEqual((june["value"], june["report_id"], june["evidence_count"]), ("3", report["id"], 1))
        source = leader.get(f"/tasks/{villages['id']}")["source"]
        text = leader.get(f"/plans/{plan['id']}/document")["text"]
        self.assertIn(villages["title"], text[source["begin"]:source["end"]])

    def test_on_sqlite(self):
        self.tell("sqlite")

    def test_on_postgresql(self):
        self.tell("postgres")


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site(ENGINES[0])

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def june(self, login, nth):
        user = self.site.login(login)
        owed = user.items("/reports?period=2020-06&unit=mine")[nth]
        return user, user.call("POST", "/reports", {"unit_duty_id": owed["unit_duty_id"], "period": "2020-06"}).json

    def test_a_disguised_file_is_refused_and_leaves_nothing(self):
        user, report = self.june("huanghua", 0)
        for name, content, code in (("成果.pdf", b"<html><script>alert(1)</script></html>", "evidence.disguised"),
                                    ("程序.exe", b"MZ\x90\x00", "evidence.type_refused"), ("空.pdf", b"", "evidence.empty")):
            reply = user.call("PUT", f"/reports/{report['id']}/evidence", raw=content, file_name=name)
            self.assertEqual((reply.json["code"], reply.status // 100), (code, 4), reply)
        self.assertEqual(user.get(f"/reports/{report['id']}")["evidence"], [])

    def test_an_oversized_file_is_refused(self):
        user, report = self.june("huanghua", 0)
        limit = self.site.request("GET", "/api/v1/site").json["upload_limit_bytes"]
        try:
            reply = user.call("PUT", f"/reports/{report['id']}/evidence", raw=b"%PDF-" + b"x" * limit, file_name="大.pdf")
            self.assertEqual(reply.status, 413, reply)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before the body was read: the client was still sending
        self.assertEqual(user.get(f"/reports/{report['id']}")["evidence"], [])

    def test_two_people_on_one_report_the_loser_sees_both(self):
        first, report = self.june("huanghua", 1)
        second = self.site.login("huanghua")
        path, body = f"/reports/{report['id']}", {"progress_pct": "10", "problems": "", "next_steps": "", "values": []}
        self.assertEqual(first.call("PUT", path, {**body, "progress": "甲写的"}, version=report["version"]).status, 200)
        lost = second.call("PUT", path, {**body, "progress": "乙写的"}, version=report["version"])
        self.assertEqual((lost.status, lost.json["conflict"]["theirs"]["progress"]), (412, "甲写的"), lost)
        self.assertEqual(first.get(path)["progress"], "甲写的")

    def test_a_closed_month_is_refused_with_its_date(self):
        user = self.site.login("huanghua")
        owed = user.items("/reports?period=2020-05&unit=mine")[0]
        report = user.get(f"/reports/{owed['id']}")
        reply = user.call("PUT", f"/reports/{owed['id']}", {"progress_pct": "1", "progress": "改", "problems": "", "next_steps": "", "values": []},
                          version=report["version"])
        self.assertEqual(reply.status, 409, reply)
        late = self.site.login("dongguang").call("POST", "/reports", {"unit_duty_id": owed["unit_duty_id"], "period": "2020-07"})
        self.assertIn(late.status, (403, 404, 409), late)

    def test_every_wrong_field_is_named_at_once(self):
        user, report = self.june("huanghua", 2)
        reply = user.call("PUT", f"/reports/{report['id']}", {"progress_pct": "101", "progress": "x", "wrong": 1, "values": [{"indicator_id": "9"}]},
                          version=report["version"])
        self.assertEqual(reply.status, 400)
        self.assertGreaterEqual(len(reply.json["errors"]), 1)
        self.assertTrue(all(error["message"] for error in reply.json["errors"]))

    def test_without_csrf_token_or_session_nothing_is_written(self):
        user, report = self.june("huanghua", 2)
        path = f"/api/v1/reports/{report['id']}"
        no_token = self.site.request("PUT", path, {"progress": "伪造"}, {"Cookie": user.cookie, "If-Match": '"1"'})
        self.assertEqual((no_token.status, no_token.json["code"]), (403, "session.csrf"))
        self.assertEqual(self.site.request("PUT", path, {"progress": "伪造"}).status, 401)

    def test_a_foreign_unit_sees_no_report_of_another_county(self):
        _, report = self.june("huanghua", 2)
        other = self.site.login("dongguang")
        self.assertEqual(other.call("GET", f"/reports/{report['id']}").status, 404)

    def test_a_plan_document_that_is_none_is_refused_with_place_and_remedy(self):
        office = self.site.login("office")
        for content in (b"", b"\x00\x01\x02\x03" * 200, "今天天气很好。".encode()):
            reply = office.call("PUT", "/plans/import", raw=content, file_name="方案.txt")
            self.assertEqual(reply.status, 400, reply)
            self.assertTrue(reply.json["detail"])
        self.assertEqual(len(office.get("/plans")["items"]), 1)


if __name__ == "__main__":
    unittest.main()
