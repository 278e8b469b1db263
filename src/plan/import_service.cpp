#include "plan/import_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "blob/sha256.hpp"
#include "org/directory_service.hpp"
#include "plan/access.hpp"
#include "plan/answer_service.hpp"
#include "plan/answers_store.hpp"
#include "plan/import_store.hpp"
#include "plan/question.hpp"
#include "plan/question_store.hpp"
#include "plan/unit_multiplier.hpp"
#include "plan/unit_wording.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kImport{"plan.import", "导入方案"};

/// The units that own and run the plan.
struct Owners {
    UnitId owner;
    UnitId office;
};

/// The units the package names for its document, else the issuer and the importing unit.
base::Result<Owners> find_owners(store::ReadTx& tx, const identity::Actor& actor, const DocumentMeta& meta, base::Date on) {
    const std::optional<PackagedPlan> packaged = loaded_plan(tx);
    if (packaged && packaged->doc_number == meta.doc_number) {
        const auto owner = org::find_unit_by_code(tx, packaged->owner);
        const auto office = org::find_unit_by_code(tx, packaged->office);
        if (owner && office) {
            return Owners{owner->id, office->id};
        }
    }
    const UnitWording issuer = read_unit_words(tx, meta.issuer.value_or(""), on);
    const auto owner = issuer.resolution == Resolution::Unit ? std::optional{issuer.units.front().id} : actor.unit;
    if (!owner) {
        return base::bad_input("plan.owner_unknown", fmt::format("不知道方案归哪个单位：发文机关“{}”不在单位库中。请先在单位库中加入它，"
                                                                 "或由本单位的岗位导入",
                                                                 meta.issuer.value_or("未写明")));
    }
    return Owners{*owner, actor.unit.value_or(*owner)};
}

/// Makes the rows of one draft inside the import's transaction.
class DraftWriter {
public:
    DraftWriter(store::WriteTx& tx, Environment& env, PlanId plan, base::Date on, Imported& out)
        : tx_(tx), env_(env), plan_(plan), on_(on), out_(out) {}

    void write_clauses(DocumentId document, const std::vector<DraftClause>& clauses) {
        for (std::size_t i = 0; i < clauses.size(); ++i) {
            clauses_.push_back(env_.ids.make<ClauseId>());
            insert_clause(tx_, clauses_.back(), document, clause(clauses[i].parent), static_cast<int>(i) + 1, clauses[i]);
        }
        out_.clauses = static_cast<int>(clauses.size());
    }

    void write_tasks(const std::vector<DraftTask>& tasks) {
        const auto matches = match_indicators(tasks);
        auto match = matches.begin();
        for (const DraftTask& task : tasks) {
            const TaskId id = env_.ids.make<TaskId>();
            insert_task(tx_, id, plan_, clause(task.clause), ++out_.tasks, task);
            for (const DraftMeasure& measure : task.measures) {
                insert_measure(tx_, env_.ids.make<MeasureId>(), id, measure);
            }
            int ordinal = 0;
            for (const DraftTarget& target : task.targets) {
                write_target(id, ++ordinal, target, *match++);
            }
            write_duties(id, task);
        }
    }

private:
    struct Duty {
        DutyId id;
        const DraftUnit& unit;
        Resolution resolution;
    };

    std::optional<ClauseId> clause(int index) const {
        return index < 0 ? std::nullopt : std::optional{clauses_.at(static_cast<std::size_t>(index))};
    }

    std::vector<std::optional<IndicatorMatch>> match_indicators(const std::vector<DraftTask>& tasks) {
        std::vector<IndicatorQuery> queries;
        for (const DraftTask& task : tasks) {
            for (const DraftTarget& target : task.targets) {
                queries.push_back({target.name, split_measure_word(target.unit).base});
            }
        }
        return env_.hooks.match_indicators(tx_, queries);
    }

    void write_target(TaskId task, int ordinal, const DraftTarget& target, const std::optional<IndicatorMatch>& match) {
        const auto in_base_unit = [&](const std::optional<base::Decimal>& value) {
            return value ? to_base_unit(*value, target.unit) : std::nullopt;
        };
        const bool numeric = target.kind == TargetKind::Numeric;
        const auto direction = match && numeric ? std::optional{match->direction} : std::nullopt;
        insert_target(tx_, {.id = env_.ids.make<TargetId>(),
                            .task = task,
                            .ordinal = ordinal,
                            .draft = target,
                            .effective_op = effective_operator(target.op, direction, target.change),
                            .base = in_base_unit(target.value),
                            .base_max = in_base_unit(target.value_max),
                            .indicator = match ? std::optional{match->id} : std::nullopt});
        ++(numeric ? out_.numeric_targets : out_.other_targets);
    }

    void write_duties(TaskId task, const DraftTask& draft) {
        std::vector<Duty> duties;
        for (const DraftUnit& unit : draft.lead_units) {
            duties.push_back(write_duty(task, static_cast<int>(duties.size()) + 1, DutyRole::Lead, unit));
        }
        for (const DraftUnit& unit : draft.responsible_units) {
            duties.push_back(write_duty(task, static_cast<int>(duties.size()) + 1, DutyRole::Responsible, unit));
        }
        write_questions(task, draft, duties);
    }

    Duty write_duty(TaskId task, int ordinal, DutyRole role, const DraftUnit& unit) {
        const UnitWording wording = read_unit_words(tx_, unit.name, on_);
        const DutyId id = env_.ids.make<DutyId>();
        insert_duty(tx_, {.id = id,
                          .task = task,
                          .ordinal = ordinal,
                          .role = role,
                          .literal = unit.name,
                          .resolution = wording.resolution,
                          .group_code = wording.group_code,
                          .span = unit.span});
        for (const UnitRef& member : wording.units) {
            insert_duty_member(tx_, id, member.id);
        }
        return {id, unit, wording.resolution};
    }

    /// The reader's questions, each tied to the duty it is about and dropped when the words are a known unit or group after all;
    /// one for every wording that stays open; one for a task that names nobody.
    void write_questions(TaskId task, const DraftTask& draft, const std::vector<Duty>& duties) {
        std::vector<DutyId> asked;
        bool about_duties = false;
        for (const DraftQuestion& question : draft.questions) {
            const auto duty = std::ranges::find_if(duties, [&](const Duty& d) { return same_wording(d.unit.name, question.subject); });
            if (asks_for_units(question.code) && duty != duties.end()) {
                if (duty->resolution != Resolution::Open) {
                    continue;
                }
                asked.push_back(duty->id);
            }
            about_duties = about_duties || !asks_for_units(question.code);
            ask(task, duty == duties.end() ? std::nullopt : std::optional{duty->id}, question.code, question.subject, question.span);
        }
        for (const Duty& duty : duties) {
            if (duty.resolution == Resolution::Open && std::ranges::find(asked, duty.id) == asked.end()) {
                ask(task, duty.id, kUnitUnresolved, duty.unit.name, duty.unit.span);
            }
        }
        if (duties.empty() && !about_duties) {
            ask(task, std::nullopt, kNoDuty, draft.title, draft.span);
        }
    }

    void ask(TaskId task, std::optional<DutyId> duty, std::string_view code, std::string_view subject, Span span) {
        insert_question(tx_, {env_.ids.make<QuestionId>(), plan_, task, duty, code, subject, span});
    }

    store::WriteTx& tx_;
    Environment& env_;
    PlanId plan_;
    base::Date on_;
    Imported& out_;
    std::vector<ClauseId> clauses_;
};

}  // namespace

base::Result<Imported> import_draft(Environment& env, const identity::Actor& actor, const PlanDraft& draft, std::string_view file_name) {
    if (draft.tasks.empty()) {
        return base::bad_input("plan.no_tasks", fmt::format("没有从“{}”中读出任何任务，请确认这是一份方案或计划", file_name));
    }
    const std::string sha256 = blob::sha256_hex(draft.text);
    const base::Moment now = env.clock.now();
    const base::Date on = draft.meta.issued_on.value_or(env.hooks.business_date());
    return env.db.write([&](store::WriteTx& tx) -> base::Result<Imported> {
        if (const auto known = find_document(tx, sha256)) {
            return base::conflict("plan.already_imported",
                                  fmt::format("这份文件已经导入为方案“{}”，不能重复导入；修订后的文件请另存后导入", known->title));
        }
        LUOSHI_TRY(owners, find_owners(tx, actor, draft.meta, on));
        LUOSHI_TRY(allowed, may_change_plan(actor, "plan.import", owners.owner, owners.office));

        Imported out;
        out.plan = env.ids.make<PlanId>();
        out.title = draft.meta.title.value_or(std::string{file_name});
        insert_plan(tx, {out.plan, owners.owner, owners.office, out.title, draft.meta}, actor.user_name, now);
        const DocumentId document = env.ids.make<DocumentId>();
        insert_document(tx, document, out.plan, file_name, sha256, draft.text, now);
        DraftWriter writer{tx, env, out.plan, on, out};
        writer.write_clauses(document, draft.clauses);
        writer.write_tasks(draft.tasks);
        const std::optional<PackagedAnswers> packaged = loaded_answers(tx);
        if (packaged && packaged->doc_number == draft.meta.doc_number) {
            out.warnings = apply_packaged(tx, env, actor.origin(), out.plan, *packaged, on);
        }
        for (const QuestionRow& question : questions_of_plan(tx, out.plan)) {
            ++(question.open ? out.open_questions : out.answered_questions);
        }
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kImport,
                       .object_kind = "plan",
                       .object_id = out.plan.text(),
                       .summary = fmt::format("导入“{}”（{}）：任务 {} 项、目标 {} 个、待确认 {} 处", out.title, file_name, out.tasks,
                                              out.numeric_targets + out.other_targets, out.open_questions),
                       .detail_json = {}});
        return out;
    });
}

}  // namespace luoshi::plan
