"""The API description is whole, and the program answers as it says: each demonstration user reads everything that can be read."""
import collections
import re
import unittest

from contract import Contract, schema_of
from running_site import PACKAGE, Site

LOGINS = re.findall(r"\{login: (\w+)", (PACKAGE / "demo.yaml").read_text())
FIGURES = ("?indicators={indicator}&to=2020-05", "?indicators={indicator}&from=2019-01&to=2020-05&step=quarter")
QUERIES = {"/api/v1/plans/{id}/gantt": ("", "?overdue=1"), "/api/v1/orders/calendar": ("?from=2020-07-01&to=2020-07-31",),
           "/api/v1/reporting": ("", "?period=2020-05", "?year=2020"), "/api/v1/reporting/chase": ("", "?year=2020"),
           "/api/v1/reporting/reviewers": ("", "?year=2020"), "/api/v1/reports": ("?period=2020-05", "?to_review=1"), "/api/v1/figures": FIGURES, "/api/v1/figures/ranking": FIGURES,
           "/api/v1/figures/breakdown": FIGURES, "/api/v1/search": ("?q=%E7%94%B5%E5%95%86", "?q=%E5%BF%97&kind=unit")}
NO_JSON_SHAPE = {"/api/openapi.json", "/api/v1/evidence/{id}/file", "/api/v1/inspection-files/{id}/file", "/api/v1/reports/workbook/marked"}
NO_JSON_READ = {"/api/v1/order-files/{id}", "/api/v1/reports/workbook"}  # its GET answers a file, its POST what came of one


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site("sqlite")
        cls.addClassCleanup(cls.site.close)
        cls.contract = Contract(cls.site.request("GET", "/api/openapi.json").json)
        cls.reads = sorted((pattern for method, pattern in cls.contract.operations if method == "GET" and pattern not in NO_JSON_SHAPE | NO_JSON_READ),
                           key=lambda pattern: (pattern.count("{"), pattern))
        cls.indicator = cls.site.login("leader").items("/indicators")[0]["id"]
        office = cls.site.login("office")  # the demonstration has no field of the plan office's own
        field = {"plan_id": office.items("/plans")[0]["id"], "name": "仓储面积", "kind": "number", "unit": "平方米", "from": "2021-01"}
        assert office.call("POST", "/form-fields", field).status == 201
        matter = {"source": "plan", "urgency": "ordinary", "title": "印发推进措施", "content": "按期印发", "main_unit_id": office.session["post"]["unit"]["id"]}
        assert office.call("POST", "/orders", matter).status == 201
        part = office.items("/unit-duties")[0]["id"]
        assert office.call("POST", "/cautions", {"unit_duty_id": part, "rung": "red_card", "reason": "进度严重滞后"}).status == 201
        assert office.call("POST", "/inspections", {"type": "special", "methods": ["on_site"], "authority": "government"}).status == 201
        session, deputy = office.session, cls.site.login("office2").session["user"]["id"]
        sheet = {"post_id": session["post"]["id"], "from_id": session["user"]["id"], "to_id": deputy, "on": "2020-07-03"}
        assert office.call("POST", "/handovers", sheet).status == 201
        granted = {"unit_id": office.session["post"]["unit"]["id"], "period": "2020-06", "due_on": "2020-07-20", "lock_on": "2020-07-25",
                   "reason": "防汛抢险，全员上堤"}
        assert office.call("POST", "/period-exceptions", granted).status == 201

    def judge(self, method, path, body, reply):
        self.assertEqual(self.contract.judge(method, path, body, reply)[:20], [])

    def test_every_reference_leads_somewhere(self):
        found = set(references(self.contract.description))
        self.assertIn("#/components/schemas/Problem", found)
        for reference in found:
            self.contract.resolve({"$ref": reference})

    def test_every_route_names_the_shapes_it_reads_and_answers(self):
        for (method, pattern), operation in self.contract.operations.items():
            with self.subTest(method=method, pattern=pattern):
                self.assertTrue(operation["summary"])
                if pattern not in NO_JSON_SHAPE and not (method == "GET" and pattern in NO_JSON_READ) and not (method == "DELETE" and schema_of(operation["responses"]["2XX"]) is None):
                    self.assertTrue(schema_of(operation["responses"]["2XX"]))
                in_path = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
                self.assertEqual(in_path, re.findall(r"\{(\w+)\}", pattern))

    def read_all(self, login):
        """(pattern, reply, faults) of everything the user may ask for, with the first ids of each list where an id is wanted."""
        user = self.site.login(login)
        allowed = {"public", "session", *user.session["permissions"]}
        ids = collections.defaultdict(list)
        for pattern in self.reads:
            collection = re.search(r"/([\w-]+)/\{id\}", pattern)
            paths = [pattern.replace("{id}", id) for id in ids[collection[1]][:3]] if collection else [pattern]
            queries = [query.format(indicator=self.indicator) for query in QUERIES.get(pattern, ("",))]
            for path in [path + query for path in paths for query in queries]:
                reply = self.site.request("GET", path, headers={"Cookie": user.cookie})
                faults = self.contract.judge("GET", path, None, reply)
                expected = 200 if self.contract.operations["GET", pattern]["x-permission"] in allowed else 403
                if reply.status != expected:
                    faults.append(f"{login} GET {path} {reply}")
                if reply.status == 200 and "items" in reply.json:
                    ids[pattern.split("/")[-1]] += [item["id"] for item in reply.json["items"] if item.get("id")]
                    ids["targets"] += [item["target_id"] for item in reply.json["items"] if item.get("target_id")]
                yield pattern, reply, faults

    def test_every_user_reads_what_is_described(self):
        faults, answered, filled = set(), set(), set()
        for login in LOGINS:
            for pattern, reply, wrong in self.read_all(login):
                faults |= {re.sub(r"/\d+", "/#", fault) for fault in wrong}
                answered |= {pattern} if reply.status == 200 else set()
                filled |= {pattern} if reply.json.get("items") else set()
        self.assertEqual(sorted(faults), [])
        self.assertEqual([pattern for pattern in self.reads if pattern not in answered], [], "nobody could read")
        lists = [pattern for pattern in self.reads if schema_of(self.contract.operations["GET", pattern]["responses"]["2XX"])["$ref"].endswith("Page")]
        self.assertEqual([pattern for pattern in lists if pattern not in filled], [], "nobody saw an item of")

    def test_refusals_are_problems_as_described(self):
        user = self.site.login("dongguang")
        for method, path, body, status in (("GET", "/tasks/999999999", None, 404), ("GET", "/reports?period=2020-13", None, 400),
                                           ("POST", "/reports", {"unit_duty_id": "x", "wrong": 1}, 400), ("GET", "/audit", None, 403),
                                           ("POST", "/session", {"login": "dongguang", "password": "x"}, 401)):
            reply = user.call(method, path, body)
            self.assertEqual((reply.status, reply.headers["content-type"].split(";")[0]), (status, "application/problem+json"), (path, reply))
            self.judge(method, "/api/v1" + path, body, reply)

    def test_a_report_is_opened_and_saved_with_the_bodies_described(self):
        user = self.site.login("dongguang")
        duty = user.items("/reports?period=2020-06&unit=mine")[0]["unit_duty_id"]
        opening = {"unit_duty_id": duty, "period": "2020-06"}
        opened = user.call("POST", "/reports", opening)
        self.judge("POST", "/api/v1/reports", opening, opened)
        path = f"/reports/{opened.json['id']}"
        content = {"progress_pct": "62.5", "progress": "完成选址", "problems": "", "next_steps": "开工", "values": []}
        saved = user.call("PUT", path, content, version=opened.json["version"])
        self.assertEqual(saved.status, 200, saved)
        self.judge("PUT", "/api/v1" + path, content, saved)
        late = user.call("PUT", path, content, version=opened.json["version"])
        self.assertEqual(late.status, 412, late)
        self.judge("PUT", "/api/v1" + path, content, late)

    def test_an_inspection_goes_from_plan_to_rectification_with_the_bodies_described(self):
        users = {login: self.site.login(login) for login in ("office", "office2", "leader", "dongguang")}

        def ask(login, method, path, body=None, version=None, status=200):
            reply = users[login].call(method, path, body, version=version)
            self.assertEqual(reply.status, status, reply)
            self.judge(method, "/api/v1" + path, body, reply)
            return reply.json

        office, county = (users[login].session["post"]["unit"]["id"] for login in ("office", "dongguang"))
        task = users["office"].items(f"/plans/{users['office'].items('/plans')[0]['id']}/tasks")[0]["id"]
        plan = {"type": "special", "methods": ["on_site", "interview"], "title": "专项督查", "authority": "delegated", "basis": "政府常务会议纪要",
                "delegation": {"item": "电商", "scope": "各县", "duty": "督查", "from": "2020-07-01", "to": "2020-12-31"}, "object_ids": [county],
                "task_ids": [task], "content": "举措", "scope": "东光县", "from": "2020-07-03", "to": "2020-07-10",
                "leader_id": users["office2"].session["user"]["id"], "member_ids": [], "invited": ""}
        drafted = ask("office", "POST", "/inspections", plan, status=201)
        path = f"/inspections/{drafted['id']}"
        edited = ask("office", "PUT", path, plan, drafted["version"])
        ask("office", "PUT", path, plan, drafted["version"], 412)
        pending = ask("office", "POST", path + "/submit", None, edited["version"])
        ask("office", "POST", path + "/approve", {}, pending["version"], 403)
        ask("leader", "POST", path + "/approve", {"overrides": [{"rule": "frequency", "reason": "省里部署"}]}, pending["version"])
        seen = ask("office2", "GET", path)
        team = {"leader_id": plan["leader_id"], "member_ids": [users["office"].session["user"]["id"]], "invited": "人大代表", "reason": "增加人手"}
        ask("office2", "PUT", path + "/team", team, seen["version"])
        target = f"/inspection-objects/{seen['objects'][0]['id']}"
        ask("office2", "POST", target + "/lines", {"title": "现场抽查"})
        seen = ask("office2", "POST", target + "/redraw")
        for line in seen["objects"][0]["lines"]:
            found = {"finding": "problem", "said": "没有台账"} if line["task_id"] else {"finding": "ok"}
            ask("office2", "PUT", f"/inspection-lines/{line['id']}/finding", found, line["version"])
        conclusion = {"text": "责令整改", "rectifications": [{"line_id": line["id"], "what": "建立台账", "unit_id": county, "due_on": "2020-07-31"}]}
        served = ask("office2", "POST", target + "/conclude", conclusion, seen["objects"][0]["version"])
        asked = ask("dongguang", "POST", target + "/reconsider", {"reason": "与事实不符"}, served["objects"][0]["version"])
        decision = {"outcome": "changed", "text": "完善台账", "reason": "复核查明", "dropped_ids": []}
        decided = ask("leader", "POST", target + "/decide", decision, asked["objects"][0]["version"])
        row = decided["objects"][0]["rectifications"][0]
        reported = ask("dongguang", "POST", f"/rectifications/{row['id']}/report", {"text": "已建立"}, row["version"])
        row = reported["objects"][0]["rectifications"][0]
        ordered = ask("office", "POST", f"/rectifications/{row['id']}/order", None, row["version"])["objects"][0]["rectifications"][0]
        self.assertTrue(ordered["order_id"])
        self.assertEqual(users["office"].get(f"/orders/{ordered['order_id']}")["source"]["code"], "inspection")
        ask("office2", "POST", f"/rectifications/{row['id']}/check", {"result": "passed"}, ordered["version"])

    def test_a_target_is_divided_issued_and_changed_with_the_bodies_described(self):
        user = self.site.login("office")
        task = next(task for task in user.items(f"/plans/{user.items('/plans')[0]['id']}/tasks") if task["ref"] == "三")
        target = user.get(f"/tasks/{task['id']}")["targets"][0]["id"]

        def ask(method, path, body=None, version=None, status=200):
            reply = user.call(method, path, body, version=version)
            self.assertEqual(reply.status, status, reply)
            self.judge(method, "/api/v1" + path, body, reply)
            return reply.json

        basis = ask("GET", f"/targets/{target}/split")["target"]["indicator"]["id"]
        wish = {"method": "proportional", "basis": {"indicator_id": basis, "year": 2019}}
        drafted = ask("POST", f"/targets/{target}/split", wish, status=201)
        self.assertEqual((drafted["sum"]["verdict"], len([line for line in drafted["lines"] if line["value"]])), ("exact", 19))
        split = f"/splits/{drafted['id']}"
        book = user.call("GET", f"/targets/{target}/split?format=xlsx")
        text = user.call("POST", "/split-tables", raw=book.body)
        self.judge("POST", "/api/v1/split-tables", None, text)
        self.assertEqual(len(text.json["text"].splitlines()), 1 + len(drafted["lines"]))
        redone = ask("PUT", split, {"method": "per_unit", "each": "1000"}, drafted["version"])
        self.assertTrue(redone["sum"]["padded"])
        ask("PUT", split, {"method": "table", "table": {"name": "份额.csv", "text": "单位,数值\n东光县,x\n"}}, redone["version"], 400)
        late = ask("PUT", split, wish, drafted["version"], 412)
        self.assertEqual(late["conflict"]["theirs"]["method"], "per_unit")
        issued = ask("POST", split + "/issue", {"reason": ""}, redone["version"])
        wrong = {"reason": "今年受灾减少", "values": [{"unit_id": issued["lines"][0]["unit"]["id"], "value": "900"}]}
        ask("POST", split + "/changes", wrong, issued["version"], 409)  # the window of 2018 has closed

    def test_a_share_is_changed_by_two_people(self):
        county, office = self.site.login("dongguang"), self.site.login("office")
        share = next(share for share in county.items("/shares") if share["year"] == 2020)
        path = f"/targets/{share['target_id']}/split"
        split = county.get(path)
        row = next(row for row in county.get(f"/indicators/{share['indicator']['id']}")["units"] if row["unit"] == share["unit"])
        self.assertEqual([value["share"] for value in row["values"]], [None, "1", "1"])
        report = next(report for report in county.items("/reports?period=2020-05&unit=mine") if report["task"]["id"] == share["task"]["id"])
        self.assertIn("1", [value["share"] for value in county.get(f"/reports/{report['id']}")["values"]])
        self.assertEqual((split["state"], split["sum"]["padded"]), ("issued", True))
        wish = {"reason": "乡镇基础薄弱，不宜加码", "values": [{"unit_id": line["unit"]["id"], "value": "1"} for line in split["lines"] if line["value"]]}
        asked = county.call("POST", f"/splits/{split['id']}/changes", wish, version=split["version"])
        self.judge("POST", f"/api/v1/splits/{split['id']}/changes", wish, asked)
        self.assertEqual(asked.json["sum_after"]["verdict"], "exact")
        approve = f"/share-changes/{asked.json['changes'][0]['id']}/approve"
        self.assertEqual(county.call("POST", approve).status, 403)
        done = office.call("POST", approve)
        self.assertEqual(done.status, 200, done)
        self.judge("POST", "/api/v1" + approve, None, done)
        self.assertEqual([len(line["versions"]) for line in done.json["lines"] if line["value"]], [2])

    def test_a_workbook_goes_out_and_comes_back_as_described(self):
        user = self.site.login("qingxian")
        book = user.call("GET", "/reports/workbook?period=2020-06&unit=mine")
        self.assertEqual((book.status, book.body[:2]), (200, b"PK"), book)
        self.assertIn("filename*=UTF-8''2020", book.headers["content-disposition"])
        path = "/reports/workbook?period=2020-06"
        same = user.call("POST", path, raw=book.body)
        self.assertEqual((same.status, same.json["saved"]), (200, 0), same)
        self.judge("POST", "/api/v1/reports/workbook", None, same)
        wrong = user.call("POST", path + "&submit=1", raw=book.body)
        self.assertEqual((wrong.status, wrong.json["code"]), (400, "workbook.rejected"), wrong)
        self.judge("POST", "/api/v1/reports/workbook", None, wrong)
        self.assertGreater(wrong.json["conflict"]["total"], 0)
        marked = user.call("POST", "/reports/workbook/marked?period=2020-06&submit=1", raw=book.body)
        self.assertEqual((marked.status, marked.body[:2]), (200, b"PK"), marked)
        other = user.call("POST", "/reports/workbook?period=2020-05", raw=book.body)
        self.assertEqual((other.status, other.json["code"]), (400, "workbook.other_period"), other)


if __name__ == "__main__":
    unittest.main()
