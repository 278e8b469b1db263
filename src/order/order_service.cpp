#include "order/order_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "blob/media_type.hpp"
#include "identity/post_store.hpp"
#include "order/order_errors.hpp"
#include "org/directory_service.hpp"
#include "plan/task_store.hpp"
#include "plan/unit_duty_store.hpp"

namespace luoshi::order {
namespace {

using base::phrase;
using identity::Actor;

const audit::Action kDraft{"order.draft", "拟督办事项"};
const audit::Action kEdit{"order.edit", "修改督办事项"};
const audit::Action kFile{"order.file", "督办事项附件"};

constexpr std::int64_t kOrigins = 0x6F726967;  ///< the lock of what orders are made from

base::Error not_found() { return base::not_found("order.not_found", "没有这件督办事项，或它不在您的权限范围内"); }

/// Without blanks at its ends, of any width.
std::string bare(const std::string& title) {
    const auto characters = base::decode_utf8(title);
    return characters ? base::encode_utf8(base::trim(*characters)) : title;
}

base::Error alike_error(const std::string& order) {
    return base::conflict(
        phrase("order.alike", "主办单位已有同名的在办事项（{order}），一事一项；不是同一件事的请改换名称", {{"order", order}}));
}

}  // namespace

Who Orders::who_is(const Actor& actor, const Order& order, const std::vector<FileRow>& files) {
    Who out{.user = actor.user};
    out.is_owner = actor.is_of(order.owner) && actor.may("order.manage");
    out.is_leader = actor.may("order.decide") && actor.covers(order.owner);
    out.is_decider = (out.is_owner && actor.is_head) || out.is_leader;
    out.is_main = order.main && actor.is_of(*order.main) && actor.may("order.handle");
    out.is_head = actor.is_head;
    out.files = static_cast<int>(
        std::ranges::count_if(files, [&](const FileRow& file) { return file.unit == order.main && !file.step.has_value(); }));
    return out;
}

base::Result<Orders::Loaded> Orders::load(store::ReadTx& tx, const Actor& actor, OrderId id) {
    auto row = actor.may("order.read") && is_in_sight(tx, actor, id) ? find_order(tx, id) : std::nullopt;
    if (!row) {
        return not_found();
    }
    Who who = who_is(actor, row->order, files_of(tx, id));
    if (who.is_main) {
        who.heads = identity::heads_of(tx, *row->order.main, today());
    }
    return Loaded{*std::move(row), std::move(who)};
}

base::Result<View> Orders::view(store::ReadTx& tx, const Actor& actor, OrderId id) {
    LUOSHI_TRY(loaded, load(tx, actor, id));
    View out{.row = std::move(loaded.row),
             .assisting = assisting_units(tx, id),
             .light = {},
             .steps = steps_of(tx, id),
             .requests = requests_of(tx, id),
             .files = files_of(tx, id),
             .possible = {},
             .heads = {}};
    const Order& order = out.row.order;
    const State& state = rules_.workflow.state(order.state);
    const auto where = standing(rules_.workflow, order, today());
    out.light = light_of(where);
    out.progress_due_on = where.progress_due;
    out.possible = possible(rules_.workflow, order, loaded.who);
    const bool with_unit = is_running(state);
    out.may_edit = loaded.who.is_owner && order.state == rules_.workflow.states.front().code;
    if (loaded.who.is_main && with_unit) {
        const auto last = last_request_day(rules_.calendar(), rules_.workflow.terms_of(order.source), *order.days.due_on);
        out.ask_by = last ? std::optional{*last} : std::nullopt;
        out.may_ask = last && today() <= *last;
    }
    out.heads = loaded.who.heads;
    if (order.merged_into) {
        out.merged_into = find_order(tx, *order.merged_into);
    }
    out.merged_here = merged_into(tx, id);
    out.may_attach = loaded.who.is_main && with_unit;
    for (const auto& request : out.requests) {
        out.may_examine = out.may_examine || (request.state == "asked" && loaded.who.is_owner);
        out.may_take_back = out.may_take_back || (loaded.who.is_main && (request.state == "asked" || request.state == "examined"));
        out.may_decide = out.may_decide || (request.state == "examined" && loaded.who.is_decider && request.examiner != actor.user);
    }
    // what an outsider of the unit sees of files: once handed in
    std::erase_if(out.files, [&](const FileRow& file) { return !file.step && (!actor.is_of(file.unit) || actor.only_reads()); });
    out.unit_days = order.days.unit_days;
    out.superior_days = order.days.superior_days;
    if (order.days.held_since && state.phase == Phase::Open) {
        const int held = static_cast<int>((today() - *order.days.held_since).count());
        (state.holder == Holder::Unit ? out.unit_days : out.superior_days) += std::max(held, 0);
    }
    return out;
}

base::Result<View> Orders::read(const Actor& actor, OrderId id) {
    return db_.read([&](store::ReadTx& tx) { return view(tx, actor, id); });
}

base::Status Orders::check_draft(store::ReadTx& tx, const Actor& actor, const Draft& draft) const {
    if (!actor.may("order.manage") || !actor.unit) {
        return base::forbidden("order.not_manager", "您的岗位不能立项督办");
    }
    std::vector<base::FieldError> errors;
    const auto& workflow = rules_.workflow;
    if (workflow.states.empty()) {
        return base::conflict("order.no_workflow", "方案包里没有 orders.yaml，不能立项督办；请管理员补上后重新装入");
    }
    if (workflow.find_source(draft.source) == nullptr) {
        errors.push_back(field("/source", "order.source", "请从事项来源中选择"));
    } else if (workflow.find_source(draft.source)->leader && draft.instructed_by.empty()) {
        errors.push_back(field("/instructed_by", "order.instructed_by", "请写明批示或提出要求的领导"));
    }
    if (workflow.find_urgency(draft.urgency) == nullptr) {
        errors.push_back(field("/urgency", "order.urgency", "请从紧急程度中选择"));
    }
    const auto day = today();
    if (draft.instructed_on && *draft.instructed_on > day) {
        errors.push_back(field("/instructed_on", "order.instructed_later", "批示日期不能晚于今天"));
    }
    if (draft.due_on && (*draft.due_on < day || *draft.due_on > day + kLongest)) {
        errors.push_back(field("/due_on", "order.due_range", "办理期限应在今天以后，十年以内"));
    }
    if (draft.task && !plan::find_task_version(tx, *draft.task)) {
        errors.push_back(field("/task_id", "order.unknown_task", "没有这项任务，请重新选择"));
    }
    if (draft.main && std::ranges::count(draft.assisting, *draft.main) > 0) {
        errors.push_back(field("/assisting_unit_ids", "order.main_assists", "主办单位不能同时是协办单位"));
    }
    const auto above = org::units_above(tx, *actor.unit);
    const auto check_unit = [&](UnitId unit, const char* path) {
        const auto found = org::find_unit(tx, unit);
        if (!found || !org::holds_on(found->valid_from, found->valid_to, day)) {
            errors.push_back(field(path, "order.unknown_unit", "没有这个单位，或者它已经撤销，请重新选择"));
        } else if (std::ranges::count(above, unit) > 0 ||
                   (!actor.covers(unit) &&
                    !(draft.task && plan::leads_task(tx, *actor.unit, *draft.task) && plan::find_part(tx, *draft.task, unit)))) {
            errors.push_back(field(path, "order.beyond_authority", "超出督办权限：只能督办下级单位，或由本单位牵头的任务的责任单位"));
        }
    };
    if (draft.main) {
        check_unit(*draft.main, "/main_unit_id");
    }
    for (const auto unit : std::set(draft.assisting.begin(), draft.assisting.end())) {
        check_unit(unit, "/assisting_unit_ids");
    }
    return errors.empty() ? base::Status{base::Done{}} : base::Status{invalid(std::move(errors))};
}

std::optional<std::string> Orders::alike_order(store::ReadTx& tx, const Draft& draft, std::optional<OrderId> but) const {
    if (!draft.main) {
        return std::nullopt;
    }
    for (const auto& row : orders_titled(tx, *draft.main, bare(draft.title))) {
        if (row.order.id == but) {
            continue;
        }
        if (const State& state = rules_.workflow.state(row.order.state); is_unfinished(state)) {
            return row.order.number.empty() ? state.name : row.order.number;
        }
    }
    return std::nullopt;
}

void Orders::fill(Order& order, const Draft& draft) const {
    order.source = draft.source;
    order.urgency = draft.urgency;
    order.title = bare(draft.title);
    order.content = draft.content;
    order.basis = draft.basis;
    order.instructed_by = draft.instructed_by;
    order.instructed_on = draft.instructed_on;
    order.feedback = draft.feedback;
    order.contact = draft.contact;
    order.task = draft.task;
    order.main = draft.main;
    const std::set<UnitId> assisting{draft.assisting.begin(), draft.assisting.end()};
    order.assisting.assign(assisting.begin(), assisting.end());
    const auto* urgency = rules_.workflow.find_urgency(draft.urgency);
    if (draft.due_on) {
        order.limit = {.day = draft.due_on};
    } else if (urgency != nullptr && urgency->work_days) {
        order.limit = {.days = *urgency->work_days, .working_days = true};
    } else {
        order.limit = {.days = rules_.workflow.find_source(draft.source)->days};
    }
}

base::Result<OrderId> Orders::draft_from(store::WriteTx& tx, const Actor& actor, const Draft& draft, const std::string& origin) {
    LUOSHI_TRY(valid, check_draft(tx, actor, draft));
    if (!origin.empty()) {
        tx.lock(kOrigins);
        if (is_origin(tx, origin)) {
            return base::conflict("order.exists", "已经立项督办，一事一项；请刷新后再看");
        }
    }
    const bool of_plan = origin.starts_with("part:") || origin.starts_with("milestone:");  // told apart by what they are made from
    if (const auto alike = of_plan ? std::nullopt : alike_order(tx, draft, std::nullopt)) {
        return alike_error(*alike);
    }
    Order order;
    order.id = ids_.make<OrderId>();
    order.owner = *actor.unit;
    order.origin = origin;
    fill(order, draft);
    order.state = rules_.workflow.states.front().code;
    order.state_since = today();
    order.drafter = actor.user;
    insert_order(tx, order);
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = kDraft, .object_kind = "order", .object_id = order.id.text(), .summary = "拟督办事项“" + order.title + "”"});
    return order.id;
}

base::Result<View> Orders::draft(const Actor& actor, const Draft& draft) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        LUOSHI_TRY(id, draft_from(tx, actor, draft, ""));
        return view(tx, actor, id);
    });
}

base::Result<View> Orders::edit(const Actor& actor, OrderId id, std::int64_t version, const Draft& draft) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        LUOSHI_TRY(loaded, load(tx, actor, id));
        Order& order = loaded.row.order;
        if (!loaded.who.is_owner) {
            return base::forbidden("order.not_yours", "只有督办单位可以修改");
        }
        if (order.state != rules_.workflow.states.front().code) {
            return base::conflict("order.not_possible", "只有拟稿中的事项可以修改；送审后的请先撤回");
        }
        LUOSHI_TRY(valid, check_draft(tx, actor, draft));
        const bool renamed = bare(draft.title) != order.title || draft.main != order.main;
        if (const auto alike = renamed ? alike_order(tx, draft, id) : std::nullopt) {
            return alike_error(*alike);
        }
        fill(order, draft);
        order.version = version;
        if (!update_order(tx, order)) {
            return version_mismatch();
        }
        put_assisting(tx, id, order.assisting);
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kEdit, .object_kind = "order", .object_id = id.text(), .summary = "修改督办事项“" + order.title + "”"});
        return view(tx, actor, id);
    });
}

base::Result<FileRow> Orders::add_file(const Actor& actor, OrderId id, std::string file_name, const std::string& uploaded_file) {
    const auto check = [&](store::ReadTx& tx) -> base::Status {
        LUOSHI_TRY(seen, view(tx, actor, id));
        return seen.may_attach ? base::Status{base::Done{}}
                               : base::Status{base::forbidden("order.not_yours", "只有主办单位在办理期间可以上传佐证材料")};
    };
    const auto before = db_.read(check);
    if (!before) {
        return before.error();
    }
    LUOSHI_TRY(type, blob::check_type(file_name, uploaded_file));
    const auto stored = blobs_.put_file(uploaded_file);
    FileRow row{.id = ids_.make<OrderFileId>(),
                .order = id,
                .unit = *actor.unit,
                .sha256 = stored.hash,
                .file_name = std::move(file_name),
                .size = static_cast<std::int64_t>(stored.size),
                .media_type = std::string{type.media_type},
                .uploaded_by = actor.user_name,
                .uploaded_at = clock_.now()};
    return db_.write([&](store::WriteTx& tx) -> base::Result<FileRow> {
        tx.lock(id.value());
        LUOSHI_TRY(still, check(tx));
        const auto there = files_of(tx, id);
        if (std::ranges::any_of(there, [&](const FileRow& other) { return other.sha256 == row.sha256 && !other.step; })) {
            return base::conflict("evidence.duplicate", "内容完全相同的材料已经上传过，没有重复加入");
        }
        insert_file(tx, row);
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kFile, .object_kind = "order", .object_id = id.text(), .summary = "上传佐证材料“" + row.file_name + "”"});
        return row;
    });
}

base::Status Orders::remove_file(const Actor& actor, OrderFileId id) {
    return db_.write([&](store::WriteTx& tx) -> base::Status {
        const auto row = find_file(tx, id);
        if (!row || !is_in_sight(tx, actor, row->order)) {
            return base::not_found("evidence.not_found", "没有这份佐证材料，可能已被移除");
        }
        LUOSHI_TRY(seen, view(tx, actor, row->order));
        if (!actor.is_of(row->unit)) {
            return base::forbidden("order.not_yours", "只有上传的单位可以移除佐证材料");
        }
        if (!seen.may_attach || row->step) {
            return base::conflict("order.not_possible", "已随反馈报出的材料不能移除");
        }
        order::remove_file(tx, id, clock_.now());
        audit::record(
            tx, ids_, clock_.now(), actor.origin(),
            {.action = kFile, .object_kind = "order", .object_id = row->order.text(), .summary = "移除佐证材料“" + row->file_name + "”"});
        return base::Done{};
    });
}

base::Result<Orders::File> Orders::file(const Actor& actor, OrderFileId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<File> {
        const auto row = find_file(tx, id);
        const bool seen = row && actor.may("order.read") && is_in_sight(tx, actor, row->order) &&
                          (row->step || (actor.is_of(row->unit) && !actor.only_reads()));
        if (!seen) {
            return base::not_found("evidence.not_found", "没有这份佐证材料，可能已被移除");
        }
        return File{*row, blobs_.path(row->sha256)};
    });
}

}  // namespace luoshi::order
