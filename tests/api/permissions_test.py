"""Every route x role x own and foreign unit against permissions.csv, which is written by hand from the rules and not from the program.

A cell says: y allowed, n refused, own allowed for what belongs to the own unit and refused for the same of another unit, others the other
way round (nobody judges his own unit). Refused is
401, 403 or 404 for something that exists, for a list asked for a unit an empty one. Allowed is what comes after authorization: 2xx, or
400, 409, 412. Belonging means for an assignment: given to the own post; for approving and returning: lying at a step of the own unit;
for choosing a post: held. A route of the program that the table does not have fails, and so does one that nothing here asks for.

The last columns are of things that are neither own nor foreign, where a role treats them other than foreign ones: of a unit below the
county (county_below), in a task the department leads (department_leads), handed down by the unit to one that is not in the reach of
its department's role (department_handed). y allowed; empty as for a foreign unit. Here approving and returning is tried at the step
after the unit's own head.

Each unit of the eight users leads two tasks of a small plan, so that its parts, reports and evidence concern nobody else; a clerk of
the unit brings them into the state that a route needs."""
import csv
import itertools
import pathlib
import sqlite3
import unittest

from running_site import Site

TABLE = pathlib.Path(__file__).with_name("permissions.csv")
LOGINS = {"leader": "leader", "plan_office": "office", "department": "industry", "county": "dongguang", "town": "town", "observer": "observer",
          "auditor": "auditor", "system_admin": "sysadmin"}
FOREIGN = "huanghua"
# Not a state that could pass: somebody asks for the rights of a post he does not hold.
REFUSALS = {"session.post_not_held"}
CLERK_PASSWORD = "Yunhe-7426#qiao"
PERIOD = "2020-06"
REASON = {"reason": "请核对后重新办理"}
TALK = {"on_day": "2020-07-03", "at_time": "09:30", "place": "三楼会议室", "level": "head", "form": "individual", "presider": "分管副市长",
        "attendee": "李明", "post": "县长"}
MINUTES = {"problem": "进度滞后", "explanation": "资金未到位", "demands": "落实资金", "rectify_by": "2020-08-31",
           "commitments": [{"what": "落实资金", "due_on": "2020-07-31"}]}

# column: role, and who has it
RELATIONS = {"county_below": "county", "department_leads": "department", "department_handed": "department"}
UNITS = ("市政府", "市商务局", "市工信局", "东光县政府", "旧州镇政府", "市政府办公室", "黄骅市政府")
PLAN = ("黄骅市人民政府\n关于印发权限检查工作方案的通知\n黄政字〔2018〕99号\n\n为推进权限检查工作，结合实际，制定本方案。\n\n一、重点任务\n"
        + "".join(f"（{ordinal}）推进第{ordinal}批工作。2020年底前，新建站点3个。（牵头单位：{unit}）\n"
                  for ordinal, unit in zip("一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四".split(), UNITS * 2))
        + "（十五）推进试点工作。2020年底前，新建站点2个。（牵头单位：市商务局，责任单位：相关县市区政府）\n"
        + "".join(f"（{ordinal}）推进乡镇第{ordinal}批工作。2020年底前，新建站点3个。（牵头单位：连镇镇政府）\n" for ordinal in ("十六", "十七"))
        + "".join(f"（{ordinal}）推进县里第{ordinal}批工作。2020年底前，新建站点3个。（牵头单位：市工信局，责任单位：青县政府）\n"
                  for ordinal in ("十八", "十九"))
        + "".join(f"（{ordinal}）推进下达第{ordinal}批工作。2020年底前，新建站点3个。（牵头单位：市邮政管理局，责任单位：东光县政府）\n"
                  for ordinal in ("二十", "二十一"))
        + "\n黄骅市人民政府\n2018年6月1日\n")


def must(reply):
    assert reply.status in (200, 201, 204), reply
    return reply.json


class Unit:
    """What belongs to one unit, and the clerk who brings it into the wanted state."""

    beyond_head = False  # a submitted report has passed the step of the own head

    def __init__(self, site, person, office, administrator, parts):
        self.site, self.person, self.office, self.administrator = site, person, office, administrator
        self.reviewer = office  # who can return what the clerk can no longer withdraw
        self.id = person.session["post"]["unit"]["id"]
        self.sheets = {}
        self.part, self.blank = (part["id"] for part in parts)
        self.task = parts[0]["task"]["id"]
        posts = must(administrator.call("POST", f"/units/{self.id}/posts", {"name": "权限检查经办", "role": "department"}))["posts"]
        self.clerk_post = next(post["id"] for post in posts if post["name"] == "权限检查经办")
        created = must(administrator.call("POST", "/users", {"login": "clerk" + self.id, "name": "经办", "post_id": self.clerk_post}))
        self.clerk_user = created["user"]["id"]
        once = site.login("clerk" + self.id, created["one_time_password"])
        must(once.call("POST", "/session/password", {"old_password": created["one_time_password"], "new_password": CLERK_PASSWORD}))
        self.clerk = site.login("clerk" + self.id, CLERK_PASSWORD)
        self.unit_posts = [post["id"] for post in posts if post["holders"]]
        must(self.clerk.call("PUT", f"/unit-duties/{self.part}/assignments", self.assignment_set(), version=self.part_version()))
        self.report = must(self.clerk.call("POST", "/reports", {"unit_duty_id": self.part, "period": PERIOD}))["id"]
        self.path = f"/reports/{self.report}"
        self.indicator = self.reported_indicator()
        self.children = [child["id"] for child in office.get(f"/units/{self.id}")["children"]]

    def reported_indicator(self):
        """One that the unit had figures of in the demonstration; None when it has none."""
        reports = [self.office.get(f"/reports/{row['id']}")
                   for row in self.office.items(f"/reports?period=2020-05&unit={self.id}") if row["state"] == "approved"]
        known = {value["indicator"]["name"]: value["indicator"]["id"] for report in reports for value in report["values"]}
        return known.get("淘宝村") or next(iter(known.values()), None)

    def assignment_set(self):
        return {"assignments": [{"kind": "person", "post_id": post} for post in self.unit_posts]}

    def part_version(self):
        return self.clerk.get(f"/unit-duties/{self.part}")["version"]

    def handed_part(self):
        """One that the unit handed down; its own part where it has no units below."""
        if not self.children:
            return {"id": self.part, "version": self.part_version()}
        def in_force():
            return [part for part in self.clerk.get(f"/unit-duties/{self.part}")["handed"] if not part["ended_on"]]
        if not in_force():
            must(self.clerk.call("POST", f"/unit-duties/{self.part}/hand-down", {"unit_ids": self.children[:1]}))
        return in_force()[0]

    def clerk_version(self):
        return self.administrator.get(f"/users/{self.clerk_user}")["version"]

    def assignment_of(self, user):
        """The user's own assignment here, or where the user has none that of the person of the unit."""
        given = {row["post"]["id"]: row["id"] for row in self.clerk.get(f"/unit-duties/{self.part}")["assignments"]}
        return given.get(user.session["post"]["id"]) or given[self.person.session["post"]["id"]]

    def milestone(self):
        return must(self.clerk.call("POST", f"/unit-duties/{self.part}/milestones",
                                    {"title": "节点", "due_on": "2020-12-01", "planned_pct": "50"}))

    def editable(self):
        """The version of the report, fit to be written."""
        report = self.clerk.get(self.path)
        if report["may"]["withdraw"]:
            must(self.clerk.call("POST", self.path + "/withdraw", version=report["version"]))
        elif not report["may"]["edit"]:
            must(self.reviewer.call("POST", self.path + "/return", REASON, version=report["version"]))
        return self.clerk.get(self.path)["version"]

    def content(self):
        return {"progress_pct": "50", "progress": "按计划推进", "problems": "无", "next_steps": "继续推进", "values": []}

    def complete(self):
        return must(self.clerk.call("PUT", self.path, self.content(), version=self.editable()))["version"]

    def submitted(self):
        """The version of the report, waiting for the head of the unit, where it has one."""
        report = must(self.clerk.call("POST", self.path + "/submit", version=self.complete()))
        if self.beyond_head and report["route"][0]["state"] == "current":
            report = must(self.person.call("POST", self.path + "/approve", {}, version=report["version"]))
        return report["version"]

    def target(self):
        return self.office.get(f"/tasks/{self.task}")["targets"][0]["id"]

    def split(self, state):
        """The unit's own division of what the plan office issued to it: its id. Targets of the small plan have no indicator, so what is
        asked for comes no further than that."""
        target, unit = int(self.target()), int(self.id)
        office = int(self.office.session["post"]["unit"]["id"])
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            for split, divider, top in ((target + 1, office, 1), (target + 2, unit, 0)):
                database.execute("INSERT OR IGNORE INTO target_split (split_id, target_id, unit_id, top, method, basis, state, reason, issued_at, "
                                 "version, year, indicator_id, measure) SELECT ?, ?, ?, ?, 'hand', '', 'issued', '', 1, 1, 2020, MIN(indicator_id), '' "
                                 "FROM indicator", (split, target, divider, top))
                database.execute("INSERT OR IGNORE INTO share (split_id, unit_id, value_e4) VALUES (?, ?, 30000)", (split, unit))
            database.execute("INSERT OR IGNORE INTO share_version (split_id, unit_id, version_no, value_e4, from_on, reason, asked_by, at) "
                             "VALUES (?, ?, 1, 30000, '2020-01-06', '', '', 1)", (target + 1, unit))
            database.execute("UPDATE target_split SET state = ?, version = 1 WHERE split_id = ?", (state, target + 2))
        return target + 2

    def share_change(self):
        split, change = self.split("issued"), next(counter)
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("DELETE FROM share_change WHERE split_id = ?", (split,))
            database.execute("INSERT INTO share_change (change_id, split_id, state, reason, proposed_on, proposed_at, proposed_user, proposed_by, "
                             "note) VALUES (?, ?, 'proposed', '', '2020-06-01', 1, ?, '', '')", (change, split, int(self.clerk_user)))
        return change

    def target_change(self):
        """Asked for by the unit's clerk, of the first target of the drawn task."""
        target, change = int(self.office.get(f"/tasks/{self.drawn}")["targets"][0]["id"]), next(counter)
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("DELETE FROM target_change WHERE target_id = ?", (target,))
            database.execute("INSERT INTO target_change (change_id, target_id, task_id, state, before_op, before_unit, before_scope, after_op, "
                             "after_value_e4, after_unit, after_scope, reason, proposed_on, proposed_at, proposed_user, proposed_by, note) VALUES "
                             "(?, ?, ?, 'proposed', '=', '', '', '=', 30000, '', '全市', '按上级要求', '2020-06-01', 1, ?, '', '')",
                             (change, target, int(self.drawn), int(self.clerk_user)))
        return change

    def workbook(self):
        """The unit's own, as it was downloaded."""
        return self.clerk.call("GET", f"/reports/workbook?period={PERIOD}&unit=mine").body

    def field(self):
        """A field of the form of the city's plan: its id."""
        name = f"字段{next(counter)}"
        return must(self.office.call("POST", "/form-fields", form_field(self, name)))["id"]

    def exception(self):
        """Later days of the unit, granted anew: their id."""
        exception = next(counter)
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("DELETE FROM report_exception WHERE unit_id = ?", (int(self.id),))
            database.execute("INSERT INTO report_exception (exception_id, unit_id, period, due_on, lock_on, reason, granted_by, granted_at, "
                             "granted_on) VALUES (?, ?, ?, '2020-07-20', '2020-07-25', '防汛抢险', '', 1, '2020-07-01')",
                             (exception, int(self.id), PERIOD))
        return exception

    def drafted(self, person=None):
        """A matter drafted by the unit itself, or by somebody else for who handles it."""
        main = self.handler.session["post"]["unit"]["id"] if person else self.id
        return must((person or self.clerk).call("POST", "/orders", {
            "source": "plan", "urgency": "ordinary", "title": f"督办第{next(counter)}件", "content": "按期办结", "main_unit_id": main}))

    def given(self):
        """A matter the plan office has given to the unit."""
        order = self.drafted(self.office)
        for person, action in ((self.office, "submit"), (self.site.login("leader"), "approve"), (self.office, "assign")):
            order = must(person.call("POST", f"/orders/{order['id']}/steps", {"action": action}, version=order["version"]))
        return order

    @property
    def handler(self):
        """Who handles what is given to the unit: of the government, which nobody supervises, the office."""
        return self.office if self.person.session["post"]["unit"]["name"] == "沧州市人民政府" else self.clerk

    def asked(self):
        """The unit's request for more time."""
        order = self.given()
        path = f"/orders/{order['id']}/requests"
        wanted = {"kind": "extension", "reason": "尚在征求意见", "progress": "已有初稿", "due_on": "2020-12-31"}
        return must(self.handler.call("POST", path, wanted, version=order["version"]))["requests"][0]

    def order_file(self):
        path = f"/orders/{self.given()['id']}/files"
        return must(self.handler.call("PUT", path, raw=fresh_pdf(), file_name="佐证.pdf"))["id"]

    def summoned(self):
        self.end_cautions()
        raised = must(self.office.call("POST", "/cautions", {"unit_duty_id": self.part, "rung": "summons", **REASON}))
        return must(self.site.login("leader").call("POST", f"/cautions/{raised['id']}/confirm", {"agree": True}, version=1))

    def talk(self, *steps):
        """The unit's summons, of whose talk these steps were taken."""
        caution = self.summoned()
        for step, body in steps:
            caution = must(self.office.call("POST", f"/cautions/{caution['id']}/talk/{step}", body, version=caution["version"]))["caution"]
        return caution

    def signed_talk(self):
        """Signed by the head's hand in the database: not every unit of this test has a head of its own."""
        caution = self.talk(("notice", TALK), ("minutes", MINUTES))
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("UPDATE caution_talk SET signed_on = '2020-07-03' WHERE caution_id = ?", (int(caution["id"]),))
        return caution

    def caution(self):
        """A red card raised by the plan office, which is confirmed by somebody else; those before it are done with."""
        self.end_cautions()
        return must(self.office.call("POST", "/cautions", {"unit_duty_id": self.part, "rung": "red_card", **REASON}))

    def end_cautions(self):
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("UPDATE caution SET state = 'dismissed' WHERE unit_id = ? AND proposer_id <> 0", (int(self.id),))

    def cautioned(self):
        caution = self.caution()
        return must(self.site.login("leader").call("POST", f"/cautions/{caution['id']}/confirm", {"agree": True}, version=1))

    def objected(self):
        caution = self.cautioned()
        return must(self.clerk.call("POST", f"/cautions/{caution['id']}/object", REASON, version=caution["version"]))

    def handover(self, user):
        """The sheet of the user's post, or where the user is of another unit that of its person; who takes over is the clerk."""
        person = user if user.session["post"]["unit"]["id"] == self.id else self.person
        leaver = person.session["user"]["id"]
        made = self.office.call("POST", "/handovers", self.new_handover(person))
        if made.status == 201:
            self.sheets[leaver] = made.json["id"]
        elif leaver not in self.sheets:
            self.sheets[leaver] = next(sheet["id"] for sheet in self.office.items("/handovers?state=open") if sheet["from"]["id"] == leaver)
        return self.sheets[leaver]

    def new_handover(self, person):
        return {"post_id": person.session["post"]["id"], "from_id": person.session["user"]["id"], "to_id": self.clerk_user, "on": "2020-07-03"}

    def notice(self, user):
        """Something the user is told, or a person of the unit when the user is of another: its id."""
        notice = next(counter)
        told = user if user.session["post"]["unit"]["id"] == self.id else self.person
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("INSERT INTO notice (notice_id, user_id, kind, code, params, text, link, at) "
                             "VALUES (?, ?, 'order.chased', 'order.chased', '{}', '催办', '/work', 1)",
                             (notice, int(told.session["user"]["id"])))
        return notice

    def occasion(self):
        """A meeting that the unit runs, opened anew: its id. Its version is 1."""
        occasion = next(counter)
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("INSERT INTO occasion (occasion_id, plan_id, unit_id, rule, kind, owner, name, every, period, agenda, opens_on, due_on, "
                             "state, place, chair, notes, minutes, skip_reason, opened_at, version) VALUES (?, ?, ?, ?, 'dispatch', 'internal', "
                             "'专题调度', 'month', ?, 'late', '2020-07-01', '2020-07-14', 'open', '', '', '', '', '', 1, 1)",
                             (occasion, int(self.small_plan), int(self.id), f"rule{occasion}", PERIOD))
        return occasion

    def decision(self):
        """Of such a meeting: its id."""
        decision, occasion = next(counter), self.occasion()
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("INSERT INTO occasion_decision (decision_id, occasion_id, text, unit_id, due_on, outcome) "
                             "VALUES (?, ?, '补报', ?, '2020-07-31', '')", (decision, occasion, int(self.id)))
        return decision

    def inspection(self, user, state="approved", object_state="open", inspected=None):
        """Organised by the unit unless it is `inspected`; led by the user where he is of the organiser. Its ids."""
        other = next(unit["id"] for unit in self.office.get("/units?q=%E5%B8%82%E6%95%99%E8%82%B2%E5%B1%80")["items"])
        organiser, target = (other, self.id) if inspected else (self.id, other)
        leads = user.session["user"]["id"] if user.session["post"]["unit"]["id"] == organiser else self.clerk_user
        row = {name: next(counter) for name in ("inspection", "object", "line", "rectification", "file")}
        served = object_state != "open"
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            def put(table, **values):
                database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))
            put("inspection", inspection_id=row["inspection"], organiser_id=int(organiser), type="special", methods="on_site", title="权限检查",
                authority="government", basis="会议", assigned_item="", assigned_scope="", assigned_duty="", content="内容", scope="范围",
                from_on="2020-07-01", to_on="2020-07-10", invited="", state=state, drafter_id=int(self.clerk_user), drafted_by="",
                drafted_on="2020-07-01", decided_by="", refused_for="", version=1)
            put("inspection_member", inspection_id=row["inspection"], user_id=int(leads), leads=1, place=0)
            put("inspection_object", object_id=row["object"], inspection_id=row["inspection"], unit_id=int(target), place=0, state=object_state,
                conclusion="结论", concluded_by="", served_at=1 if served else None, served_on="2020-07-02" if served else None,
                ask_by="2020-08-03" if served else None, asked_for="", asked_by="", asked_on="2020-07-02" if object_state == "asked" else None,
                decide_by="2020-08-03" if object_state == "asked" else None, changed_text="", decided_for="", decided_by="", version=1)
            if state == "draft":
                return row  # its checklist is drawn with the approval
            put("inspection_line", line_id=row["line"], object_id=row["object"], title="检查", measure="", targets="", figures="", light="",
                light_word="", drawn_on="2020-07-01", finding="open", said="", found_by="", version=1)
            put("rectification", rectification_id=row["rectification"], object_id=row["object"], what="整改", unit_id=int(target),
                due_on="2020-07-31", state="open", report="", reported_by="", checked="", checked_by="", version=1)
            put("inspection_file", file_id=row["file"], line_id=row["line"], sha256="0" * 64, file_name="材料.pdf", size=1,
                media_type="application/pdf", uploader_id=1, uploaded_by="", uploaded_at=1)
        blob = self.site.data / "evidence" / "00" / ("0" * 62)
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(b"%PDF")
        return row

    def evidence(self):
        self.editable()
        return must(self.clerk.call("PUT", self.path + "/evidence", raw=fresh_pdf(), file_name="材料.pdf"))["id"]


counter = itertools.count(1)


def fresh_pdf():
    """No two alike: a report takes each content once."""
    return b"%%PDF-1.4\n1 0 obj<</Type/Catalog/N %d>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n" % next(counter)


def call(path, body=None, shows=False, **more):
    """`shows`: allowed only when the list has an item."""
    return path, body, shows, tuple(sorted(more.items()))


def asks(path, **more):
    return lambda unit, user: call(path, **more)


def on_plan(path, body=None):
    return lambda unit, user: call(path.format(unit.plan), body)


def on_task(kind, body, action=""):
    """A change to the task, or to its first duty or target, with what it holds already."""
    def probe(unit, user):
        task = unit.office.get(f"/tasks/{unit.drawn}")
        row = task if kind == "tasks" else task[kind][0]
        return call(f"/{kind}/{row['id']}{action}", {**body, **({"role": row["role"]} if kind == "duties" else {})}, version=row["version"])
    return probe


def on_inspection(path, body=None, version=None, **more):
    """Of an inspection of the unit, made anew: `path` names which of its ids."""
    return lambda unit, user: call(path.format(**unit.inspection(user, **more)), body, **({"version": version} if version else {}))


def form_field(unit, name="仓储面积"):
    return {"plan_id": unit.plan, "name": name, "kind": "number", "unit": "平方米", "from": "2021-01",
            "excess_reason": "权限检查需要，超出上限"}


def change_milestone(unit, user):
    milestone = unit.milestone()
    return call(f"/milestones/{milestone['id']}", {"title": "节点一"}, version=milestone["version"])


def change_terms(unit, user):
    part = unit.handed_part()
    return call(f"/unit-duties/{part['id']}/terms", {"note": "按月报送"}, version=part["version"])


def meeting(action="", body=None):
    return lambda unit, user: call(f"/occasions/{unit.occasion()}{action}", body, **({} if body is None and action in ("", "/pack") else {"version": 1}))


def decided(action="", with_body=None):
    return lambda unit, user: call(f"/occasion-decisions/{unit.decision()}{action}", with_body and with_body(unit), version=1)


def decision_of(unit):
    return {"text": "七月底前补报", "unit_id": unit.id, "due_on": "2020-07-31"}


def own_post(unit, user):
    return user.session["post"]["id"] if unit.id == user.session["post"]["unit"]["id"] else unit.clerk_post


# In this order: what cannot be taken back comes last.
PROBES = {
    "GET /api/openapi.json": asks("/api/openapi.json"),
    "GET /api/v1/site": asks("/site"),
    "POST /api/v1/session": asks("/session", body={}),
    "GET /api/v1/session": asks("/session"),
    "POST /api/v1/session/password": asks("/session/password", body={}),
    "POST /api/v1/session/post": lambda unit, user: call("/session/post", {"post_id": own_post(unit, user)}),
    "GET /api/v1/divisions": asks("/divisions"),
    "GET /api/v1/search": asks("/search?q=%E5%B8%82"),
    "GET /api/v1/groups": asks("/groups"),
    "GET /api/v1/map": asks("/map"),
    "GET /api/v1/roles": asks("/roles"),
    "GET /api/v1/units": asks("/units"),
    "GET /api/v1/units/{id}": lambda unit, user: call(f"/units/{unit.id}"),
    "POST /api/v1/units/{id}/posts": lambda unit, user: call(f"/units/{unit.id}/posts", {"name": f"岗位{next(counter)}", "role": "town"}),
    "POST /api/v1/units/{id}/sections": lambda unit, user: call(f"/units/{unit.id}/sections", {"name": f"科室{next(counter)}"}),
    "GET /api/v1/audit": asks("/audit"),
    "GET /api/v1/plans": asks("/plans"),
    "GET /api/v1/plans/{id}": on_plan("/plans/{}"),
    "GET /api/v1/plans/{id}/document": on_plan("/plans/{}/document"),
    "GET /api/v1/plans/{id}/questions": on_plan("/plans/{}/questions"),
    "GET /api/v1/plans/{id}/tasks": on_plan("/plans/{}/tasks"),
    "GET /api/v1/plans/{id}/gantt": on_plan("/plans/{}/gantt"),
    "GET /api/v1/tasks/{id}": lambda unit, user: call(f"/tasks/{unit.drawn}"),
    "PUT /api/v1/plans/import": asks("/plans/import", raw="今天天气很好。".encode(), file_name="方案.txt"),
    "POST /api/v1/plans/{id}/accept": on_plan("/plans/{}/accept"),
    "POST /api/v1/plans/{id}/confirm": on_plan("/plans/{}/confirm"),
    "POST /api/v1/questions/{id}/answer":
        lambda unit, user: call(f"/questions/{unit.question}/answer", {"unit_ids": [unit.id], "note": "核对"}),
    "PATCH /api/v1/tasks/{id}": on_task("tasks", {"state": "accepted"}),
    "PATCH /api/v1/duties/{id}": on_task("duties", {"note": "核对无误", "reason": "核对后更正"}),
    "PATCH /api/v1/targets/{id}": on_task("targets", {"scope": "全市", "reason": "核对后更正"}),
    "POST /api/v1/targets/{id}/changes": on_task("targets", {"scope": "全市", **REASON}, "/changes"),
    "POST /api/v1/target-changes/{id}/approve": lambda unit, user: call(f"/target-changes/{unit.target_change()}/approve"),
    "POST /api/v1/target-changes/{id}/refuse": lambda unit, user: call(f"/target-changes/{unit.target_change()}/refuse", REASON),
    "GET /api/v1/unit-duties": lambda unit, user: call(f"/unit-duties?unit={unit.id}&plan={unit.small_plan}", shows=True),
    "GET /api/v1/unit-duties/{id}": lambda unit, user: call(f"/unit-duties/{unit.part}"),
    "PUT /api/v1/unit-duties/{id}/assignments":
        lambda unit, user: call(f"/unit-duties/{unit.part}/assignments", unit.assignment_set(), version=unit.part_version()),
    "POST /api/v1/unit-duties/{id}/hand-down":
        lambda unit, user: call(f"/unit-duties/{unit.part}/hand-down", {"unit_ids": unit.children[:1]}),
    "PATCH /api/v1/unit-duties/{id}/terms": change_terms,
    "POST /api/v1/unit-duties/{id}/end": lambda unit, user: call(f"/unit-duties/{unit.handed_part()['id']}/end", REASON),
    "POST /api/v1/unit-duties/{id}/milestones":
        lambda unit, user: call(f"/unit-duties/{unit.part}/milestones", {"title": "节点", "due_on": "2020-12-01", "planned_pct": "50"}),
    "PATCH /api/v1/milestones/{id}": change_milestone,
    "DELETE /api/v1/milestones/{id}": lambda unit, user: call(f"/milestones/{unit.milestone()['id']}", version=1),
    "POST /api/v1/assignments/{id}/accept": lambda unit, user: call(f"/assignments/{unit.assignment_of(user)}/accept"),
    "POST /api/v1/assignments/{id}/return": lambda unit, user: call(f"/assignments/{unit.assignment_of(user)}/return", REASON),
    "GET /api/v1/shares": asks("/shares"),
    "GET /api/v1/targets/{id}/split": lambda unit, user: call(f"/targets/{unit.target()}/split?unit={unit.id}"),
    "POST /api/v1/targets/{id}/split":
        lambda unit, user: call(f"/targets/{unit.target()}/split", {"unit_id": unit.id, "method": "equal"}),
    "POST /api/v1/split-tables": lambda unit, user: call("/split-tables", raw=b"PK"),
    "PUT /api/v1/splits/{id}": lambda unit, user: call(f"/splits/{unit.split('draft')}", {"method": "equal"}, version=1),
    "POST /api/v1/splits/{id}/issue": lambda unit, user: call(f"/splits/{unit.split('draft')}/issue", {}, version=1),
    "POST /api/v1/splits/{id}/changes":
        lambda unit, user: call(f"/splits/{unit.split('issued')}/changes", {"values": [], **REASON}, version=1),
    "POST /api/v1/share-changes/{id}/approve": lambda unit, user: call(f"/share-changes/{unit.share_change()}/approve"),
    "POST /api/v1/share-changes/{id}/refuse": lambda unit, user: call(f"/share-changes/{unit.share_change()}/refuse", REASON),
    "GET /api/v1/periods": asks("/periods"),
    "GET /api/v1/work": asks("/work"),
    "GET /api/v1/work/supervision": asks("/work/supervision"),
    "GET /api/v1/decisions": asks("/decisions"),
    "GET /api/v1/decisions/count": asks("/decisions/count"),
    "GET /api/v1/reporting": asks("/reporting"),
    "GET /api/v1/reporting/chase": asks("/reporting/chase"),
    "GET /api/v1/reporting/reviewers": asks("/reporting/reviewers"),
    "GET /api/v1/cockpit": asks("/cockpit"),
    "GET /api/v1/cockpit/overdue": asks("/cockpit/overdue"),
    "GET /api/v1/figures":
        lambda unit, user: unit.indicator and call(f"/figures?indicators={unit.indicator}&units={unit.id}&to={PERIOD}"),
    "GET /api/v1/figures/breakdown":
        lambda unit, user: unit.indicator and call(f"/figures/breakdown?indicators={unit.indicator}&units={unit.id}&to={PERIOD}"),
    "GET /api/v1/figures/check": asks("/figures/check"),
    "POST /api/v1/figures/check": asks("/figures/check", body={}),
    "GET /api/v1/figures/ranking": lambda unit, user: unit.indicator and call(f"/figures/ranking?indicators={unit.indicator}&to={PERIOD}"),
    "GET /api/v1/outlook": asks("/outlook"),
    "GET /api/v1/indicators": asks("/indicators"),
    "GET /api/v1/indicators/{id}": lambda unit, user: unit.indicator and call(f"/indicators/{unit.indicator}"),
    "GET /api/v1/indicators/{id}/course": lambda unit, user: unit.indicator and call(f"/indicators/{unit.indicator}/course?unit={unit.id}"),
    "GET /api/v1/indicators/{id}/facts":
        lambda unit, user: unit.indicator and call(f"/indicators/{unit.indicator}/facts?unit={unit.id}", shows=True),
    "GET /api/v1/reports": lambda unit, user: call(f"/reports?period={PERIOD}&unit={unit.id}&task={unit.task}", shows=True),
    "GET /api/v1/reports/workbook": lambda unit, user: call(f"/reports/workbook?period={PERIOD}&unit={unit.id}&plan={unit.small_plan}"),
    "POST /api/v1/reports/workbook": lambda unit, user: call(f"/reports/workbook?period={PERIOD}", raw=unit.workbook()),
    "POST /api/v1/reports/workbook/marked": lambda unit, user: call(f"/reports/workbook/marked?period={PERIOD}", raw=unit.workbook()),
    "POST /api/v1/reports": lambda unit, user: call("/reports", {"unit_duty_id": unit.blank, "period": PERIOD}),
    "GET /api/v1/reports/{id}": lambda unit, user: call(unit.path),
    "PUT /api/v1/reports/{id}": lambda unit, user: call(unit.path, unit.content(), version=unit.editable()),
    "GET /api/v1/reports/{id}/questions": lambda unit, user: call(unit.path + "/questions"),
    "PUT /api/v1/reports/{id}/answers": lambda unit, user: unit.editable() and call(unit.path + "/answers", {"answers": []}),
    "PUT /api/v1/reports/{id}/evidence":
        lambda unit, user: call(unit.path + "/evidence", raw=fresh_pdf(), file_name=f"材料{unit.editable()}.pdf"),
    "GET /api/v1/evidence/{id}/file": lambda unit, user: call(f"/evidence/{unit.evidence()}/file"),
    "DELETE /api/v1/evidence/{id}": lambda unit, user: call(f"/evidence/{unit.evidence()}"),
    "POST /api/v1/reports/{id}/submit": lambda unit, user: call(unit.path + "/submit", version=unit.complete()),
    "POST /api/v1/reports/{id}/withdraw": lambda unit, user: call(unit.path + "/withdraw", version=unit.submitted()),
    "GET /api/v1/burden": asks("/burden"),
    "GET /api/v1/notices": asks("/notices"),
    "GET /api/v1/notices/unread": asks("/notices/unread"),
    "POST /api/v1/notices/{id}/read": lambda unit, user: call(f"/notices/{unit.notice(user)}/read"),
    "POST /api/v1/notices/read": asks("/notices/read", body={"up_to": "1"}),
    "GET /api/v1/notice-preferences": asks("/notice-preferences"),
    "PUT /api/v1/notice-preferences": lambda unit, user: call("/notice-preferences", {"kinds": []}, version=9),
    "GET /api/v1/jobs": asks("/jobs"),
    "GET /api/v1/form-fields": on_plan("/form-fields?plan={}"),
    "POST /api/v1/form-fields": lambda unit, user: call("/form-fields", form_field(unit, name=f"字段{next(counter)}")),
    "POST /api/v1/form-fields/order": lambda unit, user: call("/form-fields/order", {"plan_id": unit.plan, "field_ids": []}),
    "PUT /api/v1/form-fields/{id}": lambda unit, user: call(f"/form-fields/{unit.field()}", form_field(unit), version=0),
    "GET /api/v1/period-exceptions": lambda unit, user: unit.exception() and call(f"/period-exceptions?unit={unit.id}", shows=True),
    "POST /api/v1/period-exceptions": lambda unit, user: call(
        "/period-exceptions", {"unit_id": unit.id, "period": PERIOD, "due_on": "2020-07-20", "lock_on": "2020-07-25", **REASON}),
    "POST /api/v1/period-exceptions/{id}/revoke": lambda unit, user: call(f"/period-exceptions/{unit.exception()}/revoke", REASON),
    "GET /api/v1/occasions": lambda unit, user: unit.occasion() and call(f"/occasions?year=2020&state=open&unit={unit.id}", shows=True),
    "POST /api/v1/occasions": lambda unit, user: call("/occasions", {"kind": "dispatch", "name": "专题调度会", "due_on": "2020-07-10"}),
    "GET /api/v1/occasions/{id}": meeting(),
    "GET /api/v1/occasions/{id}/pack": meeting("/pack"),
    "POST /api/v1/occasions/{id}/call": meeting("/call", {"meets_on": "2020-07-03", "place": "会议室", "unit_ids": []}),
    "PUT /api/v1/occasions/{id}/attendance": meeting("/attendance", {"units": []}),
    "PUT /api/v1/occasions/{id}/minutes": meeting("/minutes", {"minutes": "纪要"}),
    "POST /api/v1/occasions/{id}/hold": meeting("/hold", {"held_on": "2020-07-03"}),
    "POST /api/v1/occasions/{id}/close": meeting("/close"),
    "POST /api/v1/occasions/{id}/skip": meeting("/skip", REASON),
    "POST /api/v1/occasions/{id}/decisions":
        lambda unit, user: call(f"/occasions/{unit.occasion()}/decisions", decision_of(unit), version=1),
    "PUT /api/v1/occasion-decisions/{id}": decided(with_body=decision_of),
    "POST /api/v1/occasion-decisions/{id}/outcome": decided("/outcome", lambda unit: {"done_on": "2020-07-02", "outcome": "已补报"}),
    "POST /api/v1/occasion-decisions/{id}/order": decided("/order"),
    "DELETE /api/v1/occasion-decisions/{id}": decided(),
    "GET /api/v1/inspections": lambda unit, user: unit.inspection(user, inspected=True) and call(f"/inspections?object={unit.id}", shows=True),
    "POST /api/v1/inspections": asks("/inspections", body={"type": "special", "methods": [], "authority": "government"}),
    "GET /api/v1/inspections/{id}": on_inspection("/inspections/{inspection}"),
    "PUT /api/v1/inspections/{id}":
        on_inspection("/inspections/{inspection}", {"type": "special", "methods": [], "authority": "government"}, state="draft", version=1),
    "POST /api/v1/inspections/{id}/submit": on_inspection("/inspections/{inspection}/submit", state="draft", version=1),
    "POST /api/v1/inspections/{id}/approve": on_inspection("/inspections/{inspection}/approve", {}, state="pending", version=1),
    "POST /api/v1/inspections/{id}/refuse": on_inspection("/inspections/{inspection}/refuse", REASON, state="pending", version=1),
    "POST /api/v1/inspections/{id}/cancel": on_inspection("/inspections/{inspection}/cancel", REASON, version=1),
    "PUT /api/v1/inspections/{id}/team": on_inspection("/inspections/{inspection}/team", {"leader_id": "1", **REASON}, version=1),
    "POST /api/v1/inspection-objects/{id}/recusals": on_inspection("/inspection-objects/{object}/recusals", REASON),
    "POST /api/v1/inspection-objects/{id}/lines": on_inspection("/inspection-objects/{object}/lines", {"title": "现场"}),
    "POST /api/v1/inspection-objects/{id}/redraw": on_inspection("/inspection-objects/{object}/redraw"),
    "DELETE /api/v1/inspection-lines/{id}": on_inspection("/inspection-lines/{line}"),
    "PUT /api/v1/inspection-lines/{id}/finding": on_inspection("/inspection-lines/{line}/finding", {"finding": "ok"}, version=1),
    "PUT /api/v1/inspection-lines/{id}/files":
        lambda unit, user: call(f"/inspection-lines/{unit.inspection(user)['line']}/files", raw=fresh_pdf(), file_name="现场.pdf"),
    "POST /api/v1/inspection-objects/{id}/conclude": on_inspection("/inspection-objects/{object}/conclude", {"text": "合格"}, version=1),
    "POST /api/v1/inspection-objects/{id}/reconsider":
        on_inspection("/inspection-objects/{object}/reconsider", REASON, inspected=True, object_state="served", version=1),
    "POST /api/v1/inspection-objects/{id}/decide":
        on_inspection("/inspection-objects/{object}/decide", {"outcome": "upheld", **REASON}, object_state="asked", version=1),
    "POST /api/v1/rectifications/{id}/report":
        on_inspection("/rectifications/{rectification}/report", {"text": "已改"}, inspected=True, object_state="served", version=1),
    "POST /api/v1/rectifications/{id}/check":
        on_inspection("/rectifications/{rectification}/check", {"result": "passed"}, object_state="served", version=1),
    "POST /api/v1/rectifications/{id}/order": on_inspection("/rectifications/{rectification}/order", object_state="served", version=1),
    "PUT /api/v1/rectifications/{id}/files":
        lambda unit, user: call(f"/rectifications/{unit.inspection(user, 'approved', 'served', True)['rectification']}/files",
                                raw=fresh_pdf(), file_name="整改.pdf"),
    "GET /api/v1/inspection-files/{id}/file": on_inspection("/inspection-files/{file}/file"),
    "DELETE /api/v1/inspection-files/{id}": on_inspection("/inspection-files/{file}"),
    "POST /api/v1/reports/approve":  # of a version gone by: whoever may decide is told so, and the report stays where it is
        lambda unit, user: call("/reports/approve", {"reports": [{"id": unit.report, "version": unit.submitted() - 1}]}, shows=True),
    "POST /api/v1/reports/{id}/return": lambda unit, user: call(unit.path + "/return", REASON, version=unit.submitted()),
    "POST /api/v1/reports/{id}/approve": lambda unit, user: call(unit.path + "/approve", {}, version=unit.submitted()),
    "GET /api/v1/orders": lambda unit, user: unit.given() and call(f"/orders?unit={unit.handler.session['post']['unit']['id']}", shows=True),
    "GET /api/v1/orders/settings": asks("/orders/settings"),
    "GET /api/v1/orders/board": asks("/orders/board"),
    "GET /api/v1/orders/calendar": asks("/orders/calendar?from=2020-07-01&to=2020-07-31"),
    "POST /api/v1/orders": lambda unit, user: call("/orders", {"source": "plan", "urgency": "ordinary", "title": "督办", "main_unit_id": unit.id}),
    "GET /api/v1/orders/plan-matters": asks("/orders/plan-matters"),
    "POST /api/v1/orders/plan-matters":  # of a part that does not exist: who may register is told so
        lambda unit, user: call("/orders/plan-matters", {"source": "plan", "urgency": "ordinary", "matters": [{"kind": "part", "id": "1"}]}),
    "POST /api/v1/orders/steps":  # each is decided by itself, by the rules of the single step
        lambda unit, user: call("/orders/steps", {"action": "acknowledge", "orders": [{"id": "1", "version": 1}]}),
    "GET /api/v1/orders/{id}": lambda unit, user: call(f"/orders/{unit.given()['id']}"),
    "PUT /api/v1/orders/{id}": lambda unit, user: call(f"/orders/{unit.drafted()['id']}", {
        "source": "plan", "urgency": "ordinary", "title": "督办两件", "main_unit_id": unit.id}, version=1),
    "POST /api/v1/orders/{id}/steps": lambda unit, user: (
        lambda order: call(f"/orders/{order['id']}/steps", {"action": "acknowledge"}, version=order["version"]))(unit.given()),
    "POST /api/v1/orders/{id}/requests": lambda unit, user: (
        lambda order: call(f"/orders/{order['id']}/requests", {"kind": "suspension", **REASON, "progress": "过半"}, version=order["version"]))(
            unit.given()),
    "POST /api/v1/order-requests/{id}/decide":
        lambda unit, user: call(f"/order-requests/{unit.asked()['id']}/decide", {"agree": True}, version=1),
    "POST /api/v1/order-requests/{id}/take-back":
        lambda unit, user: call(f"/order-requests/{unit.asked()['id']}/take-back", version=1),
    "PUT /api/v1/orders/{id}/files":
        lambda unit, user: call(f"/orders/{unit.given()['id']}/files", raw=fresh_pdf(), file_name="佐证.pdf"),
    "GET /api/v1/order-files/{id}": lambda unit, user: call(f"/order-files/{unit.order_file()}"),
    "DELETE /api/v1/order-files/{id}": lambda unit, user: call(f"/order-files/{unit.order_file()}"),
    "GET /api/v1/cautions": lambda unit, user: unit.cautioned() and call(f"/cautions?unit={unit.id}", shows=True),
    "GET /api/v1/cautions/ladder": asks("/cautions/ladder"),
    "POST /api/v1/cautions": lambda unit, user: unit.end_cautions() or call("/cautions", {"unit_duty_id": unit.part, "rung": "red_card", **REASON}),
    "POST /api/v1/cautions/{id}/confirm":
        lambda unit, user: call(f"/cautions/{unit.caution()['id']}/confirm", {"agree": True}, version=1),
    "POST /api/v1/cautions/{id}/object": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/object", REASON, version=caution["version"]))(unit.cautioned()),
    "POST /api/v1/cautions/{id}/answer": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/answer", {"agree": True, **REASON}, version=caution["version"]))(unit.objected()),
    "POST /api/v1/cautions/{id}/lift": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/lift", REASON, version=caution["version"]))(unit.cautioned()),
    "POST /api/v1/cautions/{id}/order": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/order", version=caution["version"]))(unit.cautioned()),
    "GET /api/v1/cautions/{id}/talk": lambda unit, user: call(f"/cautions/{unit.cautioned()['id']}/talk"),
    "POST /api/v1/cautions/{id}/talk/notice": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/talk/notice", TALK, version=caution["version"]))(unit.talk()),
    "POST /api/v1/cautions/{id}/talk/minutes": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/talk/minutes", MINUTES, version=caution["version"]))(unit.talk(("notice", TALK))),
    "POST /api/v1/cautions/{id}/talk/sign": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/talk/sign", version=caution["version"]))(unit.talk(("notice", TALK), ("minutes", MINUTES))),
    "POST /api/v1/cautions/{id}/talk/check": lambda unit, user: (
        lambda caution: call(f"/cautions/{caution['id']}/talk/check", {"met": True, "found": "已落实"}, version=caution["version"]))(unit.signed_talk()),
    "GET /api/v1/handovers": asks("/handovers"),
    "POST /api/v1/handovers": lambda unit, user: call("/handovers", unit.new_handover(unit.person)),
    "GET /api/v1/handovers/{id}": lambda unit, user: call(f"/handovers/{unit.handover(user)}"),
    "POST /api/v1/handovers/{id}/sign": lambda unit, user: call(f"/handovers/{unit.handover(user)}/sign", version=1),
    "POST /api/v1/handovers/{id}/cancel": lambda unit, user: call(f"/handovers/{unit.handover(user)}/cancel", REASON, version=1),
    "GET /api/v1/duties/without-owner": asks("/duties/without-owner"),
    "GET /api/v1/users": lambda unit, user: call(f"/users?unit={unit.id}", shows=True),
    "POST /api/v1/users":
        lambda unit, user: call("/users", {"login": f"new{next(counter)}", "name": "新人", "post_id": unit.clerk_post}),
    "GET /api/v1/users/{id}": lambda unit, user: call(f"/users/{unit.clerk_user}"),
    "PATCH /api/v1/users/{id}": lambda unit, user: call(f"/users/{unit.clerk_user}", {"name": "经办甲"}, version=unit.clerk_version()),
    "POST /api/v1/users/{id}/posts": lambda unit, user: call(f"/users/{unit.clerk_user}/posts", {"post_id": unit.clerk_post}),
    "DELETE /api/v1/users/{id}/posts/{post_id}": lambda unit, user: call(f"/users/{unit.clerk_user}/posts/{unit.clerk_post}"),
    "POST /api/v1/users/{id}/password-reset": lambda unit, user: call(f"/users/{unit.clerk_user}/password-reset"),
    "DELETE /api/v1/session": asks("/session"),
}


def beyond(refused):
    return refused and refused["code"] in ("report.not_found", "report.not_here_yet", "report.not_your_step")


def outcome(reply, shows):
    if reply.status in (401, 403, 404) or (reply.status == 409 and reply.json["code"] in REFUSALS):
        return "n"
    if reply.status == 200 and shows and not [item for item in reply.json["items"] if not beyond(item.get("refused"))]:
        return "n"
    return "y" if reply.status in (200, 201, 204, 400, 409, 412) else "?"


class Permissions(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        with open(TABLE, newline="") as file:
            cls.rows = list(csv.DictReader(file))
        cls.table = {f"{row['method']} {row['path']}": row for row in cls.rows}
        cls.site = Site("sqlite")
        cls.addClassCleanup(cls.site.close)
        paths = cls.site.request("GET", "/api/openapi.json").json["paths"]
        cls.routes = {f"{method.upper()} {path}": operation["x-permission"]
                      for path, methods in paths.items() for method, operation in methods.items()}
        cls.closed = sorted(route for route, permission in cls.routes.items() if permission != "public")

    def test_the_table_has_every_route_with_its_permission(self):
        self.assertEqual(len(self.table), len(self.rows), "a route stands twice")
        self.assertEqual(sorted(self.routes.keys() ^ self.table.keys()), [], "only in the program, or only in the table")
        self.assertEqual(sorted(self.routes.keys() ^ PROBES.keys()), [], "only in the program, or only asked for here")
        self.assertEqual({route: row["permission"] for route, row in self.table.items()}, self.routes)
        roles = [role["code"] for role in self.site.login("sysadmin").items("/roles")]
        self.assertEqual(list(self.rows[0]), ["method", "path", "permission", *roles, *RELATIONS])
        self.assertEqual({row[column] for row in self.rows for column in RELATIONS}, {"y", ""})
        self.assertEqual({row[role] for row in self.rows for role in roles}, {"y", "n", "own", "others"})

    def plain(self, route, headers):
        """The route asked for something that need not exist: what refuses it comes before that is looked up."""
        method, path = route.split(" ")
        return self.site.request(method, path.replace("{id}", "1").replace("{post_id}", "1"), {} if method in ("POST", "PATCH") else None,
                                 headers)

    def test_without_a_session_only_public_routes_answer(self):
        answers = {route: self.plain(route, {}) for route in self.closed}
        wrong = {route: reply for route, reply in answers.items() if (reply.status, reply.json["code"]) != (401, "session.missing")}
        self.assertEqual(wrong, {})

    def test_without_the_token_of_the_session_nothing_is_written(self):
        users = {role: self.site.login(login) for role, login in LOGINS.items()}
        wrong = {}
        for route in self.closed:
            if route.startswith("GET "):
                continue
            able = next(user for role, user in users.items() if self.table[route][role] != "n")
            for token in ({}, {"X-CSRF-Token": users["auditor" if able is not users["auditor"] else "leader"].csrf}):
                reply = self.plain(route, {"Cookie": able.cookie, **token})
                if (reply.status, reply.json["code"]) != (403, "session.csrf"):
                    wrong[route] = reply
        self.assertEqual(wrong, {})

    def test_own_and_foreign_units_as_the_table_says(self):
        units, users = self.furnish()
        wrong, asked = [], 0
        for route, probe in PROBES.items():
            if route not in self.table:
                wrong.append(f"{route} is not in {TABLE.name}")
                continue
            for role, user in users.items():
                expected = self.table[route][role]
                before = None
                for whose, unit in (("own", units[LOGINS[role]]), ("foreign", units[FOREIGN])):
                    asking = probe(unit, user)
                    if asking in (None, before):
                        continue  # the unit has none, or no unit is in it
                    before = asking
                    asked += 1
                    reply, got = self.ask(route, user, asking)
                    wanted = {"own": {"own": "y", "foreign": "n"}, "others": {"own": "n", "foreign": "y"}}.get(expected, {}).get(whose, expected)
                    if got != wanted:
                        wrong.append(f"{route} as {role}, {whose} unit: expected {expected}, got {got}: "
                                     f"{reply.status} {reply.body.decode()[:300]}")
            for column, (user, unit) in self.relations.items():
                expected = self.table[route][RELATIONS[column]]
                asking = probe(unit, user) if expected == "own" else None
                if asking is None:
                    continue  # the relation makes no difference, or the unit has none
                asked += 1
                reply, got = self.ask(route, user, asking)
                if got != (self.table[route][column] or "n"):
                    wrong.append(f"{route}, {column}: expected {self.table[route][column] or 'n'}, got {got}: "
                                 f"{reply.status} {reply.body.decode()[:300]}")
        if wrong:
            self.fail("\n".join([f"{len(wrong)} of {asked} answers differ from {TABLE.name}:", *wrong]))
        self.assertGreater(asked, len(PROBES) * len(users))

    def ask(self, route, user, asking):
        path, body, shows, more = asking
        if path.startswith("/api/"):
            reply = self.site.request("GET", path)
        else:
            reply = user.call(route.split(" ")[0], path, body, **dict(more))
        return reply, outcome(reply, shows)

    def resident(self, administrator, unit):
        """A person of a town."""
        posts = must(administrator.call("POST", f"/units/{unit}/posts", {"name": "镇长", "role": "town"}))["posts"]
        post = next(post["id"] for post in posts if post["name"] == "镇长")
        created = must(administrator.call("POST", "/users", {"login": "mayor" + unit, "name": "镇长", "post_id": post}))
        once = self.site.login("mayor" + unit, created["one_time_password"])
        must(once.call("POST", "/session/password", {"old_password": created["one_time_password"], "new_password": CLERK_PASSWORD}))
        return self.site.login("mayor" + unit, CLERK_PASSWORD)

    def handed_down(self, county, parts, town):
        """The parts of a town to which its county handed down what is its own in tasks that others lead; as if done in May."""
        for part in parts:
            must(county.clerk.call("POST", f"/unit-duties/{part['id']}/hand-down", {"unit_ids": [town]}))
        with sqlite3.connect(self.site.data / "luoshi.db", timeout=30) as database:
            database.execute("UPDATE unit_duty SET valid_from = '2020-05-10' WHERE unit_id = ?", (int(town),))
        return county.clerk.items(f"/unit-duties?unit={town}")

    def furnish_relations(self, units, users, parts, small, drawn):
        """By column: who asks, and the unit whose things are asked for."""
        office, administrator = users["plan_office"], users["system_admin"]
        held = lambda name: [part for part in parts if part["unit"]["name"] == name]
        county = units[LOGINS["county"]]
        below, handed = (next(child["id"] for child in office.get(f"/units/{county.id}")["children"] if name in child["name"])
                         for name in ("连镇镇", "找王镇"))
        led = [part for part in held("青县人民政府") if part["role"] == "responsible"]
        own = [part for part in held("东光县人民政府") if part["role"] == "responsible"]
        made = {"county_below": (users["county"], Unit(self.site, self.resident(administrator, below), office, administrator,
                                                       [part for part in parts if part["unit"]["id"] == below])),
                "department_leads": (users["department"], Unit(self.site, self.site.login("qingxian"), office, administrator, led)),
                "department_handed": (county.clerk, Unit(self.site, self.resident(administrator, handed), office, administrator,
                                                         self.handed_down(county, own, handed)))}
        for user, unit in made.values():
            unit.beyond_head = True
            unit.reviewer = office if unit is made["county_below"][1] else user
            unit.small_plan, unit.plan, (unit.drawn, unit.question) = small, small, drawn
        return made

    def furnish(self):
        """The units by the login of their person, with all that is asked for; and the users by role."""
        users = {role: self.site.login(login) for role, login in LOGINS.items()}
        office, administrator = users["plan_office"], users["system_admin"]
        city = office.get("/plans")["items"][0]["id"]
        small = must(office.call("PUT", "/plans/import", raw=PLAN.encode(), file_name="方案.txt"))["id"]
        drawn = {plan: (next(task["id"] for task in office.items(f"/plans/{plan}/tasks") if task["target_count"]),
                        office.items(f"/plans/{plan}/questions")[0]["id"]) for plan in (city, small)}
        must(office.call("POST", f"/questions/{drawn[small][1]}/answer", {"unit_ids": [administrator.session["post"]["unit"]["id"]]}))
        must(office.call("POST", f"/plans/{small}/accept"))
        must(office.call("POST", f"/plans/{small}/confirm"))
        parts = [part for part in office.items(f"/unit-duties?plan={small}") if part["role"] == "lead"]
        people = {**{LOGINS[role]: user for role, user in users.items()}, FOREIGN: self.site.login(FOREIGN)}
        units = {}
        for login, person in people.items():
            unit = person.session["post"]["unit"]["id"]
            known = next((other for other in units.values() if other.id == unit), None)
            led = [part for part in parts if part["unit"]["id"] == unit]
            units[login] = known or Unit(self.site, person, office, administrator, led[:2])
            units[login].small_plan = small
            units[login].plan = small if login == FOREIGN else city  # a plan the unit owns; the office runs both
            units[login].drawn, units[login].question = drawn[units[login].plan]
        self.relations = self.furnish_relations(units, users, list(office.items(f"/unit-duties?plan={small}")), small, drawn[small])
        return units, users


if __name__ == "__main__":
    unittest.main()
