#include "plan/plan_fixture.hpp"

#include <fmt/format.h>

#include "org/tenant_service.hpp"
#include "org/unit_name.hpp"
#include "plan/plan_service.hpp"
#include "plan/question.hpp"
#include "plan/question_service.hpp"

namespace luoshi::plan {
namespace {

using store::Sql;

const Sql kUnit{"plan_test.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
                "VALUES ($1, $2, $3, $3, $4, 'department', 'administrative', 'local', $5, $6, 0, '', 1)"};
const Sql kSection{"plan_test.section", "INSERT INTO section (section_id, unit_id, name) VALUES ($1, $2, '电商科')"};
const Sql kRole{"plan_test.role", "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('any', '任意', 'own', 'business', 1)"};
const Sql kPost{"plan_test.post",
                "INSERT INTO post (post_id, unit_id, section_id, name, role_code, is_head) VALUES ($1, $2, $3, $4, 'any', $5)"};
const Sql kUser{"plan_test.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES ($1, $2, $3, 'active', 'x', 0, 0, 1, 0, 1)"};
const Sql kHolder{"plan_test.holder", "INSERT INTO user_post (user_id, post_id, valid_from) VALUES ($1, $1, '2018-01-01')"};
const Sql kAlias{"plan_test.alias", "INSERT INTO unit_alias (unit_id, name, name_key) VALUES ($1, $2, $3)"};
const Sql kGroup{
    "plan_test.group",
    "INSERT INTO unit_group (group_id, code, name, kind, place, verify, note) VALUES (1, 'counties', '各县市区政府', 'counties', 1, "
    "0, '')"};
const Sql kGroupAlias{"plan_test.group_alias", "INSERT INTO unit_group_alias (group_id, name, name_key) VALUES (1, '各县市区政府', $1)"};
const Sql kGroupMember{"plan_test.group_member", "INSERT INTO unit_group_member (group_id, unit_id, place) VALUES (1, $1, $2)"};
const Sql kIndicator{
    "plan_test.indicator",
    "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, definition, carry_forward, version) "
    "VALUES (1, 'trained', '培训人次', '人次', 0, 'flow', 'up', 'sum', '', 0, 1)"};
const Sql kTaskByRef{"plan_test.task", "SELECT task_id FROM task WHERE plan_id = $1 AND ref = $2"};
const Sql kUnitDuty{"plan_test.unit_duty", "SELECT unit_duty_id FROM unit_duty WHERE task_id = $1 AND unit_id = $2"};

struct UnitSeed {
    int id;
    const char* name;
    const char* level;
    int parent;
};
constexpr UnitSeed kUnits[] = {{1, "某市人民政府", "city", 0},
                               {2, "某市商务局", "city_department", 1},
                               {3, "某市工信局", "city_department", 1},
                               {4, "某市财政局", "city_department", 1},
                               {11, "甲县人民政府", "county", 1},
                               {12, "乙市人民政府", "county", 1},
                               {21, "甲县一镇", "town", 11},
                               {22, "甲县二镇", "town", 11}};

constexpr const char* kPackage = R"(plan: {doc_number: 某政办字〔2018〕1号}
owner_unit: u1
plan_office: u2
)";
constexpr const char* kAnswers = R"(document: 某政办字〔2018〕1号
answers:
  - {task: T2, subject: 相关县市政府, units: [甲县], note: 示范县, by: 某市商务局电商科, on: 2018-08-20}
)";

Span at(int begin, int end) { return {begin, end, 1, 1}; }

void make_unit(store::WriteTx& tx, const UnitSeed& unit) {
    tx.execute(kUnit, {unit.id, fmt::format("u{}", unit.id), unit.name, unit.level,
                       unit.parent == 0 ? std::nullopt : std::optional{std::int64_t{unit.parent}}, unit.id});
    tx.execute(kAlias, {unit.id, unit.name, org::name_key(unit.name)});
    tx.execute(kSection, {10 * unit.id, unit.id});
    for (const int post : {1, 2}) {
        const std::int64_t id = 100 * unit.id + post;
        const auto section = post == 2 ? std::optional{std::int64_t{10 * unit.id}} : std::nullopt;
        tx.execute(kPost, {id, unit.id, section, post == 1 ? "主要负责人" : "科员", post == 1 ? 1 : 0});
        tx.execute(kUser, {id, fmt::format("user{}", id), fmt::format("{}{}", unit.name, post == 1 ? "负责人" : "科员")});
        tx.execute(kHolder, {id});
    }
}

}  // namespace

PlanTest::PlanTest() : env_{*db_, ids_, clock_, {}} {
    const base::Status seeded = db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kRole);
        for (const UnitSeed& unit : kUnits) {
            make_unit(tx, unit);
        }
        for (const auto& [unit, name] : {std::pair{2, "市商务局"}, {3, "市工信局"}, {4, "市财政局"}, {11, "甲县"}}) {
            tx.execute(kAlias, {unit, name, org::name_key(name)});
        }
        tx.execute(kGroup);
        tx.execute(kGroupAlias, {org::name_key("各县市区政府")});
        tx.execute(kGroupMember, {kCountyA, 1});
        tx.execute(kGroupMember, {kCountyB, 2});
        org::store_package_file(tx, "package.yaml", kPackage, clock_.now());
        org::store_package_file(tx, "answers.yaml", kAnswers, clock_.now());
        tx.execute(kIndicator);
        return base::Done{};
    });
    EXPECT_TRUE(seeded);
    env_.hooks.match_indicators = [](store::ReadTx&, std::span<const IndicatorQuery> queries) {
        std::vector<std::optional<IndicatorMatch>> out;
        for (const IndicatorQuery& query : queries) {
            const bool known = query.name == "培训人次" && query.unit == "人次";
            out.push_back(known ? std::optional{IndicatorMatch{IndicatorId{1}, Direction::Up}} : std::nullopt);
        }
        return out;
    };
    env_.hooks.task_lights = [](store::ReadTx&, std::span<const TaskId> tasks) { return std::vector<Light>(tasks.size()); };
    env_.hooks.unit_duty_status = [](store::ReadTx&, std::span<const UnitDutyId> duties) {
        return std::vector<UnitDutyStatus>(duties.size());
    };
    env_.hooks.report_slots = [](store::ReadTx&, std::span<const UnitDutyId> duties) {
        return std::vector<std::vector<ReportSlot>>(duties.size());
    };
    env_.hooks.askable_figures = [](store::ReadTx&, UnitId, TaskId) { return std::vector<AskedFigure>{}; };
    env_.hooks.business_date = [this] { return today_; };
    env_.hooks.last_change_day = [](int year) { return *base::make_date(year, 9, 30); };
}

identity::Actor PlanTest::actor(UnitId unit, identity::Scope scope, int post) const {
    identity::Actor out;
    out.user = identity::UserId{100 * unit.value() + post};
    out.user_name = fmt::format("用户{}", out.user.value());
    out.post = PostId{100 * unit.value() + post};
    out.unit = unit;
    out.role = "any";
    out.scope = scope;
    using Permissions = std::set<std::string, std::less<>>;
    out.permissions = std::make_shared<const Permissions>(
        Permissions{"plan.read", "plan.edit", "plan.import", "plan.confirm", "duty.read", "duty.assign"});
    out.units = std::make_shared<const std::vector<UnitId>>(unit == kCountyA && scope == identity::Scope::Subtree
                                                                ? std::vector<UnitId>{kCountyA, kTownA1, kTownA2}
                                                                : std::vector<UnitId>{unit});
    return out;
}

PlanDraft PlanTest::draft() {
    PlanDraft draft;
    draft.meta = {.doc_number = "某政办字〔2018〕1号",
                  .title = "某方案",
                  .issuer = "某市人民政府",
                  .issued_on = base::make_date(2018, 8, 17),
                  .period_from = 2018,
                  .period_to = 2020};
    draft.text =
        "一、任务\n1.建设淘宝村，2018年培训1.5万人次。市商务局牵头，各县市区政府负责。\n2.扶贫。相关县市政府负责。\n3.宣传。\n"
        "4.宽带。市工信局 市商务局\n5.8月底前制定措施。";
    draft.clauses = {{ClauseKind::Heading, "一", "任务", 1, -1, at(0, 4)}, {ClauseKind::Paragraph, "一1", "建设", 2, 0, at(5, 42)}};
    DraftTask first{.ref = "T1",
                    .title = "建设淘宝村",
                    .content = "建设淘宝村，2018年培训1.5万人次。",
                    .clause = 1,
                    .lead_units = {{"市商务局", at(27, 31)}},
                    .responsible_units = {{"各县市区政府", at(34, 40)}, {"市财政局", at(0, 0)}},
                    .deadline = base::make_date(2018, 12, 31),
                    .continuous = false,
                    .measures = {{2018, 2018, "开展培训", at(7, 20)}},
                    .targets = {},
                    .questions = {},
                    .span = at(5, 42)};
    DraftTarget trained;
    trained.name = "培训人次";
    trained.value = base::Decimal::parse("1.5");
    trained.unit = "万人次";
    trained.year = 2018;
    trained.span = at(13, 25);
    first.targets = {trained};
    DraftTask second{.ref = "T2",
                     .title = "扶贫",
                     .content = "扶贫。",
                     .clause = -1,
                     .lead_units = {},
                     .responsible_units = {{"相关县市政府", at(49, 55)}},
                     .deadline = {},
                     .continuous = true,
                     .measures = {},
                     .targets = {},
                     .questions = {{"unit.open_group", "相关县市政府", at(49, 55)}},
                     .span = at(43, 57)};
    DraftTask third{.ref = "T3",
                    .title = "宣传",
                    .content = "宣传。",
                    .clause = -1,
                    .lead_units = {},
                    .responsible_units = {},
                    .deadline = {},
                    .continuous = false,
                    .measures = {},
                    .targets = {},
                    .questions = {},
                    .span = at(58, 63)};
    DraftTask fourth{.ref = "T4",
                     .title = "宽带",
                     .content = "宽带。",
                     .clause = -1,
                     .lead_units = {{"市工信局", at(69, 73)}, {"市商务局", at(74, 78)}},
                     .responsible_units = {},
                     .deadline = {},
                     .continuous = false,
                     .measures = {},
                     .targets = {},
                     .questions = {{"duty.lead_cell_many", "市工信局 市商务局", at(69, 78)}},
                     .span = at(64, 78)};
    DraftTask fifth{.ref = "T5",
                    .title = "制定措施",
                    .content = "8月底前制定措施。",
                    .clause = -1,
                    .lead_units = {},
                    .responsible_units = {{"各县市区政府", at(0, 0)}},
                    .deadline = base::make_date(2018, 8, 31),
                    .continuous = false,
                    .measures = {},
                    .targets = {},
                    .questions = {},
                    .span = at(79, 90)};
    DraftTarget measures;
    measures.kind = TargetKind::Deliverable;
    measures.name = "推进措施";
    measures.due_on = base::make_date(2018, 8, 31);
    fifth.targets = {measures};
    draft.tasks = {first, second, third, fourth, fifth};
    return draft;
}

Imported PlanTest::imported(const PlanDraft& what) {
    const auto result = import_draft(env_, office(), what, "方案.txt");
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return *result;
}

PlanId PlanTest::confirmed() {
    const PlanId plan = imported().plan;
    confirm(plan);
    return plan;
}

void PlanTest::confirm(PlanId plan) {
    const auto questions = db_->read([&](store::ReadTx& tx) { return questions_of_plan(tx, plan); });
    for (const QuestionRow& question : questions) {
        if (question.open) {
            Answer answer;
            answer.note = "按此办理";
            answer.units = question.code == kNoDuty ? std::vector{kCommerce} : std::vector<UnitId>{};
            EXPECT_TRUE(answer_question(env_, office(), question.id, answer));
        }
    }
    EXPECT_TRUE(accept_tasks(env_, office(), plan));
    const auto result = confirm_plan(env_, office(), plan);
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
}

TaskId PlanTest::task(PlanId plan, std::string_view ref) {
    return *db_->read([&](store::ReadTx& tx) {
        return tx.one(kTaskByRef, {plan, ref}, [](const store::Row& row) { return row.id<TaskId>(0); });
    });
}

UnitDutyId PlanTest::unit_duty(TaskId task, UnitId unit) {
    return *db_->read([&](store::ReadTx& tx) {
        return tx.one(kUnitDuty, {task, unit}, [](const store::Row& row) { return row.id<UnitDutyId>(0); });
    });
}

std::int64_t PlanTest::count(const Sql& sql, std::int64_t key) {
    return db_->read([&](store::ReadTx& tx) { return tx.integer(sql, {key}).value_or(-1); });
}

}  // namespace luoshi::plan
