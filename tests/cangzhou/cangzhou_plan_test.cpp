// The package of Cangzhou and its document, from file to a plan in force, as the program does it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "config/folder.hpp"
#include "document/extractor.hpp"
#include "identity/user_service.hpp"
#include "indicator/indicator_package.hpp"
#include "indicator/indicator_service.hpp"
#include "org/package_service.hpp"
#include "org/tenant_service.hpp"
#include "plan/answers_package.hpp"
#include "plan/duty_store.hpp"
#include "plan/import_service.hpp"
#include "plan/plan_service.hpp"
#include "plan/question_store.hpp"
#include "plan/task_service.hpp"
#include "plan/unit_wording.hpp"
#include "support/test_database.hpp"

namespace luoshi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kPackage = "packages/cangzhou-ecommerce-2018";
const base::Date kToday = *base::make_date(2018, 9, 3);

std::string file_text(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream{path, std::ios::binary}.rdbuf();
    return out.str();
}

class CangzhouPlan : public testing::TestWithParam<store::Engine> {
protected:
    CangzhouPlan() : env_{*db_, ids_, clock_, {}} {
        env_.hooks.match_indicators = indicator::match;
        env_.hooks.task_lights = [](store::ReadTx&, std::span<const plan::TaskId> tasks) { return std::vector<plan::Light>(tasks.size()); };
        env_.hooks.unit_duty_status = [](store::ReadTx&, std::span<const plan::UnitDutyId> duties) {
            return std::vector<plan::UnitDutyStatus>(duties.size());
        };
        env_.hooks.business_date = [] { return kToday; };
        load_package();
    }

    void load_package() {
        const auto folder = config::Folder::open(kPackage);
        ASSERT_TRUE(folder);
        config::Problems problems;
        const org::Package package = org::read_package(*folder, problems);
        const auto indicators = indicator::read_package("indicators.yaml", *folder->text("indicators.yaml"), problems);
        plan::read_answers("answers.yaml", *folder->text("answers.yaml"), problems);
        for (const config::Problem& problem : problems.list()) {
            ADD_FAILURE() << problem.place.text() << " " << problem.message;
        }
        const auto loaded = db_->write([&](store::WriteTx& tx) -> base::Result<indicator::Loaded> {
            org::load_package(tx, ids_, clock_.now(), kToday, actor_.origin(), package);
            for (const char* name : {"package.yaml", "answers.yaml"}) {
                org::store_package_file(tx, name, *folder->text(name), clock_.now());
            }
            return indicator::load_package(tx, ids_, kToday, indicators, [&](const std::string& name) {
                std::vector<plan::UnitId> units;
                for (const plan::UnitRef& unit : plan::read_unit_words(tx, name, kToday).units) {
                    units.push_back(unit.id);
                }
                return units;
            });
        });
        ASSERT_TRUE(loaded) << loaded.error().message;
    }

    plan::Imported import() {
        const std::string name = "沧政办字〔2018〕115号.txt";
        auto draft = document::extract(file_text(kPackage + "/document/" + name), name);
        EXPECT_TRUE(draft);
        auto imported = plan::import_draft(env_, actor_, *draft, name);
        EXPECT_TRUE(imported) << (imported ? "" : imported.error().message);
        return *std::move(imported);
    }

    std::vector<plan::TaskSummary> tasks(plan::PlanId id) {
        auto list = plan::list_plan_tasks(env_, actor_, id, {});
        EXPECT_TRUE(list);
        return std::move(list->items);
    }
    plan::TaskView task(plan::PlanId id, std::string_view ref) {
        for (const plan::TaskSummary& summary : tasks(id)) {
            if (plan::same_wording(summary.head.ref, ref)) {
                return *plan::read_task(env_, actor_, summary.head.id);
            }
        }
        throw std::logic_error{"no task " + std::string{ref}};
    }

    tests::TestDatabase db_{GetParam()};
    base::SystemClock clock_;
    base::IdSource ids_{clock_, 1};
    identity::Actor actor_ = identity::system_actor("测试");
    plan::Environment env_;
};

std::vector<std::string> unit_names(const plan::DutyRow& duty) {
    std::vector<std::string> out;
    for (const plan::UnitRef& unit : duty.units) {
        out.push_back(unit.name);
    }
    return out;
}

TEST_P(CangzhouPlan, HasAllTasksAndTargetsAndNothingLeftOpen) {
    const plan::Imported imported = import();
    EXPECT_EQ(imported.tasks, 37);
    EXPECT_EQ(imported.numeric_targets, 43);
    EXPECT_EQ(imported.other_targets, 3);
    EXPECT_THAT(imported.warnings, IsEmpty());
    for (const plan::QuestionRow& question : db_->read([&](store::ReadTx& tx) { return plan::questions_of_plan(tx, imported.plan); })) {
        EXPECT_FALSE(question.open) << question.task_ref << " " << question.code << " " << question.subject;
        EXPECT_TRUE(question.from_package);
    }
}

TEST_P(CangzhouPlan, EveryNumericTargetHasItsIndicatorAndASourceInTheText) {
    const plan::Imported imported = import();
    for (const plan::TaskSummary& summary : tasks(imported.plan)) {
        const plan::TaskView view = *plan::read_task(env_, actor_, summary.head.id);
        for (const plan::TargetRow& target : view.targets) {
            EXPECT_TRUE(target.indicator) << view.row.head.ref << " " << target.name;
            EXPECT_FALSE(view.text->cut(target.span.begin, target.span.end).empty());
            if (target.kind == plan::TargetKind::Numeric && target.op == plan::TargetOperator::Equal) {
                EXPECT_EQ(target.effective_op, plan::TargetOperator::AtLeast) << view.row.head.ref << " " << target.name;
            }
        }
    }
    const plan::TaskView training = task(imported.plan, "三");
    ASSERT_THAT(training.targets, SizeIs(1));
    EXPECT_EQ(training.targets[0].base, base::Decimal::parse("15000"));
}

TEST_P(CangzhouPlan, WordsThatNameNobodyForCertainWereDecidedByAPersonAndSayWhoAndWhen) {
    const plan::Imported imported = import();
    const plan::TaskView demonstration = task(imported.plan, "T4");
    const plan::DutyRow& duty = demonstration.duties.back();
    EXPECT_EQ(duty.literal, "相关县市区政府");
    EXPECT_EQ(duty.resolution, plan::Resolution::Answer);
    EXPECT_THAT(unit_names(duty), testing::UnorderedElementsAre("黄骅市人民政府", "南皮县人民政府"));
    ASSERT_TRUE(duty.confirmed_at);
    EXPECT_EQ(base::moment_text(*duty.confirmed_at).substr(0, 10), "2018-08-20");
    EXPECT_THAT(unit_names(task(imported.plan, "T10").duties.back()), SizeIs(8));
    const plan::TaskView broadband = task(imported.plan, "T11");
    EXPECT_EQ(broadband.duties.at(0).role, plan::DutyRole::Lead);
    EXPECT_EQ(broadband.duties.at(1).role, plan::DutyRole::Responsible);
}

TEST_P(CangzhouPlan, ComesIntoForceWithAPartForEveryNamedUnit) {
    const plan::Imported imported = import();
    ASSERT_TRUE(plan::accept_tasks(env_, actor_, imported.plan));
    const auto confirmed = plan::confirm_plan(env_, actor_, imported.plan);
    ASSERT_TRUE(confirmed) << confirmed.error().message << (confirmed.error().fields.empty() ? "" : confirmed.error().fields[0].message);
    EXPECT_EQ(confirmed->accepted_tasks, 37);
    const plan::TaskView platforms = task(imported.plan, "T1");
    EXPECT_THAT(platforms.parts, SizeIs(1 + 2 + 19));
    EXPECT_EQ(platforms.row.head.facts.reporting_units, 1 + 19)
        << "the lead department and the counties and zones, not the other departments";
    EXPECT_THAT(task(imported.plan, "T9").parts, SizeIs(19));
    EXPECT_THAT(task(imported.plan, "T6").parts, SizeIs(1 + 4 + 4));
    for (const plan::TaskSummary& summary : tasks(imported.plan)) {
        EXPECT_FALSE(plan::read_task(env_, actor_, summary.head.id)->parts.empty()) << summary.head.ref;
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, CangzhouPlan, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
