"""Those copied (抄送单位) see what was given, held, served and in force, no draft of anything, and change nothing."""
import re
import unittest
import urllib.parse

from running_site import ENGINES, PACKAGE, Site

OWN = {"/api/v1/session", "/api/v1/session/password", "/api/v1/session/post"}  # of everybody's own login


def must(reply):
    assert reply.status in (200, 201), reply
    return reply.json


class Observer(unittest.TestCase):
    def on_each_engine(self, check):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                site = Site(engine)
                try:
                    check(site, site.login("observer"))
                finally:
                    site.close()

    def test_every_writing_route_refuses(self):
        self.on_each_engine(self.refuses)

    def refuses(self, site, observer):
        office = site.login("office")
        order = must(office.call("POST", "/orders", {"source": "plan", "urgency": "ordinary", "title": "督办一件", "content": "按期办结",
                                                     "main_unit_id": office.session["post"]["unit"]["id"]}))
        for person, action in ((office, "submit"), (site.login("leader"), "approve"), (office, "assign")):
            order = must(person.call("POST", f"/orders/{order['id']}/steps", {"action": action}, version=order["version"]))
        paths = site.request("GET", "/api/openapi.json").json["paths"]
        passed = []
        for path, methods in paths.items():
            for method, operation in methods.items():
                if method == "get" or path in OWN or operation["x-permission"] == "public" or path.startswith("/api/v1/notice"):
                    continue
                asked = re.sub(r"\{\w+\}", order["id"], path.removeprefix("/api/v1"))
                reply = observer.call(method.upper(), asked, {"action": "chase", "reason": "请核对"}, version=order["version"])
                # what only reading opens the door to, or the own login: the thing is refused, or is none of his
                door = operation["x-permission"] == "session" or operation["x-permission"].endswith(".read")
                if reply.status != 403 and not (door and reply.status in (400, 404)):
                    passed.append(f"{method} {path}: {reply}")
        self.assertEqual(passed, [])
        seen = observer.get(f"/orders/{order['id']}")
        self.assertEqual((seen["version"], seen["state"]), (order["version"], order["state"]))

    def test_drafts_are_not_shown(self):
        self.on_each_engine(self.hides)

    def hides(self, site, observer):
        office, leader = site.login("office"), site.login("leader")
        unit = office.session["post"]["unit"]["id"]
        shown = [row["id"] for row in observer.items("/orders")]  # those of the demonstration
        counted = observer.get("/orders/board")["cells"]
        order = must(office.call("POST", "/orders", {"source": "plan", "urgency": "ordinary", "title": "督办草稿", "content": "按期办结", "main_unit_id": unit}))
        self.assertEqual([row["id"] for row in observer.items("/orders")], shown)
        self.assertEqual(observer.call("GET", f"/orders/{order['id']}").status, 404)
        self.assertEqual(observer.get("/orders/board")["cells"], counted)
        for person, action in ((office, "submit"), (leader, "approve"), (office, "assign")):
            order = must(person.call("POST", f"/orders/{order['id']}/steps", {"action": action}, version=order["version"]))
        self.assertCountEqual([row["id"] for row in observer.items("/orders")], [*shown, order["id"]])

        part = office.items("/unit-duties")[0]["id"]
        caution = must(office.call("POST", "/cautions", {"unit_duty_id": part, "rung": "red_card", "reason": "进度严重滞后"}))
        cautions = lambda: [row["state"] for row in observer.items("/cautions") if row["id"] == caution["id"]]
        self.assertEqual(cautions(), [])
        self.assertNotIn("proposed", {row["state"] for row in observer.items("/cautions")})
        self.assertEqual(observer.call("POST", f"/cautions/{caution['id']}/confirm", {"agree": True}, version=1).status, 404)
        must(leader.call("POST", f"/cautions/{caution['id']}/confirm", {"agree": True}, version=1))
        self.assertEqual(cautions(), ["in_force"])

        opened = [row for row in office.get("/occasions?year=2020")["items"] if row["id"] and row["unit"]["id"] == unit and row["state"] == "open"]
        self.assertEqual([row for row in observer.get("/occasions?year=2020")["items"] if row["state"] not in ("held", "closed")], [])
        path = f"/occasions/{opened[0]['id']}"
        self.assertEqual([observer.call("GET", path + end).status for end in ("", "/pack")], [404, 404])
        meeting = must(office.call("POST", path + "/call", {"meets_on": "2020-07-03", "place": "会议室", "unit_ids": []}, version=office.get(path)["version"]))
        must(office.call("POST", path + "/hold", {"held_on": "2020-07-03"}, version=meeting["version"]))
        self.assertTrue(observer.get(path + "/pack")["lines"])
        self.assertEqual(observer.call("GET", path + "/pack?format=xlsx").body[:2], b"PK")

        inspection = must(office.call("POST", "/inspections", {"type": "special", "methods": ["on_site"], "authority": "government"}))
        self.assertEqual(observer.items("/inspections"), [])
        self.assertEqual(observer.call("GET", f"/inspections/{inspection['id']}").status, 404)

    def test_an_inspection_is_shown_with_its_served_conclusion(self):
        self.on_each_engine(self.shows_what_was_served)

    def shows_what_was_served(self, site, observer):
        office, leader, lead = site.login("office"), site.login("leader"), site.login("office2")
        county = site.login("dongguang").session["post"]["unit"]["id"]
        task = office.items("/plans/" + office.items("/plans")[0]["id"] + "/tasks")[0]["id"]
        delegation = {"item": "电商", "scope": "各县", "duty": "督导检查", "from": "2020-07-01", "to": "2020-12-31"}

        def inspection(title, method, first, last):
            plan = must(office.call("POST", "/inspections", {
                "type": "special", "methods": [method], "title": title, "authority": "delegated", "basis": "方案第五部分", "delegation": delegation,
                "object_ids": [county], "task_ids": [task], "content": title, "scope": "东光县", "from": first, "to": last, "leader_id": lead.session["user"]["id"]}))
            plan = must(office.call("POST", f"/inspections/{plan['id']}/submit", version=plan["version"]))
            self.assertEqual(seen(plan), (404, []), "a plan that waits")
            return must(leader.call("POST", f"/inspections/{plan['id']}/approve", {}, version=plan["version"]))

        def seen(plan):
            path = f"/inspections/{plan['id']}"
            return observer.call("GET", path).status, [row["title"] for row in observer.items("/inspections") if row["id"] == plan["id"]]

        def conclude(plan):
            path = f"/inspections/{plan['id']}"
            for line in lead.get(path)["objects"][0]["lines"]:
                must(lead.call("PUT", f"/inspection-lines/{line['id']}/finding", {"finding": "ok", "said": "台账齐全"}, version=line["version"]))
            target = lead.get(path)["objects"][0]
            must(lead.call("POST", f"/inspection-objects/{target['id']}/conclude", {"text": "举措落实到位", "rectifications": []}, version=target["version"]))

        for title, method, first, last in (("公开督查", "on_site", "2020-07-03", "2020-07-03"), ("暗访督查", "secret_visit", "2020-07-02", "2020-07-03")):
            if method == "secret_visit":  # another task, not the same topic twice
                task = office.items("/plans/" + office.items("/plans")[0]["id"] + "/tasks")[1]["id"]
            plan = inspection(title, method, first, last)
            self.assertEqual(seen(plan), (404, []), title + " before its conclusion")
            conclude(plan)
            self.assertEqual(seen(plan), (200, [title]), title)
            shown = observer.get(f"/inspections/{plan['id']}")
            self.assertEqual([one["conclusion"]["text"] for one in shown["objects"]], ["举措落实到位"])
            self.assertEqual([one["lines"] for one in shown["objects"]], [[]], "the notes of the team are its own")

    def test_a_plan_is_shown_once_it_is_confirmed(self):
        self.on_each_engine(self.hides_the_draft_of_a_plan)

    def hides_the_draft_of_a_plan(self, site, observer):
        known = observer.items("/plans")
        site.stop()
        draft = site.data / "草稿.txt"
        draft.write_text(next(PACKAGE.glob("document/*.txt")).read_text() + "\n")
        imported = site.command("import", "--package", str(PACKAGE), str(draft))
        self.assertEqual(imported.returncode, 0, imported)
        site.start()
        office, observer = site.login("office"), site.login("observer")
        new = [plan["id"] for plan in office.items("/plans") if plan["state"] == "draft"]
        self.assertEqual(len(new), 1)
        self.assertEqual(observer.items("/plans"), known)
        for end in ("", "/document", "/questions", "/tasks", "/gantt"):
            self.assertEqual(office.call("GET", f"/plans/{new[0]}{end}").status, 200, end)
            self.assertEqual(observer.call("GET", f"/plans/{new[0]}{end}").status, 404, end)
        task = office.items(f"/plans/{new[0]}/tasks")[0]
        self.assertEqual((office.call("GET", f"/tasks/{task['id']}").status, observer.call("GET", f"/tasks/{task['id']}").status), (200, 404))
        word = urllib.parse.quote(task["title"])
        found = lambda person: sum(len(group["items"]) for group in person.get(f"/search?q={word}")["groups"] if group["kind"] in ("task", "clause"))
        self.assertEqual(found(observer) * 2, found(office), "every hit is in both plans")


if __name__ == "__main__":
    unittest.main()
