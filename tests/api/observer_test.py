"""Those copied (抄送单位) see what was given, held, served and in force, no draft of anything, and change nothing."""
import re
import unittest

from running_site import ENGINES, Site

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
        order = must(office.call("POST", "/orders", {"source": "plan", "urgency": "ordinary", "title": "督办草稿", "content": "按期办结", "main_unit_id": unit}))
        self.assertEqual(observer.items("/orders"), [])
        self.assertEqual(observer.call("GET", f"/orders/{order['id']}").status, 404)
        self.assertEqual(observer.get("/orders/board")["cells"], [])
        for person, action in ((office, "submit"), (leader, "approve"), (office, "assign")):
            order = must(person.call("POST", f"/orders/{order['id']}/steps", {"action": action}, version=order["version"]))
        self.assertEqual([row["id"] for row in observer.items("/orders")], [order["id"]])

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


if __name__ == "__main__":
    unittest.main()
