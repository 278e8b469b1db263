#include "plan/assignment_service.hpp"
#include "plan/handed_part_service.hpp"
#include "plan/milestone_service.hpp"
#include "plan/plan_fixture.hpp"
#include "plan/unit_duty_service.hpp"

namespace luoshi::plan {
namespace {

using identity::Scope;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class UnitDuties : public PlanTest {
protected:
    static Assignee post(AssignmentKind kind, UnitId unit, int number) { return {kind, PostId{100 * unit.value() + number}, std::nullopt}; }
    static Assignee section(AssignmentKind kind, UnitId unit) { return {kind, std::nullopt, SectionId{10 * unit.value()}}; }
    identity::Actor county_head() const { return actor(kCountyA, Scope::Subtree, 1); }
    identity::Actor county_clerk() const { return actor(kCountyA, Scope::Own, 2); }
    std::vector<UnitId> seen_by(const identity::Actor& who, const UnitDutyQuery& query = {}) {
        std::vector<UnitId> out;
        for (const UnitDutyView& view : list_parts(env_, who, query).items) {
            out.push_back(view.row.unit.id);
        }
        std::ranges::sort(out);
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }
    UnitDutyView part(UnitDutyId id) {
        auto view = read_part(env_, county_head(), id);
        EXPECT_TRUE(view);
        return *std::move(view);
    }

    PlanId plan_ = confirmed();
    UnitDutyId county_part_ = unit_duty(task(plan_, "T1"), kCountyA);
};

TEST_P(UnitDuties, AreSeenInReachByTheLeadUnitAndByWhoHandedThemDown) {
    EXPECT_THAT(seen_by(actor(kCountyA, Scope::Own)), ElementsAre(kCountyA));
    EXPECT_THAT(seen_by(actor(kCommerce, Scope::Own)), ElementsAre(kCommerce, kFinance, kCountyA, kCountyB))
        << "it leads T1; what industry leads with it is industry's own";
    EXPECT_THAT(seen_by(actor(kFinance, Scope::Own)), ElementsAre(kFinance));
    EXPECT_THAT(seen_by(office(), {.unit = kCountyB}), ElementsAre(kCountyB));
    EXPECT_EQ(read_part(env_, actor(kCountyB, Scope::Own), county_part_).error().code, "unit_duty.foreign");
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    EXPECT_THAT(seen_by(actor(kCountyA, Scope::Own)), ElementsAre(kCountyA, kTownA1));
}

TEST_P(UnitDuties, ComeInPages) {
    const UnitDutyPage first =
        list_parts(env_, office(), {.unit = {}, .plan = plan_, .assigned = Assigned::Anybody, .after = {}, .limit = 4});
    ASSERT_THAT(first.items, SizeIs(4));
    ASSERT_TRUE(first.next);
    const UnitDutyPage rest =
        list_parts(env_, office(), {.unit = {}, .plan = plan_, .assigned = Assigned::Anybody, .after = first.next, .limit = 100});
    EXPECT_FALSE(rest.next);
    EXPECT_LT(first.items.back().row.id, rest.items.front().row.id);
    EXPECT_EQ(first.items.size() + rest.items.size(), list_parts(env_, office(), {}).items.size());
}

TEST_P(UnitDuties, AreBrokenDownToPostsAndSectionsOfTheOwnUnit) {
    const auto done = put_assignments(env_, county_head(), county_part_, 1,
                                      {section(AssignmentKind::LeadSection, kCountyA), post(AssignmentKind::Head, kCountyA, 1),
                                       post(AssignmentKind::Person, kCountyA, 2)});
    ASSERT_TRUE(done);
    ASSERT_THAT(done->assignments, SizeIs(3));
    EXPECT_EQ(done->assignments[0].row.assignee.kind, AssignmentKind::Head);
    EXPECT_EQ(done->assignments[0].row.holder, "甲县人民政府负责人");
    EXPECT_TRUE(done->assignments[0].mine);
    EXPECT_FALSE(done->assignments[1].mine);
    EXPECT_EQ(done->row.version, 2);
    EXPECT_EQ(put_assignments(env_, actor(kCountyB, Scope::Own), county_part_, 2, {}).error().code, "unit_duty.foreign");
    EXPECT_EQ(put_assignments(env_, office(), county_part_, 2, {}).error().code, "unit_duty.foreign") << "nobody assigns in another unit";
}

TEST_P(UnitDuties, EveryWrongRowOfABreakdownIsNamed) {
    const auto refused =
        put_assignments(env_, county_head(), county_part_, 1,
                        {post(AssignmentKind::Head, kCountyA, 1), post(AssignmentKind::Head, kCountyA, 2),
                         post(AssignmentKind::LeadSection, kCountyA, 1), post(AssignmentKind::Person, kCountyB, 2),
                         section(AssignmentKind::ResponsibleSection, kCountyB), section(AssignmentKind::Person, kCountyA)});
    ASSERT_FALSE(refused);
    std::vector<std::string> wrong;
    for (const base::FieldError& field : refused.error().fields) {
        wrong.push_back(field.path + " " + field.code);
    }
    EXPECT_THAT(wrong, ElementsAre("/assignments/1/kind assignment.only_one", "/assignments/2/section_id assignment.section_wanted",
                                   "/assignments/3/post_id assignment.foreign_post", "/assignments/4/section_id assignment.foreign_section",
                                   "/assignments/5/post_id assignment.post_wanted"));
    EXPECT_THAT(part(county_part_).assignments, IsEmpty());
}

TEST_P(UnitDuties, UnchangedRowsKeepWhatWasDecidedAndAReturnedOneIsProposedAnew) {
    const std::vector<Assignee> first{post(AssignmentKind::Head, kCountyA, 1), post(AssignmentKind::Person, kCountyA, 2)};
    const auto begun = put_assignments(env_, county_head(), county_part_, 1, first);
    ASSERT_TRUE(begun);
    ASSERT_TRUE(accept_assignment(env_, county_head(), begun->assignments[0].row.id));
    EXPECT_EQ(return_assignment(env_, county_clerk(), begun->assignments[1].row.id, " 不行 ").error().fields.at(0).code, "reason.missing");
    ASSERT_TRUE(return_assignment(env_, county_clerk(), begun->assignments[1].row.id, "人手不够"));
    EXPECT_EQ(part(county_part_).assignments[1].row.reason, "人手不够");
    const auto again = put_assignments(env_, county_head(), county_part_, 2, first);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->assignments[0].row.state, AssignmentState::Accepted);
    EXPECT_EQ(again->assignments[1].row.state, AssignmentState::Proposed);
    EXPECT_EQ(put_assignments(env_, county_head(), county_part_, 2, first).error().category, base::Category::VersionMismatch);
}

TEST_P(UnitDuties, OnlyTheAssignedPostOrSectionDecidesAndOnlyOnce) {
    const auto begun = put_assignments(env_, county_head(), county_part_, 1,
                                       {post(AssignmentKind::Head, kCountyA, 1), section(AssignmentKind::LeadSection, kCountyA)});
    ASSERT_TRUE(begun);
    const AssignmentId head = begun->assignments[0].row.id;
    const AssignmentId lead_section = begun->assignments[1].row.id;
    EXPECT_EQ(accept_assignment(env_, county_clerk(), head).error().code, "assignment.not_mine");
    EXPECT_EQ(accept_assignment(env_, county_head(), lead_section).error().code, "assignment.not_mine");
    const auto accepted = accept_assignment(env_, county_clerk(), lead_section);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->row.state, AssignmentState::Accepted);
    EXPECT_EQ(return_assignment(env_, county_clerk(), lead_section, "改了主意").error().code, "assignment.decided");
}

TEST_P(UnitDuties, WhoeverIsAssignedFindsItOnTheDesk) {
    const auto desk = [&](const identity::Actor& who) { return db_->read([&](store::ReadTx& tx) { return read_desk(tx, env_, who); }); };
    EXPECT_THAT(desk(county_head()).unassigned, SizeIs(3));  // T1, T2, T5
    ASSERT_TRUE(put_assignments(env_, county_head(), county_part_, 1, {section(AssignmentKind::LeadSection, kCountyA)}));
    EXPECT_THAT(desk(county_head()).unassigned, SizeIs(2));
    EXPECT_THAT(desk(county_head()).assignments, IsEmpty());
    const Desk clerk = desk(county_clerk());
    ASSERT_THAT(clerk.assignments, SizeIs(1));
    EXPECT_EQ(clerk.assignments[0].part.task_ref, "T1");
    const UnitDutyPage mine = list_parts(env_, county_clerk(), {.unit = {}, .plan = {}, .assigned = Assigned::Me, .after = {}});
    ASSERT_THAT(mine.items, SizeIs(1));
    ASSERT_TRUE(return_assignment(env_, county_clerk(), clerk.assignments[0].assignment.row.id, "不归本科"));
    EXPECT_THAT(desk(county_clerk()).assignments, IsEmpty());
    EXPECT_THAT(desk(county_head()).unassigned, SizeIs(3));
}

TEST_P(UnitDuties, AMilestoneKeepsItsFirstDateAndMovesOnlyWithAReason) {
    const auto made =
        add_milestone(env_, county_head(), county_part_, {"完成摸底", *base::make_date(2018, 10, 31), *base::Decimal::parse("30")});
    ASSERT_TRUE(made);
    MilestoneEdit later;
    later.due_on = base::make_date(2018, 11, 30);
    const auto silent = edit_milestone(env_, county_head(), made->row.id, 1, later);
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().fields.at(0).path, "/reason");
    later.reason = "企业名单尚未核定";
    ASSERT_TRUE(edit_milestone(env_, county_head(), made->row.id, 1, later));
    const MilestoneRow stored = part(county_part_).milestones.at(0).row;
    EXPECT_EQ(stored.due_on, base::make_date(2018, 11, 30));
    EXPECT_EQ(stored.first_due_on, base::make_date(2018, 10, 31));
    EXPECT_EQ(edit_milestone(env_, county_head(), made->row.id, 1, later).error().category, base::Category::VersionMismatch);
    today_ = *base::make_date(2018, 12, 1);
    EXPECT_TRUE(part(county_part_).milestones.at(0).overdue);
    MilestoneEdit done;
    done.done_on = std::optional{today_};
    ASSERT_TRUE(edit_milestone(env_, county_head(), made->row.id, 2, done));
    EXPECT_FALSE(part(county_part_).milestones.at(0).overdue);
    EXPECT_EQ(drop_milestone(env_, county_head(), made->row.id, 3).error().code, "milestone.done");
}

TEST_P(UnitDuties, WrongMilestonesAreRefusedWithEveryFieldAndDroppedOnesAreGone) {
    const auto wrong = add_milestone(env_, county_head(), county_part_, {"早", *base::make_date(2018, 8, 1), *base::Decimal::parse("101")});
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().fields, SizeIs(2));
    const auto far = add_milestone(env_, county_head(), county_part_, {"远", *base::make_date(2035, 1, 1), *base::Decimal::parse("30")});
    ASSERT_FALSE(far) << "the plan is long over";
    EXPECT_EQ(far.error().fields.at(0).code, "milestone.too_late");
    const auto made =
        add_milestone(env_, county_head(), county_part_, {"摸底", *base::make_date(2018, 10, 31), *base::Decimal::parse("30")});
    ASSERT_TRUE(made);
    EXPECT_EQ(drop_milestone(env_, actor(kCountyB, Scope::Own), made->row.id, 1).error().code, "unit_duty.foreign");
    EXPECT_EQ(drop_milestone(env_, county_head(), made->row.id, 2).error().category, base::Category::VersionMismatch);
    ASSERT_TRUE(drop_milestone(env_, county_head(), made->row.id, 1));
    EXPECT_THAT(part(county_part_).milestones, IsEmpty());
    EXPECT_EQ(drop_milestone(env_, county_head(), made->row.id, 2).error().code, "milestone.not_found");
}

TEST_P(UnitDuties, AreHandedDownToUnitsDirectlyBelowWhichThenReport) {
    const auto refused = hand_down(env_, county_head(), county_part_, {kTownA1, kCountyB}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).path, "/unit_ids/1");
    EXPECT_THAT(seen_by(office(), {.unit = kTownA1}), IsEmpty()) << "nothing of a refused request stays";
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1, kTownA2}, {.note = "按镇分解", .every = calendar::Rhythm::Quarter}));
    const TaskId first = task(plan_, "T1");
    const auto town = db_->read([&](store::ReadTx& tx) { return find_part(tx, first, kTownA1); });
    ASSERT_TRUE(town);
    EXPECT_TRUE(town->reports);
    EXPECT_EQ(town->handed_from->id, kCountyA);
    EXPECT_EQ(town->every, calendar::Rhythm::Quarter);
    EXPECT_EQ(hand_down(env_, county_head(), county_part_, {kTownA1}, {}).error().fields.at(0).code, "unit_duty.has_part");
    EXPECT_TRUE(put_assignments(env_, actor(kTownA1, Scope::Own), town->id, 1, {post(AssignmentKind::Head, kTownA1, 1)}));
}

TEST_P(UnitDuties, AreHandedDownWithTheFiguresTheUpperUnitReportsItself) {
    env_.hooks.askable_figures = [](store::ReadTx&, UnitId unit, TaskId) {
        return unit == kCountyA ? std::vector<AskedFigure>{{IndicatorId{1}, "培训人次", "人次"}} : std::vector<AskedFigure>{};
    };
    const TaskId first = task(plan_, "T1");
    const auto asked_of = [&](UnitId town) {
        return db_->read([&](store::ReadTx& tx) {
            std::vector<std::string> out;
            for (const AskedFigure& figure : asked_figures(tx, find_part(tx, first, town)->id)) {
                out.push_back(figure.name);
            }
            return out;
        });
    };
    EXPECT_THAT(part(county_part_).askable, SizeIs(1));
    const auto foreign = hand_down(env_, county_head(), county_part_, {kTownA1}, {.figures = std::vector{IndicatorId{9}}});
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().fields.at(0).code, "unit_duty.not_askable");
    const auto twice = hand_down(env_, county_head(), county_part_, {kTownA1}, {.figures = std::vector{IndicatorId{1}, IndicatorId{1}}});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().fields.at(0).path, "/indicator_ids/1");
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    EXPECT_THAT(asked_of(kTownA1), ElementsAre("培训人次")) << "unless said otherwise all that can be asked";
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA2}, {.figures = std::vector<IndicatorId>{}}));
    EXPECT_THAT(asked_of(kTownA2), IsEmpty());
}

TEST_P(UnitDuties, ThatWereHandedDownAreShownAboveAndTheirTermsChangedByWhoHandedThemDown) {
    env_.hooks.askable_figures = [](store::ReadTx&, UnitId, TaskId) {
        return std::vector<AskedFigure>{{IndicatorId{1}, "培训人次", "人次"}};
    };
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {.note = "按镇分解", .every = calendar::Rhythm::Quarter}));
    const auto shown = [&] { return part(county_part_).handed.at(0); };
    const auto handed = shown();
    EXPECT_EQ(handed.row.unit.id, kTownA1);
    EXPECT_EQ(handed.row.note, "按镇分解");
    EXPECT_THAT(handed.asked, SizeIs(1));
    const auto town_part = handed.row.id;
    const auto change = [&](const identity::Actor& who, std::int64_t version, const TermsEdit& edit) {
        const auto done = change_terms(env_, who, town_part, version, edit);
        return done ? std::string{} : done.error().code;
    };
    EXPECT_EQ(change(actor(kTownA1, Scope::Own), 1, {.note = "不干了"}), "unit_duty.not_handed");
    EXPECT_EQ(change(actor(kCountyB, Scope::Own), 1, {.note = "不干了"}), "unit_duty.not_handed");
    EXPECT_EQ(change(county_head(), 1, {.figures = std::vector{IndicatorId{9}}}), "request.invalid");
    EXPECT_EQ(change(county_head(), 1, {.note = "逐村登记"}), "");
    EXPECT_EQ(shown().row.note, "逐村登记");
    EXPECT_EQ(shown().row.every, calendar::Rhythm::Quarter) << "what was not named stays";
    EXPECT_EQ(change(county_head(), 1, {.note = "另一份"}), "plan.version_mismatch");
    std::optional<calendar::Rhythm> usual;
    EXPECT_EQ(change(county_head(), 2, {.every = usual, .figures = std::vector<IndicatorId>{}}), "");
    EXPECT_EQ(shown().row.every, std::nullopt);
    EXPECT_THAT(shown().asked, IsEmpty());
    EXPECT_EQ(audit::list(*db_, {.action = "duty.change_terms"}).items.size(), 2U);
}

TEST_P(UnitDuties, HandedDownByMistakeAreEndedByWhoHandedThemDownFromBelowUpwards) {
    const UnitId village{211};
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(
            store::Sql{
                "plan_test.village",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, "
                "note, version) VALUES ($1, 'v', '某村', '某村', 'village', 'government', 'administrative', 'local', $2, 1, 0, '', 1)"},
            {village, kTownA1});
        return base::Done{};
    }));
    const auto town = actor(kTownA1, Scope::Own);
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    const auto town_part = unit_duty(task(plan_, "T1"), kTownA1);
    ASSERT_TRUE(hand_down(env_, town, town_part, {village}, {}));
    const auto village_part = unit_duty(task(plan_, "T1"), village);
    const auto end = [&](const identity::Actor& who, UnitDutyId id, const char* reason = "误下达给该单位") {
        const auto done = end_part(env_, who, id, reason);
        return done ? std::string{} : done.error().code;
    };
    EXPECT_EQ(end(town, town_part), "unit_duty.not_handed") << "nobody ends what he was given";
    EXPECT_EQ(end(county_head(), county_part_), "unit_duty.not_handed") << "the document gave it";
    EXPECT_EQ(end(county_head(), town_part, " "), "request.invalid");
    EXPECT_EQ(end(county_head(), town_part), "unit_duty.has_parts");
    EXPECT_EQ(end(town, village_part), "");
    EXPECT_EQ(end(town, village_part), "unit_duty.ended");
    EXPECT_EQ(end(county_head(), town_part), "");
    const auto shown = part(county_part_).handed.at(0);
    EXPECT_EQ(shown.row.valid_to, today_);
    EXPECT_EQ(audit::list(*db_, {.action = "duty.end"}).items.size(), 2U);
    EXPECT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {})) << "and may be handed down again";
}

TEST_P(UnitDuties, CanBeHandedDownOnlyByAUnitWithUnitsBelowIt) {
    EXPECT_TRUE(part(county_part_).may_hand_down);
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    const auto town = read_part(env_, actor(kTownA1, Scope::Own), unit_duty(task(plan_, "T1"), kTownA1));
    EXPECT_TRUE(town->may_assign);
    EXPECT_FALSE(town->may_hand_down);
    for (const UnitDutyView& view : list_parts(env_, actor(kTownA1, Scope::Own), {}).items) {
        EXPECT_FALSE(view.may_hand_down);
    }
}

TEST_P(UnitDuties, HandedDownAgainWithinTheMonthStillOweTheReportOfThatMonth) {
    static const store::Sql kEnd{"plan_test.end_part", "UPDATE unit_duty SET valid_to = $2 WHERE task_id = $1 AND unit_id = 21"};
    const TaskId first = task(plan_, "T1");
    const auto begins = [&] { return db_->read([&](store::ReadTx& tx) { return find_part(tx, first, kTownA1); })->valid_from; };
    const auto end = [&] {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(kEnd, {first, today_});
            return base::Done{};
        }));
    };
    const base::Date handed = today_;
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    today_ = *base::make_date(2018, 9, 20);
    end();
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    EXPECT_EQ(begins(), handed);
    end();
    today_ = *base::make_date(2018, 10, 1);
    ASSERT_TRUE(hand_down(env_, county_head(), county_part_, {kTownA1}, {}));
    EXPECT_EQ(begins(), today_);
}

TEST_P(UnitDuties, HandedDownOnAPastDayCountFromThenAndOnlyOnce) {
    const auto load = [&](UnitId from, UnitId to) {
        return db_->write([&](store::WriteTx& tx) {
            return load_hand_down(tx, env_, {.user_name = "演示"}, {"T1", from, to, {.note = "按镇分解"}, *base::make_date(2018, 7, 1)});
        });
    };
    ASSERT_TRUE(load(kCountyA, kTownA1));
    ASSERT_TRUE(load(kCountyA, kTownA1)) << "loading goes on where it was broken off";
    const TaskId first = task(plan_, "T1");
    const auto town = db_->read([&](store::ReadTx& tx) { return find_part(tx, first, kTownA1); });
    ASSERT_TRUE(town);
    EXPECT_EQ(town->valid_from, *base::make_date(2018, 7, 1));
    EXPECT_EQ(town->handed_from->id, kCountyA);
    EXPECT_EQ(load(kCountyA, kCountyB).error().code, "unit_duty.not_below");
    EXPECT_EQ(load(kTownA2, kTownA1).error().code, "unit_duty.not_found");
}

INSTANTIATE_TEST_SUITE_P(Engines, UnitDuties, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::plan
